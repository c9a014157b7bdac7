"""Sections, indicators, checks and wanted files, each on a form of its own.

They are reached from the page of a period's form (period_form.py), which lists them
as they follow each other; the right to them is the right to the period.
"""

from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse

from lienhiephoi import desk, vietnamese
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.whole_numbers import whole_number
from members import period_forms, permissions
from members.models import (
    Indicator,
    IndicatorCheck,
    ReportingPeriod,
    ReportSection,
    WantedFile,
)


class FigureField(forms.CharField):
    """A number as it is written here: 1.234,5."""

    def prepare_value(self, value):
        is_typed = value is None or isinstance(value, str)
        return value if is_typed else vietnamese.number(value)

    def to_python(self, value):
        line = super().to_python(value)
        if not line:
            return None
        try:
            return vietnamese.read_number(line, decimals=4)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PartForm(forms.ModelForm):
    """A part of the form of `period`, which may have opened since the page did."""

    period: ReportingPeriod
    named_by = "label"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.period = self.period
        for name in ("section", "part_of", "left", "right"):
            if name in self.fields:
                self._choose_within_the_form(self.fields[name])
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = (
                "Để trống: lấy theo tên. Cùng một chỉ tiêu thì giữ nguyên mã qua các "
                "năm, nhờ đó so sánh được."
            )

    def _choose_within_the_form(self, field: forms.ModelChoiceField) -> None:
        field.queryset = field.queryset.filter(period=self.period)
        if field.queryset.model is Indicator:
            field.queryset = field.queryset.select_related("section").order_by(
                "section__order", "order", "pk"
            )
            field.label_from_instance = full_name

    def clean_code(self) -> str:
        label = self.data.get(self.add_prefix(self.named_by), "")
        others = self._meta.model.objects.filter(period=self.period)
        return self.cleaned_data["code"] or period_forms.free_code(
            others.exclude(pk=self.instance.pk), label
        )

    def clean(self):
        cleaned = super().clean()
        changed = self.changed_data if self.instance.pk else ["period"]
        period_forms.refuse_if_fixed(self.period, self._meta.model, changed)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """The period is not typed, but a code stands once in it."""
        return super()._get_validation_exclusions() - {"period"}


def full_name(indicator: Indicator) -> str:
    """As it is told apart in a list: "II.1 – 3. Nhiệm vụ giám định xã hội"."""
    number = f"{indicator.number}. " if indicator.number else ""
    return f"{indicator.section.number} – {number}{indicator.label}"


class FormPartAdmin(RecordAdmin):
    """Works under a period: of the record, or named in the address of a new one."""

    desk_group = desk.REPORTS
    form = PartForm
    change_form_template = "admin/members/form_part.html"
    list_select_related = ["period"]
    list_filter = ["period"]

    class Media:
        css = {"all": ["css/admin-periods.css"]}

    # --- Whose it is ------------------------------------------------------------

    def period_of(self, request, obj=None) -> ReportingPeriod | None:
        if obj is not None:
            return obj.period
        if not hasattr(request, "form_period"):
            key = whole_number(request.GET.get("period"))
            found = ReportingPeriod.objects.filter(pk=key)
            request.form_period = found.first()
        return request.form_period

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("period")

    def has_module_permission(self, request):
        """Nobody looks for an indicator but by its period."""
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("members.view_reportingperiod")

    def has_change_permission(self, request, obj=None):
        return permissions.can_run_periods(request.user, obj and obj.period)

    def has_add_permission(self, request):
        period = self.period_of(request)
        return self._may_reshape(request, period)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and self._may_reshape(request, obj.period)

    def _may_reshape(self, request, period) -> bool:
        return (
            period is not None
            and not period_forms.is_fixed(period)
            and permissions.can_run_periods(request.user, period)
        )

    def get_readonly_fields(self, request, obj=None):
        if obj is None or not period_forms.is_fixed(obj.period):
            return self.readonly_fields
        changeable = period_forms.CHANGEABLE_WHEN_OPEN[self.model]
        shown = [
            name
            for _, group in self.get_fieldsets(request, obj)
            for name in group["fields"]
        ]
        return [name for name in shown if name not in changeable]

    # --- Form -------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change, **kwargs)
        made.period = self.period_of(request, obj)
        return made

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.ForeignKey):
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def get_changeform_initial_data(self, request):
        section = whole_number(request.GET.get("section"))
        return {} if section is None else {"section": section}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        period = self.period_of(request, obj)
        context |= {
            "period": period,
            "period_form_url": period_form_url(period),
            "is_fixed": period_forms.is_fixed(period),
            "show_save_and_continue": False,
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change and hasattr(obj, "order"):
            last = self._neighbours(obj).aggregate(models.Max("order"))["order__max"]
            obj.order = (last or 0) + 10
        super().save_model(request, obj, form, change)

    def _neighbours(self, obj):
        return self.model.objects.filter(period=obj.period)

    def delete_model(self, request, obj):
        period_forms.refuse_if_fixed(obj.period, self.model, ["period"])
        super().delete_model(request, obj)

    # --- And back to the whole form ---------------------------------------------

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST:
            return response
        wanted = {"period": obj.period_id, "section": getattr(obj, "section_id", "")}
        return HttpResponseRedirect(f"{request.path}?{urlencode(wanted)}")

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(f"{period_form_url(obj.period)}#{anchor(obj)}")

    response_post_save_change = response_post_save_add

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, object_id)
        response = super().delete_view(request, object_id, extra_context)
        is_gone = obj and not self.model.objects.filter(pk=obj.pk).exists()
        if is_gone:
            return HttpResponseRedirect(period_form_url(obj.period))
        return response

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


def period_form_url(period: ReportingPeriod) -> str:
    return reverse("admin:members_reportingperiod_form", args=[period.pk])


def anchor(part) -> str:
    """Where a part stands on the page of the whole form."""
    return f"{part._meta.model_name}-{part.pk}"


class SectionForm(PartForm):
    named_by = "title"

    def clean(self):
        cleaned = super().clean()
        wants_text = cleaned.get("has_narrative", self.instance.has_narrative)
        if cleaned.get("is_narrative_required") and not wants_text:
            self.add_error(
                "is_narrative_required", "Mục không có phần lời văn thì không bắt buộc."
            )
        return cleaned


@admin.register(ReportSection)
class SectionAdmin(FormPartAdmin):
    form = SectionForm
    fieldsets = [
        (None, {"fields": ["number", "title", "guidance"]}),
        ("Lời văn", {"fields": ["has_narrative", "is_narrative_required"]}),
        ("Mã", {"fields": ["code"]}),
    ]
    list_display = ["__str__", "code", "period"]
    search_fields = ["number", "title", "code"]


class IndicatorForm(PartForm):
    minimum = FigureField(label="Nhỏ nhất", required=False, initial=Decimal(0))
    maximum = FigureField(label="Lớn nhất", required=False)

    def clean(self):
        cleaned = super().clean()
        whole = cleaned.get("part_of")
        if whole is not None:
            self._check_whole(whole, cleaned.get("measure"))
        return cleaned

    def _check_whole(self, whole: Indicator, measure: str | None) -> None:
        if measure and whole.measure != measure:
            self.add_error(
                "part_of", "Phần «trong đó» phải có cùng cách tính với chỉ tiêu chung."
            )
        above = whole
        while above is not None:
            if above.pk == self.instance.pk:
                self.add_error("part_of", "Chỉ tiêu này đang là phần của chính nó.")
                return
            above = above.part_of


@admin.register(Indicator)
class IndicatorAdmin(FormPartAdmin):
    form = IndicatorForm
    fieldsets = [
        (
            "Hỏi số gì",
            {
                "fields": [
                    *("section", "number", "label", "unit", "decimals", "measure"),
                    *("part_of", "group", "guidance"),
                ]
            },
        ),
        (
            "Kiểm tra khi điền",
            {"fields": ["is_required", "minimum", "maximum", "question_percent"]},
        ),
        ("Tổng hợp, công bố", {"fields": ["is_public", "is_headline", "caution"]}),
        ("Mã", {"fields": ["code"]}),
    ]
    list_display = ["label", "code", "unit", "measure", "period"]
    list_filter = ["period", "measure", "is_headline"]
    search_fields = ["label", "code"]
    csv_fields = (
        *("period", "section", "number", "label", "code", "unit", "measure"),
        *("part_of", "is_required", "is_public", "is_headline"),
    )

    def get_list_select_related(self, request):
        return ["period", "section", "part_of"]

    def get_fieldsets(self, request, obj=None):
        """What is only to be read is read as it is written here."""
        if obj is None or not period_forms.is_fixed(obj.period):
            return self.fieldsets
        asked, _, told, coded = self.fieldsets
        shown = ["is_required", "limits", "question_percent"]
        return [asked, ("Kiểm tra khi điền", {"fields": shown}), told, coded]

    @admin.display(description="Giới hạn")
    def limits(self, indicator: Indicator):
        ends = {"từ": indicator.minimum, "đến": indicator.maximum}
        said = [
            f"{word} {vietnamese.number(end)}"
            for word, end in ends.items()
            if end is not None
        ]
        return " ".join(said) or "–"

    def _neighbours(self, obj):
        return self.model.objects.filter(section=obj.section)


@admin.register(IndicatorCheck)
class CheckAdmin(FormPartAdmin):
    fieldsets = [
        (None, {"fields": ["left", "sign", "right", "message", "is_blocking"]})
    ]
    list_display = ["__str__", "is_blocking", "period"]
    list_select_related = ["period", "left", "right"]
    search_fields = ["left__label", "right__label", "message"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("left", "right")


@admin.register(WantedFile)
class WantedFileAdmin(FormPartAdmin):
    fieldsets = [(None, {"fields": ["label", "guidance", "is_required", "code"]})]
    list_display = ["label", "code", "is_required", "period"]
    search_fields = ["label", "code"]
