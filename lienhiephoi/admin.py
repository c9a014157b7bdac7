"""Admin of the portal's own rows: settings, menu, search, old addresses."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from lienhiephoi import (
    admin_consents,  # noqa: F401 -- registers itself
    admin_letters,  # noqa: F401 -- registers itself
    desk,
    images,
)
from lienhiephoi.admin_base import ReadOnlyAdmin, RecordAdmin
from lienhiephoi.models import (
    MenuItem,
    OldAddress,
    SearchMiss,
    SearchSynonym,
    SiteSettings,
)
from lienhiephoi.vietnamese import date_text


class SiteSettingsForm(forms.ModelForm):
    """Pictures are made anew as WebP, as all pictures of the portal are."""

    def clean_logo(self):
        return images.as_webp(self.cleaned_data["logo"])

    def clean_banner(self):
        return images.as_webp(self.cleaned_data["banner"])


@admin.register(SiteSettings)
class SiteSettingsAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 1
    form = SiteSettingsForm
    stays_on_page = True
    fieldsets = [
        ("Tên", {"fields": ["name", "short_name", "tagline"]}),
        ("Hình ảnh", {"fields": ["logo", "banner"]}),
        (
            "Chân trang",
            {
                "fields": [
                    *("managing_body", "governing_body", "responsible_person"),
                    *("responsible_position", "licence", "copyright_line"),
                ]
            },
        ),
        (
            "Liên hệ",
            {"fields": ["address", "phone", "fax", "email", "working_hours"]},
        ),
        ("Mạng xã hội", {"fields": ["facebook_url", "youtube_url", "zalo_url"]}),
        ("Lượt truy cập cũ", {"fields": ["visit_baseline", "visit_baseline_note"]}),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        """There is one row, so its list is its form."""
        if SiteSettings.objects.exists():
            return HttpResponseRedirect(self._change_url(1))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:lienhiephoi_sitesettings_add"))
        self.message_user(
            request, "Chưa có thông tin đơn vị; hãy nhờ quản trị.", messages.WARNING
        )
        return HttpResponseRedirect(reverse("admin:index"))


@admin.register(MenuItem)
class MenuItemAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 2
    fields = ["parent", "label", "url", "order", "is_shown"]
    list_display = ["place", "url", "order", "is_shown"]
    list_display_links = ["place"]
    list_editable = ["order", "is_shown"]
    list_select_related = ["parent"]
    search_fields = ["label", "url"]

    def get_ordering(self, request):
        """As the menu shows it: each item followed by those under it."""
        return [
            Coalesce("parent__order", "order"),
            Coalesce("parent_id", "id"),
            F("parent_id").asc(nulls_first=True),
            "order",
            "pk",
        ]

    @admin.display(description="Mục")
    def place(self, item: MenuItem):
        if item.parent_id:
            return format_html('<span class="menu-child">{}</span>', item.label)
        return format_html("<strong>{}</strong>", item.label)


@admin.register(SearchSynonym)
class SearchSynonymAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 4
    fields = ["spellings"]
    list_display = ["__str__"]


@admin.register(SearchMiss)
class SearchMissAdmin(ReadOnlyAdmin):
    desk_group = desk.READERS
    desk_order = 30
    list_display = ["query", "count", "last_on", "remedy"]
    search_fields = ["query"]
    date_hierarchy = "last_on"
    csv_fields = ("query", "count", "last_on")
    actions = ["export_csv"]

    @admin.display(description="Việc nên làm")
    def remedy(self, miss: SearchMiss):
        return format_html(
            '<a href="{}">Thêm từ đồng nghĩa</a>', _synonym_url(miss.query)
        )


@admin.register(OldAddress)
class OldAddressAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 5
    fields = ["path", "content_type", "object_id", "leads_to"]
    readonly_fields = ["leads_to"]
    list_display = ["path", "leads_to", "created_at"]
    search_fields = ["path"]
    date_hierarchy = "created_at"
    csv_fields = ("path", "leads_to", "created_at")

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.select_related("content_type").prefetch_related("target")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "content_type":
            field.label = "loại nội dung"
            field.queryset = field.queryset.filter(pk__in=_addressed_kinds())
        return field

    @admin.display(description="dẫn tới")
    def leads_to(self, address: OldAddress):
        if address.pk is None or address.target is None:
            return "–"
        if address.leads_to() is None:
            return f"{address.target} (không công khai)"
        return format_html('<a href="{}">{}</a>', address.leads_to(), address.target)


def _addressed_kinds() -> list[int]:
    """Kinds of record that have a public page of their own."""
    return [
        kind.pk
        for kind in ContentType.objects.all()
        if hasattr(kind.model_class(), "get_absolute_url")
    ]


def _synonym_url(query: str) -> str:
    address = reverse("admin:lienhiephoi_searchsynonym_add")
    return f"{address}?{urlencode({'spellings': query})}"


def _searches_without_result(user) -> list[desk.DeskSection]:
    if not user.has_perm("lienhiephoi.view_searchmiss"):
        return []
    rows, total = desk.with_total(SearchMiss.objects.all())
    may_add = user.has_perm("lienhiephoi.add_searchsynonym")
    list_url = reverse("admin:lienhiephoi_searchmiss_changelist")
    return [
        desk.DeskSection(
            key="search",
            title="Bạn đọc tìm mà không thấy",
            rows=[
                desk.DeskRow(
                    title=f"«{miss.query}»",
                    url=_synonym_url(miss.query) if may_add else list_url,
                    action="Thêm từ đồng nghĩa" if may_add else "Xem",
                    detail=f"{miss.count} lần, lần cuối {date_text(miss.last_on)}",
                )
                for miss in rows
            ],
            counts=[desk.DeskCount("câu tìm", total, list_url)],
        )
    ]


desk.register_sections(_searches_without_result)
