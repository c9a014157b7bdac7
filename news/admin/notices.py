"""Notices."""

from django.contrib import admin

from lienhiephoi.admin_editor import EditorAdminMixin
from news.admin.attachments import AttachmentInline
from news.admin.filters import MineFilter, StateFilter, YearFilter
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Notice


@admin.register(Notice)
class NoticeAdmin(EditorAdminMixin, PublicationAdmin):
    desk_order = 2
    fieldsets = [
        ("Nội dung", {"fields": ["title", "body", "is_pinned"]}),
        ("Thời điểm", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    inlines = [AttachmentInline]
    list_display = ["title", "state", "published", "expires_at", "is_pinned"]
    list_filter = [StateFilter, MineFilter, "is_pinned", YearFilter]
    long_fields = ("body",)
