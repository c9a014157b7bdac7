"""What stands around an article: newer, older, same thread, related."""

from django.db.models import Exists, OuterRef, Q

from news.models import Article, Thread

RELATED = 6
IN_THREAD = 5


def neighbours(current: Article, threads: list[Thread]) -> dict:
    """Newer, older, same thread and related articles, in one statement.

    Related are those the editors chose, filled up with the newest of the category.
    """
    if current.published_at is None:
        return {"newer": None, "older": None, "in_thread": [], "related": []}
    around = _around(current, [thread.pk for thread in threads])
    here = (current.published_at, current.pk)
    newer = [each for each in around if (each.published_at, each.pk) > here][-1:]
    older = [each for each in around if (each.published_at, each.pk) < here][:1]
    in_thread = [each for each in around if each.is_in_thread][:IN_THREAD]
    chosen = [each for each in around if each.is_chosen]
    near = [
        each
        for each in around
        if each.category_id == current.category_id
        and each not in (*newer, *older, *in_thread, *chosen)
    ]
    return {
        "newer": next(iter(newer), None),
        "older": next(iter(older), None),
        "in_thread": in_thread,
        "related": [*chosen, *near][:RELATED],
    }


def _around(current: Article, threads: list[int]) -> list[Article]:
    """Every article that may stand beside this one, newest first."""
    others = Article.objects.published().exclude(pk=current.pk)
    here = (current.published_at, current.pk)
    earlier = Q(published_at__lt=here[0]) | Q(published_at=here[0], pk__lt=here[1])
    chosen = Article.related.through.objects.filter(from_article=current)
    threaded = Article.threads.through.objects.filter(thread__in=threads)
    newest = others.newest_first()
    branches = [
        others.filter(~earlier, published_at__gte=here[0]).order_by(
            "published_at", "pk"
        )[:1],
        newest.filter(earlier, published_at__lte=here[0])[:1],
        newest.filter(pk__in=chosen.values("to_article"))[:RELATED],
        newest.filter(pk__in=threaded.values("article"))[:IN_THREAD],
        newest.filter(category=current.category_id)[: RELATED + IN_THREAD + 2],
    ]
    keys = [branch.values("pk") for branch in branches]
    return list(
        Article.objects.filter(pk__in=keys[0].union(*keys[1:]))
        .annotate(
            is_chosen=Exists(chosen.filter(to_article=OuterRef("pk"))),
            is_in_thread=Exists(threaded.filter(article=OuterRef("pk"))),
        )
        .for_lists()
        .newest_first()
    )
