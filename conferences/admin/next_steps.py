"""What the office does next for a conference, as the list of them says it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse

from conferences.models import (
    Conference,
    ConferenceKind,
    ConferenceReport,
    ConferenceStatus,
    Minutes,
    Task,
    TaskStatus,
)
from lienhiephoi.vietnamese import number

# Those that decide something; a workshop or a training is held without minutes.
_MINUTED = (
    *(ConferenceKind.EXECUTIVE, ConferenceKind.ANNUAL_REVIEW),
    *(ConferenceKind.CONGRESS, ConferenceKind.CLUSTER),
)


@dataclass(frozen=True)
class Step:
    label: str
    url: str


def with_steps(conferences):
    """`has_minutes`, `has_report` and `has_open_tasks`, for `next_step`."""
    of_this = {"conference": OuterRef("pk")}
    return conferences.annotate(
        has_minutes=Exists(Minutes.objects.filter(**of_this)),
        has_report=Exists(ConferenceReport.objects.filter(**of_this)),
        has_open_tasks=Exists(Task.objects.filter(**of_this, status=TaskStatus.OPEN)),
    )


def next_step(conference: Conference, today: dt.date) -> Step | None:
    """Of a conference from `with_delegates` and `with_steps`; None where none waits."""
    if conference.status in (ConferenceStatus.PLANNED, ConferenceStatus.INVITED):
        return _before(conference, today)
    if conference.status == ConferenceStatus.POSTPONED:
        return Step("Định ngày mới", _form(conference))
    if conference.is_over:
        return _after(conference)
    return None


def _before(conference: Conference, today: dt.date) -> Step:
    if conference.last_day < today:
        return Step("Ghi đã họp", _form(conference))
    if conference.starts_on <= today:
        return Step("Điểm danh", _page("invitee_door", conference))
    delegates = _page("invitee_office", conference)
    if not conference.invited:
        return Step("Lập danh sách mời", delegates)
    if conference.status == ConferenceStatus.PLANNED:
        return Step("Gửi giấy mời", delegates)
    silent = conference.invited - conference.answered
    if silent:
        return Step(f"Chờ {number(silent)} trả lời", delegates)
    return Step("Chuẩn bị họp", _form(conference))


def _after(conference: Conference) -> Step | None:
    if conference.kind in _MINUTED and not conference.has_minutes:
        return Step("Viết biên bản", _page("minutes_page", conference))
    if conference.status == ConferenceStatus.HELD and conference.has_report:
        return Step("Công bố báo cáo", _of("conferencereport", conference))
    if conference.has_open_tasks:
        return Step("Theo dõi nhiệm vụ", _of("task", conference))
    return None


def _form(conference: Conference) -> str:
    return _page("conference_change", conference)


def _page(name: str, conference: Conference) -> str:
    return reverse(f"admin:conferences_{name}", args=[conference.pk])


def _of(model: str, conference: Conference) -> str:
    listed = reverse(f"admin:conferences_{model}_changelist")
    return f"{listed}?conference__id__exact={conference.pk}"
