"""The library of pictures."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.vietnamese import number
from news.admin.filters import AltFilter
from news.models import Picture
from news.pictures import (
    NewImage,
    put_image,
    remove_picture,
    replace_image,
    uses,
)

THUMBNAIL = 480


class PictureUploadForm(VersionedForm):
    """The image of a new picture, or one in the place of the old."""

    upload = forms.FileField(
        label="Tệp ảnh",
        widget=forms.FileInput(attrs={"accept": "image/*", "data-preview": ""}),
        help_text="JPEG, PNG, WebP hoặc GIF, tối đa 15 MB.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["upload"]
        if self.instance.pk:
            field.required = False
            field.label = "Thay bằng ảnh khác"
            field.help_text = (
                "Ảnh mới hiện ở mọi nơi đang dùng ảnh này. " + field.help_text
            )
        self.fields["title"].required = False
        self.fields["title"].help_text = "Để trống: lấy theo tên tệp."

    def clean(self):
        """The image is stored last, when nothing else is wrong with the form."""
        cleaned = super().clean()
        upload = cleaned.get("upload")
        self.new_image = None
        if upload and not self.errors:
            try:
                self.new_image = NewImage.of(upload)
            except ValidationError as error:
                self.add_error("upload", error)
        return cleaned

    def clean_title(self) -> str:
        # Empty, it is taken from the file's name when that is stored.
        return self.cleaned_data["title"] or self.instance.title


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    desk_group = desk.LIBRARY
    desk_order = 1
    form = PictureUploadForm
    fieldsets = [
        (None, {"fields": ["shown", "upload", "title", "alt", "credit"]}),
        ("Sử dụng", {"fields": ["used_in", "facts"]}),
    ]
    readonly_fields = ["shown", "used_in", "facts"]
    list_display = ["title", "alt", "credit", "uploaded_by", "created_at"]
    list_filter = [AltFilter]
    list_select_related = ["uploaded_by"]
    list_per_page = 48
    search_fields = ["title", "alt", "original_name"]
    date_hierarchy = "created_at"
    ordering = ["-pk"]
    csv_fields = ("title", "alt", "credit", "original_name", "created_at")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["upload", "title", "alt", "credit"]})]
        return self.fieldsets

    def get_urls(self):
        return [
            path(
                "<int:pk>/anh-nho/",
                self.admin_site.admin_view(self.thumbnail),
                name="news_picture_thumbnail",
            ),
            *super().get_urls(),
        ]

    def thumbnail(self, request, pk: int):
        """Where the small rendition is, for a picture just chosen in a search box."""
        picture = get_object_or_404(self.get_queryset(request), pk=pk)
        return HttpResponseRedirect(picture.url(THUMBNAIL))

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
            put_image(obj, form.new_image)
        if change and form.new_image:
            replace_image(obj, form.new_image)
        else:
            super().save_model(request, obj, form, change)

    # --- Deleting ---------------------------------------------------------------

    def delete_view(self, request, object_id, extra_context=None):
        picture = self.get_object(request, object_id)
        may_delete = picture and self.has_delete_permission(request, picture)
        if may_delete and (where := uses(picture)):
            shown = ", ".join(f"{use.kind.lower()} «{use.title}»" for use in where[:5])
            self.message_user(
                request,
                f"Ảnh đang được dùng ở {shown}. Hãy thay ảnh khác thay vì xóa.",
                messages.ERROR,
            )
            return HttpResponseRedirect(self._change_url(object_id))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request, obj):
        remove_picture(obj)

    # --- What is shown ----------------------------------------------------------

    @admin.display(description="Ảnh")
    def shown(self, picture: Picture):
        return format_html(
            '<img class="picture-shown" src="{}" width="{}" height="{}" alt="{}">',
            picture.url(960),
            picture.width,
            picture.height,
            picture.alt,
        )

    @admin.display(description="Đang dùng ở")
    def used_in(self, picture: Picture):
        found = uses(picture)
        if not found:
            return "Chưa dùng ở đâu."
        return format_html(
            '<ul class="uses">{}</ul>',
            format_html_join(
                "",
                '<li>{}: <a href="{}">{}</a></li>',
                (
                    (
                        use.kind,
                        reverse(
                            f"admin:news_{use.record._meta.model_name}_change",
                            args=[use.record.pk],
                        ),
                        use.title,
                    )
                    for use in found
                ),
            ),
        )

    @admin.display(description="Tệp")
    def facts(self, picture: Picture):
        by = picture.uploaded_by or "–"
        return (
            f"{number(picture.width)} × {number(picture.height)} điểm ảnh; "
            f"tên gốc: {picture.original_name or '–'}; người tải lên: {by}"
        )
