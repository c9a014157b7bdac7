"""Each kind of page against a bare view that answers the same bytes."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
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


# What of a page is remembered between requests, and the settings for it.
WHOLE, PARTS, NOTHING = "cả trang", "từng phần", "không gì"
_SETTINGS = {
    WHOLE: {"PAGE_CACHE": "true", "PART_CACHE": "true"},
    PARTS: {"PAGE_CACHE": "false", "PART_CACHE": "true"},
    NOTHING: {"PAGE_CACHE": "false", "PART_CACHE": "false"},
}


def measure(*, rounds: int, seconds: int) -> list[table.Row]:
    with ExitStack() as stack:
        portals = {
            kept: stack.enter_context(running(PORTAL, **environment))
            for kept, environment in _SETTINGS.items()
        }
        addresses = _addresses(portals[WHOLE])
        folder = _store(portals[WHOLE], addresses)
        bare = running(BARE, ready="/home", BARE_PAGES=str(folder))
        pace = {"rounds": rounds, "seconds": seconds}
        return list(_rows(portals, stack.enter_context(bare), addresses, pace))


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
    # what is remembered, page, label, least ratio
    (WHOLE, "home", "trang chủ", 0.9),
    (WHOLE, "list", "danh sách tin", 0.9),
    (WHOLE, "article", "bài viết", 0.9),
    (WHOLE, "static", "tệp CSS", None),
    (PARTS, "home", "trang chủ", 0.10),
    (PARTS, "list", "danh sách tin, trang 1", 0.10),
    (PARTS, "deep", "danh sách tin, trang 1.000", 0.10),
    (PARTS, "category", "danh sách một chuyên mục", 0.10),
    (PARTS, "article", "bài viết", 0.10),
    (PARTS, "marked", f"tìm “{MARKED}” trong 10.000 mục", 0.03),
    (PARTS, "unmarked", f"tìm “{UNMARKED}” trong 10.000 mục", 0.03),
    (NOTHING, "home", "trang chủ", None),
    (NOTHING, "list", "danh sách tin, trang 1", None),
    (NOTHING, "article", "bài viết", None),
    (NOTHING, "marked", f"tìm “{MARKED}” trong 10.000 mục", None),
]


_SIGNED_IN = {
    "home": "trang chủ, người đã đăng nhập",
    "list": "danh sách tin, người đã đăng nhập",
    "article": "bài viết, người đã đăng nhập",
}


def _rows(
    portals: dict[str, Server], bare: Server, addresses: dict[str, str], pace
) -> Iterator[table.Row]:
    def against_bare(kept: str, name: str, **how) -> load.Pair:
        page = portals[kept].url(addresses[name])
        return load.compare(page, bare.url(f"/{name}"), **pace, **how)

    for kept, name, label, least in _KINDS:
        pair = against_bare(kept, name)
        yield table.Row(
            f"nhớ {kept}: {label}", pair.ratio, least=least, note=_per_second(pair)
        )
    pair = against_bare(PARTS, "article", paths=_all_articles())
    yield table.Row(
        f"nhớ {PARTS}: mỗi lượt một bài khác", pair.ratio, note=_per_second(pair)
    )
    pair = load.compare(
        *(portals[PARTS].url(addresses[name]) for name in ("deep", "list")), **pace
    )
    yield table.Row("trang 1.000 so với trang 1", pair.ratio, least=0.8)
    # The page cache leaves them out, but the parts of their pages are kept.
    cookie = _signed_in()
    for name, label in _SIGNED_IN.items():
        pair = against_bare(WHOLE, name, cookie=cookie)
        yield table.Row(label, pair.ratio, note=_per_second(pair))
    for kept, portal in portals.items():
        text = f"RAM các tiến trình web, nhớ {kept}"
        yield table.Row(text, portal.memory(), most=250, unit=" MB")


def _all_articles() -> Path:
    """A file of the addresses of all articles: too many for their parts to be kept."""
    from news.models import Article  # noqa: PLC0415 -- needs django.setup()

    file = FOLDER / "articles.txt"
    articles = Article.objects.published().only("slug", "published_at")
    addresses = (article.get_absolute_url() for article in articles.iterator())
    file.write_text("\n".join(addresses))
    return file


def _signed_in() -> str:
    """The cookie of a reader with an account, and no part in the staff."""
    reader, _ = get_user_model().objects.get_or_create(username="nguoi-do")
    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def _per_second(pair: load.Pair) -> str:
    return f"{table.number(pair.measured)} và {table.number(pair.against)} lượt/giây"
