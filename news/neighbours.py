"""What stands around an article: newer, older, same thread, related."""

from django.db.models import CharField, Q, Value

from news.models import Article, Thread

NEIGHBOUR_LIMIT = 6


def neighbours(current: Article, threads: list[Thread]) -> dict:
    """Newer, older, same thread and related articles, by one look-up of keys.

    Related are those the editors chose, filled up with the newest of the category.
    """
    if current.published_at is None:
        return {"newer": None, "older": None, "in_thread": [], "related": []}
    others = Article.objects.published().exclude(pk=current.pk)
    here = (current.published_at, current.pk)
    earlier = Q(published_at__lt=here[0]) | Q(published_at=here[0], pk__lt=here[1])
    branches = {
        "newer": others.filter(~earlier, published_at__gte=here[0]).order_by(
            "published_at", "pk"
        )[:1],
        "older": others.filter(earlier, published_at__lte=here[0]).newest_first()[:1],
        "chosen": others.filter(pk__in=current.related.values("pk")).newest_first()[
            :NEIGHBOUR_LIMIT
        ],
        "near": others.filter(category=current.category_id).newest_first()[
            : NEIGHBOUR_LIMIT + 2
        ],
    }
    if threads:
        branches["in_thread"] = others.filter(
            pk__in=Article.threads.through.objects.filter(
                thread__in=[t.pk for t in threads]
            ).values("article_id")
        ).newest_first()[:5]
    found = _keys_by_branch(branches)
    wanted = {pk for keys in found.values() for pk in keys}
    rows = {a.pk: a for a in Article.objects.filter(pk__in=wanted).for_lists()}
    picked = {
        name: [rows[pk] for pk in keys if pk in rows] for name, keys in found.items()
    }
    newer = next(iter(picked.get("newer", [])), None)
    older = next(iter(picked.get("older", [])), None)
    in_thread = picked.get("in_thread", [])
    taken = {a.pk for a in (newer, older, *in_thread) if a}
    near = [a for a in picked.get("near", []) if a.pk not in taken]
    related = list(dict.fromkeys([*picked.get("chosen", []), *near]))
    return {
        "newer": newer,
        "older": older,
        "in_thread": in_thread,
        "related": related[:NEIGHBOUR_LIMIT],
    }


def _keys_by_branch(branches: dict) -> dict[str, list[int]]:
    """Run several small queries as one statement; order within each is kept."""
    parts = [
        queryset.annotate(branch=Value(name, CharField())).values_list("branch", "pk")
        for name, queryset in branches.items()
    ]
    found: dict[str, list[int]] = {}
    for name, pk in parts[0].union(*parts[1:], all=True):
        found.setdefault(name, []).append(pk)
    return found
