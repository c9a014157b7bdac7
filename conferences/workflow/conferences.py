"""From the plan to the meeting: invited, held, reported, or called off."""

from django.utils import timezone

from conferences import notifications, permissions
from conferences.models import ConferenceStatus
from lienhiephoi.vietnamese import date_text
from lienhiephoi.workflow import Transition, Workflow


def _can_be_called_together(conference, _at) -> list[str]:
    reasons = []
    if not (conference.place or conference.online_address):
        reasons.append("Hãy ghi địa điểm hoặc đường dẫn họp trực tuyến.")
    if conference.start_time is None:
        reasons.append("Hãy ghi giờ bắt đầu.")
    if not conference.invitees.filter(was_invited=True).exists():
        reasons.append("Danh sách mời chưa có ai.")
    return reasons


def _has_begun(conference, at) -> list[str]:
    if conference.starts_on <= timezone.localdate(at):
        return []
    return [f"Hội nghị họp ngày {date_text(conference.starts_on)}, chưa tới ngày."]


def _has_reported(conference, _at) -> list[str]:
    if conference.reports.filter(editions__isnull=False).exists():
        return []
    return ["Chưa có báo cáo nào của hội nghị được công bố."]


_AHEAD = (ConferenceStatus.PLANNED, ConferenceStatus.INVITED)

CONFERENCES = Workflow(
    Transition(
        name="invite",
        label="Ghi đã mời",
        source=(ConferenceStatus.PLANNED,),
        target=ConferenceStatus.INVITED,
        allowed=permissions.runs_conferences,
        requires=_can_be_called_together,
    ),
    Transition(
        name="hold",
        label="Ghi đã họp",
        source=_AHEAD,
        target=ConferenceStatus.HELD,
        allowed=permissions.runs_conferences,
        requires=_has_begun,
    ),
    Transition(
        name="report",
        label="Ghi đã báo cáo",
        source=(ConferenceStatus.HELD,),
        target=ConferenceStatus.REPORTED,
        allowed=permissions.runs_conferences,
        requires=_has_reported,
    ),
    Transition(
        name="postpone",
        label="Hoãn",
        source=_AHEAD,
        target=ConferenceStatus.POSTPONED,
        allowed=permissions.runs_conferences,
        needs_note=True,
        notify=notifications.conference_called_off,
    ),
    Transition(
        name="cancel",
        label="Hủy",
        source=(*_AHEAD, ConferenceStatus.POSTPONED),
        target=ConferenceStatus.CANCELLED,
        allowed=permissions.runs_conferences,
        needs_note=True,
        notify=notifications.conference_called_off,
    ),
    Transition(
        name="plan_again",
        label="Đưa trở lại dự kiến",
        source=(ConferenceStatus.POSTPONED, ConferenceStatus.CANCELLED),
        target=ConferenceStatus.PLANNED,
        allowed=permissions.runs_conferences,
        needs_note=True,
    ),
)
