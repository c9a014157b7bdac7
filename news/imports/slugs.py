"""Free slugs for many articles at once: a few queries, however many collide."""

from collections import Counter

from django.db.models import Q

from lienhiephoi.slugs import take_turns
from lienhiephoi.vietnamese import slugify
from news.models import Article


def free_slugs(titles: list[str]) -> list[str]:
    """A slug for each title, free in the database and among these, in order.

    The same as news.models.publishing.free_slug would give one after another.
    """
    bases = [slugify(title, max_length=110) or "bai" for title in titles]
    take_turns(Article)
    taken = _taken(bases)
    slugs = []
    next_number: dict[str, int] = {}
    for base in bases:
        slug, number = base, next_number.get(base, 2)
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        next_number[base] = number
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _taken(bases: list[str]) -> set[str]:
    """Slugs of other articles that stand in the way of these bases.

    Most titles are new; only of the others are the numbered slugs asked for.
    """
    slugs = Article.objects.values_list("slug", flat=True).order_by()
    taken = set(slugs.filter(slug__in=bases))
    repeated = {base for base, times in Counter(bases).items() if times > 1}
    numbered = Q()
    for base in taken | repeated:
        numbered |= Q(slug__startswith=f"{base}-")
    return taken.union(slugs.filter(numbered)) if numbered else taken
