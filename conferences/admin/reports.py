"""The report of a conference and its figures."""

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, Max, OuterRef
from django.http import QueryDict
from django.urls import reverse

from conferences import outlines, permissions
from conferences.admin.news_drafts import NewsDraftMixin
from conferences.admin.office_pages import OfficePage, register_page
from conferences.admin.report_figures import FigureInline
from conferences.admin.report_preview import PreviewMixin
from conferences.models import (
    Conference,
    ConferenceReport,
    ReportFigure,
    ReportPart,
    ReportStatus,
)
from conferences.workflow import REPORTS
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import Button, WorkflowAdminMixin
from lienhiephoi.templatetags.lhh import status_badge
from lienhiephoi.whole_numbers import whole_number

STANDARD, NOTHING = "chuan", "trong"
# How many earlier reports are offered to begin with, the newest first.
OFFERED = 10


class EmptyReportForm(VersionedForm):
    """Asks as well what a report without text begins with."""

    begins_with = forms.ChoiceField(
        label="Bắt đầu từ",
        required=False,
        help_text="Chép báo cáo trước: các phần và số liệu, chuyển sang kỳ mới; số "
        "ghi tay phải ghi lại.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "begins_with" in self.fields:
            earlier = ConferenceReport.objects.filter(parts__isnull=False).distinct()
            self.fields["begins_with"].choices = [
                (STANDARD, "Các mục và số liệu thường dùng của báo cáo tổng kết"),
                *(
                    (str(each.pk), f"Chép «{each}»")
                    for each in earlier.order_by("-ends_on", "-pk")[:OFFERED]
                ),
                (NOTHING, "Trang trống"),
            ]


class PartInline(admin.StackedInline):
    model = ReportPart
    extra = 1
    classes = ["report-parts"]
    verbose_name_plural = "Các phần của báo cáo"
    fields = [("number", "title"), ("level", "order"), "body"]


@admin.register(ConferenceReport)
class ReportAdmin(NewsDraftMixin, PreviewMixin, WorkflowAdminMixin, RecordAdmin):
    form = VersionedForm
    workflow = REPORTS
    saving_moves = {"submit": "Lưu và trình duyệt"}
    stays_on_page = True
    desk_group = desk.CONFERENCES
    desk_order = 4
    change_form_template = "admin/conferences/conferencereport/change_form.html"
    fieldsets = [
        (
            "Báo cáo",
            {
                "fields": [
                    *("conference", ("kind_label", "subject")),
                    *(("starts_on", "ends_on"), "period", "begins_with"),
                ]
            },
        ),
        (
            "Số, ngày, người ký",
            {
                "fields": [
                    ("document_number", "document_code", "issued_on"),
                    ("signer_authority", "signer_position", "signer_name"),
                    "recipients",
                ],
                "classes": ["collapse"],
            },
        ),
    ]
    autocomplete_fields = ["conference"]
    inlines = [PartInline, FigureInline]
    list_display = ["subject", "state", "conference", "ends_on", "published"]
    list_select_related = ["conference"]
    list_filter = ["status"]
    search_fields = ["subject", "conference__title"]
    long_fields = ("recipients",)
    csv_fields = (
        *("kind_label", "subject", "status", "conference", "starts_on", "ends_on"),
        "published",
    )

    class Media:
        css = {"all": ["css/admin-periods.css", "css/admin-reports.css"]}

    # --- Rights -----------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        """What waits for its check, or is published, is taken back to be changed."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.status == ReportStatus.DRAFT)

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.status == ReportStatus.DRAFT)

    # --- Form -------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        if _is_empty(obj) and self.has_change_permission(request, obj):
            kwargs["form"] = EmptyReportForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if _is_empty(obj) and self.has_change_permission(request, obj):
            return self.fieldsets
        return [
            (
                heading,
                {
                    **options,
                    "fields": [e for e in options["fields"] if e != "begins_with"],
                },
            )
            for heading, options in self.fieldsets
        ]

    def get_inlines(self, request, obj):
        """A report that is just being made has its text after the first save."""
        return self.inlines if obj else []

    def get_changeform_initial_data(self, request):
        """The conference that the form, or the list before it, was opened from, and
        its year."""
        listed = QueryDict(request.GET.get("_changelist_filters", ""))
        given = {
            "conference": listed.get("conference__id__exact", ""),
            **super().get_changeform_initial_data(request),
        }
        conference = Conference.objects.filter(
            pk=whole_number(given.get("conference", ""))
        ).first()
        if conference is None:
            return given
        year = conference.starts_on.year
        return {
            "starts_on": dt.date(year, 1, 1),
            "ends_on": dt.date(year, 12, 31),
            "subject": f"Tổng kết công tác năm {year}, "
            f"phương hướng, nhiệm vụ năm {year + 1}",
            **given,
        }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"conference", "period"}:
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        report = form.instance
        begins = form.cleaned_data.get("begins_with", "")
        if begins in {"", NOTHING} or report.parts.exists() or report.figures.exists():
            return
        if begins == STANDARD:
            outlines.begin_with_standard(report)
            return
        left_out = outlines.begin_with(ConferenceReport.objects.get(pk=begins), report)
        if left_out:
            self.message_user(
                request,
                f"Số liệu phải lập lại cho kỳ này: {', '.join(left_out)}.",
                messages.WARNING,
            )

    def buttons(self, request, report) -> list[Button]:
        return [
            Button(each.name, each.label, self.transition_url(report, each.name))
            for each in self.workflow.available(report, request.user)
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            figures = next(
                each.formset
                for each in context["inline_admin_formsets"]
                if isinstance(each.opts, FigureInline)
            )
            # A refused form has left its values, good or bad, on `obj`.
            is_refused = request.method == "POST"
            stored = ConferenceReport.objects.get(pk=obj.pk) if is_refused else obj
            context |= {
                "report": stored,
                "state_badge": status_badge(stored),
                "tokens": list(figures.queryset),
                "editions": list(
                    stored.editions.defer("contents").select_related("published_by")
                ),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def consequences(self, record, move):
        if move.name == "publish":
            yield "Chữ và số liệu của báo cáo được giữ nguyên như hiện nay."
            yield "Trang báo cáo, tệp .docx, .pdf, .pptx lấy từ bản này."
            if record.conference.is_public:
                yield "Mọi người đọc được báo cáo trên trang hội nghị."
            else:
                yield "Hội nghị chưa công khai nên báo cáo chưa hiện ra ngoài."
        elif move.name == "revise":
            yield "Bản đã công bố vẫn hiện cho đến khi công bố bản mới."

    # --- List -------------------------------------------------------------------

    def get_queryset(self, request):
        found = super().get_queryset(request)
        parts = ReportPart.objects.filter(report=OuterRef("pk"))
        figures = ReportFigure.objects.filter(report=OuterRef("pk"))
        return found.annotate(
            newest=Max("editions__number"), is_begun=Exists(parts) | Exists(figures)
        )

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, report: ConferenceReport):
        return status_badge(report)

    @admin.display(description="Công bố", ordering="newest")
    def published(self, report: ConferenceReport):
        return f"lần {report.newest}" if report.newest else "–"


def _is_empty(report: ConferenceReport | None) -> bool:
    """Of a new report, or of one that came from the list."""
    return not getattr(report, "is_begun", False)


def _reports_of(conference: Conference) -> str:
    found = reverse("admin:conferences_conferencereport_changelist")
    return f"{found}?conference__id__exact={conference.pk}"


register_page(
    OfficePage(
        "Báo cáo",
        _reports_of,
        permissions.writes_reports,
        ConferenceReport.objects.all,
        order=60,
    )
)
