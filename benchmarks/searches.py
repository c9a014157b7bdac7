"""The search in the database alone: count and first page of results."""

import datetime as dt
import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import table
from benchmarks.data import LARGE, LARGE_SEARCH, PORTAL, SMALL, database

PAGE = 20
_COMMON = 60
# What is typed, how it is asked, most milliseconds at 100,000 entries.
QUERIES = [
    ("hội nghị", {}, _COMMON),
    ("hoi nghi", {}, _COMMON),
    ("khoa học", {}, _COMMON),
    ("khoa hoc", {}, _COMMON),
    ("kỹ thuật", {}, _COMMON),
    ("ky thuat", {}, _COMMON),
    ("phát triển", {}, _COMMON),
    ("phat trien", {}, _COMMON),
    ("vắc xin", {}, _COMMON),
    ("và", {}, None),
    ("viễn thám", {"kind": "document"}, None),
    ("hội nghị khoa học", {}, None),
    ("hoi nghi khoa hoc", {}, None),
    ("nghị hội quyết khoa", {}, None),
    ("hoi nghi", {"kind": "document"}, None),
    ("hoi nghi", {"newest": True}, None),
    ("hoi nghi", {"start": 9 * PAGE}, None),
    ("hoi nghi", {"days": 365}, None),
    ("5395/KH-UBND", {}, None),
]


def measure(*, rounds: int, explain: bool = False) -> list[table.Row]:
    return [
        row
        for name, size in ((PORTAL, SMALL), (LARGE_SEARCH, LARGE))
        for row in _at(name, size, rounds, explain)
    ]


def _at(name: str, size: int, rounds: int, explain: bool) -> list[table.Row]:
    rows = []
    with database(name):
        for text, options, most in QUERIES:
            milliseconds, found = _time(text, options, rounds)
            rows.append(
                table.Row(
                    f"{table.number(size)} mục: “{text}”{_said(options)}",
                    milliseconds,
                    most=most if size == LARGE else None,
                    unit=" ms",
                    note=f"{table.number(found)} kết quả",
                )
            )
            if explain:
                _explain(text, options)
    return rows


def _time(text: str, options: dict, rounds: int) -> tuple[float, int]:
    """Median milliseconds and the number of results."""
    _ask(text, **options)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        found = _ask(text, **options)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), found


def _ask(text: str, *, start: int = 0, days: int | None = None, **options) -> int:
    """As the search page does it."""
    from lienhiephoi import search  # noqa: PLC0415 -- needs django.setup()

    if days:
        options["since"] = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days)
    results = search.Results(search.parse(text, search.synonyms()), **options)
    found = results.count()
    shown = results.slice(start, start + PAGE)
    if len(shown) != min(PAGE, max(found - start, 0)):
        raise SystemExit(f"“{text}”: đếm được {found}, nhưng chỉ hiện {len(shown)}.")
    return found


def _said(options: dict) -> str:
    said = {
        "kind": "chỉ văn bản",
        "newest": "mới nhất trước",
        "start": "trang 10",
        "days": "một năm qua",
    }
    return "".join(f", {said[name]}" for name in options)


def _explain(text: str, options: dict) -> None:
    with CaptureQueriesContext(connection) as asked:
        _ask(text, **options)
    for query in asked.captured_queries:
        if "searchentry" not in query["sql"]:
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query['sql']}")
            plan = "\n    ".join(line for (line,) in cursor.fetchall())
        print(f"\n  “{text}”{_said(options)}: {query['sql'][:400]}\n    {plan}")
