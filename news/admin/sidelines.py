"""Web links and quotations."""

from django import forms
from django.contrib import admin

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.validators import validate_web_address
from news.models import Quote, WebLink


class WebLinkForm(forms.ModelForm):
    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        validate_web_address(url)
        return url


@admin.register(WebLink)
class WebLinkAdmin(RecordAdmin):
    desk_group = desk.SITE
    desk_order = 3
    form = WebLinkForm
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
