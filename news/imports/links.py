"""What ties imported articles to other rows: story threads and old addresses."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from lienhiephoi.models import OldAddress
from news.models import Article

_Tie = Article.threads.through


class Links:
    """The ties of one batch: read at once, compared one by one, written at once."""

    def __init__(self, articles: Iterable[Article], paths: Iterable[str]) -> None:
        self._content_type = ContentType.objects.get_for_model(Article)
        self._threads: dict[int, set[int]] = defaultdict(set)
        ties = _Tie.objects.filter(article__in=[article.pk for article in articles])
        for article_id, thread_id in ties.values_list("article_id", "thread_id"):
            self._threads[article_id].add(thread_id)
        known = OldAddress.objects.filter(path__in=set(paths) - {""})
        self._taken = set(known.values_list("path", flat=True))
        self._new_ties: list = []
        self._new_addresses: list[OldAddress] = []

    def differ(self, article: Article, threads: frozenset[int], path: str) -> bool:
        """No threads and no path: the file does not say, so nothing differs."""
        other_threads = threads and threads != self._threads[article.pk]
        return bool(other_threads or (path and path not in self._taken))

    def connect(self, article: Article, threads: frozenset[int], path: str) -> None:
        if threads:
            self._connect_threads(article, threads)
        if path and path not in self._taken and path != article.get_absolute_url():
            self._taken.add(path)
            self._new_addresses.append(
                OldAddress(
                    path=path, content_type=self._content_type, object_id=article.pk
                )
            )

    def _connect_threads(self, article: Article, threads: frozenset[int]) -> None:
        before = self._threads[article.pk]
        self._new_ties += [
            _Tie(article=article, thread_id=pk) for pk in sorted(threads - before)
        ]
        if left := before - threads:
            _Tie.objects.filter(article=article, thread__in=left).delete()

    def write(self) -> None:
        _Tie.objects.bulk_create(self._new_ties, ignore_conflicts=True)
        OldAddress.objects.bulk_create(self._new_addresses, ignore_conflicts=True)
