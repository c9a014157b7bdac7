"""The office's desk for reports: who has sent, checking, returning, accepting."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, prefetch_related_objects
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.dossiers import marks
from lienhiephoi.dossiers.fields import WHOLE_DOSSIER
from lienhiephoi.dossiers.saving import locked
from lienhiephoi.dossiers.versions import compare
from lienhiephoi.vietnamese import date_text
from lienhiephoi.whole_numbers import whole_number
from lienhiephoi.workflow import TransitionError, TransitionForbidden
from members import paper, permissions, report_grid
from members.admin.report_office import ObligationPages
from members.admin.report_reminders import ReminderPages
from members.models import EDITABLE, Report, ReportStatus
from members.report_forms import form_of
from members.review import review
from members.workflow import REPORTS

MARK = "danh-dau:"
DROP = "bo-danh-dau"


class LateFilter(admin.SimpleListFilter):
    title = "thời hạn"
    parameter_name = "han"

    def lookups(self, request, model_admin):
        return [("qua-han", "Chưa gửi, đã quá hạn"), ("gia-han", "Được gia hạn")]

    def queryset(self, request, queryset):
        if self.value() == "qua-han":
            return queryset.overdue(timezone.localdate())
        if self.value() == "gia-han":
            return queryset.exclude(extended_until=None)
        return queryset


@admin.register(Report)
class ReportAdmin(ObligationPages, ReminderPages, WorkflowAdminMixin, RecordAdmin):
    """Reports are made by opening a period and read here; nobody adds or deletes."""

    desk_group = desk.REPORTS
    desk_order = 1
    workflow = REPORTS
    bulk_moves = ("accept",)
    actions = ["remind_many", "export_csv"]
    list_display = ["association", "period", "state", "due", "sent", "answered"]
    list_display_links = ["association"]
    list_filter = ["status", LateFilter, "period", "association__sector"]
    search_fields = ["association__name", "period__name"]
    csv_fields = ("association", "period", "status", "due", "submitted_at")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        counted = Count("answers", distinct=True)
        found = super().get_queryset(request).annotate(answer_count=counted)
        return found.select_related("association", "period__previous")

    # --- List -------------------------------------------------------------------

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, report: Report):
        badge = format_html(
            '<span class="badge badge--{}">{}</span>',
            report.status,
            report.get_status_display(),
        )
        if report.is_from_paper:
            return format_html("{} <span>bản giấy</span>", badge)
        return badge

    @admin.display(description="Hạn", ordering="period__deadline_on")
    def due(self, report: Report):
        text = date_text(report.due_on)
        if report.status == ReportStatus.EXEMPT or not report.is_late():
            return text
        return format_html('{} <strong class="late">trễ hạn</strong>', text)

    @admin.display(description="Gửi lúc", ordering="submitted_at")
    def sent(self, report: Report):
        if report.submitted_at is None:
            return "Chưa gửi"
        return date_text(timezone.localdate(report.submitted_at))

    @admin.display(description="Số ô đã điền", ordering="answer_count")
    def answered(self, report: Report):
        return report.answer_count

    # --- Addresses --------------------------------------------------------------

    def get_urls(self):
        own = [
            ("tong-quan/", self.grid_view, "grid"),
            ("<int:pk>/gia-han/", self.extension_view, "extension"),
            ("<int:pk>/nhac/", self.reminder_view, "reminder"),
            ("<int:pk>/nhap-ban-giay/", self.paper_view, "paper"),
            ("<int:pk>/tra-ve-hoi/", self.give_back_view, "give_back"),
            ("<int:pk>/so-sanh/", self.comparison_view, "comparison"),
        ]
        return [
            *(
                path(
                    address,
                    self.admin_site.admin_view(view),
                    name=f"members_report_{name}",
                )
                for address, view, name in own
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        extra = {"grid_url": reverse("admin:members_report_grid")}
        return super().changelist_view(request, extra | (extra_context or {}))

    def _report(self, request, pk) -> Report:
        report = self.get_object(request, str(pk))
        if report is None:
            raise Http404("Không có báo cáo này.")
        # Its name is asked for more than once.
        prefetch_related_objects([report], "association__names")
        if not self.has_view_permission(request, report):
            raise PermissionDenied("Bạn không có quyền xem báo cáo.")
        return report

    def _officers_report(self, request, pk) -> Report:
        report = self._report(request, pk)
        if not permissions.is_reporting_officer(request.user):
            raise PermissionDenied("Bạn không có quyền xử lý báo cáo của hội.")
        return report

    # --- Review -----------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Reading and marking a report; the fields themselves are the association's."""
        report = self._report(request, object_id)
        posted, dropped = None, []
        if request.method == "POST":
            self._officers_report(request, object_id)
            posted = _posted_marks(request.POST, report)
            dropped = request.POST.getlist(DROP)
            move = request.POST.get("_then", "")
            if self._act(request, report, posted, dropped, move):
                return HttpResponseRedirect(self._change_url(quote(report.pk)))
            report = self._report(request, object_id)
        return self._review(request, report, posted, dropped)

    def _act(self, request, report: Report, posted, dropped, name: str) -> bool:
        """Keep the marks, and make a move with them or not at all."""
        try:
            with transaction.atomic():
                _check_markable(locked(report))
                self._drop(request, report, dropped)
                marks.put_marks(report, posted, by=request.user)
                if name:
                    self._move(request, report, self.workflow.transitions[name])
                else:
                    self.message_user(
                        request, "Đã lưu các chỗ đánh dấu.", messages.SUCCESS
                    )
        except TransitionForbidden as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except KeyError as error:
            raise PermissionDenied("Không có bước xử lý này.") from error
        except (TransitionError, ValidationError) as refusal:
            reasons = getattr(refusal, "reasons", None) or refusal.messages
            for reason in reasons:
                self.message_user(request, reason, messages.ERROR)
            return False
        return True

    def _drop(self, request, report: Report, keys: list[str]) -> None:
        """A colleague's mark may be taken off, for he may be away; the log keeps it."""
        form = form_of(report.period)
        for mark in marks.drop_marks(report, keys):
            place = form[mark.key].label if mark.key in form else "Cả báo cáo"
            said = f"«{place}» ({mark.by}: {mark.reason})"
            self.log_change(request, report, f"Bỏ đánh dấu {said}")

    def _review(self, request, report: Report, posted: dict[str, str] | None, dropped):
        available = self.workflow.available(report, request.user)
        may_mark = permissions.is_reporting_officer(request.user) and (
            report.status in _MARKABLE
        )
        shown = review(report)
        open_marks = shown.marks
        reasons = {key: mark.reason for key, mark in open_marks.items()}
        context = {
            **self.admin_site.each_context(request),
            "title": "Kiểm tra báo cáo",
            "opts": self.opts,
            "original": report,
            "report": report,
            "review": shown,
            "scan_url": self._scan_url(request, report),
            "association_name": report.association_name,
            "may_mark": may_mark,
            "mark_prefix": MARK,
            "drop_name": DROP,
            "dropped": dropped,
            "whole_key": WHOLE_DOSSIER,
            "reasons": reasons if posted is None else posted,
            "others_marks": {
                key: mark
                for key, mark in open_marks.items()
                if mark.by_id != request.user.pk
            },
            "moves_with_marks": [
                move for move in available if move.name in {"return", "accept"}
            ],
            "transition_buttons": [
                {"label": move.label, "url": self.transition_url(report, move.name)}
                for move in available
                if move.name not in {"submit", "return", "accept"}
            ],
            "office_buttons": self._office_buttons(request, report),
            "status_changes": self._history(report),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/members/report_review.html", context)

    def _scan_url(self, request, report: Report) -> str:
        """Where its scan is attached, while this person may."""
        if not permissions.can_fill_in(request.user, report):
            return ""
        return reverse("workspace:report", args=[report.pk])

    def _office_buttons(self, request, report: Report) -> list[dict]:
        if not permissions.is_reporting_officer(request.user):
            return []
        wanted = []
        if report.status in EDITABLE and not report.is_from_paper:
            wanted.append(("Gửi thư nhắc", "admin:members_report_reminder"))
        is_returned = report.status == ReportStatus.RETURNED
        if is_returned and not report.is_from_paper and paper.is_left_behind(report):
            wanted.append(("Văn phòng sửa thay", "admin:members_report_paper"))
        if report.status == ReportStatus.DRAFT:
            wanted.append(("Gia hạn", "admin:members_report_extension"))
            if report.is_from_paper:
                wanted.append(
                    ("Trả về cho hội tự nhập", "admin:members_report_give_back")
                )
            else:
                wanted.append(("Nhập từ bản giấy", "admin:members_report_paper"))
        if report.is_from_paper and permissions.can_fill_in(request.user, report):
            wanted.append(("Nhập số liệu, nội dung", "workspace:report"))
        return [
            {"label": label, "url": reverse(name, args=[report.pk])}
            for label, name in wanted
        ]

    # --- Versions, and all associations at a glance ---------------------------------

    def comparison_view(self, request, pk: int):
        """Two sendings of a report; without a choice the last two."""
        report = self._report(request, pk)
        versions = {each.number: each for each in report.versions.all()}
        if len(versions) < 2:
            self.message_user(request, "Báo cáo này mới gửi một lần.", messages.WARNING)
            return HttpResponseRedirect(self._change_url(report.pk))
        newest = max(versions)
        new = versions.get(whole_number(request.GET.get("moi")), versions[newest])
        old = (
            versions.get(whole_number(request.GET.get("cu")))
            or versions[max(1, new.number - 1)]
        )
        context = {
            **self.admin_site.each_context(request),
            "title": "So sánh các lần gửi",
            "opts": self.opts,
            "original": report,
            "versions": [versions[number] for number in sorted(versions)],
            "old": old,
            "new": new,
            "differences": compare(old.contents, new.contents),
            "back_url": self._change_url(report.pk),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/members/report_compare.html", context)

    def grid_view(self, request):
        """Periods across, associations down: who has sent, who is late."""
        if not self.has_view_permission(request):
            raise PermissionDenied("Bạn không có quyền xem báo cáo.")
        context = {
            **self.admin_site.each_context(request),
            "title": "Tình hình báo cáo của các hội",
            "opts": self.opts,
            "grid": report_grid.grid(timezone.localdate()),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/members/report_grid.html", context)


_MARKABLE = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


def _check_markable(report: Report) -> None:
    if report.status not in _MARKABLE:
        raise ValidationError(
            "Chỉ đánh dấu được báo cáo đã gửi hoặc đã chấp nhận. "
            "Có thể người khác vừa xử lý; hãy tải lại trang."
        )


def _posted_marks(data, report: Report) -> dict[str, str]:
    """Reasons by field; what names no field of the form is left out."""
    form = form_of(report.period)
    found = {
        name.removeprefix(MARK): reason.strip()
        for name, reason in data.items()
        if name.startswith(MARK) and reason.strip()
    }
    return {
        key: reason
        for key, reason in found.items()
        if key == WHOLE_DOSSIER or key in form
    }
