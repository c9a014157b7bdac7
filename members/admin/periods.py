"""Reporting periods: dates, who owes, the form, opening and closing."""

import datetime as dt

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.templatetags.lhh import status_badge
from lienhiephoi.vietnamese import date_text, number
from members import obligations, period_forms
from members.admin.owing import OwingMixin
from members.admin.period_form import PeriodFormMixin
from members.admin.preview import PreviewMixin
from members.admin.totals import TotalsMixin
from members.models import (
    EDITABLE,
    MemberKind,
    PeriodKind,
    PeriodStatus,
    ReportingPeriod,
    ReportStatus,
)
from members.models.periods import full_members
from members.models.reports import past_due
from members.workflow import PERIODS

STANDARD = "chuan"
NO_FORM = "trong"


class PeriodForm(VersionedForm):
    kinds_owing = forms.MultipleChoiceField(
        label="Loại hội phải báo cáo",
        choices=MemberKind,
        initial=full_members,
        widget=forms.CheckboxSelectMultiple,
        help_text="Hội đang tạm ngừng hoạt động không phải báo cáo.",
        error_messages={"required": "Hãy chọn ít nhất một loại hội."},
    )

    def clean(self):
        cleaned = super().clean()
        previous, starts_on = cleaned.get("previous"), cleaned.get("starts_on")
        if previous and starts_on and previous.starts_on >= starts_on:
            self.add_error("previous", "Kỳ để so sánh phải là một kỳ trước đó.")
        return cleaned


class NewPeriodForm(PeriodForm):
    """Asks as well where the form comes from."""

    form_source = forms.ChoiceField(
        label="Mẫu báo cáo", help_text="Chép xong, sửa mẫu cho đến khi mở nhận báo cáo."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_source"].choices = [
            *(
                (str(each.pk), f"Chép mẫu của «{each}»")
                for each in period_forms.periods_with_form()
            ),
            (STANDARD, "Lấy mẫu chuẩn"),
            (NO_FORM, "Soạn sau"),
        ]


@admin.register(ReportingPeriod)
class PeriodAdmin(
    OwingMixin,
    PreviewMixin,
    TotalsMixin,
    PeriodFormMixin,
    WorkflowAdminMixin,
    RecordAdmin,
):
    desk_group = desk.REPORTS
    desk_order = 1
    form = PeriodForm
    change_form_template = "admin/members/reportingperiod/change_form.html"
    stays_on_page = True
    workflow = PERIODS
    list_display = [
        *("name", "kind", "state", "deadline", "accepted", "waiting", "late"),
    ]
    list_filter = ["status", "kind"]
    search_fields = ["name", "call_letter"]
    date_hierarchy = "ends_on"
    csv_fields = (
        *("name", "kind", "status", "starts_on", "ends_on", "opens_on"),
        *("deadline_on", "grace_until", "accepted", "waiting", "late"),
    )
    fieldsets = [
        ("Kỳ", {"fields": ["name", "kind", "starts_on", "ends_on"]}),
        ("Thời hạn", {"fields": ["opens_on", "deadline_on", "grace_until"]}),
        ("Ai phải báo cáo", {"fields": ["kinds_owing"]}),
        ("Mẫu báo cáo", {"fields": ["form_source"]}),
        (
            "Hướng dẫn và so sánh",
            {"fields": ["call_letter", "guidance", "previous"]},
        ),
        (
            "Thư nhắc",
            {"fields": ["remind_before", "remind_after", "holds_reminders"]},
        ),
        ("Địa chỉ", {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    class Media:
        css = {"all": ["css/admin-periods.css"]}

    # --- Rights -----------------------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        """Only what never opened: reports and history stand on the rest."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.status == PeriodStatus.PLANNED)

    def get_readonly_fields(self, request, obj=None):
        if obj is None or obj.status == PeriodStatus.PLANNED:
            return []
        fixed = ["kind", "starts_on", "ends_on", "opens_on", "slug"]
        if obj.status == PeriodStatus.CLOSED:
            fixed += ["deadline_on", "grace_until"]
        return fixed

    # --- Form -------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewPeriodForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        return [each for each in self.fieldsets if each[0] != "Mẫu báo cáo"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "previous":
            field.empty_label = "Không so sánh"
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "previous":
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def get_changeform_initial_data(self, request):
        """The last yearly period, a year later."""
        last = ReportingPeriod.objects.filter(kind=PeriodKind.YEAR).first()
        if last is None:
            return {"form_source": STANDARD}
        source = period_forms.previous_form(ReportingPeriod(kind=PeriodKind.YEAR))
        return {
            "name": last.name.replace(
                str(last.ends_on.year), str(last.ends_on.year + 1)
            ),
            "kind": last.kind,
            "kinds_owing": last.kinds_owing,
            "guidance": last.guidance,
            "remind_before": last.remind_before,
            "remind_after": last.remind_after,
            "holds_reminders": last.holds_reminders,
            "previous": last.pk,
            "form_source": str(source.pk) if source else STANDARD,
            **{
                name: _a_year_later(getattr(last, name))
                for name in (
                    *("starts_on", "ends_on", "opens_on"),
                    *("deadline_on", "grace_until"),
                )
            },
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            return
        source = form.cleaned_data["form_source"]
        if source == STANDARD:
            period_forms.load_standard(form.instance)
        elif source != NO_FORM:
            period_forms.copy_form(
                ReportingPeriod.objects.get(pk=source), form.instance
            )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            # A refused form has left its values, good or bad, on `obj`.
            stored = ReportingPeriod.objects.get(pk=obj.pk)
            context |= {
                "period": stored,
                "state_badge": status_badge(stored),
                "facts": self._facts(stored),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @staticmethod
    def _facts(period) -> dict:
        """What stands above the form of a period: the state of its reports."""
        of_form = {
            "indicators": period.indicators.count(),
            "sections": period.sections.count(),
        }
        if period.status == PeriodStatus.PLANNED:
            owing = obligations.owing_associations(period).count()
            return of_form | {"will_owe": owing}
        waiting = Q(status__in=EDITABLE)
        return of_form | period.reports.aggregate(
            owing=Count("pk", filter=~Q(status=ReportStatus.EXEMPT)),
            exempt=Count("pk", filter=Q(status=ReportStatus.EXEMPT)),
            accepted=Count("pk", filter=Q(status=ReportStatus.ACCEPTED)),
            submitted=Count("pk", filter=Q(status=ReportStatus.SUBMITTED)),
            waiting=Count("pk", filter=waiting),
            late=Count("pk", filter=waiting & past_due(timezone.localdate())),
        )

    def consequences(self, record, move):
        if move.name == "open":
            owing = obligations.owing_associations(record).count()
            yield f"Lập báo cáo chờ điền cho {number(owing)} hội."
            yield f"Hạn gửi chung: {date_text(record.deadline_on)}."
            yield "Báo cho người đại diện của các hội."
            yield "Mẫu báo cáo từ nay giữ nguyên, chỉ sửa được tên gọi và hướng dẫn."
            if record.opens_on > timezone.localdate():
                yield f"Ngày mở đã định là {date_text(record.opens_on)}, chưa tới."
        else:
            waiting = record.reports.awaited().count()
            if move.name == "close" and waiting:
                yield f"Còn {number(waiting)} hội chưa gửi; đóng kỳ thì không gửi được."
            if move.name == "close":
                yield "Báo cáo đã gửi vẫn xem xét, chấp nhận được."
            if move.name == "reopen" and waiting:
                yield f"{number(waiting)} hội chưa gửi lại gửi được báo cáo."

    # --- List -------------------------------------------------------------------

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("previous")
        if request.resolver_match.url_name != "members_reportingperiod_changelist":
            return found
        waiting = Q(reports__status__in=EDITABLE)
        today = timezone.localdate()
        overdue = past_due(today, report="reports__", period="")
        return found.annotate(
            owing_count=Count("reports", ~Q(reports__status=ReportStatus.EXEMPT)),
            accepted_count=Count(
                "reports", filter=Q(reports__status=ReportStatus.ACCEPTED)
            ),
            submitted_count=Count(
                "reports", filter=Q(reports__status=ReportStatus.SUBMITTED)
            ),
            late_count=Count("reports", filter=waiting & overdue),
        )

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, period: ReportingPeriod):
        return status_badge(period)

    @admin.display(description="Hạn gửi", ordering="deadline_on")
    def deadline(self, period: ReportingPeriod):
        return date_text(period.deadline_on)

    @admin.display(description="Đã chấp nhận")
    def accepted(self, period: ReportingPeriod):
        if period.status == PeriodStatus.PLANNED:
            return "–"
        return f"{period.accepted_count}/{period.owing_count}"

    @admin.display(description="Chờ xem")
    def waiting(self, period: ReportingPeriod):
        return period.submitted_count or "–"

    @admin.display(description="Trễ hạn")
    def late(self, period: ReportingPeriod):
        if not period.late_count:
            return "–"
        address = reverse("admin:members_reportingperiod_owing", args=[period.pk])
        return format_html('<a href="{}?xem=tre">{}</a>', address, period.late_count)


def _a_year_later(day: dt.date | None) -> dt.date | None:
    """The same day of the next year, and the 28th for the 29th of February."""
    if day is None:
        return None
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)
