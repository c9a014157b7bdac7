"""Lists of articles, and an article."""

from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef
from django.db.models.functions import ExtractMonth, ExtractYear, JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lienhiephoi.caching import remember, remember_part
from lienhiephoi.context_processors import absolute
from lienhiephoi.display import render_body
from lienhiephoi.pagination import AnchoredPaginator, page_of
from lienhiephoi.structured_data import script
from lienhiephoi.vietnamese import month_text
from members.models import Association
from news.models import Article, Category, GalleryPicture, Thread
from news.neighbours import neighbours
from news.sharing import zalo_share_url
from news.structured_data import article_data

PER_PAGE = 20


def _list(request, compose, *, key: str, previewing: bool = False, **context):
    """`compose` makes the queryset of the articles, when it is needed."""
    paginator = AnchoredPaginator(
        SimpleLazyObject(lambda: compose().for_lists()), PER_PAGE, key=f"articles:{key}"
    )
    address = absolute(request, request.get_full_path())
    context = {
        "page_key": not previewing and ("articles", key, address),
        "previewing": previewing,
        "page": page_of(paginator, request),
        "archive": remember("archive", _archive),
        "categories": remember("categories", _top_categories),
        "feed_url": reverse("news:feed"),
        "count_target": "page",
        **context,
    }
    return render(request, "news/article_list.html", context)


def _top_categories() -> list[Category]:
    return list(Category.objects.filter(parent=None).prefetch_related("children"))


def _category(slug: str) -> Category:
    for top in remember("categories", _top_categories):
        for each in (top, *top.children.all()):
            if each.slug == slug:
                return each
    raise Http404("Không có chuyên mục này.")


def _archive() -> list[dict]:
    """Years and months that hold articles, newest first, with their counts."""
    zone = timezone.get_default_timezone()
    rows = (
        Article.objects.published()
        .values(
            year=ExtractYear("published_at", tzinfo=zone),
            month=ExtractMonth("published_at", tzinfo=zone),
        )
        .annotate(count=Count("pk"))
        .order_by("-year", "-month")
    )
    years: dict[int, dict] = {}
    for row in rows:
        year = years.setdefault(
            row["year"], {"year": row["year"], "count": 0, "months": []}
        )
        year["count"] += row["count"]
        url = reverse("news:month", args=[row["year"], row["month"]])
        year["months"].append(
            {"month": row["month"], "count": row["count"], "url": url}
        )
    return list(years.values())


def index(request):
    return _list(
        request,
        Article.objects.published,
        key="all",
        heading="Tin tức",
        breadcrumbs=[("Tin tức", None)],
    )


def category(request, slug: str):
    current = _category(slug)
    above = current.parent
    return _list(
        request,
        lambda: Article.objects.published().in_category(current),
        key=f"category:{current.pk}",
        heading=current.name,
        intro=current.description,
        category=current,
        subcategories=list(current.children.all()),
        feed_url=reverse("news:category_feed", args=[current.slug]),
        breadcrumbs=[
            ("Tin tức", reverse("news:index")),
            *([(above.name, above.get_absolute_url())] if above else []),
            (current.name, None),
        ],
    )


def year(request, year: int):
    return _list(
        request,
        lambda: Article.objects.published().filter(published_at__year=year),
        key=f"year:{year}",
        heading=f"Tin tức năm {year}",
        selected_year=year,
        breadcrumbs=[("Tin tức", reverse("news:index")), (f"Năm {year}", None)],
    )


def month(request, year: int, month: int):
    if not 1 <= month <= 12:
        raise Http404("Không có tháng này.")
    return _list(
        request,
        lambda: Article.objects.published().filter(
            published_at__year=year, published_at__month=month
        ),
        key=f"month:{year}-{month}",
        heading=f"Tin tức {month_text(year, month).lower()}",
        selected_year=year,
        selected_month=month,
        breadcrumbs=[
            ("Tin tức", reverse("news:index")),
            (f"Năm {year}", reverse("news:year", args=[year])),
            (month_text(year, month), None),
        ],
    )


def thread_list(request):
    paginator = AnchoredPaginator(
        Thread.objects.published().select_related("picture"), PER_PAGE, key="threads"
    )
    context = {
        "page": page_of(paginator, request),
        "breadcrumbs": [("Chuyên đề", None)],
        "count_target": "page",
    }
    return render(request, "news/thread_list.html", context)


def thread(request, slug: str):
    named = Thread.objects.filter(slug=slug).select_related("picture")
    public = remember_part(("thread", slug), lambda: named.published().first())
    current = public or get_object_or_404(named.visible_to(request.user))
    return _list(
        request,
        lambda: Article.objects.published().filter(threads=current),
        key=f"thread:{current.pk}",
        heading=current.title,
        intro=current.intro,
        thread=current,
        previewing=not current.is_public(),
        breadcrumbs=[
            ("Chuyên đề", reverse("news:thread_list")),
            (current.title, None),
        ],
    )


def of_association(request, slug: str):
    current = get_object_or_404(Association, slug=slug, is_listed=True)
    return _list(
        request,
        lambda: Article.objects.published().filter(associations=current),
        key=f"association:{current.pk}",
        heading=f"Tin về {current.name}",
        breadcrumbs=[
            ("Hội thành viên", reverse("members:association_list")),
            (current.name, current.get_absolute_url()),
            ("Tin tức", None),
        ],
    )


def article(request, year: int, month: int, slug: str):
    current = _article(slug, request.user)
    if request.path != current.get_absolute_url():
        return redirect(current, permanent=True)
    share_url = absolute(request, current.get_absolute_url())
    is_public = current.is_public()
    context = {
        "page_key": is_public and ("article", current.pk, share_url),
        "article": current,
        "body": partial(render_body, current.body),
        **remember_part(("around", current.pk), lambda: _around(current)),
        "views": _views(current),
        "share_url": share_url,
        "previewing": not is_public,
        "count_target": f"article:{current.pk}",
        "breadcrumbs": partial(_article_breadcrumbs, current),
        "json_ld": lambda: script(article_data(request, current)),
        "zalo_share_url": partial(zalo_share_url, share_url),
    }
    return render(request, "news/article_detail.html", context)


def _article(slug: str, user) -> Article:
    """The public article of that name, or the draft if the user may see it."""
    public = remember_part(("article", slug), lambda: _named(slug).published().first())
    return public or get_object_or_404(_named(slug).visible_to(user))


def _named(slug: str):
    return (
        Article.objects.filter(slug=slug)
        .select_related("category__parent", "picture", "count")
        .annotate(
            thread_rows=ArraySubquery(_threads_of_article()),
            association_rows=ArraySubquery(_associations_of_article()),
        )
    )


def _around(current: Article) -> dict:
    """What belongs to the article, and what stands beside it."""
    threads = [Thread(**row) for row in current.thread_rows]
    pictures = GalleryPicture.objects.filter(article=current)
    return {
        "gallery": list(pictures.select_related("picture")),
        "attachments": list(current.attachments.all()),
        "corrections": list(current.corrections.all()),
        "threads": threads,
        "associations": [Association(**row) for row in current.association_rows],
        "documents": list(current.documents.published().select_related("kind")),
        **neighbours(current, threads),
    }


def _threads_of_article():
    """The few columns that a link to a thread needs, to be read with the article."""
    return (
        Thread.objects.published()
        .filter(articles=OuterRef("pk"))
        .newest_first()
        .values_list(JSONObject(id="pk", title="title", slug="slug"))
    )


def _associations_of_article():
    return (
        Association.objects.filter(is_listed=True, articles=OuterRef("pk"))
        .order_by("name")
        .values_list(JSONObject(id="pk", name="name", slug="slug"))
    )


def _article_breadcrumbs(current: Article) -> list[tuple[str, str | None]]:
    sections = [current.category.parent, current.category]
    return [
        ("Tin tức", reverse("news:index")),
        *((each.name, each.get_absolute_url()) for each in sections if each),
        (current.title, None),
    ]


def _views(current: Article) -> dict:
    count = getattr(current, "count", None)
    return {"total": count.views if count else 0, "baseline": current.view_baseline}
