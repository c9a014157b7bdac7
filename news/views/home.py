"""The home page."""

from itertools import groupby

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.shortcuts import render
from django.utils import timezone

from lienhiephoi.caching import remember_part
from lienhiephoi.context_processors import absolute
from lienhiephoi.structured_data import organisation, script, website
from members import figures
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
ALBUM_PREVIEW = 6
VIDEOS = 3


def home(request):
    context = {
        "page_key": ("home", absolute(request, request.get_full_path())),
        **remember_part("home", _contents),
        "count_target": "page",
        "json_ld": lambda: script(organisation(request), website(request)),
    }
    return render(request, "news/home.html", context)


def _contents() -> dict:
    """What the page shows to every reader."""
    sections = _sections()
    articles = _articles(sections)
    lead, *headlines = _lead_stories(articles) or [None]
    shown = {article.pk for article in (lead, *headlines) if article}
    rest = [article for article in articles if article.pk not in shown]
    notices = Notice.objects.published().order_by("-is_pinned", "-published_at", "-pk")
    documents = Document.objects.published().select_related("kind").newest_first()
    videos = Video.objects.published().select_related("picture").newest_first()
    return {
        "lead": lead,
        "headlines": headlines,
        "published": figures.headline(),
        "blocks": _blocks(sections, rest),
        "notices": list(notices[:BLOCK_SIZE]),
        "documents": list(documents[:BLOCK_SIZE]),
        "videos": list(videos[:VIDEOS]),
        "album": _album(),
        **_links_and_quote(),
    }


def _sections() -> list[Category]:
    """Categories chosen for the home page; `within` holds their keys and those below."""
    below = ArrayAgg("children", filter=~Q(children=None), default=Value([]))
    categories = (
        Category.objects.filter(is_on_home=True)
        .annotate(below=below)
        .order_by("order", "name")
    )
    for category in categories:
        category.within = {category.pk, *category.below}
    return list(categories)


def _articles(sections: list[Category]) -> list[Article]:
    """All that the page may show, newest first, in one statement.

    Of each category enough to fill its block without what stands at the head.
    """
    keys = Article.objects.published().newest_first().values("pk")
    head = HEADLINES + 1
    wanted = keys.filter(is_lead=True)[:head].union(
        keys[:head],
        *(
            keys.filter(category__in=section.within)[: head + BLOCK_SIZE]
            for section in sections
        ),
    )
    return list(Article.objects.filter(pk__in=wanted).for_lists().newest_first())


def _lead_stories(articles: list[Article]) -> list[Article]:
    """Chosen lead stories first, filled up with the newest."""
    chosen = [article for article in articles if article.is_lead][: HEADLINES + 1]
    newest = [article for article in articles if article not in chosen]
    return [*chosen, *newest][: HEADLINES + 1]


def _blocks(sections: list[Category], articles: list[Article]) -> list[dict]:
    blocks = []
    for section in sections:
        own = [a for a in articles if a.category_id in section.within][:BLOCK_SIZE]
        if own:
            blocks.append({"category": section, "articles": own})
    return blocks


def _album() -> Album | None:
    """The newest album that holds a picture, with its first pictures."""
    pictures = AlbumPicture.objects.filter(album=OuterRef("pk"))
    newest = Album.objects.published().filter(Exists(pictures)).newest_first()
    entries = list(
        AlbumPicture.objects.filter(album=Subquery(newest.values("pk")[:1]))
        .select_related("album", "picture")
        .order_by("order", "pk")[:ALBUM_PREVIEW]
    )
    if not entries:
        return None
    album = entries[0].album
    album.preview = entries
    return album


def _links_and_quote() -> dict:
    """In one statement, where there is a quotation."""
    rows = _links().values_list(JSONObject(group="group", label="label", url="url"))
    quotes = Quote.objects.annotate(links=ArraySubquery(rows))
    quote = quotes.of_the_day(timezone.localdate())
    if quote is None:
        return {"links": grouped_links(), "quote": None}
    return {"links": _grouped(WebLink(**row) for row in quote.links), "quote": quote}


def grouped_links() -> list[tuple[str, list[WebLink]]]:
    return _grouped(_links())


def _links():
    return WebLink.objects.filter(is_shown=True).order_by("group", "order", "label")


def _grouped(links) -> list[tuple[str, list[WebLink]]]:
    groups = groupby(links, lambda link: link.group)
    return [(group, list(links)) for group, links in groups]
