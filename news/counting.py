"""Counting readers without cookies and without keeping an address.

A page reports itself once, from the browser (static/js/count.js), and not when it is
reloaded. Known robots and signed-in staff are left out. The same device on the same
page counts once an hour: it is recognised by a digest of its address, browser and
page, keyed with the server's secret and the hour, kept two hours at most. The digest
cannot be turned back into an address by whoever sees it. A browser can call itself
anything, so one address counts VIEWS_PER_ADDRESS times an hour and no more.

Reports are gathered in memory and written in batches, so that a reader never waits
for a write and a busy page is one row's update, not a thousand. A killed process
loses the last few seconds of counts and nothing else.
"""

import atexit
import datetime as dt
import hashlib
import hmac
import ipaddress
import logging
import re
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from lienhiephoi.middleware import client_address
from lienhiephoi.models import RateCounter
from lienhiephoi.robots import is_robot
from news.models import Article, ArticleCount, SeenMark, VisitDay

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 10
FLUSH_SIZE = 500
MAX_PENDING = 20_000
KEPT = dt.timedelta(hours=2)
# Generous, for a whole office or a telephone network may stand behind one address.
VIEWS_PER_ADDRESS = 300

_TARGET = re.compile(r"page|article:[1-9][0-9]{0,9}")
_PATH = re.compile(r"/[a-z0-9/._-]{0,300}")
_SOURCE = "dem:"


@dataclass(frozen=True)
class View:
    """One page seen.

    `mark` tells device and page, `visit_mark` the device alone, `source` the address
    alone.
    """

    article_id: int | None
    mark: bytes
    visit_mark: bytes
    source: str
    at: dt.datetime


@dataclass(frozen=True)
class VisitTotals:
    total: int
    today: int


def visit_totals() -> VisitTotals:
    today = timezone.localdate()
    sums = VisitDay.objects.aggregate(
        total=Sum("visits"), today=Sum("visits", filter=Q(day=today))
    )
    return VisitTotals(sums["total"] or 0, sums["today"] or 0)


def read_view(request, target: str, path: str) -> View | None:
    """The view a browser reports, or None when it is not to be counted."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if not (_TARGET.fullmatch(target) and _PATH.fullmatch(path)):
        return None
    if not _is_from_our_page(request) or is_robot(agent) or request.user.is_staff:
        return None
    at = timezone.now()
    source = f"{at:%Y%m%d%H}|{_network(client_address(request))}"
    device = f"{source}|{agent}"
    _, _, number = target.partition(":")
    return View(
        article_id=int(number) if number else None,
        mark=_mark(f"{device}|{target if number else path}"),
        visit_mark=_mark(f"{device}|visit"),
        source=_SOURCE + _mark(f"{source}|source").hex(),
        at=at,
    )


def _is_from_our_page(request) -> bool:
    # Old browsers do not say where a request comes from.
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _network(address: str) -> str:
    """The address itself, or of IPv6 what is given out to one line: the first half."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((int(known) >> 64 << 64, 64)))


def _mark(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)[:16]


class Gatherer:
    """Holds views in memory and writes them in batches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[View] = []
        self._timer: threading.Timer | None = None

    def add(self, view: View) -> None:
        is_full = False
        with self._lock:
            if len(self._pending) < MAX_PENDING:
                self._pending.append(view)
                # While the database fails, not every reader shall try it again.
                is_full = len(self._pending) % FLUSH_SIZE == 0
            if self._timer is None:
                self._timer = threading.Timer(FLUSH_SECONDS, self._flush_and_close)
                self._timer.daemon = True
                self._timer.start()
        if is_full:
            self.flush()

    def flush(self) -> int:
        """Write what was gathered; returns the number of views counted.

        What the database does not take now is kept for the next time.
        """
        with self._lock:
            views, self._pending = self._pending, []
            if self._timer:
                self._timer.cancel()
                self._timer = None
        try:
            return write(views) if views else 0
        except Error:
            logger.warning("Chưa ghi được lượt xem.", exc_info=True)
            with self._lock:
                self._pending = (views + self._pending)[:MAX_PENDING]
            return 0

    def _flush_and_close(self) -> None:
        try:
            self.flush()
        finally:
            connection.close()


gatherer = Gatherer()


def start() -> None:
    """Write what is left when a web process ends; called once by wsgi.py."""
    atexit.register(gatherer.flush)


@transaction.atomic
def write(views: list[View]) -> int:
    """Count the views that no earlier batch, of whichever process, has counted."""
    by_mark = {view.mark: view for view in _of_public_pages(views)}
    fresh = _unseen({mark: view.at for mark, view in by_mark.items()})
    counted = _within_limit([by_mark[mark] for mark in sorted(fresh)])
    at = {view.visit_mark: view.at for view in counted}
    visits = Counter(timezone.localdate(at[mark]) for mark in _unseen(at))
    _count_articles(Counter(v.article_id for v in counted if v.article_id))
    days = Counter(timezone.localdate(view.at) for view in counted)
    for day in sorted(days):
        _count_day(day, visits=visits[day], views=days[day])
    _forget_old_marks()
    return len(counted)


def _forget_old_marks() -> None:
    before = timezone.now() - KEPT
    SeenMark.objects.filter(seen_at__lt=before).delete()
    RateCounter.objects.filter(
        key__startswith=_SOURCE, window_start__lt=before
    ).delete()


def _of_public_pages(views: list[View]) -> list[View]:
    named = {view.article_id for view in views if view.article_id}
    public = Article.objects.published().filter(pk__in=named)
    shown = {None, *public.values_list("pk", flat=True)}
    return [view for view in views if view.article_id in shown]


def _within_limit(views: list[View]) -> list[View]:
    """Those that their address may still count, across all processes."""
    by_source = defaultdict(list)
    for view in views:
        by_source[view.source].append(view)
    used = _spend({source: len(group) for source, group in by_source.items()})
    return [
        view
        for source, group in by_source.items()
        for view in group[: max(0, VIEWS_PER_ADDRESS - used[source])]
    ]


def _spend(views: dict[str, int]) -> dict[str, int]:
    """Add to what each address has used this hour; what it had used before."""
    rows = sorted(views.items())
    table = RateCounter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, count, window_start) "  # noqa: S608
            "SELECT key, count, %s FROM unnest(%s::text[], %s::int[]) AS t (key, count) "
            f"ON CONFLICT (key) DO UPDATE SET count = {table}.count + excluded.count "
            "RETURNING key, count",
            [timezone.now(), [key for key, _ in rows], [count for _, count in rows]],
        )
        return {key: count - views[key] for key, count in cursor.fetchall()}


def _unseen(marks: dict[bytes, dt.datetime]) -> set[bytes]:
    # The database decides which are new, so two processes never count one twice;
    # in a fixed order, so that they never wait for each other in a circle.
    rows = sorted(marks.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {SeenMark._meta.db_table} (mark, seen_at) "  # noqa: S608
            "SELECT * FROM unnest(%s::bytea[], %s::timestamptz[]) "
            "ON CONFLICT DO NOTHING RETURNING mark",
            [[mark for mark, _ in rows], [at for _, at in rows]],
        )
        return {bytes(row[0]) for row in cursor.fetchall()}


def _count_articles(views: Counter) -> None:
    for article_id in sorted(views):
        ArticleCount.objects.get_or_create(article_id=article_id)
        ArticleCount.objects.filter(article_id=article_id).update(
            views=F("views") + views[article_id]
        )


def _count_day(day: dt.date, *, visits: int, views: int) -> None:
    VisitDay.objects.get_or_create(day=day)
    VisitDay.objects.filter(day=day).update(
        visits=F("visits") + visits, views=F("views") + views
    )
