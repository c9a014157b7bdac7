"""What articles and documents are arranged by."""

from django.contrib import admin
from django.db.models import Count, F
from django.db.models.functions import Coalesce
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from news.admin.choosing import PictureChoiceMixin, PictureFormMixin
from news.admin.filters import MineFilter, StateFilter
from news.admin.publications import ADDRESS, PublicationAdmin
from news.models import Category, DocumentKind, IssuingBody, Thread


class ArrangementAdmin(RecordAdmin):
    desk_group = desk.LIBRARY
    list_editable = ["order"]
    search_fields = ["name"]

    def get_actions(self, request):
        """One at a time, so that the page can say what still uses it."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(Category)
class CategoryAdmin(ArrangementAdmin):
    desk_order = 2
    fields = ["name", "parent", "description", "order", "is_on_home", "slug"]
    list_display = ["place", "order", "is_on_home", "articles"]
    list_editable = ["order", "is_on_home"]
    list_select_related = ["parent"]

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if request.resolver_match.url_name != "news_category_changelist":
            return found
        return found.annotate(article_count=Count("articles"))

    def get_ordering(self, request):
        return [
            Coalesce("parent__order", "order"),
            Coalesce("parent__name", "name"),
            F("parent_id").asc(nulls_first=True),
            "order",
            "name",
        ]

    @admin.display(description="Chuyên mục")
    def place(self, category: Category):
        if category.parent_id:
            return format_html('<span class="menu-child">{}</span>', category.name)
        return format_html("<strong>{}</strong>", category.name)

    @admin.display(description="Số bài", ordering="article_count")
    def articles(self, category: Category):
        return category.article_count

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.slug:
            context |= {
                "view_url": obj.get_absolute_url(),
                "view_label": "Xem trên trang",
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(DocumentKind)
class DocumentKindAdmin(ArrangementAdmin):
    desk_order = 4
    fields = ["name", "code", "order"]
    list_display = ["name", "code", "order"]


@admin.register(IssuingBody)
class IssuingBodyAdmin(ArrangementAdmin):
    desk_order = 5
    fields = ["name", "order"]
    list_display = ["name", "order"]


class ThreadForm(PictureFormMixin, VersionedForm):
    pass


@admin.register(Thread)
class ThreadAdmin(PictureChoiceMixin, PublicationAdmin):
    desk_order = 5
    form = ThreadForm
    fieldsets = [
        ("Nội dung", {"fields": ["title", "intro", "picture"]}),
        ("Thời điểm", {"fields": ["published_at", "expires_at"]}),
        ADDRESS,
    ]
    list_filter = [StateFilter, MineFilter]
