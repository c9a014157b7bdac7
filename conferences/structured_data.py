"""Conferences and their reports in schema.org's words."""

from conferences.editions import Contents
from conferences.models import (
    BodyRole,
    Conference,
    ConferenceReport,
    ConferenceStatus,
    ReportEdition,
)
from lienhiephoi.context_processors import absolute, site_settings
from lienhiephoi.structured_data import CONTEXT

_STATUS = {
    ConferenceStatus.POSTPONED: "EventPostponed",
    ConferenceStatus.CANCELLED: "EventCancelled",
}


def event_data(request, conference: Conference, bodies: list) -> dict:
    """`bodies` as conferences.record tells them: rows by the label of their role."""
    hosts = dict(bodies).get(BodyRole.HOST.label, [])
    data = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": conference.title,
        "description": conference.summary,
        "inLanguage": "vi",
        "url": absolute(request, conference.get_absolute_url()),
        "startDate": _iso(conference.starts_at, conference.starts_on),
        "endDate": _iso(conference.ends_at, conference.last_day),
        "eventStatus": f"{CONTEXT}/{_STATUS.get(conference.status, 'EventScheduled')}",
        "eventAttendanceMode": f"{CONTEXT}/{_attendance(conference)}",
        "location": _location(request, conference),
        "organizer": [{"@type": "Organization", "name": host["name"]} for host in hosts]
        or {"@type": "Organization", "name": site_settings().name},
    }
    return {key: value for key, value in data.items() if value}


def _iso(moment, day) -> str:
    return (moment or day).isoformat()


def _attendance(conference: Conference) -> str:
    if not conference.online_address:
        return "OfflineEventAttendanceMode"
    if not conference.place:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode"


def _location(request, conference: Conference) -> dict:
    """The address of an online meeting is for those invited; its page stands for it."""
    if conference.place:
        place = conference.place
        return {"@type": "Place", "name": place, "address": place}
    if conference.online_address:
        page = absolute(request, conference.get_absolute_url())
        return {"@type": "VirtualLocation", "url": page}
    return {}


def report_data(
    request, report: ConferenceReport, edition: ReportEdition, contents: Contents
) -> dict:
    issued = contents.report.issued_on or edition.published_at
    return {
        "@context": CONTEXT,
        "@type": "Report",
        "name": contents.report.title,
        "inLanguage": "vi",
        "url": absolute(request, report.get_absolute_url()),
        "datePublished": issued.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "temporalCoverage": (
            f"{contents.report.starts_on:%Y-%m-%d}/{contents.report.ends_on:%Y-%m-%d}"
        ),
        "about": {"@type": "Event", "name": contents.conference.title},
        "publisher": {"@type": "Organization", "name": site_settings().name},
    }
