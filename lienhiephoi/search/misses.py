"""Queries that found nothing, kept for the staff."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from lienhiephoi.models import SearchMiss
from lienhiephoi.search.queries import MAX_QUERY, Query

MAX_MISSES = 2000
KEPT_SINGLE = dt.timedelta(days=90)


def note_miss(query: Query) -> None:
    """Remember that a query found nothing: the words, never who asked.

    A full table counts on for the queries it holds, and takes no others.
    """
    # Some letters grow when they are made small.
    text = " ".join(query.text.lower().split())[:MAX_QUERY]
    table = SearchMiss._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (query, count, last_on) SELECT %s, 1, %s "  # noqa: S608
            f"WHERE EXISTS (SELECT FROM {table} WHERE query = %s) "
            f"OR (SELECT count(*) FROM {table}) < %s "
            f"ON CONFLICT (query) DO UPDATE SET count = {table}.count + 1, "
            "last_on = excluded.last_on",
            [text, timezone.localdate(), text, MAX_MISSES],
        )


def old_single_misses():
    """Asked once, and not for long: a slip of the finger rather than a wish."""
    before = timezone.localdate() - KEPT_SINGLE
    return SearchMiss.objects.filter(count=1, last_on__lt=before)
