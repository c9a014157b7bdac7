"""What pages, letters and documents say of a conference in the same words."""

import datetime as dt

from conferences.models import Conference
from lienhiephoi.vietnamese import date_in_words, date_text, official_date


def when_text(conference: Conference) -> str:
    """ "08:00–11:30, thứ Sáu, 18/12/2026", as pages and letters tell it.

    It stands beside a label as often as within a line, so it begins with a capital;
    the two words of a weekday stay on one line.
    """
    begins, ends = conference.start_time, conference.end_time
    first, last = conference.starts_on, conference.last_day
    if last > first:
        told = f"{_moment(begins, first)} – {_moment(ends, last)}"
    else:
        hours = "–".join(f"{time:%H:%M}" for time in (begins, ends) if time)
        told = f"{hours}, {_day(first)}" if hours else _day(first)
    return told[0].upper() + told[1:]


def _moment(time: dt.time | None, day: dt.date) -> str:
    return f"{time:%H:%M}, {_day(day)}" if time else _day(day)


def _day(day: dt.date) -> str:
    """ "thứ Sáu, 18/12/2026"; Sunday keeps its capital."""
    text = date_in_words(day).replace("Thứ ", "thứ ")
    return text.replace(" ", "\xa0", 1)


def official_when(conference: Conference) -> str:
    """ "08 giờ 00, ngày 18 tháng 12 năm 2026", as official papers write it."""
    begins = official_date(conference.starts_on)
    if conference.start_time:
        begins = f"{_official_time(conference.start_time)}, {begins}"
    if conference.last_day > conference.starts_on:
        ends = official_date(conference.last_day)
        if conference.end_time:
            ends = f"{_official_time(conference.end_time)}, {ends}"
        return f"từ {begins} đến {ends}"
    if conference.end_time:
        hours = (
            f"từ {_official_time(conference.start_time)} "
            f"đến {_official_time(conference.end_time)}"
        )
        return f"{hours}, {official_date(conference.starts_on)}"
    return begins


def _official_time(time: dt.time) -> str:
    """ "08 giờ 00"."""
    return f"{time.hour:02} giờ {time.minute:02}"


def full_title(conference: Conference) -> str:
    """The title with its place in the term, "lần thứ VI, nhiệm kỳ 2019–2024", for a
    numbered meeting whose title does not say it already."""
    if conference.ordinal is None or "lần thứ" in conference.title.lower():
        return conference.title
    # Words of an ordinal stay on one line.
    place = conference.place_in_term.replace("lần thứ ", "lần\xa0thứ\xa0")
    return f"{conference.title}, {place}"


def short_title(conference: Conference) -> str:
    """For a subject line: the title with its day."""
    return f"{conference.title} ({date_text(conference.starts_on)})"
