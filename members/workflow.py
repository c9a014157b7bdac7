"""How a period opens and closes, and how a report goes to and fro: two tables."""

from django.utils import timezone

from lienhiephoi.vietnamese import date_text
from lienhiephoi.workflow import Transition, Workflow
from members import notifications, obligations, permissions, reporting
from members.models import PeriodStatus, ReportStatus

# --- Periods --------------------------------------------------------------------


def _has_form(period, _at) -> list[str]:
    if period.indicators.exists() or period.sections.exists():
        return []
    return ["Kỳ này chưa có mẫu báo cáo. Hãy chép mẫu từ kỳ trước hoặc mẫu chuẩn."]


def _oblige(period, _by, _at) -> None:
    obligations.oblige(period)


PERIODS = Workflow(
    Transition(
        name="open",
        label="Mở nhận báo cáo",
        source=(PeriodStatus.PLANNED,),
        target=PeriodStatus.OPEN,
        allowed=permissions.can_run_periods,
        requires=_has_form,
        effect=_oblige,
        notify=notifications.period_opened,
    ),
    Transition(
        name="close",
        label="Đóng kỳ",
        source=(PeriodStatus.OPEN,),
        target=PeriodStatus.CLOSED,
        allowed=permissions.can_run_periods,
    ),
    Transition(
        name="reopen",
        label="Mở lại kỳ",
        source=(PeriodStatus.CLOSED,),
        target=PeriodStatus.OPEN,
        allowed=permissions.can_run_periods,
        needs_note=True,
    ),
)

# --- Reports --------------------------------------------------------------------


def reasons_not_taken(report, at) -> list[str]:
    """Why the office does not take it on that day; also what a page says of it."""
    if report.period.status != PeriodStatus.OPEN:
        return ["Kỳ báo cáo này không còn nhận. Hãy liên hệ văn phòng Liên hiệp Hội."]
    # What was returned is owed for as long as the period is open.
    if report.status == ReportStatus.RETURNED or report.is_from_paper:
        return []
    if timezone.localdate(at) > report.last_day:
        last_day = date_text(report.last_day)
        late = f"Đã quá ngày cuối nhận báo cáo ({last_day})."
        return [f"{late} Hãy liên hệ văn phòng để được gia hạn."]
    return []


def _can_be_sent(report, at) -> list[str]:
    return [*reasons_not_taken(report, at), *reporting.reasons_against_sending(report)]


def _seal(report, by, at) -> None:
    report.submitted_at = at
    report.accepted_at = None
    reporting.seal(report, by=by, at=at)


def _has_marks(report, _at) -> list[str]:
    if report.marks.filter(closed_by_version=None).exists():
        return []
    return ["Hãy đánh dấu ít nhất một chỗ cần sửa và ghi lý do."]


def _is_acceptable(report, _at) -> list[str]:
    reasons = []
    if report.marks.filter(closed_by_version=None).exists():
        reasons.append(
            "Báo cáo còn chỗ đánh dấu cần sửa. Hãy xóa các lý do rồi chấp nhận, hoặc "
            "trả lại để hội bổ sung."
        )
    if report.is_from_paper and not reporting.has_scan(report):
        reasons.append("Báo cáo nhập từ bản giấy phải kèm bản chụp.")
    return reasons


def _stamp_acceptance(report, _by, at) -> None:
    report.accepted_at = at


REPORTS = Workflow(
    Transition(
        name="submit",
        label="Gửi báo cáo",
        source=(ReportStatus.DRAFT, ReportStatus.RETURNED),
        target=ReportStatus.SUBMITTED,
        allowed=permissions.can_send,
        requires=_can_be_sent,
        effect=_seal,
        notify=notifications.report_sent,
    ),
    Transition(
        name="return",
        label="Trả lại để bổ sung",
        source=(ReportStatus.SUBMITTED,),
        target=ReportStatus.RETURNED,
        allowed=permissions.can_return,
        requires=_has_marks,
        notify=notifications.report_returned,
    ),
    Transition(
        name="accept",
        label="Chấp nhận",
        source=(ReportStatus.SUBMITTED,),
        target=ReportStatus.ACCEPTED,
        allowed=permissions.can_accept,
        requires=_is_acceptable,
        effect=_stamp_acceptance,
        notify=notifications.report_accepted,
    ),
    Transition(
        name="reopen",
        label="Mở lại để sửa",
        source=(ReportStatus.ACCEPTED,),
        target=ReportStatus.RETURNED,
        allowed=permissions.can_return,
        needs_note=True,
        requires=_has_marks,
        notify=notifications.report_returned,
    ),
    Transition(
        name="exempt",
        label="Miễn báo cáo",
        source=(ReportStatus.DRAFT,),
        target=ReportStatus.EXEMPT,
        allowed=permissions.can_return,
        needs_note=True,
    ),
    Transition(
        name="owe",
        label="Bỏ miễn",
        source=(ReportStatus.EXEMPT,),
        target=ReportStatus.DRAFT,
        allowed=permissions.can_return,
        needs_note=True,
    ),
)
