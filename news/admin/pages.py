"""Standing pages."""

from django.contrib import admin

from lienhiephoi.admin_editor import EditorAdminMixin
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Page


@admin.register(Page)
class PageAdmin(EditorAdminMixin, PublicationAdmin):
    desk_order = 4
    fieldsets = [
        ("Nội dung", {"fields": ["title", "lead", "body"]}),
        ("Vị trí", {"fields": ["parent", "order"]}),
        ("Thời điểm", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    autocomplete_fields = ["parent"]
    list_display = ["title", "parent", "order", "state", "published"]
    list_select_related = ["parent"]
    date_hierarchy = None
    ordering = ["order", "title"]
    long_fields = ("lead", "body", "parent__lead", "parent__body")
