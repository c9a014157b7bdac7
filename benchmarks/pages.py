"""Each kind of page against a bare view that answers the same bytes."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks import load, table
from benchmarks.place import FOLDER
from benchmarks.serving import BARE, PORTAL, Server, running
from lienhiephoi.caching import version

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


# Nothing that is remembered lasts: what the first reader after a change waits for.
CHANGES_PER_SECOND = 50
_WHILE_CHANGING = {
    name: f"{label}, nội dung đổi {CHANGES_PER_SECOND} lần/giây"
    for name, label in {
        "home": "trang chủ",
        "list": "danh sách tin",
        "article": "bài viết",
    }.items()
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
    for name, label in _WHILE_CHANGING.items():
        with _content_changing():
            pair = load.compare(
                uncached.url(addresses[name]), bare.url(f"/{name}"), **pace
            )
        yield table.Row(label, pair.ratio, note=_per_second(pair))
    for label, portal in (("có", cached), ("không có", uncached)):
        text = f"RAM các tiến trình web, {label} bộ nhớ trang"
        yield table.Row(text, portal.memory(), most=250, unit=" MB")


@contextmanager
def _content_changing() -> Iterator[None]:
    is_over = threading.Event()

    def change() -> None:
        while not is_over.wait(1 / CHANGES_PER_SECOND):
            version.bump()

    changing = threading.Thread(target=change)
    changing.start()
    try:
        yield
    finally:
        is_over.set()
        changing.join()


def _per_second(pair: load.Pair) -> str:
    return f"{table.number(pair.measured)} và {table.number(pair.against)} lượt/giây"
