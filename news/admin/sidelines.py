"""Web links and quotations."""

from django.contrib import admin

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from news.models import Quote, WebLink


@admin.register(WebLink)
class WebLinkAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 3
    fields = ["group", "label", "url", "order", "is_shown"]
    list_display = ["label", "group", "url", "order", "is_shown"]
    list_editable = ["order", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = ["label", "group", "url"]
    ordering = ["group", "order", "label"]
    csv_fields = ("group", "label", "url", "is_shown")


@admin.register(Quote)
class QuoteAdmin(RecordAdmin):
    desk_group = desk.LIBRARY
    desk_order = 6
    fields = ["text", "author", "source", "is_shown"]
    list_display = ["text", "author", "source", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = ["text", "author", "source"]
    csv_fields = ("text", "author", "source", "is_shown")
