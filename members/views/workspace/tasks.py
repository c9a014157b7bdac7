"""«Việc cần làm»: what is due, until when, what came back, and one button for each."""

import datetime as dt
from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lienhiephoi import workspace
from lienhiephoi.vietnamese import date_text
from lienhiephoi.workspace import WaitingTask
from members.models import EDITABLE, PeriodStatus, Report, ReportAnswer, ReportStatus
from members.views.workspace import access

SHOWN_DONE = 12


@never_cache
@login_required
def home(request):
    """Straight to the only place where anything is asked; else a choice."""
    mine = access.representations(request.user)
    own = workspace.own_rooms(request.user)
    if len(mine) == 1 and not any(room.waiting for room in own):
        return redirect("workspace:tasks", mine[0].association_id)
    if len(own) == 1 and not mine:
        return redirect(own[0].url)
    associations = [each.association_id for each in mine]
    waiting = _waiting(associations, _reports_of(*associations))
    choices = [
        {"acting": each, "waiting": len(waiting[each.association_id])} for each in mine
    ]
    context = {"choices": choices, "own_rooms": own}
    return access.page(request, "workspace/choose.html", **context)


@never_cache
@login_required
def tasks(request, association_pk: int):
    association = access.acting_or_404(request.user, association_pk).association
    reports = _reports_of(association.pk)
    waiting = _waiting([association.pk], reports)[association.pk]
    context = {
        "tasks": sorted(waiting, key=lambda task: task.turn),
        "waiting": [r for r in reports if r.status == ReportStatus.SUBMITTED],
        "done": [r for r in reports if _is_done(r)][:SHOWN_DONE],
    }
    return access.page(request, "workspace/tasks.html", association, **context)


def _waiting(
    associations: list[int], reports: list[Report]
) -> dict[int, list[WaitingTask]]:
    """Reports that ask for something, and what other apps ask, by association."""
    found = defaultdict(list, workspace.waiting_tasks(associations))
    for report in reports:
        if task := _task(report):
            found[report.association_id].append(task)
    return found


def _reports_of(*associations: int) -> list[Report]:
    """All reports of associations, with what the task list tells of each."""
    unfulfilled = ReportAnswer.objects.filter(
        dossier=OuterRef("pk"), is_estimate=True, actual_amount=None
    )
    return list(
        Report.objects.filter(association__in=associations)
        .select_related("period")
        .annotate(
            filled=Count("answers", distinct=True),
            open_marks=Count(
                "marks", filter=Q(marks__closed_by_version=None), distinct=True
            ),
            has_estimates=Exists(unfulfilled),
        )
        .order_by("period__deadline_on", "pk")
    )


def _task(report: Report) -> WaitingTask | None:
    is_open = report.period.status == PeriodStatus.OPEN
    url = reverse("workspace:report", args=[report.pk])
    if is_open and report.status == ReportStatus.RETURNED:
        detail = f"Văn phòng đề nghị sửa {report.open_marks} chỗ, có ghi lý do."
        due = "Cần gửi lại sớm"
        return _asked(report, "Xem và sửa", url, due, detail, is_urgent=True)
    if is_open and report.status == ReportStatus.DRAFT and not report.is_from_paper:
        action = "Làm tiếp" if report.filled else "Bắt đầu điền"
        detail = f"Đã điền {report.filled} chỗ." if report.filled else "Chưa điền gì."
        is_late = report.is_late()
        return _asked(report, action, url, due_text(report), detail, is_urgent=is_late)
    is_over = report.period.ends_on < timezone.localdate()
    if report.status == ReportStatus.ACCEPTED and report.has_estimates and is_over:
        return _asked(
            report,
            "Ghi số thực hiện",
            reverse("workspace:actuals", args=[report.pk]),
            "Không có hạn",
            "Báo cáo có số ước. Kỳ đã hết, xin ghi số thực hiện khi đã có.",
        )
    return None


def _asked(
    report: Report, action: str, url: str, due: str, detail: str, *, is_urgent=False
) -> WaitingTask:
    extended = report.extended_until
    return WaitingTask(
        report,
        title=report.period.name,
        action=action,
        url=url,
        due=due,
        detail=detail,
        note=f"Văn phòng đã gia hạn đến {date_text(extended)}." if extended else "",
        day=report.due_on if report.status in EDITABLE else None,
        is_urgent=is_urgent,
    )


def due_text(report: Report, day: dt.date | None = None) -> str:
    """ "Hạn 20/11/2026, còn 5 ngày"; after it, until when it is still taken."""
    day = day or timezone.localdate()
    left = (report.due_on - day).days
    due = f"Hạn gửi {date_text(report.due_on)}"
    if left > 0:
        return f"{due}, còn {left} ngày"
    if left == 0:
        return f"{due}, là hôm nay"
    if day <= report.last_day and report.last_day > report.due_on:
        return f"{due}, đã quá {-left} ngày; còn nhận đến {date_text(report.last_day)}"
    return f"{due}, đã quá {-left} ngày"


def _is_done(report: Report) -> bool:
    over = (ReportStatus.ACCEPTED, ReportStatus.EXEMPT)
    return report.status in over or (
        report.period.status == PeriodStatus.CLOSED
        and report.status != ReportStatus.SUBMITTED
    )
