"""Whole pages for anonymous readers, by address, content version and minute.

A page is found in two places by the same rules: in front of Django (`in_front_of`),
where a hit costs not even a request object; and first in the chain of middleware,
where what was missed is also put into the store.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified, parse_cookie

from lienhiephoi.caching import Store, moment_key


@dataclass(frozen=True)
class Answer:
    """What goes back to the reader, as a WSGI server takes it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def as_response(self) -> HttpResponse:
        headers = dict(self.headers)
        if self.status.startswith("304"):
            return HttpResponseNotModified(headers=headers)
        return HttpResponse(self.body, headers=headers)


class StoredPage:
    """A page, ready in every form in which it may be asked for."""

    def __init__(self, content: bytes, headers: dict[str, str]) -> None:
        # Weak: the same page travels both plain and compressed.
        self.etag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
        # Readers keep the page, but ask each time whether it is still the one.
        own = {
            "ETag": self.etag,
            "Cache-Control": "no-cache",
            "Vary": "Accept-Encoding",
        }
        headers = {**headers, **own}
        packed = gzip.compress(content, 6, mtime=0)
        self.plain = _ok(content, headers)
        self.packed = _ok(packed, {**headers, "Content-Encoding": "gzip"})
        self.unchanged = Answer("304 Not Modified", list(own.items()), b"")
        self.size = len(content) + len(packed) + 2000

    def answer(self, environ: dict) -> Answer:
        if self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            return self.unchanged
        if _TAKES_GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")):
            return self.packed
        return self.plain


def _ok(body: bytes, headers: dict[str, str]) -> Answer:
    headers = {**headers, "Content-Length": str(len(body))}
    return Answer("200 OK", list(headers.items()), body)


pages = Store(settings.PAGE_CACHE_BYTES)

# Parameters that other sites add to a shared address and that change nothing.
_FOREIGN_PARAMETER = re.compile(r"(?:^|&)(?:fbclid|gclid|zarsrc|utm_[a-z]+)=[^&]*")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
_KEPT_TYPES = ("text/html", "application/rss+xml", "application/xml", "text/calendar")


def in_front_of(application):
    """The WSGI application that answers from the store what is in it."""

    def answer_or_pass_on(environ, start_response):
        key = _key(environ)
        page = pages.get(key, moment_key()) if key else None
        if page is None:
            return application(environ, start_response)
        answer = page.answer(environ)
        start_response(answer.status, answer.headers)
        return [answer.body]

    return answer_or_pass_on if settings.PAGE_CACHE else application


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
        key = _key(request.META) if self.is_on else None
        if key is None:
            return self.get_response(request)
        # Read before the page is made: a change during the making raises the
        # version, and what is stored under the old one is never served again.
        now = moment_key()
        page = pages.get(key, now)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            page = _stored(response)
            pages.put(key, now, page, page.size)
        return page.answer(request.META).as_response()


def _key(environ: dict) -> tuple | None:
    """What tells one page from another, or None when the reader gets one of their own."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    cookies = environ.get("HTTP_COOKIE")
    if cookies and settings.SESSION_COOKIE_NAME in parse_cookie(cookies):
        return None
    if query := environ.get("QUERY_STRING", ""):
        # From the request itself, or one reader's mark would stand in the links of
        # the page kept for all.
        query = _FOREIGN_PARAMETER.sub("", query).lstrip("&")
        environ["QUERY_STRING"] = query
    # http and https lead to different links, and a proxy may say which it was.
    proxy_header, _ = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    return (
        environ.get("wsgi.url_scheme"),
        environ.get(proxy_header),
        environ.get("HTTP_HOST"),
        environ.get("SCRIPT_NAME"),
        environ.get("PATH_INFO"),
        query,
    )


def _may_be_kept(response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "private" not in response.get("Cache-Control", "")
        and response.get("Content-Type", "").startswith(_KEPT_TYPES)
    )


def _stored(response) -> StoredPage:
    headers = {k: v for k, v in response.items() if k not in ("Vary", "Content-Length")}
    return StoredPage(response.content, headers)
