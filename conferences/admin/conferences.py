"""Conferences: plan, programme, bodies, photographs; and the series they form."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conferences import permissions
from conferences.admin.archive import ArchivePages
from conferences.admin.conference_parts import (
    NARROW,
    AgendaInline,
    BodyInline,
    DocumentInline,
    FileInline,
    PaperInline,
    PhotographInline,
    PresiderInline,
)
from conferences.admin.next_steps import next_step, with_steps
from conferences.admin.office_pages import office_links
from conferences.models import Conference, ConferenceStatus, Series
from conferences.workflow import CONFERENCES
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_choices import KnownChoicesForm, KnownChoicesMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.templatetags.lhh import status_badge
from lienhiephoi.vietnamese import date_text
from news.admin.filters import YearFilter

# Addresses below /hoi-nghi/ that are no conference.
TAKEN = ("lich", "tai-lieu", "diem-danh")


class ConferenceForm(KnownChoicesForm, VersionedForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in TAKEN:
            raise forms.ValidationError("Địa chỉ này đã dành cho trang khác.")
        return slug

    def clean(self):
        cleaned = super().clean()
        moved_to = self.cleaned_data.get("starts_on")
        is_moved = moved_to and "starts_on" in self.changed_data
        if is_moved and self.instance.is_over and moved_to > timezone.localdate():
            state = self.instance.get_status_display().lower()
            self.add_error(
                "starts_on", f"Hội nghị {state}, ngày họp không thể sau hôm nay."
            )
        return cleaned


class HeldYearFilter(YearFilter):
    title = "năm họp"
    column = "starts_on"


@admin.register(Conference)
class ConferenceAdmin(ArchivePages, KnownChoicesMixin, WorkflowAdminMixin, RecordAdmin):
    desk_group = desk.CONFERENCES
    desk_order = 1
    form = ConferenceForm
    change_form_template = "admin/conferences/conference/change_form.html"
    formfield_overrides = {models.TimeField: NARROW[models.TimeField]}
    stays_on_page = True
    workflow = CONFERENCES
    fieldsets = [
        (
            "Hội nghị",
            {
                "fields": [
                    *("kind", "title", "summary", "series"),
                    ("term", "ordinal", "is_extended"),
                ]
            },
        ),
        (
            "Thời gian, địa điểm",
            {
                "fields": [
                    *(("starts_on", "start_time"), ("ends_on", "end_time")),
                    *("place", "online_address"),
                ]
            },
        ),
        ("Trang công khai", {"fields": ["is_public", "videos", "articles", "slug"]}),
        (
            "Điểm danh, tỷ lệ hợp lệ",
            {
                "fields": [
                    *("committee", ("quorum_parts", "quorum_of")),
                    "door_opens_minutes",
                ]
            },
        ),
        ("Văn phòng", {"fields": ["office_note"]}),
    ]
    autocomplete_fields = ["series", "term", "committee", "videos", "articles"]
    inlines = [
        *(BodyInline, PresiderInline, AgendaInline, PaperInline, FileInline),
        *(DocumentInline, PhotographInline),
    ]
    list_display = [
        *("named", "held", "state"),
        *("many_invited", "many_answered", "many_came", "step"),
    ]
    list_filter = ["status", "kind", HeldYearFilter, "series", "term", "is_public"]
    search_fields = ["title", "place"]
    date_hierarchy = "starts_on"
    ordering = ["-starts_on", "-pk"]
    long_fields = ("summary", "office_note")
    csv_fields = (
        *("title", "kind", "place_in_term", "starts_on", "start_time", "ends_on"),
        *("place", "status", "is_public"),
        *("many_invited", "many_answered", "many_came"),
    )

    class Media:
        css = {"all": ["css/admin-periods.css", "css/admin-conferences.css"]}

    def has_delete_permission(self, request, obj=None):
        """Only a plan: what was called together or held is put off or cancelled."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.status == ConferenceStatus.PLANNED)

    # --- Form -------------------------------------------------------------------

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("committee__term")
        return with_steps(found.with_delegates())

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            # A refused form has left its values, good or bad, on `obj`.
            is_refused = context["adminform"].form.is_bound
            stored = Conference.objects.get(pk=obj.pk) if is_refused else obj
            context |= {
                "office_links": office_links(stored, request.user),
                "state_badge": status_badge(stored),
                "view_url": stored.get_absolute_url(),
                "view_label": "Xem trên trang" if stored.is_public else "Xem trước",
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def consequences(self, record, move):
        if move.name in ("postpone", "cancel"):
            if record.is_public:
                yield "Trang hội nghị và tệp lịch của bạn đọc ghi rõ là không họp."
            if record.status == ConferenceStatus.INVITED:
                yield (
                    "Thư báo cho người được mời được viết sẵn, giữ lại ở hàng thư để "
                    "văn phòng đọc trước khi gửi."
                )
        elif move.name == "invite":
            yield "Ghi rằng giấy mời đã gửi; thư mời gửi từ trang đại biểu."
        elif move.name == "hold":
            yield "Không nhận thêm trả lời thư mời; nhiệm vụ, nghị quyết hiện trên trang."

    # --- List -------------------------------------------------------------------

    def get_list_display(self, request):
        """Who only reads has no next step."""
        shown = super().get_list_display(request)
        if permissions.runs_conferences(request.user):
            return shown
        return [each for each in shown if each != "step"]

    @admin.display(description="Hội nghị", ordering="title")
    def named(self, conference: Conference):
        """With its kind and place in small under it, so that no column is a ribbon."""
        under = filter(None, (conference.get_kind_display(), conference.place))
        return format_html(
            '{} <span class="list-under">{}</span>',
            conference.title,
            " · ".join(under),
        )

    @admin.display(description="Thời gian", ordering="starts_on")
    def held(self, conference: Conference):
        day, hour = date_text(conference.starts_on), conference.start_time
        return format_html(
            '<span class="moment">{}</span>', f"{hour:%H:%M}, {day}" if hour else day
        )

    @admin.display(description="Mời", ordering="invited")
    def many_invited(self, conference: Conference):
        return conference.invited or None

    @admin.display(description="Trả lời", ordering="answered")
    def many_answered(self, conference: Conference):
        return conference.answered if conference.invited else None

    @admin.display(description="Có mặt", ordering="came")
    def many_came(self, conference: Conference):
        return conference.came or None

    @admin.display(description="Việc tiếp theo")
    def step(self, conference: Conference):
        found = next_step(conference, timezone.localdate())
        if found is None:
            return "–"
        return format_html('<a href="{}">{}</a>', found.url, found.label)

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, conference: Conference):
        badge = status_badge(conference)
        if conference.is_public:
            return badge
        return format_html(
            '{} <span class="list-under">{}</span>', badge, "Chưa công khai"
        )

    @admin.display(description="Lần thứ, nhiệm kỳ")
    def place_in_term(self, conference: Conference):
        return conference.place_in_term


@admin.register(Series)
class SeriesAdmin(RecordAdmin):
    desk_group = desk.CONFERENCES
    desk_order = 9
    fields = ["name", "order"]
    list_display = ["name", "order", "many"]
    search_fields = ["name"]
    # Counting drops the order of the model.
    ordering = ["order", "name"]
    csv_fields = ("name", "order", "many")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(met=Count("conferences"))

    @admin.display(description="Số hội nghị", ordering="met")
    def many(self, series: Series):
        listed = reverse("admin:conferences_conference_changelist")
        return format_html(
            '<a href="{}?series__id__exact={}">{}</a>', listed, series.pk, series.met
        )
