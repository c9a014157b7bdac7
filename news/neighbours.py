"""What stands around an article: newer, older, same thread, related."""

from collections import defaultdict

from news.models import Article, Thread

RELATED = 6
IN_THREAD = 5

# Composed by hand but for who may be seen: each branch reads a few rows of an index,
# and an article comes once for every place that it may take.
_AROUND = f"""
WITH public AS NOT MATERIALIZED ({{public}})
(SELECT *, 'newer' AS place FROM public WHERE (published_at, id) > (%s, %s)
    ORDER BY published_at, id LIMIT 1)
UNION ALL
(SELECT *, 'older' FROM public WHERE (published_at, id) < (%s, %s)
    ORDER BY published_at DESC, id DESC LIMIT 1)
UNION ALL
(SELECT *, 'in_thread' FROM public WHERE id IN
    (SELECT article_id FROM {Article.threads.through._meta.db_table}
    WHERE thread_id = ANY(%s))
    ORDER BY published_at DESC, id DESC LIMIT {IN_THREAD + 1})
UNION ALL
(SELECT *, 'chosen' FROM public WHERE id IN
    (SELECT to_article_id FROM {Article.related.through._meta.db_table}
    WHERE from_article_id = %s)
    ORDER BY published_at DESC, id DESC LIMIT {RELATED + 1})
UNION ALL
(SELECT *, 'near' FROM public WHERE category_id = %s
    ORDER BY published_at DESC, id DESC LIMIT {2 * RELATED + IN_THREAD + 3})
"""  # noqa: S608 -- names of our own tables


def neighbours(current: Article, threads: list[Thread]) -> dict:
    """Newer, older, same thread and related articles, in one statement.

    Related are those the editors chose, filled up with the newest of the category.
    """
    if current.published_at is None:
        return {"newer": None, "older": None, "in_thread": [], "related": []}
    around = defaultdict(list)
    for article in _around(current, [thread.pk for thread in threads]):
        if article != current:
            around[article.place].append(article)
    in_thread, chosen = around["in_thread"][:IN_THREAD], around["chosen"]
    shown = {*around["newer"], *around["older"], *in_thread, *chosen}
    near = [article for article in around["near"] if article not in shown]
    return {
        "newer": next(iter(around["newer"]), None),
        "older": next(iter(around["older"]), None),
        "in_thread": in_thread,
        "related": [*chosen, *near][:RELATED],
    }


def _around(current: Article, threads: list[int]):
    """Every article that may stand beside this one, and its place there, the newest
    first within each place."""
    columns = ("id", "title", "slug", "published_at", "category_id")
    public = Article.objects.published().order_by().values(*columns)
    sql, values = public.query.sql_with_params()
    here = (current.published_at, current.pk)
    values += (*here, *here, threads, current.pk, current.category_id)
    return Article.objects.raw(_AROUND.format(public=sql), values)
