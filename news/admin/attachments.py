"""Files that hang on a publication, edited with it."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html

from lienhiephoi.filekinds import ATTACHMENTS
from lienhiephoi.files import accepted
from lienhiephoi.vietnamese import file_size
from news.models import Attachment


class AttachmentForm(forms.ModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Tệp, tối đa 20 MB"
        self.fields["file"].help_text = f"Nhận: {accepted(ATTACHMENTS)}."

    class Meta:
        # A private file has no address of its own, so nothing links to it here.
        widgets = {"file": forms.FileInput}


class AttachmentInline(admin.TabularInline):
    model = Attachment
    form = AttachmentForm
    extra = 0
    fields = ["opened", "file", "name", "order"]
    readonly_fields = ["opened"]

    @admin.display(description="Tệp hiện có")
    def opened(self, attachment: Attachment):
        if not attachment.pk:
            return "–"
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}, {}</span>',
            attachment.get_absolute_url(),
            attachment.name,
            attachment.kind_label,
            file_size(attachment.size),
        )
