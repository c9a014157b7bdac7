"""Advice, critique and appraisal."""

from django.contrib import admin
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import format_html

from conferences.imports import REVIEWS as TABLE
from conferences.models import Outcome, ReviewExpert, ReviewStatus, SocialReview
from conferences.workflow import REVIEWS
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_choices import KnownChoicesForm, KnownChoicesMixin
from lienhiephoi.admin_imports import TableImportMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.vietnamese import date_text

_TONES = {
    ReviewStatus.UNDER_WAY: "submitted",
    ReviewStatus.DELIVERED: "scheduled",
    ReviewStatus.ANSWERED: "good",
    ReviewStatus.DROPPED: "withdrawn",
}
UNFINISHED = (ReviewStatus.RECEIVED, ReviewStatus.UNDER_WAY)


def overdue(day) -> Q:
    """Taken on, past the day it was due, and nothing sent yet."""
    return Q(status__in=UNFINISHED, due_on__lt=day)


class DueFilter(admin.SimpleListFilter):
    title = "việc phải làm"
    parameter_name = "viec"

    def lookups(self, request, model_admin):
        return [("qua-han", "Quá hạn gửi kết quả"), ("cho", "Chờ phản hồi")]

    def queryset(self, request, queryset):
        if self.value() == "qua-han":
            return queryset.filter(overdue(timezone.localdate()))
        if self.value() == "cho":
            return queryset.filter(status=ReviewStatus.DELIVERED)
        return queryset


class ExpertInline(KnownChoicesMixin, admin.TabularInline):
    model = ReviewExpert
    form = KnownChoicesForm
    extra = 0
    fields = ["person", "role", "order"]
    autocomplete_fields = ["person"]


@admin.register(SocialReview)
class SocialReviewAdmin(WorkflowAdminMixin, TableImportMixin, RecordAdmin):
    desk_group = desk.REGISTERS
    desk_order = 2
    form = VersionedForm
    stays_on_page = True
    workflow = REVIEWS
    bulk_moves = ("start", "deliver", "answer")
    saving_moves = {
        "deliver": "Lưu, ghi đã gửi kết quả",
        "answer": "Lưu, ghi đã có phản hồi",
    }
    importer = TABLE
    import_rights = ("conferences.add_socialreview", "conferences.change_socialreview")
    fieldsets = [
        ("Nhiệm vụ", {"fields": [("kind", "thing"), "title", "is_public"]}),
        (
            "Đề nghị",
            {
                "fields": [
                    ("requester", "is_own_proposal"),
                    "request_letter",
                    ("received_on", "due_on"),
                ]
            },
        ),
        ("Thực hiện", {"fields": ["lead", "meetings"]}),
        (
            "Kết quả",
            {"fields": [("delivered_on", "result_number"), "result", "summary"]},
        ),
        ("Phản hồi", {"fields": ["outcome", "outcome_note"]}),
        ("Địa chỉ trang", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    autocomplete_fields = ["lead", "result", "meetings"]
    inlines = [ExpertInline]
    list_display = ["title", "kind", "asked_by", "led_by", "dates", "state"]
    list_filter = [DueFilter, "status", "kind", "outcome", "thing"]
    list_select_related = ["lead"]
    search_fields = ["title", "requester", "request_letter", "result_number"]
    date_hierarchy = "received_on"
    ordering = ["-received_on", "-pk"]
    long_fields = ("summary", "outcome_note")
    csv_fields = (
        *("title", "kind", "thing", "asked_by", "request_letter", "received_on"),
        *("due_on", "led_by", "delivered_on", "result_number", "outcome", "status"),
    )

    class Media:
        css = {"all": ["css/admin-register.css"]}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= {
                "view_url": obj.get_absolute_url() if obj.answers_public() else "",
                "view_label": "Xem trên trang",
                "state_badge": self.state(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="Cơ quan đề nghị", ordering="requester")
    def asked_by(self, review: SocialReview):
        return review.requester or "Liên hiệp Hội tự đề xuất"

    @admin.display(description="Chủ trì", ordering=F("lead__name"))
    def led_by(self, review: SocialReview):
        return str(review.lead) if review.lead else "Văn phòng"

    @admin.display(description="Tiếp nhận, gửi", ordering="received_on")
    def dates(self, review: SocialReview):
        received = date_text(review.received_on)
        if review.delivered_on:
            sent = date_text(review.delivered_on)
            return format_html(
                '{}<br><span class="quiet">gửi {}</span>', received, sent
            )
        if not review.due_on or review.status not in UNFINISHED:
            return received
        is_late = review.due_on < timezone.localdate()
        return format_html(
            '{}<br><span class="{}">hạn {}{}</span>',
            received,
            "late" if is_late else "quiet",
            date_text(review.due_on),
            " (quá hạn)" if is_late else "",
        )

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, review: SocialReview):
        badge = format_html(
            '<span class="badge badge--{}">{}</span>',
            _TONES.get(review.status, review.status),
            review.get_status_display(),
        )
        if review.outcome == Outcome.UNKNOWN:
            return badge
        answer = review.get_outcome_display().lower()
        return format_html('{}<br><span class="quiet">{}</span>', badge, answer)
