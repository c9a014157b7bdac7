"""Queries that found nothing, kept for the staff."""

from django.db import connection
from django.utils import timezone

from lienhiephoi.models import SearchMiss
from lienhiephoi.search.queries import Query


def note_miss(query: Query) -> None:
    """Remember that a query found nothing: the words, never who asked."""
    text = " ".join(query.text.lower().split())
    table = SearchMiss._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (query, count, last_on) VALUES (%s, 1, %s) "  # noqa: S608
            f"ON CONFLICT (query) DO UPDATE SET count = {table}.count + 1, "
            "last_on = excluded.last_on",
            [text, timezone.localdate()],
        )
