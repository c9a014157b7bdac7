"""What is edited with a conference: who holds it, its programme, what is handed out."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import prefetch_related_objects
from django.utils.html import format_html

from conferences.models import (
    AgendaItem,
    ConferenceBody,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    Paper,
    Presider,
)
from lienhiephoi.admin_choices import KnownChoicesForm, KnownChoicesMixin
from lienhiephoi.filekinds import ATTACHMENTS
from lienhiephoi.files import accepted
from lienhiephoi.vietnamese import file_size
from news.admin.choosing import PictureInline

NARROW = {
    models.DateField: {
        "widget": forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "size": 10})
    },
    models.TimeField: {
        "widget": forms.TimeInput(
            format="%H:%M", attrs={"placeholder": "08:00", "size": 5}
        ),
        "error_messages": {"invalid": "Hãy ghi giờ và phút, ví dụ 08:00 hoặc 8h30."},
    },
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 28})},
}


class PartInline(KnownChoicesMixin, admin.TabularInline):
    """Rows of one conference; days and hours are typed, choices are not edited here."""

    form = KnownChoicesForm
    extra = 0
    view_on_site = False
    formfield_overrides = NARROW

    def get_formset(self, request, obj=None, **kwargs):
        self.conference = obj
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for right in ("add", "change", "delete", "view"):
            if hasattr(getattr(field, "widget", None), f"can_{right}_related"):
                setattr(field.widget, f"can_{right}_related", False)
        return field


class BodyInline(PartInline):
    model = ConferenceBody
    verbose_name_plural = "Ai tổ chức, tham gia"
    fields = ["role", "association", "name", "order"]
    autocomplete_fields = ["association"]

    def get_queryset(self, request):
        # Each row is headed by the name that the body bore on the day.
        found = (
            super().get_queryset(request).select_related("conference", "association")
        )
        return found.prefetch_related("association__names")


class PresiderInline(PartInline):
    model = Presider
    verbose_name_plural = "Chủ trì, thư ký"
    fields = ["role", "person", "name", "position", "order"]
    autocomplete_fields = ["person"]


class AgendaInline(PartInline):
    model = AgendaItem
    verbose_name_plural = "Chương trình"
    autocomplete_fields = ["person"]

    def get_fields(self, request, obj=None):
        """The day is asked only where there are several."""
        is_long = obj is not None and obj.last_day > obj.starts_on
        days = ["day"] if is_long else []
        return [
            *("order", *days, "starts", "ends", "title"),
            *("presenter", "person", "note"),
        ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "title":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class HandedOutForm(KnownChoicesForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields[
                "file"
            ].help_text = f"Tối đa 20 MB. Nhận: {accepted(ATTACHMENTS)}."

    class Meta:
        # A private file has no address of its own, so nothing links to it here.
        widgets = {"file": forms.FileInput}


class HandedOutInline(PartInline):
    """Papers and files: the item is one of this conference's, read once for all rows."""

    form = HandedOutForm
    readonly_fields = ["opened"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "item":
            known = self.conference
            field.queryset = AgendaItem.objects.filter(conference=known)
            items = []
            if known:
                prefetch_related_objects([known], "agenda")
                items = known.agenda.all()
            field.choices = [("", "Không gắn với mục nào"), *_labelled(items)]
        return field

    @admin.display(description="Tệp hiện có")
    def opened(self, handed_out):
        if not (handed_out.pk and handed_out.file):
            return "–"
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}, {}</span>',
            handed_out.get_absolute_url(),
            handed_out.file_name,
            handed_out.kind_label,
            file_size(handed_out.size),
        )


def _labelled(items) -> list[tuple[int, str]]:
    return [(item.pk, str(item)) for item in items]


class PaperInline(HandedOutInline):
    model = Paper
    verbose_name_plural = "Tham luận"
    template = "admin/edit_inline/stacked.html"
    fields = [
        *("title", "author", ("person", "association"), "item", "abstract"),
        *("opened", "file", ("audience", "order")),
    ]
    autocomplete_fields = ["person", "association"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "audience":
            field.label = "Ai mở được tệp"
            field.help_text = (
                "Tên, tác giả và tóm tắt có trong chương trình công khai, trừ khi chỉ "
                "dành cho văn phòng."
            )
        return field


class FileInline(HandedOutInline):
    model = ConferenceFile
    verbose_name_plural = "Tài liệu khác"
    fields = ["title", "opened", "file", "item", "audience", "order"]


class DocumentInline(PartInline):
    model = ConferenceDocument
    verbose_name_plural = "Văn bản trong thư viện"
    fields = ["role", "document", "order"]
    autocomplete_fields = ["document"]


class PhotographInline(PictureInline):
    model = ConferencePicture
    verbose_name_plural = "Hình ảnh"
