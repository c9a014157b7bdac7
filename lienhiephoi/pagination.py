"""Numbered pages whose cost does not grow with their depth.

`OFFSET` reads everything it skips. Here the first row of every page is looked up once
for a content version and minute (one scan of an index), and each page is then read
from its first row on.
"""

import re

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import connection
from django.http import Http404
from django.utils.functional import SimpleLazyObject

from lienhiephoi.caching import remember

_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


class AnchoredPaginator(Paginator):
    """Pages of a queryset ordered by the `fields`, then by the key, all descending.

    `key` names the list, for what is remembered between requests. A lazy queryset
    (SimpleLazyObject) is not composed where all that is shown is remembered.
    """

    def __init__(
        self, queryset, per_page: int, *, key: str, fields=("published_at",)
    ) -> None:
        self.fields = (*fields, "pk")
        descending = [f"-{name}" for name in self.fields]
        ordered = SimpleLazyObject(lambda: queryset.order_by(*descending))
        super().__init__(ordered, per_page)
        self._count, self._anchors = remember(
            ("anchors", key, per_page), lambda: self._scan(ordered)
        )

    def _check_object_list_is_ordered(self) -> None:
        """It is; asking would compose it."""

    @property
    def count(self) -> int:
        return self._count

    def page(self, number):
        number = self.validate_number(number)
        if not self._anchors:
            return Page([], number, self)
        # Read when it is drawn, which it may have been before.
        rows = SimpleLazyObject(lambda: self._rows(self._anchors[number - 1]))
        return Page(rows, number, self)

    def _rows(self, anchor: tuple) -> list:
        columns = ", ".join(map(self._column, self.fields))
        places = ", ".join(["%s"] * len(anchor))
        below = self.object_list.extra(  # noqa: S610 -- a row comparison uses the index
            where=[f"({columns}) <= ({places})"], params=anchor
        )
        return list(below[: self.per_page])

    def _column(self, name: str) -> str:
        model = self.object_list.model
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        quote = connection.ops.quote_name
        return f"{quote(model._meta.db_table)}.{quote(field.column)}"

    def _scan(self, ordered) -> tuple[int, list[tuple]]:
        """The number of rows, and the fields of each page's first."""
        rows = ordered.values_list(*self.fields)
        sql, params = rows.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM (SELECT *, row_number() OVER () "  # noqa: S608
                f"AS place, count(*) OVER () AS total FROM ({sql}) AS list) "
                "AS numbered WHERE (place - 1) %% %s = 0 OR place = total",
                [*params, self.per_page],
            )
            found = cursor.fetchall()
        count = found[-1][-1] if found else 0
        anchors = [
            anchor
            for *anchor, place, _total in found
            if (place - 1) % self.per_page == 0
        ]
        return count, anchors


def page_of(paginator: Paginator, request) -> Page:
    """The page asked for by `?trang=`; no such page is 404, not the nearest one."""
    asked = request.GET.get("trang", "1")
    try:
        # "+1", "01" and wide digits would be further addresses of the same page.
        page = paginator.page(asked if _NUMBER.fullmatch(asked) else 0)
    except (PageNotAnInteger, EmptyPage) as error:
        raise Http404("Không có trang này.") from error
    page.count = paginator.count
    page.elided = [
        number if isinstance(number, int) else "…"
        for number in paginator.get_elided_page_range(
            page.number, on_each_side=2, on_ends=1
        )
    ]
    page.num_pages = paginator.num_pages
    page.address = _address(request)
    return page


def _address(request) -> str:
    """The address of any page of the list, but for its number at the end."""
    kept = request.GET.copy()
    kept.pop("trang", None)
    kept["trang"] = ""
    return f"?{kept.urlencode()}"
