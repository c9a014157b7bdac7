"""Each kind of page against a bare view that answers the same bytes."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from benchmarks import load, table
from benchmarks.place import FOLDER
from benchmarks.serving import BARE, PORTAL, Server, running

MARKED, UNMARKED = "hội nghị", "hoi nghi"
LAST_LIST_PAGE = 1000
_LIST = "/tin-tuc/"
_ARTICLE = re.compile(r'href="(/tin-tuc/\d+/\d+/[^"]+)"')
_CATEGORY = re.compile(r'href="(/tin-tuc/[a-z][a-z0-9-]*/)"')
_STYLE = re.compile(r'href="(/static/css/components[^"]*\.css)"')


def measure(*, rounds: int, seconds: int) -> list[table.Row]:
    with running(PORTAL, PAGE_CACHE="true") as cached:
        addresses = _addresses(cached)
        folder = _store(cached, addresses)
        with (
            running(PORTAL, PAGE_CACHE="false") as uncached,
            running(BARE, ready="/home", BARE_PAGES=str(folder)) as bare,
        ):
            pace = {"rounds": rounds, "seconds": seconds}
            return list(_rows(cached, uncached, bare, addresses, pace))


def _addresses(portal: Server) -> dict[str, str]:
    listed = load.fetch(portal.url(_LIST)).decode()
    return {
        "home": "/",
        "list": _LIST,
        "deep": f"{_LIST}?trang={LAST_LIST_PAGE}",
        "category": _CATEGORY.search(listed)[1],
        "article": _ARTICLE.search(listed)[1],
        "static": _STYLE.search(listed)[1],
        "marked": f"/tim-kiem/?q={quote(MARKED)}",
        "unmarked": f"/tim-kiem/?q={quote(UNMARKED)}",
    }


def _store(portal: Server, addresses: dict[str, str]) -> Path:
    """Write the bytes that the bare view is to answer."""
    folder = FOLDER / "pages"
    folder.mkdir(exist_ok=True)
    for name, address in addresses.items():
        (folder / name).write_bytes(load.fetch(portal.url(address)))
    return folder


_KINDS = [
    # with the page cache?, page, label, least ratio
    (True, "home", "trang chủ, có bộ nhớ trang", 0.9),
    (True, "list", "danh sách tin, có bộ nhớ trang", 0.9),
    (True, "article", "bài viết, có bộ nhớ trang", 0.9),
    (True, "static", "tệp CSS", None),
    (False, "home", "trang chủ", 0.10),
    (False, "list", "danh sách tin, trang 1", 0.10),
    (False, "deep", "danh sách tin, trang 1.000", 0.10),
    (False, "category", "danh sách một chuyên mục", 0.10),
    (False, "article", "bài viết", 0.10),
    (False, "marked", f"tìm “{MARKED}” trong 10.000 mục", 0.03),
    (False, "unmarked", f"tìm “{UNMARKED}” trong 10.000 mục", 0.03),
]


_SIGNED_IN = {
    "home": "trang chủ, người đã đăng nhập",
    "list": "danh sách tin, người đã đăng nhập",
    "article": "bài viết, người đã đăng nhập",
}


def _rows(
    cached: Server, uncached: Server, bare: Server, addresses: dict[str, str], pace
) -> Iterator[table.Row]:
    for is_cached, name, label, least in _KINDS:
        portal = cached if is_cached else uncached
        pair = load.compare(portal.url(addresses[name]), bare.url(f"/{name}"), **pace)
        yield table.Row(label, pair.ratio, least=least, note=_per_second(pair))
    pair = load.compare(
        *(uncached.url(addresses[name]) for name in ("deep", "list")), **pace
    )
    yield table.Row("trang 1.000 so với trang 1", pair.ratio, least=0.8)
    # The page cache leaves them out, but the parts of their pages are kept.
    cookie = _signed_in()
    for name, label in _SIGNED_IN.items():
        pair = load.compare(
            cached.url(addresses[name]), bare.url(f"/{name}"), cookie=cookie, **pace
        )
        yield table.Row(label, pair.ratio, note=_per_second(pair))
    for label, portal in (("có", cached), ("không có", uncached)):
        text = f"RAM các tiến trình web, {label} bộ nhớ trang"
        yield table.Row(text, portal.memory(), most=250, unit=" MB")


def _signed_in() -> str:
    """The cookie of a reader with an account, and no part in the staff."""
    reader, _ = get_user_model().objects.get_or_create(username="nguoi-do")
    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def _per_second(pair: load.Pair) -> str:
    return f"{table.number(pair.measured)} và {table.number(pair.against)} lượt/giây"
