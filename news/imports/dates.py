"""Days and moments as old portals write them; what has no zone is Vietnamese time."""

import datetime as dt
import re

from django.utils import timezone

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_VIETNAMESE = re.compile(
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?",
    re.ASCII,
)


def parse_moment(text: str) -> dt.datetime:
    """ISO 8601, or dd/mm/yyyy with or without HH:MM; a day alone is its first minute.

    Raises:
        ValueError: worded for the reader of the report.
    """
    try:
        moment = _read(text)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"không có ngày «{text[:40]}»") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(
            f"ngày «{text[:40]}» nằm ngoài các năm {_FIRST_YEAR}–{_LAST_YEAR}"
        )
    return moment if moment.tzinfo else timezone.make_aware(moment)


def parse_day(text: str) -> dt.date:
    return timezone.localtime(parse_moment(text)).date()


def _read(text: str) -> dt.datetime:
    vietnamese = _VIETNAMESE.fullmatch(text)
    if vietnamese is None:
        return dt.datetime.fromisoformat(text)
    return dt.datetime(  # noqa: DTZ001 -- the zone is set by parse_moment
        **{name: int(digits or 0) for name, digits in vietnamese.groupdict().items()}
    )
