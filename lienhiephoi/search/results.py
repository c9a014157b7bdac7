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
    visible_from: dt.datetime


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
    ) -> None:
        self.query = query
        self.newest = newest
        self._visible, self._values = _visibility(kind, since, until)

    def _matching(self, columns: str, condition: str, *asked: str) -> tuple[str, list]:
        """SELECT of the visible entries that match, and its parameters."""
        where = f"{self._visible} AND {condition}"
        # Nothing that was typed stands in the text of the statement.
        sql = f"SELECT {columns} FROM {_TABLE} WHERE {where}"  # noqa: S608
        return sql, [*self._values, *asked]

    def count(self) -> int:
        """How many match, up to MAX_RESULTS."""
        if self.query.is_empty:
            return 0
        matching, values = self._matching("1", _IN_TEXT, self.query.scattered)
        limited = f"{matching} LIMIT {MAX_RESULTS + 1}"
        [(found,)] = _rows(f"SELECT count(*) FROM ({limited}) AS found", values)  # noqa: S608
        return found

    def __getitem__(self, wanted: slice) -> list[Found]:
        return self.slice(wanted.start or 0, wanted.stop)

    def object_ids(self):
        """Keys of the records found, for use as a subquery of another list."""
        return RawSQL(*self._matching("object_id", _IN_TEXT, self.query.scattered))  # noqa: S611

    def slice(self, start: int, stop: int) -> list[Found]:
        """Entries `start` to `stop`, with what is shown of them.

        The best tier is asked first, then the others of the title, then those of the
        text, for as long as the slice is not full: a common query mostly stops early.
        """
        if self.query.is_empty:
            return []
        found: dict[int, None] = {}
        for tiers in self._tiers():
            if tiers and len(found) < stop:
                found.update(dict.fromkeys(self._first(tiers, stop)))
        return _shown(list(found)[start:stop])

    def _first(self, tiers, number: int) -> list[int]:
        """Keys of the first matches of several tiers, by one statement."""
        branches, values = [], []
        for place, tier in enumerate(tiers):
            columns = f"{place} AS tier, visible_from, id"
            matching, its_values = self._matching(columns, *tier)
            newest = f"ORDER BY visible_from DESC, id DESC LIMIT {number:d}"
            branches.append(f"({matching} {newest})")
            values += its_values
        rows = _rows(" UNION ALL ".join(branches), values)
        rows.sort(key=lambda row: (-row[0], row[1], row[2]), reverse=True)
        return [pk for _, _, pk in rows]

    def _tiers(self) -> tuple[list, list, list]:
        """Each tier as a condition and its tsqueries, in the groups they are asked in."""
        query = self.query
        if self.newest:
            return [], [], [(_IN_TEXT, query.scattered)]
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
        conditions["visible_from >= %s"] = _start_of(since)
    if until:
        conditions["visible_from < %s"] = _start_of(until + dt.timedelta(days=1))
    return " AND ".join(conditions), list(conditions.values())


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _shown(keys: list[int]) -> list[Found]:
    """In the order of the keys."""
    if not keys:
        return []
    sql = f"SELECT {', '.join(Found._fields)} FROM {_TABLE} WHERE id = ANY(%s)"  # noqa: S608
    found = {row[0]: Found._make(row) for row in _rows(sql, [keys])}
    return [found[key] for key in keys]


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
