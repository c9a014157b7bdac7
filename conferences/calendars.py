"""Conferences as an iCalendar file (RFC 5545), for calendar programs and phones."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar, Event

from conferences.models import Conference, ConferenceStatus

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a program that subscribes need ask.
_REFRESH = dt.timedelta(hours=6)
_STATUS = {
    ConferenceStatus.PLANNED: "TENTATIVE",
    # There is no word for "postponed": on that day, at least, it does not take place.
    ConferenceStatus.POSTPONED: "CANCELLED",
    ConferenceStatus.CANCELLED: "CANCELLED",
}


def calendar_file(
    conferences: Iterable[Conference], *, name: str, link: Callable[[Conference], str]
) -> bytes:
    """`name` is what programs call the calendar; `link` gives the whole address of a
    conference's page."""
    calendar = Calendar()
    calendar.add("prodid", "-//lienhiephoi//hoi-nghi//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", timezone.get_default_timezone_name())
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for conference in conferences:
        calendar.add_component(_event(conference, link(conference)))
    return calendar.to_ical()


def uid_of(conference: Conference) -> str:
    """The same however the site is reached, and no other union's."""
    made = f"{conference.pk} {conference.created_at.astimezone(dt.UTC).isoformat()}"
    return str(uuid.uuid5(uuid.NAMESPACE_OID, made))


def _event(conference: Conference, link: str) -> Event:
    event = Event()
    event.add("uid", uid_of(conference))
    event.add("dtstamp", conference.updated_at.astimezone(dt.UTC))
    event.add("last-modified", conference.updated_at.astimezone(dt.UTC))
    # Grows with every change, which is what makes programs take the newer one.
    age = conference.updated_at - conference.created_at
    event.add("sequence", max(0, int(age.total_seconds())))
    event.add("status", _STATUS.get(conference.status, "CONFIRMED"))
    event.add("summary", _summary(conference))
    event.add("description", _description(conference, link))
    event.add("url", link)
    if where := _where(conference):
        event.add("location", where)
    _add_times(event, conference)
    return event


def _add_times(event: Event, conference: Conference) -> None:
    """Moments in UTC; whole days where the hour is not known, the end excluded."""
    after = conference.last_day + dt.timedelta(days=1)
    if conference.starts_at is None:
        event.add("dtstart", conference.starts_on)
        event.add("dtend", after)
        # Nobody is busy all day for a meeting whose hour is still open.
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", conference.starts_at.astimezone(dt.UTC))
    ends = conference.ends_at
    if ends is None and conference.last_day > conference.starts_on:
        ends = timezone.make_aware(dt.datetime.combine(after, dt.time()))
    if ends:
        event.add("dtend", ends.astimezone(dt.UTC))


def _summary(conference: Conference) -> str:
    if conference.is_called_off:
        return f"({conference.get_status_display()}) {conference.title}"
    return conference.title


def _description(conference: Conference, link: str) -> str:
    parts = [conference.get_kind_display(), conference.place_in_term]
    lines = [", ".join(filter(None, parts)), conference.summary, link]
    return "\n\n".join(filter(None, lines))


def _where(conference: Conference) -> str:
    """The address of an online meeting is for those invited, on their own page."""
    online = "Họp trực tuyến" if conference.online_address else ""
    return "; ".join(filter(None, (conference.place, online)))
