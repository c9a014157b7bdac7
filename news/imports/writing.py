"""Prepared rows into the database, a batch at a time: a whole batch or none of it.

An article stays as people left it: once somebody has saved it in the portal, an
import leaves it alone, unless told otherwise. It is known by `updated_at`, which
every import leaves equal to `imported_at`.

The status is set here, in bulk, and not by the workflow, which takes records one by
one, asks for a lead that old portals often lack, and knows no publication in the
past. What the workflow promises holds all the same: each status is one of its table,
and each change has its row in the history.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from lienhiephoi import search
from lienhiephoi.caching import content_changed
from news.imports.bodies import without_pictures
from news.imports.categories import FALLBACK, Categories
from news.imports.links import Links
from news.imports.rows import Row
from news.imports.slugs import free_slugs
from news.imports.summary import Outcome
from news.imports.threads import Threads
from news.models import Article, ArticleStatusChange, Category, PublishingStatus

# A number of our own: two imports at once take turns, batch by batch.
_LOCK = 7_202_611
_GOLDEN_RATIO = 0.618033988749895


@dataclass(frozen=True)
class Terms:
    """What holds for the whole run.

    `default_category` names that of articles which name none. `spread` is how far
    back articles without a date are spread, for trials only.
    """

    file_name: str
    started_at: dt.datetime
    is_forced: bool = False
    default_category: str = FALLBACK
    spread: dt.timedelta = dt.timedelta(0)

    @property
    def note(self) -> str:
        return f"Nhập từ tệp {self.file_name}"

    def undated_at(self, number: int) -> dt.datetime:
        """Without a date of its own, an article dates from its import.

        The multiples of the golden ratio fill a stretch evenly, however many come.
        """
        return self.started_at - self.spread * (number * _GOLDEN_RATIO % 1)


@dataclass(frozen=True)
class Placed:
    """A row with what it names; `category` is None where the file does not say."""

    row: Row
    category: Category | None
    threads: frozenset[int]


@dataclass(frozen=True)
class Result:
    row: Row
    outcome: Outcome
    reason: str = ""


class Writer:
    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._categories = Categories()
        self._threads = Threads(terms.note)

    @transaction.atomic
    def write(self, rows: list[Row]) -> list[Result]:
        """Writes all rows but those that the database itself refuses."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        placed = [self._place(row) for row in rows]
        try:
            return self._write(placed)
        except (IntegrityError, DataError):
            # One that was made within the batch is gone with it.
            self._categories = Categories()
            return [self._write_alone(each) for each in placed]

    def _write_alone(self, placed: Placed) -> Result:
        try:
            return self._write([placed])[0]
        except (IntegrityError, DataError) as error:
            reason, *_ = str(error).splitlines()
            reason = f"cơ sở dữ liệu không nhận: {reason}"
            return Result(placed.row, Outcome.FAILED, reason)

    def _place(self, row: Row) -> Placed:
        category = None
        if row.category:
            category = self._categories.find(row.category, row.parent_category)
        threads = frozenset(self._threads.find(title).pk for title in row.threads)
        return Placed(row, category, threads)

    @transaction.atomic
    def _write(self, batch: list[Placed]) -> list[Result]:
        known = _known_articles(batch)
        links = Links(known.values(), [each.row.old_address for each in batch])
        new = [each for each in batch if each.row.key not in known]
        self._create(new, links)
        results = [
            Result(
                each.row,
                self._update(each, known[each.row.key], links)
                if each.row.key in known
                else Outcome.CREATED,
            )
            for each in batch
        ]
        links.write()
        content_changed()
        return results

    def _create(self, batch: list[Placed], links: Links) -> None:
        slugs = free_slugs([each.row.title for each in batch])
        articles = [
            self._new_article(each, slug)
            for each, slug in zip(batch, slugs, strict=True)
        ]
        Article.objects.bulk_create(articles)
        _mark_unedited(articles)
        ArticleStatusChange.objects.bulk_create(
            self._history(article, PublishingStatus.DRAFT) for article in articles
        )
        for each, article in zip(batch, articles, strict=True):
            links.connect(article, each.threads, each.row.old_address)
        search.index(articles)

    def _new_article(self, placed: Placed, slug: str) -> Article:
        category = placed.category or self._categories.find(
            self._terms.default_category
        )
        article = Article(
            **{"status": PublishingStatus.PUBLISHED, **placed.row.values},
            slug=slug,
            category=category,
            import_key=placed.row.key,
            imported_at=self._terms.started_at,
        )
        self._date(article, placed.row.number)
        return article

    def _update(self, placed: Placed, article: Article, links: Links) -> Outcome:
        changes = _changes(placed, article)
        ties = article, placed.threads, placed.row.old_address
        if not changes and not links.differ(*ties):
            return Outcome.UNCHANGED
        if article.updated_at > article.imported_at and not self._terms.is_forced:
            return Outcome.KEPT
        if changes:
            self._change(article, changes, placed.row.number)
        links.connect(*ties)
        return Outcome.UPDATED

    def _change(self, article: Article, changes: dict, number: int) -> None:
        before = article.status
        for name, value in changes.items():
            setattr(article, name, value)
        self._date(article, number)
        # One by one: the signals keep the old address and the search in step.
        article.save()
        _mark_unedited([article])
        self._history(article, before).save()

    def _date(self, article: Article, number: int) -> None:
        if article.status == PublishingStatus.PUBLISHED and not article.published_at:
            article.published_at = self._terms.undated_at(number)

    def _history(self, article: Article, before: str) -> ArticleStatusChange:
        return ArticleStatusChange(
            record=article,
            transition="import",
            from_status=before,
            to_status=article.status,
            at=timezone.now(),
            note=self._terms.note,
        )


def _mark_unedited(articles: list[Article]) -> None:
    """Both moments equal to the microsecond, which only the database can tell."""
    written = Article.objects.filter(pk__in=[article.pk for article in articles])
    written.update(imported_at=F("updated_at"))


def _known_articles(batch: list[Placed]) -> dict[str, Article]:
    keys = [each.row.key for each in batch]
    # Locked, so that nobody's saving in the portal is lost between look and write.
    found = Article.objects.select_for_update().filter(import_key__in=keys)
    return {article.import_key: article for article in found}


def _changes(placed: Placed, article: Article) -> dict[str, object]:
    wanted = dict(placed.row.values)
    if placed.category:
        wanted["category_id"] = placed.category.pk
    changes = {
        name: value for name, value in wanted.items() if getattr(article, name) != value
    }
    if "body" in changes and placed.row.lost_pictures:
        # The folder of pictures is not at hand this time: that is no new text.
        same = without_pictures(article.body) == without_pictures(changes["body"])
        if same:
            del changes["body"]
    return changes
