"""What comes first, and how a page of it is found.

Written as SQL: the statements are always the same few, and composing them anew for
every reader would cost more than answering them.
"""

import datetime as dt

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils import timezone

from lienhiephoi.models import SearchEntry
from lienhiephoi.search.queries import Query

MAX_RESULTS = 1000

_TABLE = SearchEntry._meta.db_table
_TITLE = "title_words"
# Tells the planner what it costs to read the words of a whole text.
_TEXT = "lhh_unpacked(words)"
# The columns that are shown; the long ones made from them stay in the database.
_SHOWN = ("id", "kind", "object_id", "title", "text", "url", "visible_from")


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

    def _matching(self, columns: str, words: str, tsquery: str) -> tuple[str, list]:
        """SELECT of the visible entries whose words match, and its parameters."""
        where = f"{self._visible} AND {words} @@ %s::tsquery"
        # Nothing that was typed stands in the text of the statement.
        sql = f"SELECT {columns} FROM {_TABLE} WHERE {where}"  # noqa: S608
        return sql, [*self._values, tsquery]

    def count(self) -> int:
        """How many match, up to MAX_RESULTS."""
        if self.query.is_empty:
            return 0
        matching, values = self._matching("1", _TEXT, self.query.scattered)
        limited = f"{matching} LIMIT {MAX_RESULTS + 1}"
        [(found,)] = _rows(f"SELECT count(*) FROM ({limited}) AS found", values)  # noqa: S608
        return found

    def __getitem__(self, wanted: slice) -> list[SearchEntry]:
        return self.slice(wanted.start or 0, wanted.stop)

    def object_ids(self):
        """Keys of the records found, for use as a subquery of another list."""
        return RawSQL(*self._matching("object_id", _TEXT, self.query.scattered))  # noqa: S611

    def slice(self, start: int, stop: int) -> list[SearchEntry]:
        """Entries `start` to `stop`, with what is shown of them.

        The tiers of the title are asked first, those of the text only when they do
        not fill the slice: a common query mostly stops there.
        """
        if self.query.is_empty:
            return []
        found: dict[int, None] = {}
        for tiers in self._tiers():
            if tiers and len(found) < stop:
                found.update(dict.fromkeys(self._first(tiers, stop)))
        return _entries(list(found)[start:stop])

    def _first(self, tiers, number: int) -> list[int]:
        """Keys of the first matches of several tiers, by one statement."""
        branches, values = [], []
        for place, (words, tsquery) in enumerate(tiers):
            columns = f"{place} AS tier, visible_from, id"
            matching, its_values = self._matching(columns, words, tsquery)
            newest = f"ORDER BY visible_from DESC, id DESC LIMIT {number:d}"
            branches.append(f"({matching} {newest})")
            values += its_values
        rows = _rows(" UNION ALL ".join(branches), values)
        rows.sort(key=lambda row: (row[0], -row[1].timestamp(), -row[2]))
        return [pk for _, _, pk in rows]

    def _tiers(self) -> tuple[list, list]:
        query = self.query
        if self.newest:
            return [], [(_TEXT, query.scattered)]
        forms = [
            *(query.together_marked, query.together),
            *(query.scattered_marked, query.scattered),
        ]
        asked = [each for each in dict.fromkeys(forms) if each]
        return [(_TITLE, each) for each in asked], [(_TEXT, each) for each in asked]


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


def _entries(keys: list[int]) -> list[SearchEntry]:
    """In the order of the keys."""
    if not keys:
        return []
    sql = f"SELECT {', '.join(_SHOWN)} FROM {_TABLE} WHERE id = ANY(%s)"  # noqa: S608
    entries = {
        row[0]: SearchEntry.from_db(None, _SHOWN, row) for row in _rows(sql, [keys])
    }
    return [entries[key] for key in keys]


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
