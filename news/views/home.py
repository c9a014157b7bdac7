"""The home page."""

from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone

from lienhiephoi.structured_data import organisation, script, website
from news.models import (
    Album,
    AlbumPicture,
    Article,
    Category,
    Document,
    Notice,
    Quote,
    Video,
    WebLink,
)

HEADLINES = 4
BLOCK_SIZE = 5


def home(request):
    lead, headlines = _lead_stories()
    shown = {article.pk for article in (lead, *headlines) if article}
    context = {
        "lead": lead,
        "headlines": headlines,
        "blocks": _blocks(shown),
        "notices": Notice.objects.published().order_by(
            "-is_pinned", "-published_at", "-pk"
        )[:BLOCK_SIZE],
        "documents": Document.objects.published()
        .select_related("kind")
        .newest_first()[:BLOCK_SIZE],
        "videos": Video.objects.published()
        .select_related("picture")
        .newest_first()[:3],
        "album": _album(),
        "links": grouped_links(),
        "quote": Quote.objects.of_the_day(timezone.localdate()),
        "count_target": "page",
        "json_ld": script(organisation(request), website(request)),
    }
    return render(request, "news/home.html", context)


def _lead_stories() -> tuple[Article | None, list[Article]]:
    """Chosen lead stories first, filled up with the newest."""
    newest = Article.objects.published().newest_first().for_lists()
    chosen = list(newest.filter(is_lead=True)[: HEADLINES + 1])
    if len(chosen) <= HEADLINES:
        wanted = HEADLINES + 1 - len(chosen)
        chosen += newest.exclude(pk__in=[a.pk for a in chosen])[:wanted]
    return (chosen[0], chosen[1:]) if chosen else (None, [])


def _blocks(shown: set[int]) -> list[dict]:
    """The newest of each category chosen for the home page, in one statement."""
    categories = list(
        Category.objects.filter(is_on_home=True).prefetch_related("children")
    )
    branches = [
        Article.objects.published()
        .in_category(category)
        .exclude(pk__in=shown)
        .newest_first()
        .values_list("pk", flat=True)[:BLOCK_SIZE]
        for category in categories
    ]
    if not branches:
        return []
    # A lone queryset has no union; a union of one and none is the same list.
    keys = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    articles = list(
        Article.objects.filter(pk__in=list(keys)).for_lists().newest_first()
    )
    return [block for c in categories if (block := _block(c, articles))["articles"]]


def _block(category: Category, articles: list[Article]) -> dict:
    within = {category.pk, *(child.pk for child in category.children.all())}
    own = [a for a in articles if a.category_id in within]
    return {"category": category, "articles": own[:BLOCK_SIZE]}


def _album() -> Album | None:
    album = (
        Album.objects.published()
        .newest_first()
        .prefetch_related(
            Prefetch("entries", AlbumPicture.objects.select_related("picture"))
        )
        .first()
    )
    if album:
        album.preview = list(album.entries.all())[:6]
        album.cover = album.preview[0].picture if album.preview else None
    return album


def grouped_links() -> list[tuple[str, list[WebLink]]]:
    rows = WebLink.objects.filter(is_shown=True).order_by("group", "order", "label")
    return [(group, list(links)) for group, links in groupby(rows, lambda r: r.group)]
