"""Pages of the office that belong to one conference, linked at the head of its form.

Each part of the work registers its own (invitees, door, minutes, report, archive), and
the form of the conference draws them in a row.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from conferences.models import Conference


@dataclass(frozen=True)
class OfficePage:
    """`url(conference)`; `allowed(user)` says who is shown the link.

    `counted()` gives rows with a key `conference`, and the label ends in how many the
    conference has of them: «Đại biểu (42)».
    """

    label: str
    url: Callable[[Conference], str]
    allowed: Callable[[object], bool]
    counted: Callable[[], QuerySet] | None = None
    order: int = 50


@dataclass(frozen=True)
class OfficeLink:
    label: str
    url: str


OFFICE_PAGES: list[OfficePage] = []


def register_page(page: OfficePage) -> None:
    """Pages stand by `order`, those of equal order as they were registered."""
    if page not in OFFICE_PAGES:
        OFFICE_PAGES.append(page)
        OFFICE_PAGES.sort(key=lambda each: each.order)


def office_links(conference: Conference, user) -> list[OfficeLink]:
    """What this user may open; all counts cost one query."""
    pages = [each for each in OFFICE_PAGES if each.allowed(user)]
    counts = _counts(conference, pages)
    return [
        OfficeLink(_label(page, counts.get(f"count_{place}")), page.url(conference))
        for place, page in enumerate(pages)
    ]


def _label(page: OfficePage, count: int | None) -> str:
    return f"{page.label} ({count})" if count else page.label


def _counts(conference: Conference, pages: list[OfficePage]) -> dict[str, int]:
    asked = {
        f"count_{place}": _count_of(page.counted())
        for place, page in enumerate(pages)
        if page.counted
    }
    if not asked:
        return {}
    found = Conference.objects.filter(pk=conference.pk).annotate(**asked)
    return found.values(*asked).first() or {}


def _count_of(rows: QuerySet) -> Coalesce:
    of_this = rows.filter(conference=OuterRef("pk")).order_by().values("conference")
    return Coalesce(Subquery(of_this.annotate(many=Count("pk")).values("many")), 0)
