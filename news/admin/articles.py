"""Articles."""

from django.contrib import admin

from lienhiephoi.admin_editor import EditorAdminMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.vietnamese import date_text, number
from news.admin.attachments import AttachmentInline
from news.admin.choosing import PictureChoiceMixin, PictureFormMixin, PictureInline
from news.admin.filters import MineFilter, StateFilter, YearFilter
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Article, Correction, GalleryPicture


class ArticleForm(PictureFormMixin, VersionedForm):
    pass


class GalleryInline(PictureInline):
    model = GalleryPicture


class CorrectionInline(admin.StackedInline):
    model = Correction
    extra = 0
    fields = ["on", "text"]


@admin.register(Article)
class ArticleAdmin(EditorAdminMixin, PictureChoiceMixin, PublicationAdmin):
    desk_order = 1
    form = ArticleForm
    fieldsets = [
        ("Nội dung", {"fields": ["title", "lead", "body"]}),
        ("Ảnh", {"fields": ["picture", "picture_caption"]}),
        ("Phân loại", {"fields": ["category", "threads", "is_lead"]}),
        ("Thời điểm", {"fields": ["event_on", "published_at", "expires_at"]}),
        ("Nguồn", {"fields": ["byline", "source_name", "source_url"]}),
        ("Liên quan", {"fields": ["related", "documents", "associations"]}),
        ADDRESS,
    ]
    autocomplete_fields = [
        *("category", "threads", "related", "documents", "associations"),
    ]
    inlines = [GalleryInline, AttachmentInline, CorrectionInline]
    list_display = [
        *("title", "category", "state", "published", "event"),
        *("views", "lead_mark"),
    ]
    list_filter = [
        StateFilter,
        MineFilter,
        "is_lead",
        YearFilter,
        ("category", admin.RelatedFieldListFilter),
        ("threads", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["category", "count"]
    long_fields = ("lead", "body")
    csv_fields = (
        *("title", "category", "state", "published_at", "event_on"),
        *("byline", "source_name", "views", "link"),
    )

    @admin.display(description="Ngày sự kiện", ordering="event_on")
    def event(self, article: Article):
        return date_text(article.event_on) if article.event_on else "–"

    @admin.display(description="Nổi bật", ordering="is_lead")
    def lead_mark(self, article: Article):
        return "Nổi bật" if article.is_lead else ""

    @admin.display(description="Lượt xem", ordering="count__views")
    def views(self, article: Article):
        counted = getattr(article, "count", None)
        return number(article.view_baseline + (counted.views if counted else 0))
