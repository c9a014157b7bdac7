"""What pages, letters and documents say of a conference in the same words."""

import datetime as dt

from conferences.models import Conference
from lienhiephoi.vietnamese import date_in_words, date_text, official_date


def time_text(time: dt.time) -> str:
    """ "08 giờ 00", as official papers write it."""
    return f"{time.hour:02} giờ {time.minute:02}"


def when_text(conference: Conference) -> str:
    """ "08 giờ 00, Thứ Sáu, 18/12/2026", as pages and letters tell it."""
    return _when(conference, date_in_words)


def official_when(conference: Conference) -> str:
    """ "08 giờ 00, ngày 18 tháng 12 năm 2026", as official papers write it."""
    return _when(conference, official_date)


def _when(conference: Conference, day_text) -> str:
    begins = day_text(conference.starts_on)
    if conference.start_time:
        begins = f"{time_text(conference.start_time)}, {begins}"
    if conference.last_day > conference.starts_on:
        ends = day_text(conference.last_day)
        if conference.end_time:
            ends = f"{time_text(conference.end_time)}, {ends}"
        return f"từ {begins} đến {ends}"
    if conference.end_time:
        hours = (
            f"từ {time_text(conference.start_time)} "
            f"đến {time_text(conference.end_time)}"
        )
        return f"{hours}, {day_text(conference.starts_on)}"
    return begins


def short_title(conference: Conference) -> str:
    """For a subject line: the title with its day."""
    return f"{conference.title} ({date_text(conference.starts_on)})"
