"""A report is written, checked, and published as an edition that stays."""

from conferences import editions, permissions
from conferences.models import ConferenceStatus, ReportStatus
from conferences.workflow.conferences import CONFERENCES
from lienhiephoi.workflow import Transition, Workflow


def _is_complete(report, _at) -> list[str]:
    return editions.reasons_against(report)


def _may_be_published(report, at) -> list[str]:
    reasons = _is_complete(report, at)
    if not report.conference.is_public:
        reasons.append(
            "Hội nghị chưa hiện trên trang công khai, nên báo cáo sẽ không có địa chỉ. "
            "Hãy đánh dấu «Hiện trên trang công khai» ở hội nghị trước."
        )
    return reasons


def _freeze(report, by, at) -> None:
    editions.freeze(report, by=by, at=at)
    conference = report.conference
    if conference.status == ConferenceStatus.HELD:
        # The system's own step: who may publish need not run conferences.
        CONFERENCES.apply(conference, "report", by=None, at=at)


REPORTS = Workflow(
    Transition(
        name="submit",
        label="Trình duyệt",
        source=(ReportStatus.DRAFT,),
        target=ReportStatus.CHECKING,
        allowed=permissions.writes_reports,
        requires=_is_complete,
    ),
    Transition(
        name="return",
        label="Trả lại để sửa",
        source=(ReportStatus.CHECKING,),
        target=ReportStatus.DRAFT,
        allowed=permissions.can_publish_report,
        needs_note=True,
    ),
    Transition(
        name="publish",
        label="Công bố",
        source=(ReportStatus.CHECKING,),
        target=ReportStatus.PUBLISHED,
        allowed=permissions.can_publish_report,
        requires=_may_be_published,
        effect=_freeze,
    ),
    Transition(
        name="revise",
        label="Sửa để công bố lại",
        source=(ReportStatus.PUBLISHED,),
        target=ReportStatus.DRAFT,
        allowed=permissions.writes_reports,
        needs_note=True,
    ),
)
