"""Tables as CSV that Excel opens right: UTF-8 with its mark, and no live formulas."""

import csv
import datetime as dt
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import strip_tags

from lienhiephoi import vietnamese

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value) -> str:
    """A value as the text of a cell.

    A spreadsheet runs a cell that begins with one of these signs as a formula; the
    apostrophe makes it text (OWASP, CSV injection).
    """
    text = _text(value)
    is_number = isinstance(value, int | float)
    if not is_number and text.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        return vietnamese.moment_text(timezone.localtime(value))
    if isinstance(value, dt.date):
        return vietnamese.date_text(value)
    # What a column shows as HTML stands in the file as plain text.
    return strip_tags(value) if hasattr(value, "__html__") else str(value)


def csv_response(name: str, labels: list[str], rows: Iterable[list]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    writer = csv.writer(response)
    writer.writerow(labels)
    writer.writerows([cell(value) for value in row] for row in rows)
    return response
