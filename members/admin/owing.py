"""Who owes a report in a period: exemptions and extensions, each with its reason."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from lienhiephoi.vietnamese import date_text, number, sort_key
from lienhiephoi.whole_numbers import whole_number
from lienhiephoi.workflow import TransitionError
from members import obligations, permissions
from members.models import (
    EDITABLE,
    Association,
    MemberKind,
    Report,
    ReportStatus,
    ReportStatusChange,
)
from members.settling import UNSETTLED
from members.workflow import REPORTS

GONE = "Không còn là thành viên"
# Views of the list, by the word in the address.
VIEWS = {
    "": "Tất cả",
    "chua-gui": "Chưa gửi",
    "tre": "Trễ hạn",
    "gia-han": "Được gia hạn",
    "mien": "Được miễn",
}


class ObligationForm(forms.Form):
    """What is to become of the chosen reports, and why."""

    reports = forms.ModelMultipleChoiceField(
        Report.objects.none(),
        error_messages={
            "required": "Hãy chọn ít nhất một hội trong danh sách.",
            "invalid_choice": "Danh sách vừa thay đổi. Hãy chọn lại.",
        },
    )
    reason = forms.CharField(
        error_messages={"required": "Hãy ghi lý do."}, max_length=500
    )

    def __init__(self, period, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reports"].queryset = period.reports.select_related("period")


class ExtensionForm(ObligationForm):
    until = forms.DateField(
        error_messages={
            "required": "Hãy ghi ngày gia hạn đến.",
            "invalid": "Hãy ghi ngày gia hạn như 20/11/2026.",
        }
    )

    def clean_until(self) -> dt.date:
        until = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError("Ngày gia hạn đã qua.")
        return until


class OwingMixin:
    """For the admin of periods: the list of obligations and what is done with it."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/hoi-phai-bao-cao/",
                self.admin_site.admin_view(self.owing_view),
                name="members_reportingperiod_owing",
            ),
            *super().get_urls(),
        ]

    def owing_view(self, request, pk: int):
        period = self.period_or_refusal(request, pk)
        typed = None
        if request.method == "POST":
            is_done = self._act_on_obligations(request, period)
            if is_done:
                return HttpResponseRedirect(request.get_full_path())
            typed = request.POST
        rows = obligation_rows(period)
        shown = request.GET.get("xem", "")
        views = [
            (key, label, sum(_belongs(row, key) for row in rows))
            for key, label in VIEWS.items()
        ]
        context = self.page_context(request, period, "Hội phải báo cáo") | {
            "rows": [row for row in rows if _belongs(row, shown)],
            "views": views,
            "shown": shown if shown in VIEWS else "",
            "missing": missing_associations(period),
            "left_over": [row for row in rows if row.is_left_over],
            "others": other_associations(period),
            "typed": typed,
            "chosen": set(typed.getlist("reports")) if typed else set(),
            "may_excuse": permissions.is_reporting_officer(request.user),
        }
        return TemplateResponse(
            request, "admin/members/reportingperiod/owing.html", context
        )

    # --- Acting -----------------------------------------------------------------

    def _act_on_obligations(self, request, period) -> bool:
        """Do it, or say why not; False lets the page keep what was typed."""
        action = request.POST.get("viec", "")
        may = {
            "gia-han": permissions.is_reporting_officer(request.user),
            "mien": permissions.is_reporting_officer(request.user),
            "bo-mien": permissions.is_reporting_officer(request.user),
            "bo-sung": permissions.can_run_periods(request.user, period),
            "them": permissions.can_run_periods(request.user, period),
        }
        if not may.get(action, False):
            raise PermissionDenied("Bạn không có quyền làm việc này.")
        if action == "bo-sung":
            return self._oblige_missing(request, period)
        if action == "them":
            return self._oblige_one(request, period)
        make = ExtensionForm if action == "gia-han" else ObligationForm
        form = make(period, request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                self.message_user(request, errors[0], messages.ERROR)
            return False
        if action == "gia-han":
            return self._extend(request, form.cleaned_data)
        return self._move_reports(
            request, form.cleaned_data, "exempt" if action == "mien" else "owe"
        )

    def _extend(self, request, wanted: dict) -> bool:
        done = 0
        for report in wanted["reports"]:
            try:
                obligations.extend(
                    report, wanted["until"], wanted["reason"], by=request.user
                )
            except ValidationError as refusal:
                reasons = " ".join(refusal.messages)
                self.message_user(
                    request, f"{report.association_name}: {reasons}", messages.ERROR
                )
            else:
                until = date_text(wanted["until"])
                self.log_change(request, report, f"Gia hạn đến {until}")
                done += 1
        self._say_done(request, "Đã gia hạn cho", done)
        return bool(done)

    def _move_reports(self, request, wanted: dict, move: str) -> bool:
        label = REPORTS.transitions[move].label
        done = 0
        for report in wanted["reports"]:
            try:
                REPORTS.apply(report, move, by=request.user, note=wanted["reason"])
            except TransitionError as refusal:
                reasons = " ".join(refusal.reasons)
                self.message_user(
                    request, f"{report.association_name}: {reasons}", messages.ERROR
                )
            else:
                self.log_change(request, report, label)
                done += 1
        self._say_done(request, f"Đã «{label}» cho", done)
        return bool(done)

    def _say_done(self, request, what: str, done: int) -> None:
        if done:
            self.message_user(request, f"{what} {number(done)} hội.", messages.SUCCESS)

    def _oblige_missing(self, request, period) -> bool:
        made = obligations.oblige_while_open(period)
        self._say_added(request, period, made)
        return True

    def _oblige_one(self, request, period) -> bool:
        key = whole_number(request.POST.get("hoi"))
        chosen = Association.objects.filter(pk=key).first()
        if chosen is None:
            self.message_user(request, "Hãy chọn hội cần thêm.", messages.ERROR)
            return False
        made = obligations.oblige_while_open(period, chosen)
        self._say_added(request, period, made)
        return True

    def _say_added(self, request, period, made: int) -> None:
        if not made:
            self.message_user(request, "Không có hội nào để bổ sung.", messages.WARNING)
            return
        self.log_change(request, period, f"Bổ sung {made} hội phải báo cáo")
        self.message_user(
            request, f"Đã bổ sung {number(made)} hội phải báo cáo.", messages.SUCCESS
        )


# --- Reading --------------------------------------------------------------------


def obligation_rows(period) -> list[Report]:
    """The reports of a period by name, each with what its row shows; four queries."""
    notes = ReportStatusChange.objects.filter(
        record=OuterRef("pk"), transition="exempt"
    ).order_by("-at", "-pk")
    reports = (
        period.reports.select_related("association", "extended_by")
        .prefetch_related("association__names", "association__memberships")
        .annotate(exemption=Subquery(notes.values("note")[:1]))
    )
    rows = list(reports)
    day = obligations.day_of_owing(period)
    for row in rows:
        row.period = period
        row.name = row.association_name
        membership = row.association.membership_on(day)
        row.kind_label = membership.get_kind_display() if membership else GONE
        row.is_waiting = row.status in EDITABLE
        row.is_overdue = row.is_waiting and row.is_late()
        row.is_exempt = row.status == ReportStatus.EXEMPT
        row.is_left_over = membership is None and row.status in UNSETTLED
        row.was_late = not row.is_waiting and not row.is_exempt and row.is_late()
    return sorted(rows, key=lambda row: sort_key(row.name))


def _belongs(row: Report, view: str) -> bool:
    return {
        "chua-gui": row.is_waiting,
        "tre": row.is_overdue,
        "gia-han": row.extended_until is not None,
        "mien": row.is_exempt,
    }.get(view, True)


def missing_associations(period) -> list[Association]:
    """Those that owe by the rule and have no row: all of them before the opening."""
    owing = obligations.owing_associations(period).exclude(reports__period=period)
    found = list(owing)
    for each in found:
        each.kind_label = MemberKind(each.kind_then).label
    return sorted(found, key=lambda each: sort_key(each.name))


def other_associations(period) -> list[Association]:
    """Members that the rule leaves out, for an obligation made by hand."""
    day = obligations.day_of_owing(period)
    owing = obligations.owing_associations(period).values("pk")
    others = Association.objects.members_on(day).exclude(pk__in=owing)
    return sorted(
        others.exclude(reports__period=period), key=lambda each: sort_key(each.name)
    )
