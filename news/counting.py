"""Counting readers without cookies and without keeping an address.

A page reports itself once, from the browser (static/js/count.js), and not when it is
reloaded. Known robots and signed-in staff are left out. The same device on the same
page counts once an hour: it is recognised by a digest of its address, browser and
page, keyed with the server's secret and the hour, kept two hours at most. The digest
cannot be turned back into an address by whoever sees it.

Reports are gathered in memory and written in batches, so that a reader never waits
for a write and a busy page is one row's update, not a thousand. A killed process
loses the last few seconds of counts and nothing else.
"""

import atexit
import datetime as dt
import hashlib
import hmac
import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from lienhiephoi.middleware import client_address
from news.models import Article, ArticleCount, SeenMark, VisitDay

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 10
FLUSH_SIZE = 500
MAX_PENDING = 20_000
KEPT = dt.timedelta(hours=2)

_ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|monitor|scan|headless|lighthouse|"
    r"curl|wget|python|httpclient|java/|go-http|facebookexternalhit|zalo.*robot|"
    r"bytespider|phantom|selenium|archiver",
    re.IGNORECASE,
)
_TARGET = re.compile(r"page|article:[1-9][0-9]{0,9}")


@dataclass(frozen=True)
class View:
    """One page seen: `mark` tells device and page, `visit_mark` the device alone."""

    article_id: int | None
    mark: bytes
    visit_mark: bytes
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


def is_robot(user_agent: str) -> bool:
    return not user_agent or bool(_ROBOT.search(user_agent))


def read_view(request, target: str) -> View | None:
    """The view a browser reports, or None when it is not to be counted."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if not _TARGET.fullmatch(target) or is_robot(agent) or request.user.is_staff:
        return None
    at = timezone.now()
    device = f"{at:%Y%m%d%H}|{client_address(request)}|{agent}"
    _, _, number = target.partition(":")
    page = target if number else request.META.get("HTTP_REFERER", "")[:300]
    return View(
        article_id=int(number) if number else None,
        mark=_mark(f"{device}|{page}"),
        visit_mark=_mark(f"{device}|visit"),
        at=at,
    )


def _mark(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)[:16]


class Gatherer:
    """Holds views in memory and writes them in batches."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[View] = []
        self._timer: threading.Timer | None = None

    def add(self, view: View) -> None:
        with self._lock:
            if len(self._pending) >= MAX_PENDING:
                return
            self._pending.append(view)
            is_full = len(self._pending) >= FLUSH_SIZE
            if self._timer is None:
                self._timer = threading.Timer(FLUSH_SECONDS, self._flush_and_close)
                self._timer.daemon = True
                self._timer.start()
        if is_full:
            self.flush()

    def flush(self) -> int:
        """Write what was gathered; returns the number of views counted."""
        with self._lock:
            views, self._pending = self._pending, []
            if self._timer:
                self._timer.cancel()
                self._timer = None
        return write(views) if views else 0

    def _flush_and_close(self) -> None:
        try:
            self.flush()
        except DatabaseError:
            logger.warning("Chưa ghi được lượt xem.", exc_info=True)
        finally:
            connection.close()


gatherer = Gatherer()


def start() -> None:
    """Write what is left when a web process ends; called once by wsgi.py."""
    atexit.register(gatherer.flush)


@transaction.atomic
def write(views: list[View]) -> int:
    """Count the views that no earlier batch, of whichever process, has counted."""
    fresh = _unseen({view.mark: view.at for view in views})
    new_visits = _unseen({view.visit_mark: view.at for view in views})
    counted = {view.mark: view for view in views if view.mark in fresh}.values()
    _count_articles(Counter(v.article_id for v in counted if v.article_id))
    _count_day(timezone.localdate(), visits=len(new_visits), views=len(counted))
    SeenMark.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()
    return len(counted)


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
    known = Article.objects.filter(pk__in=views).values_list("pk", flat=True)
    for article_id in sorted(known):
        ArticleCount.objects.get_or_create(article_id=article_id)
        ArticleCount.objects.filter(article_id=article_id).update(
            views=F("views") + views[article_id]
        )


def _count_day(day: dt.date, *, visits: int, views: int) -> None:
    VisitDay.objects.get_or_create(day=day)
    VisitDay.objects.filter(day=day).update(
        visits=F("visits") + visits, views=F("views") + views
    )
