"""Terms of office, and the committees elected for them."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_dated import DatedInline
from lienhiephoi.vietnamese import date_text
from members.models import Committee, CommitteeSeat, Term


class CommitteeInline(admin.TabularInline):
    model = Committee
    extra = 0
    fields = ["kind", "size", "decision", "members"]
    readonly_fields = ["members"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(seated=Count("seats"))

    @admin.display(description="Danh sách")
    def members(self, committee: Committee):
        if committee.pk is None:
            return "Lưu nhiệm kỳ rồi ghi danh sách."
        address = reverse("admin:members_committee_change", args=[committee.pk])
        return format_html('<a href="{}">{} người</a>', address, committee.seated)


@admin.register(Term)
class TermAdmin(RecordAdmin):
    desk_group = desk.REGISTER
    desk_order = 3
    stays_on_page = True
    fieldsets = [
        ("Nhiệm kỳ", {"fields": ["ordinal", "congress"]}),
        ("Thời gian", {"fields": ["starts_on", "planned_end_on"]}),
        ("Gia hạn", {"fields": ["extended_until", "extension_decision"]}),
        ("Ghi chú", {"fields": ["note"]}),
    ]
    inlines = [CommitteeInline]
    list_display = ["years", "ordinal", "starts", "ends", "congress"]
    search_fields = ["congress"]
    csv_fields = ("ordinal", "years", "starts", "ends", "congress")

    @admin.display(description="Nhiệm kỳ", ordering="starts_on")
    def years(self, term: Term):
        return term.years

    @admin.display(description="Bắt đầu", ordering="starts_on")
    def starts(self, term: Term):
        return date_text(term.starts_on)

    @admin.display(description="Kết thúc")
    def ends(self, term: Term):
        if term.extended_until:
            return f"{date_text(term.extended_until)} (gia hạn)"
        return date_text(term.planned_end_on)


class SeatInline(DatedInline):
    model = CommitteeSeat
    extra = 3
    verbose_name_plural = "Danh sách (để trống ngày: trọn nhiệm kỳ)"
    fields = ["person", "position", "association", "starts_on", "ends_on", "order"]
    autocomplete_fields = ["person", "association"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("person", "association")


@admin.register(Committee)
class CommitteeAdmin(RecordAdmin):
    desk_group = desk.REGISTER
    desk_order = 3
    stays_on_page = True
    fields = ["term", "kind", "size", "decision"]
    inlines = [SeatInline]
    list_display = ["__str__", "term", "size", "seated"]
    list_filter = ["kind", "term"]
    list_select_related = ["term"]
    search_fields = ["decision"]
    csv_fields = ("__str__", "term", "size", "seated")

    class Media:
        css = {"all": ["css/admin-register.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(taken=Count("seats"))

    @admin.display(description="Số người trong danh sách")
    def seated(self, committee: Committee):
        return committee.taken
