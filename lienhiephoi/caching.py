"""Whole pages for anonymous readers, and small things remembered between pages.

The key of everything here is the *content version*, a number that every committed
change raises, and the minute of the clock. So what staff change shows on the very
next request, and what the clock changes (today's date, a scheduled article, an
expiry) shows at its minute, with nothing to invalidate by hand. Pages are kept in the
memory of each web process; only the version is shared.
"""

import gzip
import hashlib
import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, HttpResponseNotModified

# --- The content version --------------------------------------------------------


class FileVersion:
    """The version as the length of a file: each change appends one byte.

    Appending is atomic, and asking costs one `stat`. Serves all processes of a
    machine.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> int:
        try:
            return os.stat(self.path).st_size  # noqa: PTH116 -- on every request
        except FileNotFoundError:
            return 0

    def bump(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(b".")


class CacheVersion:
    """The version in the shared cache (Redis): serves many machines."""

    key = "content-version"

    def current(self) -> int:
        return cache.get(self.key, 0)

    def bump(self) -> None:
        cache.add(self.key, 0, timeout=None)
        cache.incr(self.key)


version = (
    CacheVersion() if settings.CACHE_URL else FileVersion(settings.CONTENT_VERSION_FILE)
)


def content_changed(**_kwargs) -> None:
    """Say that something public may have changed; takes effect on commit.

    Also a receiver of model signals.
    """
    # What was saved stays saved even if the disk is full just now: the failure is
    # logged, and pages are a minute old at the most.
    transaction.on_commit(version.bump, robust=True)


def moment_key() -> tuple[int, int]:
    return version.current(), int(time.time() // 60)


# --- Small things ---------------------------------------------------------------

_remembered: dict[object, tuple[tuple[int, int], object]] = {}


def remember(key: object, compute: Callable[[], object]) -> object:
    """The value computed for this content version and minute, per process.

    For what stands on every page (menu, settings). The value must not be changed
    by whoever gets it.
    """
    now = moment_key()
    known = _remembered.get(key)
    if known and known[0] == now:
        return known[1]
    value = compute()
    if len(_remembered) > 500:
        _remembered.clear()
    _remembered[key] = (now, value)
    return value


def remember_part(key: object, compute: Callable[[], object]) -> object:
    """As `remember`, for the parts that make up a page.

    They spare signed-in readers, whose pages are not kept whole. Where PAGE_CACHE is
    off they are made anew for every reader, so that what is measured then is the work
    itself.
    """
    return remember(key, compute) if settings.PAGE_CACHE else compute()


# --- Whole pages ----------------------------------------------------------------


@dataclass(frozen=True)
class StoredPage:
    content: bytes
    compressed: bytes
    headers: dict[str, str]
    etag: str

    @property
    def size(self) -> int:
        return len(self.content) + len(self.compressed) + 1000


class PageStore:
    """Pages of one content version and minute, the least used dropped first."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple, StoredPage] = OrderedDict()
        self._bytes = 0
        self._now: tuple[int, int] | None = None

    def get(self, key: tuple, now: tuple[int, int]) -> StoredPage | None:
        with self._lock:
            if self._now != now:
                # Whoever asks has just read the version, so theirs is the present one,
                # also when it fell (its file was removed, the cache server emptied).
                self._pages.clear()
                self._bytes, self._now = 0, now
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, now: tuple[int, int], page: StoredPage) -> None:
        with self._lock:
            if self._now != now:
                return
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > self.max_bytes:
                _, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size


pages = PageStore(settings.PAGE_CACHE_BYTES)

# Parameters that other sites add to a shared address and that change nothing.
_FOREIGN_PARAMETER = re.compile(r"(?:^|&)(?:fbclid|gclid|zarsrc|utm_[a-z]+)=[^&]*")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_KEPT_TYPES = ("text/html", "application/rss+xml", "application/xml", "text/calendar")


class PageCacheMiddleware:
    """First in the chain: a page it holds costs no session, no view and no SQL.

    A page is kept when an anonymous GET was answered 200, set no cookie, and did
    not ask to be private. A form that carries a CSRF token sets a cookie, and so is
    never kept.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.is_on = settings.PAGE_CACHE

    def __call__(self, request):
        if not self.is_on or not _may_be_cached(request):
            return self.get_response(request)
        _drop_foreign_parameters(request)
        # Read before the page is made: a change during the making raises the
        # version, and what is stored under the old one is never served again.
        now, key = moment_key(), _address(request)
        page = pages.get(key, now)
        if page is None:
            response = self.get_response(request)
            page = _stored(response)
            if page is None:
                return response
            pages.put(key, now, page)
        return _answer(request, page)


def _may_be_cached(request) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def _drop_foreign_parameters(request) -> None:
    """From the request itself, or one reader's mark would stand in the links of the
    page kept for all."""
    if query := request.META.get("QUERY_STRING", ""):
        request.META["QUERY_STRING"] = _FOREIGN_PARAMETER.sub("", query).lstrip("&")


def _address(request) -> tuple:
    query = request.META.get("QUERY_STRING", "")
    return request.scheme, request.META.get("HTTP_HOST"), request.path, query


def _stored(response) -> StoredPage | None:
    if (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or "private" in response.get("Cache-Control", "")
        or not response.get("Content-Type", "").startswith(_KEPT_TYPES)
    ):
        return None
    content = response.content
    # Weak: the same page travels both plain and compressed.
    etag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    headers = {k: v for k, v in response.items() if k not in ("Vary", "Content-Length")}
    # Readers keep the page, but ask each time whether it is still the one.
    headers |= {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    return StoredPage(content, gzip.compress(content, 6, mtime=0), headers, etag)


def _answer(request, page: StoredPage) -> HttpResponse:
    if page.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        kept = ("ETag", "Cache-Control", "Vary")
        return HttpResponseNotModified(headers={k: page.headers[k] for k in kept})
    response = HttpResponse(headers=page.headers)
    if _TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = page.compressed
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.content = page.content
    response.headers["Content-Length"] = str(len(response.content))
    return response
