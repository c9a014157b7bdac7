"""The site map, in parts once it is large."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from news.models import Album, Article, Category, Document, Notice, Page, Thread, Video


class PublishedSitemap(Sitemap):
    """Everything published of one model."""

    limit = 1000

    def __init__(self, model) -> None:
        self.model = model

    def items(self):
        return self.model.objects.published().order_by("pk").only(*self._columns())

    def _columns(self) -> list[str]:
        return ["slug", "published_at", "updated_at", "created_at"]

    def lastmod(self, record):
        return record.updated_at


class CategorySitemap(Sitemap):
    def items(self):
        return Category.objects.all()


class ListSitemap(Sitemap):
    """The pages that are lists, and the home page."""

    names = (
        *("home", "news:index", "news:thread_list", "news:notice_list"),
        *("news:document_list", "news:album_list", "news:video_list"),
        *("news:contact", "news:link_list"),
        *("members:association_list", "members:committees", "members:figures"),
    )

    def items(self):
        return self.names

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "danh-sach": ListSitemap,
    "chuyen-muc": CategorySitemap,
    **{
        model._meta.model_name: PublishedSitemap(model)
        for model in (Article, Notice, Document, Page, Thread, Album, Video)
    },
}
