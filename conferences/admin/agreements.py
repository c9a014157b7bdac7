"""What was signed with whom, until when it holds, and what to renew."""

import datetime as dt
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conferences.models import Agreement, AgreementPartner
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_choices import KnownChoicesForm, KnownChoicesMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.context_processors import site_settings
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import PDF, PICTURES, XLSX
from lienhiephoi.files import accepted, check_upload
from lienhiephoi.office import xlsx
from lienhiephoi.vietnamese import date_text, file_size
from lienhiephoi.whole_numbers import whole_number

SCANS = (PDF, *PICTURES)
TITLE = "Quy chế, chương trình phối hợp"


class AgreementForm(VersionedForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = f"Tối đa 20 MB. Nhận: {accepted(SCANS)}."

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_upload(file, allowed=SCANS)
        return file

    class Meta:
        # A private file has no address of its own, so nothing links to it here.
        widgets = {"file": forms.FileInput}


class StateFilter(admin.SimpleListFilter):
    title = "hiệu lực"
    parameter_name = "hieu_luc"

    def lookups(self, request, model_admin):
        return [
            ("con", "Đang hiệu lực"),
            ("sap-het", "Đến lúc gia hạn"),
            ("het", "Không còn hiệu lực"),
        ]

    def queryset(self, request, queryset):
        day = timezone.localdate()
        in_force = Agreement.objects.in_force(day).values("pk")
        due = Agreement.objects.due_for_renewal(day).values("pk")
        return {
            "con": lambda: queryset.filter(pk__in=in_force),
            "sap-het": lambda: queryset.filter(pk__in=due),
            "het": lambda: queryset.exclude(pk__in=in_force),
        }.get(self.value(), lambda: queryset)()


class PartnerFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        kept = [
            form
            for form in self.forms
            if form.has_changed() or form.instance.pk
            if not form.cleaned_data.get("DELETE")
        ]
        if self.is_valid() and not kept:
            raise forms.ValidationError("Hãy ghi ít nhất một bên ký kết.")


class PartnerInline(KnownChoicesMixin, admin.TabularInline):
    model = AgreementPartner
    form = KnownChoicesForm
    formset = PartnerFormSet
    extra = 0
    min_num = 1
    verbose_name_plural = "Ký với"
    fields = ["association", "name", "signed_by", "order"]
    autocomplete_fields = ["association"]

    def get_queryset(self, request):
        # Each row is headed by the name that the body bore on the day.
        found = super().get_queryset(request).select_related("agreement", "association")
        return found.prefetch_related("association__names")


@admin.register(Agreement)
class AgreementAdmin(RecordAdmin):
    desk_group = desk.REGISTERS
    desk_order = 1
    form = AgreementForm
    stays_on_page = True
    fieldsets = [
        ("Văn bản", {"fields": [("kind", "number"), "title", "subject"]}),
        (
            "Ký kết và hiệu lực",
            {
                "fields": [
                    ("signed_on", "signed_for_union"),
                    ("starts_on", "ends_on", "ended_on"),
                    ("renewal_days", "renewal"),
                    "renews",
                    "conference",
                ]
            },
        ),
        (
            "Toàn văn",
            {"fields": ["document", "scan", "file", "is_file_public"]},
        ),
        ("Công khai", {"fields": ["is_public"]}),
        ("Địa chỉ trang", {"fields": ["slug"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["scan", "renewal"]
    autocomplete_fields = ["renews", "conference", "document"]
    inlines = [PartnerInline]
    actions = ["export_csv", "export_xlsx"]
    list_display = ["title", "kind", "with_whom", "signed", "ends", "state"]
    list_filter = [StateFilter, "kind", "is_public"]
    search_fields = ["title", "number"]
    date_hierarchy = "signed_on"
    ordering = ["-signed_on", "-pk"]
    long_fields = ("subject",)
    csv_fields = (
        *("kind", "number", "title", "with_whom", "signed_on", "signed_for_union"),
        *("starts_on", "ends_on", "ended_on", "state"),
    )

    class Media:
        css = {"all": ["css/admin-register.css"]}

    def get_queryset(self, request):
        day = timezone.localdate()
        renewals = Agreement.objects.filter(renews=OuterRef("pk")).order_by()
        return (
            super()
            .get_queryset(request)
            .in_force_first(day)
            .annotate(
                is_renewed=Exists(renewals),
                is_due=Exists(
                    Agreement.objects.due_for_renewal(day)
                    .order_by()
                    .filter(pk=OuterRef("pk"))
                ),
            )
            .prefetch_related("partners__association__names")
        )

    def get_changeform_initial_data(self, request):
        """A renewal begins from what it renews: `?renews=…`."""
        given = super().get_changeform_initial_data(request)
        pk = whole_number(str(given.get("renews", "")))
        renewed = Agreement.objects.filter(pk=pk).first()
        if renewed is None:
            return given
        begins = renewed.ends_on + dt.timedelta(days=1) if renewed.ends_on else None
        return {
            "kind": renewed.kind,
            "title": renewed.title,
            "subject": renewed.subject,
            "starts_on": begins,
            "renewal_days": renewed.renewal_days,
            **given,
        }

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= {
                "view_url": obj.get_absolute_url() if obj.is_public else "",
                "view_label": "Xem trên trang",
                "state_badge": self.state(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.action(description="Xuất danh sách (.xlsx)", permissions=["view"])
    def export_xlsx(self, request, queryset):
        columns = [
            *(("Loại", 18), ("Số, ký hiệu", 16), ("Tên, trích yếu", 44)),
            *(("Ký với", 36), ("Ngày ký", 12), ("Hiệu lực từ", 12)),
            *(("Hiệu lực đến", 12), ("Tình trạng", 18)),
        ]
        sheet = xlsx.Sheet(
            title=TITLE,
            headings=(TITLE,),
            columns=[xlsx.Column(*each) for each in columns],
            rows=[xlsx.Row(self._row(each)) for each in queryset],
        )
        author = site_settings().short_name
        content = xlsx.write([sheet], title=TITLE, author=author)
        day = timezone.localdate().isoformat()
        return download(content, XLSX, f"phoi-hop-{day}.xlsx")

    def _row(self, agreement: Agreement) -> list:
        return [
            agreement.get_kind_display(),
            agreement.number,
            agreement.title,
            self.with_whom(agreement),
            agreement.signed_on,
            agreement.starts_on or agreement.signed_on,
            agreement.ended_on or agreement.ends_on,
            _state(agreement)[1],
        ]

    # --- What the list and the form show -------------------------------------------

    @admin.display(description="Ký với")
    def with_whom(self, agreement: Agreement):
        return "; ".join(map(str, agreement.partners.all())) or "–"

    @admin.display(description="Ngày ký", ordering="signed_on")
    def signed(self, agreement: Agreement):
        return date_text(agreement.signed_on)

    @admin.display(description="Hiệu lực đến", ordering="ends_on")
    def ends(self, agreement: Agreement):
        if agreement.ended_on:
            return f"{date_text(agreement.ended_on)} (chấm dứt sớm)"
        return date_text(agreement.ends_on) if agreement.ends_on else "Không thời hạn"

    @admin.display(description="Tình trạng")
    def state(self, agreement: Agreement):
        return format_html(
            '<span class="badge badge--{}">{}</span>', *_state(agreement)
        )

    @admin.display(description="Bản chụp hiện có")
    def scan(self, agreement: Agreement):
        if not agreement.file_name:
            return "–"
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}</span>',
            agreement.file_url,
            agreement.file_name,
            file_size(agreement.size),
        )

    @admin.display(description="Gia hạn")
    def renewal(self, agreement: Agreement):
        if not agreement.pk:
            return "–"
        later = Agreement.objects.filter(Q(renews=agreement)).first()
        if later:
            address = reverse("admin:conferences_agreement_change", args=[later.pk])
            return format_html('Đã gia hạn: <a href="{}">{}</a>', address, later)
        address = reverse("admin:conferences_agreement_add")
        return format_html(
            '<a href="{}?{}">Ghi văn bản gia hạn</a>',
            address,
            urlencode({"renews": agreement.pk}),
        )


def _state(agreement: Agreement) -> tuple[str, str]:
    """Tone and words, as the list annotates it."""
    begins = agreement.starts_on or agreement.signed_on
    if begins > timezone.localdate():
        return "info", "Chưa có hiệu lực"
    if not agreement.is_in_force:
        return "expired", "Đã gia hạn" if agreement.is_renewed else "Hết hiệu lực"
    if agreement.is_due:
        return "returned", "Đến lúc gia hạn"
    return "good", "Đang hiệu lực"
