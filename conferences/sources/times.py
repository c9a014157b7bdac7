"""Times and days as reports name them, and the same a year before."""

import calendar
import datetime as dt

from lienhiephoi.vietnamese import date_text

_PARTS = {
    ((1, 1), (12, 31)): "năm {year}",
    ((1, 1), (6, 30)): "6 tháng đầu năm {year}",
    ((7, 1), (12, 31)): "6 tháng cuối năm {year}",
    ((1, 1), (9, 30)): "9 tháng đầu năm {year}",
    ((1, 1), (3, 31)): "quý I năm {year}",
    ((4, 1), (6, 30)): "quý II năm {year}",
    ((7, 1), (9, 30)): "quý III năm {year}",
    ((10, 1), (12, 31)): "quý IV năm {year}",
}


def span_text(starts_on: dt.date, ends_on: dt.date) -> str:
    ends = (starts_on.month, starts_on.day), (ends_on.month, ends_on.day)
    if starts_on.year == ends_on.year and ends in _PARTS:
        return _PARTS[ends].format(year=starts_on.year)
    return f"từ {date_text(starts_on)} đến {date_text(ends_on)}"


def day_text(day: dt.date) -> str:
    is_last = (day.month, day.day) == (12, 31)
    return f"cuối năm {day.year}" if is_last else f"ngày {date_text(day)}"


def year_before(day: dt.date) -> dt.date:
    """The same day of the year before; the last of February stays the last."""
    year = day.year - 1
    last = calendar.monthrange(year, day.month)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=last if is_last else min(day.day, last))


def span_before(starts_on: dt.date, ends_on: dt.date) -> tuple[dt.date, dt.date]:
    """The same part of the year before; of a longer time as many years before."""
    years = max(1, ends_on.year - starts_on.year + 1)
    for _ in range(years):
        starts_on, ends_on = year_before(starts_on), year_before(ends_on)
    return starts_on, ends_on
