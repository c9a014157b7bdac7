"""Contests, selections and honours as counts."""

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, Sum

from conferences.models import (
    Contest,
    ContestEdition,
    HonourCount,
    HonourRound,
    PrizeCount,
    PrizeLevel,
)
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.vietnamese import number


class PrizeFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        if not self.is_valid():
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        prizes = [
            PrizeCount(level=e["level"], rank=e["rank"], count=e["count"]) for e in kept
        ]
        if faults := self.instance.prize_faults(prizes):
            raise forms.ValidationError(faults)


class PrizeInline(admin.TabularInline):
    model = PrizeCount
    formset = PrizeFormSet
    extra = 0
    fields = ["level", "rank", "count", "order"]


class HonourCountInline(admin.TabularInline):
    model = HonourCount
    extra = 0
    fields = ["label", "recipient_kind", "proposed", "granted", "order"]


@admin.register(Contest)
class ContestAdmin(RecordAdmin):
    desk_group = desk.REGISTERS
    desk_order = 4
    fields = ["name", "entry_word", "organisers", "order"]
    list_display = ["name", "entry_word", "held", "order"]
    list_editable = ["order"]
    search_fields = ["name", "organisers"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(times=Count("editions"))

    @admin.display(description="Số lần đã ghi", ordering="times")
    def held(self, contest: Contest):
        return contest.times


@admin.register(ContestEdition)
class ContestEditionAdmin(RecordAdmin):
    desk_group = desk.REGISTERS
    desk_order = 3
    form = VersionedForm
    fieldsets = [
        (
            "Kỳ thi",
            {
                "fields": [
                    "contest",
                    ("ordinal", "year"),
                    ("awarded_on", "decision"),
                ]
            },
        ),
        (
            "Số dự thi",
            {"fields": [("entries", "authors"), "sent_to_national"]},
        ),
        ("Nguồn", {"fields": ["source", "note"]}),
    ]
    autocomplete_fields = ["contest"]
    inlines = [PrizeInline]
    list_display = ["name", "year", "entries", "in_province", "sent", "nationally"]
    list_filter = ["contest", "year"]
    list_select_related = ["contest"]
    search_fields = ["contest__name", "decision", "source"]
    ordering = ["-year", "contest__order", "-ordinal"]
    long_fields = ("note",)
    csv_fields = (
        *("contest", "ordinal", "year", "awarded_on", "decision", "entries", "authors"),
        *("in_province", "sent_to_national", "nationally", "source"),
    )

    def get_queryset(self, request):
        of = {
            level: Sum("prizes__count", filter=Q(prizes__level=level))
            for level in PrizeLevel.values
        }
        return (
            super()
            .get_queryset(request)
            .annotate(
                provincial_prizes=of[PrizeLevel.PROVINCE],
                national_prizes=of[PrizeLevel.NATIONAL],
            )
        )

    @admin.display(description="Kỳ thi", ordering="contest__name")
    def name(self, edition: ContestEdition):
        return str(edition)

    @admin.display(description="Giải tỉnh", ordering="provincial_prizes")
    def in_province(self, edition: ContestEdition):
        return _known(edition.provincial_prizes)

    @admin.display(description="Gửi toàn quốc", ordering="sent_to_national")
    def sent(self, edition: ContestEdition):
        return _known(edition.sent_to_national)

    @admin.display(description="Giải toàn quốc", ordering="national_prizes")
    def nationally(self, edition: ContestEdition):
        return _known(edition.national_prizes)


@admin.register(HonourRound)
class HonourRoundAdmin(RecordAdmin):
    desk_group = desk.REGISTERS
    desk_order = 5
    form = VersionedForm
    fieldsets = [
        ("Đợt xét, tôn vinh", {"fields": [("name", "year")]}),
        (
            "Quyết định",
            {"fields": [("decided_on", "decided_by"), "decision", "document"]},
        ),
        ("Ghi chú", {"fields": ["note"]}),
    ]
    autocomplete_fields = ["document"]
    inlines = [HonourCountInline]
    list_display = ["name", "year", "decided_on", "decided_by", "of_how_many"]
    list_filter = ["year"]
    search_fields = ["name", "decided_by", "decision"]
    ordering = ["-year", "-decided_on", "-pk"]
    long_fields = ("note",)
    csv_fields = (
        *("name", "year", "decided_on", "decided_by", "decision", "of_how_many"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("counts")

    @admin.display(description="Kết quả")
    def of_how_many(self, honour_round: HonourRound):
        return "; ".join(map(_told, honour_round.counts.all())) or "–"


def _told(each: HonourCount) -> str:
    """ "Giấy khen: 14 cá nhân", "Trí thức tiêu biểu: 40/62 hồ sơ"."""
    of = f"/{number(each.proposed)}" if each.proposed is not None else ""
    kind = each.get_recipient_kind_display().lower()
    return f"{each.label}: {number(each.granted)}{of} {kind}"


def _known(count: int | None) -> str:
    return "–" if count is None else number(count)
