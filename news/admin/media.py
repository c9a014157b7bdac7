"""Albums, whose pictures come many at once, and videos."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.utils.html import format_html

from lienhiephoi.admin_versions import VersionedForm
from news.admin.choosing import PictureChoiceMixin, PictureFormMixin, PictureInline
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Album, AlbumPicture, Video
from news.pictures import add_picture

MAX_UPLOADS = 40


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files in one field; cleans to a list."""

    widget = _ManyFilesInput

    def clean(self, data, initial=None):
        files = [each for each in data or [] if each]
        if len(files) > MAX_UPLOADS:
            raise ValidationError(
                f"Mỗi lần tải tối đa {MAX_UPLOADS} ảnh; hãy chia làm nhiều lần."
            )
        return files


class AlbumForm(VersionedForm):
    uploads = ManyFilesField(
        label="Tải nhiều ảnh cùng lúc",
        required=False,
        help_text="Chọn các ảnh rồi bấm Lưu; ảnh mới đứng sau ảnh đã có.",
    )


class AlbumPictureFormSet(forms.BaseInlineFormSet):
    def get_unique_error_message(self, unique_check):
        return "Có ảnh được chọn hai lần; mỗi ảnh chỉ đứng một lần trong album."

    def get_form_error(self):
        return "Ảnh này đã được chọn ở một dòng khác."


class AlbumPictureInline(PictureInline):
    model = AlbumPicture
    formset = AlbumPictureFormSet


@admin.register(Album)
class AlbumAdmin(PublicationAdmin):
    desk_order = 6
    form = AlbumForm
    fieldsets = [
        ("Nội dung", {"fields": ["title", "taken_on", "intro"]}),
        ("Ảnh mới", {"fields": ["uploads"]}),
        ("Thời điểm", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    inlines = [AlbumPictureInline]
    list_display = ["title", "state", "picture_count", "taken_on", "published"]
    long_fields = ("intro",)
    csv_fields = ("title", "state", "taken_on", "published_at", "link")

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if request.resolver_match.url_name != "news_album_changelist":
            return found
        return found.annotate(picture_count=Count("entries"))

    @admin.display(description="Số ảnh", ordering="picture_count")
    def picture_count(self, album: Album):
        return album.picture_count

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._add_uploads(request, form.instance, form.cleaned_data["uploads"])

    def _add_uploads(self, request, album: Album, uploads) -> None:
        """Those that are pictures are added; the others are named with the reason."""
        if not uploads or not request.user.has_perm("news.add_picture"):
            return
        place = album.entries.aggregate(last=Max("order"))["last"] or 0
        for order, upload in enumerate(uploads, start=place + 1):
            try:
                picture = add_picture(upload, by=request.user)
            except ValidationError as error:
                reasons = " ".join(error.messages)
                self.message_user(request, f"{upload.name}: {reasons}", messages.ERROR)
            else:
                AlbumPicture.objects.create(album=album, picture=picture, order=order)


class VideoForm(PictureFormMixin, VersionedForm):
    pass


@admin.register(Video)
class VideoAdmin(PictureChoiceMixin, PublicationAdmin):
    desk_order = 7
    form = VideoForm
    fieldsets = [
        (
            "Nội dung",
            {"fields": ["title", "address", "description", "recorded_on", "picture"]},
        ),
        ("Thời điểm", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    list_display = ["title", "state", "host", "recorded_on", "published"]
    long_fields = ("description",)
    csv_fields = ("title", "state", "address", "recorded_on", "published_at", "link")

    @admin.display(description="Nơi đặt video")
    def host(self, record: Video):
        source = record.source
        if source is None:
            return "–"
        return format_html(
            '<a href="{}" rel="noopener">{}</a>',
            source.watch_url,
            source.provider_label,
        )
