"""Numbers that run within a year, without a gap, and are never given twice."""

from django.db import transaction

from lienhiephoi.models import NumberSeries


def next_number(series: str, year: int) -> int:
    """The next number of the series; call it inside the transaction that uses it.

    The row stays locked until that transaction ends: whoever comes second waits, and
    a transaction that is undone gives its number back.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("next_number() phải được gọi trong một giao dịch.")
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
