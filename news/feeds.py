"""RSS: the whole, and each category."""

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed

from lienhiephoi.context_processors import site_settings
from lienhiephoi.models import OldAddress
from news.models import Article, Category

ITEMS = 30


class _RssAsXml(Rss201rev2Feed):
    content_type = "application/rss+xml; charset=utf-8"


def _renamed(slug: str) -> Category | None:
    """The category that once bore the slug, unless another bears it now."""
    if Category.objects.filter(slug=slug).exists():
        return None
    left = OldAddress.objects.filter(path=reverse("news:category", args=[slug])).first()
    return left.target if left and isinstance(left.target, Category) else None


class ArticleFeed(Feed):
    feed_type = _RssAsXml
    language = "vi"

    def __call__(self, request, slug: str = ""):
        moved = _renamed(slug) if slug else None
        if moved:
            return redirect("news:category_feed", moved.slug, permanent=True)
        return super().__call__(request, slug=slug)

    def get_object(self, _request, slug: str = "") -> Category | None:
        return get_object_or_404(Category, slug=slug) if slug else None

    def title(self, category: Category | None) -> str:
        name = site_settings().short_name
        return f"{category.name} – {name}" if category else name

    def link(self, category: Category | None) -> str:
        return category.get_absolute_url() if category else reverse("home")

    def description(self, category: Category | None) -> str:
        return (category and category.description) or site_settings().name

    def items(self, category: Category | None):
        articles = Article.objects.published()
        if category:
            articles = articles.in_category(category)
        return articles.newest_first().for_lists()[:ITEMS]

    def item_title(self, item: Article) -> str:
        return item.title

    def item_description(self, item: Article) -> str:
        return item.lead

    def item_pubdate(self, item: Article):
        return item.published_at

    def item_categories(self, item: Article) -> list[str]:
        return [item.category.name]

    def item_guid(self, item: Article) -> str:
        # Stays the same when the address changes.
        return f"lienhiephoi:article:{item.pk}"

    item_guid_is_permalink = False
