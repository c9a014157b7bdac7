"""What comes first, and how a page of it is found.

Written as SQL: the statements are always the same few, and composing them anew for
every reader would cost more than answering them.
"""

import datetime as dt
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from lienhiephoi.models import SearchEntry
from lienhiephoi.search.days import start_of
from lienhiephoi.search.queries import Query

MAX_RESULTS = 1000

_TABLE = SearchEntry._meta.db_table
_IN_TITLE = "title_words @@ %s::tsquery"
# Whoever writes the words mostly writes the marks: `coalesce` keeps the planner from
# taking the two for independent and looking for a handful where there are thousands.
_MARKED_IN_TITLE = f"{_IN_TITLE} AND coalesce({_IN_TITLE}, false)"
# Tells the planner what it costs to read the words of a whole text.
_IN_TEXT = "lhh_unpacked(words) @@ %s::tsquery"


class Found(NamedTuple):
    """What is shown of an entry; the long columns made from it stay in the database."""

    id: int
    kind: str
    title: str
    text: str
    url: str
    moment: dt.datetime


_SHOWN = ", ".join(Found.__annotations__)
# A condition on an entry, and its tsqueries.
Tier = tuple[str, ...]


class Results:
    """The matches of a query: a count, and slices in the order of the tiers."""

    def __init__(
        self,
        query: Query,
        *,
        kind: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
        newest: bool = False,
        first: int = 0,
    ) -> None:
        """`first`: how many results the count brings along, where it can."""
        self.query = query
        self.newest = newest
        self._visible, self._values = _visibility(kind, since, until)
        self._wanted = first
        self._best: list[Found] = []
        self.is_cut = False

    def _matching(self, columns: str, condition: str, *asked: str) -> tuple[str, list]:
        """SELECT of the visible entries that match, and its parameters."""
        where = f"{self._visible} AND {condition}"
        # Nothing that was typed stands in the text of the statement.
        sql = f"SELECT {columns} FROM {_TABLE} WHERE {where}"  # noqa: S608
        return sql, [*self._values, *asked]

    def count(self) -> int:
        """How many match, MAX_RESULTS at the most; `is_cut` tells if there are more.

        The same statement reads the first results of the best tier, which are mostly
        all that is shown.
        """
        if self.query.is_empty:
            return 0
        matching, values = self._matching("1", _IN_TEXT, self.query.scattered)
        [best], *_ = self._tiers()
        newest, its_values = self._newest(_SHOWN, best, self._wanted)
        rows = _rows(
            f"SELECT total, best.* FROM (SELECT count(*) FROM ({matching} "  # noqa: S608
            f"LIMIT {MAX_RESULTS + 1}) AS matching) AS counted (total) "
            f"LEFT JOIN ({newest}) AS best ON true "
            "ORDER BY moment DESC, id DESC",
            [*values, *its_values],
        )
        self._best = [Found(*row[1:]) for row in rows if row[1] is not None]
        found = rows[0][0]
        self.is_cut = found > MAX_RESULTS
        return min(found, MAX_RESULTS)

    def __getitem__(self, wanted: slice) -> list[Found]:
        return self.slice(wanted.start or 0, wanted.stop)

    def object_ids(self):
        """Keys of the records found, for use as a subquery of another list."""
        return RawSQL(*self._matching("object_id", _IN_TEXT, self.query.scattered))  # noqa: S611

    def slice(self, start: int, stop: int) -> list[Found]:
        """Entries `start` to `stop`, with what is shown of them.

        The tiers of the title are asked first, those of the text only when they do
        not fill the slice: a common query mostly stops there.
        """
        if self.query.is_empty:
            return []
        if stop <= len(self._best):
            return self._best[start:stop]
        found: dict[int, None] = {}
        for tiers in self._tiers():
            if tiers and len(found) < stop:
                found.update(dict.fromkeys(self._first(tiers, stop)))
        return _shown(list(found)[start:stop])

    def _first(self, tiers: list[Tier], number: int) -> list[int]:
        """Keys of the first matches of several tiers, by one statement."""
        branches, values = [], []
        for place, tier in enumerate(tiers):
            newest, its_values = self._newest(
                f"{place} AS tier, moment, id", tier, number
            )
            branches.append(f"({newest})")
            values += its_values
        rows = _rows(" UNION ALL ".join(branches), values)
        rows.sort(key=lambda row: (-row[0], row[1], row[2]), reverse=True)
        return [pk for _, _, pk in rows]

    def _newest(self, columns: str, tier: Tier, number: int) -> tuple[str, list]:
        """SELECT of the newest entries of a tier, and its parameters."""
        matching, values = self._matching(columns, *tier)
        return (
            f"{matching} ORDER BY moment DESC, id DESC LIMIT {number:d}",
            values,
        )

    def _tiers(self) -> tuple[list[Tier], list[Tier], list[Tier]]:
        """The best tier, the others of the title, and those of the text."""
        query = self.query
        if self.newest:
            return [(_IN_TEXT, query.scattered)], [], []
        titles, texts = {}, {}
        for marked, plain in (
            (query.together_marked, query.together),
            (query.scattered_marked, query.scattered),
        ):
            if marked:
                titles[_MARKED_IN_TITLE, plain, marked] = None
                texts[_IN_TEXT, marked] = None
            titles[_IN_TITLE, plain] = None
            texts[_IN_TEXT, plain] = None
        best, *others = titles
        return [best], others, list(texts)


def _visibility(kind: str, since, until) -> tuple[str, list]:
    """The condition that an entry may be found now, and its parameters."""
    now = timezone.now()
    conditions = {
        "(visible_until IS NULL OR visible_until > %s)": now,
        "visible_from <= %s": now,
    }
    if kind:
        conditions["kind = %s"] = kind
    if since:
        conditions["moment >= %s"] = start_of(since)
    if until:
        conditions["moment < %s"] = start_of(until + dt.timedelta(days=1))
    return " AND ".join(conditions), list(conditions.values())


def _shown(keys: list[int]) -> list[Found]:
    """In the order of the keys."""
    if not keys:
        return []
    sql = f"SELECT {_SHOWN} FROM {_TABLE} WHERE id = ANY(%s)"  # noqa: S608
    found = {row[0]: Found(*row) for row in _rows(sql, [keys])}
    return [found[key] for key in keys]


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
