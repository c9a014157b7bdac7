"""The figures of a report in its form: each bound to a source by one choice."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from conferences import sources
from conferences.models import (
    ConferenceReport,
    ContestEdition,
    HonourRound,
    ReportFigure,
    Source,
)
from members.models import ReportingPeriod

_SIGN = "|"
_NEEDED = {
    "edition": "Hãy chọn kỳ thi mà số này đếm.",
    "round": "Hãy chọn đợt xét, tôn vinh mà số này đếm.",
}


def source_choices(report: ConferenceReport) -> list:
    """What a figure can be, grouped by source."""
    groups = [
        (
            kind.label,
            [(f"{kind.name}{_SIGN}{code}", label) for code, label in found],
        )
        for kind in sources.kinds()
        if (found := kind.measures(report))
    ]
    return [("", "Chọn số liệu"), *groups]


class FigureForm(forms.ModelForm):
    """`bound_to` is source and measure in one list, so that they always fit."""

    bound_to = forms.ChoiceField(
        label="Lấy từ",
        error_messages={
            "required": "Hãy chọn số liệu.",
            "invalid_choice": "Nguồn không có số liệu này.",
        },
    )

    class Meta:
        model = ReportFigure
        fields = (
            *("key", "label", "order", "period", "as_of", "edition", "round"),
            *("amount", "compared_amount", "source_text", "qualifier", "unit"),
        )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._offer(f"{self.instance.source}{_SIGN}{self.instance.measure}")

    def _offer(self, now: str) -> None:
        """What it is bound to, even if the source does not offer it any more."""
        field = self.fields["bound_to"]
        offered = {value for _, group in field.choices[1:] for value, _ in group}
        if now not in offered:
            gone = ("Không còn trong nguồn", [(now, now.partition(_SIGN)[2] or "–")])
            field.choices = [*field.choices, gone]
        self.initial["bound_to"] = now

    def clean(self):
        cleaned = super().clean()
        source, _, measure = cleaned.get("bound_to", "").partition(_SIGN)
        # Set before the model is checked, whose constraints look at them.
        self.instance.source, self.instance.measure = source, measure
        kind = sources.kind_of(source)
        if kind and kind.needs and not cleaned.get(kind.needs):
            self.add_error(kind.needs, _NEEDED.get(kind.needs, "Hãy chọn."))
        if source == Source.TYPED:
            self._ask_for_typed(cleaned)
        return cleaned

    def _ask_for_typed(self, cleaned) -> None:
        if "amount" in cleaned and cleaned["amount"] is None:
            self.add_error("amount", "Hãy ghi giá trị.")
        if "source_text" in cleaned and not cleaned["source_text"]:
            self.add_error("source_text", "Hãy ghi văn bản hoặc cơ quan cho số này.")


class FigureFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Two new rows with one key: the database would refuse the second."""
        super().clean()
        keys = [
            form.cleaned_data["key"]
            for form in self.forms
            if form.cleaned_data.get("key") and not form.cleaned_data.get("DELETE")
        ]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValidationError(f"Mã dùng hai lần: {', '.join(twice)}.")


class FigureInline(admin.StackedInline):
    model = ReportFigure
    form = FigureForm
    formset = FigureFormSet
    extra = 1
    classes = ["collapse"]
    verbose_name_plural = "Số liệu đưa vào báo cáo"
    fieldsets = [
        (None, {"fields": [("key", "label"), ("bound_to", "order")]}),
        (
            "Kỳ, ngày, kỳ thi, đợt xét khác với của báo cáo",
            {
                "fields": [("period", "as_of"), ("edition", "round")],
                "classes": ["collapse"],
            },
        ),
        (
            "Số ghi tay và cách ghi",
            {
                "fields": [
                    ("amount", "compared_amount"),
                    ("source_text",),
                    ("qualifier", "unit"),
                ],
                "classes": ["collapse"],
            },
        ),
    ]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("period", "edition__contest", "round")

    def get_formset(self, request, obj=None, **kwargs):
        """The lists are read once, not once for each figure."""
        formset = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        if "bound_to" not in fields:
            return formset
        fields["bound_to"].choices = source_choices(obj or ConferenceReport())
        for name, rows, nothing in (
            ("period", ReportingPeriod.objects.all(), "Kỳ của báo cáo"),
            ("edition", ContestEdition.objects.select_related("contest"), "–"),
            ("round", HonourRound.objects.all(), "–"),
        ):
            chosen = [("", nothing), *((each.pk, str(each)) for each in rows)]
            fields[name].choices = chosen
            fields[name].widget.choices = chosen
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"period", "edition", "round"}:
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = field.widget.can_delete_related = False
        return field
