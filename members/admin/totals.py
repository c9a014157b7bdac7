"""The totals of a period in the back office: looked at, taken as files, published."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import ReadOnlyAdmin
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import DOCX, PDF, XLSX
from members import permissions
from members.comparison import Comparison, compare, over_time
from members.documents import summary_docx, summary_pdf, totals_xlsx
from members.figure_charts import drawn_by_share, drawn_over_time
from members.figure_tables import TotalRow, line_rows, signed, total_rows
from members.lineage import successions
from members.models import Indicator, PublishedTotals, ReportingPeriod, ReportStatus
from members.own_counts import own_counts
from members.publication import (
    Difference,
    coverage_now,
    own_counts_of,
    publish,
    rollup_of,
)
from members.rollup import (
    IndicatorTotal,
    Rollup,
    amount_of,
    by_kind,
    by_sector,
    coverage_of,
    lines_of,
    means_the_same,
    roll_up,
    total_of,
)

# File: what it is called, what it is, what makes it.
FILES = {
    "phu-luc.xlsx": ("Phụ lục số liệu", XLSX, totals_xlsx),
    "bao-cao-tong-hop.docx": ("Báo cáo tổng hợp", DOCX, summary_docx),
    "bao-cao-tong-hop.pdf": ("Báo cáo tổng hợp", PDF, summary_pdf),
}
EARLIER_PERIODS = 6


class PublishForm(forms.Form):
    note = forms.CharField(
        label="Ghi chú công khai",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="Hiện trên trang Số liệu, ví dụ: lý do công bố lại.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class TotalsMixin:
    """For the admin of periods: the pages of a period's totals."""

    def get_urls(self):
        view, name = self.admin_site.admin_view, "members_reportingperiod_totals"
        return [
            path("<int:pk>/so-lieu/", view(self.totals_view), name=name),
            path(
                "<int:pk>/so-lieu/cong-bo/",
                view(self.publish_view),
                name=f"{name}_publish",
            ),
            *(
                path(
                    f"<int:pk>/so-lieu/{file}",
                    view(self.totals_file_view),
                    {"file": file},
                    name=f"{name}_{file.replace('.', '_').replace('-', '_')}",
                )
                for file in FILES
            ),
            path(
                "<int:pk>/so-lieu/<slug:code>/",
                view(self.total_lines_view),
                name=f"{name}_lines",
            ),
            *super().get_urls(),
        ]

    # --- Totals -----------------------------------------------------------------

    def totals_view(self, request, pk: int):
        period = self.period_or_refusal(request, pk)
        rollup = roll_up(period)
        previous = roll_up(period.previous) if period.previous else None
        publication = period.publications.first()
        difference = _published_otherwise(rollup, publication)
        context = self.page_context(request, period, "Tổng hợp số liệu") | {
            "rollup": rollup,
            "before": previous,
            "sections": total_rows(
                [(each, each.indicators) for each in rollup.sections],
                before={e.code: e for e in previous.indicators} if previous else {},
                difference=difference,
                counted=own_counts_of(rollup),
            ),
            "publication": publication,
            "difference": difference,
            "missing": [(e, ReportStatus(e.status).label) for e in rollup.missing],
            "files": _files(period),
            "may_publish": permissions.can_publish(request.user),
        }
        return TemplateResponse(
            request, "admin/members/reportingperiod/totals.html", context
        )

    def total_lines_view(self, request, pk: int, code: str):
        period = self.period_or_refusal(request, pk)
        found, found_before = _indicators(period, code)
        if found is None:
            raise Http404("Không có chỉ tiêu này trong mẫu của kỳ.")
        reporters, lines = lines_of(period, code)
        figure = total_of(found, lines)
        is_same = found_before and means_the_same(found, found_before)
        before = lines_of(period.previous, code) if is_same else None
        comparison = _compared(period, (reporters, lines), before)
        context = self.page_context(request, period, found.label) | {
            "row": TotalRow(
                figure,
                amount_of(before[1]) if before else None,
                counted=own_counts([code], period.starts_on, period.ends_on).get(code),
            ),
            "before": period.previous if before else None,
            "lines": line_rows(comparison),
            "comparison": comparison,
            "comparable_change": signed(comparison.now - comparison.then),
            "coverage": coverage_of(reporters),
            "over_time": _over_time(period, figure),
            "shares": [
                drawn_by_share("theo lĩnh vực", figure, by_sector(reporters, lines)),
                drawn_by_share("theo loại hội", figure, by_kind(reporters, lines)),
            ],
            "silent": [
                each
                for each in reporters
                if each.has_reported and not figure.line_of(each.association)
            ],
        }
        return TemplateResponse(
            request, "admin/members/reportingperiod/total_lines.html", context
        )

    # --- Files and publishing -----------------------------------------------------

    def totals_file_view(self, request, pk: int, file: str):
        period = self.period_or_refusal(request, pk)
        _label, kind, make = FILES[file]
        content = make(period, roll_up(period))
        day = timezone.localdate().isoformat()
        stem, _, ending = file.partition(".")
        return download(content, kind, f"{stem}-{period.slug}-{day}.{ending}")

    def publish_view(self, request, pk: int):
        """GET says what will be told; POST tells it."""
        period = self.period_or_refusal(request, pk)
        if not permissions.can_publish(request.user):
            raise PermissionDenied("Bạn không có quyền công bố số liệu.")
        form = PublishForm(request.POST if request.method == "POST" else None)
        missing = []
        if request.method == "POST" and form.is_valid():
            try:
                made = publish(period, by=request.user, note=form.cleaned_data["note"])
            except ValidationError as refusal:
                missing = refusal.messages
            else:
                self.log_change(request, period, f"Công bố số liệu lần {made.number}")
                self.message_user(
                    request,
                    f"Đã công bố số liệu lần {made.number}: {period}.",
                    messages.SUCCESS,
                )
                return HttpResponseRedirect(_address(period))
        context = {
            **self.page_context(request, period, "Công bố số liệu"),
            "opts": self.opts,
            "original": period,
            "button": "Công bố",
            "form": form,
            "missing": missing,
            "consequences": _consequences(period),
            "back_url": _address(period),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


def _address(period: ReportingPeriod) -> str:
    return reverse("admin:members_reportingperiod_totals", args=[period.pk])


def _files(period: ReportingPeriod) -> list[tuple[str, str]]:
    return [
        (f"{label} (.{file.rpartition('.')[2]})", f"{_address(period)}{file}")
        for file, (label, _kind, _make) in FILES.items()
    ]


def _published_otherwise(rollup: Rollup, publication) -> Difference:
    """Where the published totals differ: their amounts by code."""
    if publication is None:
        return Difference({}, rollup.coverage, rollup.coverage)
    published = rollup_of(publication.contents)
    amounts = {
        each.code: published[each.code].amount
        for each in rollup.indicators
        if each.code in published and published[each.code].amount != each.amount
    }
    return Difference(amounts, published.coverage, rollup.coverage)


def _indicators(period: ReportingPeriod, code: str):
    """The indicator in the period's form, and in that of the period before."""
    found = Indicator.objects.filter(
        code=code, period__in=[period.pk, period.previous_id]
    ).select_related("part_of")
    by_period = {each.period_id: each for each in found}
    return by_period.get(period.pk), by_period.get(period.previous_id)


def _compared(period: ReportingPeriod, now, before) -> Comparison:
    if before is None:
        return compare(now, ((), ()), ())
    lineage = successions(period.previous.starts_on, period.ends_on)
    return compare(now, before, lineage)


def _over_time(period: ReportingPeriod, figure: IndicatorTotal) -> dict | None:
    """This period and the ones of its kind before it."""
    earlier = ReportingPeriod.objects.filter(
        kind=period.kind, ends_on__lte=period.ends_on
    )[:EARLIER_PERIODS]
    moments = over_time(earlier, [figure.code]).get(figure.code, [])
    if len(moments) < 2:
        return None
    return drawn_over_time(figure, [(each, each) for each in moments])


def _consequences(period: ReportingPeriod) -> list[str]:
    coverage = coverage_now(period.pk)
    number = PublishedTotals.objects.filter(period=period).count() + 1
    return [
        f"Đây là lần công bố thứ {number}; {coverage} hội có báo cáo được chấp nhận.",
        "Số công bố giữ nguyên trên trang Số liệu.",
        "Sau này có báo cáo được đính chính thì trang ghi rõ số nào đã khác.",
        "Chỉ những chỉ tiêu đánh dấu «công bố» trong mẫu mới hiện ra.",
    ]


@admin.register(PublishedTotals)
class PublishedTotalsAdmin(ReadOnlyAdmin):
    """What was published, each for ever; published from the page of the period."""

    desk_group = desk.REPORTS
    desk_order = 40
    long_fields = ("contents",)
    list_display = ["period", "number", "published_at", "published_by", "note"]
    list_filter = ["period"]
    list_select_related = ["period", "published_by"]
    search_fields = ["period__name", "note"]
    csv_fields = ("period", "number", "published_at", "published_by", "note")
    fields = [
        *("period", "number", "published_at", "published_by", "note"),
        *("page", "fingerprint"),
    ]
    readonly_fields = fields

    @admin.display(description="Trang công khai")
    def page(self, publication: PublishedTotals):
        address = reverse("members:totals", args=[publication.period.slug])
        return format_html(
            '<a href="{0}?lan={1}">{0}?lan={1}</a>', address, publication.number
        )

    @admin.display(description="Mã kiểm (SHA-256)")
    def fingerprint(self, publication: PublishedTotals) -> str:
        """In groups, that it can be read out and does not run off a phone."""
        code = publication.checksum
        return " ".join(code[n : n + 8] for n in range(0, len(code), 8))

    def has_delete_permission(self, request, obj=None):
        return False
