"""Minutes, resolutions, elections."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from conferences import attendance, permissions, promises
from conferences.admin.minutes_page import (
    MinutesPage,
    open_page,
    save_page,
    stored_minutes,
)
from conferences.admin.office_pages import OfficePage, register_page
from conferences.documents import (
    minutes as minutes_documents,
    resolutions as resolution_documents,
)
from conferences.models import (
    Conference,
    ConferenceStatus,
    ElectionResult,
    Minutes,
    Resolution,
    TaskStatus,
)
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import DOCX, PDF
from lienhiephoi.vietnamese import date_text

_WRITERS = {
    "docx": (DOCX, minutes_documents.minutes_docx),
    "pdf": (PDF, minutes_documents.minutes_pdf),
}
_RESOLUTION_WRITERS = {
    "docx": (DOCX, resolution_documents.resolution_docx),
    "pdf": (PDF, resolution_documents.resolution_pdf),
}


@admin.register(Minutes)
class MinutesAdmin(RecordAdmin):
    """Begun from a conference, of which there is one page for all that is minuted."""

    desk_group = desk.CONFERENCES
    desk_order = 4
    long_fields = ("opening", "closing")
    list_display = ["conference", "day", "minuted", "is_public"]
    list_select_related = ["conference"]
    list_filter = ["is_public", "conference__kind"]
    search_fields = ["conference__title"]
    csv_fields = ("conference", "day", "minuted", "is_public")
    ordering = ["-conference__starts_on", "-pk"]

    class Media:
        css = {"all": ["css/admin-minutes.css"]}

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """What was said at a meeting stays."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.conference.is_over)

    def get_queryset(self, request):
        written = Count(
            "conference__agenda", filter=~Q(conference__agenda__minute=None)
        )
        return super().get_queryset(request).annotate(written=written)

    @admin.display(description="Ngày họp", ordering="conference__starts_on")
    def day(self, minutes: Minutes):
        return date_text(minutes.conference.starts_on)

    @admin.display(description="Số mục đã ghi", ordering="written")
    def minuted(self, minutes: Minutes):
        return minutes.written

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "hoi-nghi/<int:conference_pk>/",
                view(self.page_view),
                name="conferences_minutes_page",
            ),
            path(
                "hoi-nghi/<int:conference_pk>/bien-ban.<slug:kind>",
                view(self.file_view),
                name="conferences_minutes_file",
            ),
            *super().get_urls(),
        ]

    # --- The page -----------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        minutes = self.get_object(request, object_id)
        if minutes is None:
            raise Http404("Không có biên bản này.")
        return self.page_view(request, minutes.conference_id)

    def page_view(self, request, conference_pk: int):
        conference = self._conference(request, conference_pk)
        may_write = permissions.runs_conferences(request.user)
        if request.method != "POST":
            return self._page(request, open_page(conference), may_write=may_write)
        if not may_write:
            raise PermissionDenied("Bạn không có quyền ghi biên bản.")
        page, written = save_page(conference, request.POST)
        if written:
            self.log_change(request, page.frame.instance, f"Ghi {written} phần")
        if page.is_valid and not page.clashes:
            told = "Đã lưu biên bản." if written else "Chưa có gì thay đổi."
            self.message_user(request, told, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        if written:
            told = f"Đã lưu {written} phần không trùng với người khác."
            self.message_user(request, told, messages.SUCCESS)
        return self._page(request, page, may_write=may_write)

    def _conference(self, request, pk: int) -> Conference:
        if not self.has_view_permission(request):
            raise PermissionDenied("Bạn không có quyền xem biên bản.")
        found = Conference.objects.select_related("committee__term", "term", "series")
        return get_object_or_404(found, pk=pk)

    def _page(self, request, page: MinutesPage, *, may_write: bool):
        conference = page.conference
        if not may_write:
            _only_to_read(page)
        counted = attendance.count(conference)
        context = {
            **self.admin_site.each_context(request),
            "title": "Biên bản",
            "opts": self.opts,
            "conference": conference,
            "page": page,
            "may_write": may_write,
            "has_errors": any(form.errors for form in page.parts),
            "attendance": counted.total,
            "quorum": attendance.quorum(conference),
            "promises": promises.left_by(conference, in_office=True),
            "not_given": conference.tasks.filter(status=TaskStatus.DRAFT).count(),
            "lists": _lists(conference, may_write=may_write),
            "files": [
                (
                    kind,
                    reverse(
                        "admin:conferences_minutes_file", args=[conference.pk, kind]
                    ),
                )
                for kind in _WRITERS
            ],
            "media": self.media + page.media,
        }
        return TemplateResponse(request, "admin/conferences/minutes.html", context)

    def file_view(self, request, conference_pk: int, kind: str):
        """What is minuted so far; a blank form of it where nothing is."""
        conference = self._conference(request, conference_pk)
        if kind not in _WRITERS:
            raise Http404("Không có tệp này.")
        file_kind, write = _WRITERS[kind]
        name = f"bien-ban-{conference.slug}.{kind}"
        return download(write(stored_minutes(conference)), file_kind, name)


def _only_to_read(page: MinutesPage) -> None:
    for form in page.parts:
        for field in form.fields.values():
            field.disabled = True


def _lists(conference: Conference, *, may_write: bool) -> list[dict]:
    """What the conference decided, each with the address where one is added."""
    tasks = conference.tasks.select_related("association", "person")
    given = {"conference": conference.pk}
    kinds = (
        ("Nghị quyết", "resolution", conference.resolutions.all()),
        ("Kết quả bầu", "electionresult", _elections(conference)),
        ("Nhiệm vụ", "task", tasks),
    )
    return [
        {
            "title": title,
            "rows": [(row, _change_url(name, row)) for row in rows],
            "has_states": name == "task",
            "add_url": f"{_add_url(name)}?{urlencode(given)}" if may_write else "",
        }
        for title, name, rows in kinds
    ]


def _elections(conference: Conference):
    return conference.elections.select_related("person", "association")


def _change_url(name: str, row) -> str:
    return reverse(f"admin:conferences_{name}_change", args=[row.pk])


def _add_url(name: str) -> str:
    return reverse(f"admin:conferences_{name}_add")


def _minutes_url(conference: Conference) -> str:
    return reverse("admin:conferences_minutes_page", args=[conference.pk])


def _sees_minutes(user) -> bool:
    return user.has_perm("conferences.view_minutes")


register_page(OfficePage("Biên bản", _minutes_url, _sees_minutes, order=40))


# --- Resolutions and elections ----------------------------------------------------


@admin.register(Resolution)
class ResolutionAdmin(RecordAdmin):
    form = VersionedForm
    desk_group = desk.CONFERENCES
    desk_order = 5
    stays_on_page = True
    long_fields = ("text",)
    change_form_template = "admin/conferences/resolution/change_form.html"
    fieldsets = [
        ("Nghị quyết", {"fields": ["conference", "title", "number", "adopted_on"]}),
        ("Nội dung", {"fields": ["text"]}),
        ("Biểu quyết", {"fields": [("votes_for", "votes_total")]}),
        ("Công bố", {"fields": ["is_public", "document", "order"]}),
    ]
    autocomplete_fields = ["conference", "document"]
    list_display = ["title", "number", "adopted", "conference", "is_public"]
    list_select_related = ["conference"]
    list_filter = ["is_public", "conference__kind"]
    search_fields = ["title", "number", "conference__title"]
    csv_fields = ("number", "title", "adopted", "conference", "is_public")
    ordering = ["-conference__starts_on", "order", "pk"]

    def has_delete_permission(self, request, obj=None):
        """What was adopted stays: it has its day, or its number."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not (obj.number or obj.adopted_on))

    @admin.display(description="Ngày thông qua", ordering="adopted_on")
    def adopted(self, resolution: Resolution):
        return date_text(resolution.adopted_on) if resolution.adopted_on else ""

    def get_urls(self):
        return [
            path(
                "<int:pk>/nghi-quyet.<slug:kind>",
                self.admin_site.admin_view(self.file_view),
                name="conferences_resolution_file",
            ),
            *super().get_urls(),
        ]

    def file_view(self, request, pk: int, kind: str):
        resolution = get_object_or_404(
            Resolution.objects.select_related("conference"), pk=pk
        )
        if not self.has_view_permission(request, resolution):
            raise PermissionDenied("Bạn không có quyền xem nghị quyết.")
        if kind not in _RESOLUTION_WRITERS:
            raise Http404("Không có tệp này.")
        file_kind, write = _RESOLUTION_WRITERS[kind]
        return download(write(resolution), file_kind, f"nghi-quyet-{pk}.{kind}")


@admin.register(ElectionResult)
class ElectionResultAdmin(RecordAdmin):
    desk_group = desk.CONFERENCES
    desk_order = 6
    fieldsets = [
        ("Kết quả bầu", {"fields": ["conference", "office", "elected", "order"]}),
        ("Trong sổ của Liên hiệp Hội", {"fields": ["person", "association"]}),
        ("Số phiếu", {"fields": [("votes_for", "votes_total")]}),
        ("Thời gian giữ chức danh", {"fields": [("starts_on", "ends_on")]}),
    ]
    autocomplete_fields = ["conference", "person", "association"]
    list_display = ["office", "who", "votes", "conference"]
    list_select_related = ["conference", "person", "association"]
    list_filter = ["conference__kind"]
    search_fields = ["office", "elected", "person__full_name", "conference__title"]
    csv_fields = ("office", "who", "votes", "conference", "starts_on", "ends_on")
    ordering = ["-conference__starts_on", "order", "pk"]

    def has_delete_permission(self, request, obj=None):
        """Until the conference has reported a slip is taken out, afterwards not."""
        may = super().has_delete_permission(request, obj)
        is_closed = obj and obj.conference.status == ConferenceStatus.REPORTED
        return may and not is_closed

    @admin.display(description="Trúng cử", ordering="elected")
    def who(self, election: ElectionResult):
        return election.who

    @admin.display(description="Số phiếu", ordering="votes_for")
    def votes(self, election: ElectionResult):
        if election.votes_for is None:
            return ""
        of_all = f"/{election.votes_total}" if election.votes_total else ""
        return f"{election.votes_for}{of_all}"
