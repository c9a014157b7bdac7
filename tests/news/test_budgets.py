"""What a page may cost: queries, bytes, and hosts it loads from."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienhiephoi import caching, search
from news.models import GalleryPicture
from tests import makers, reading

pytestmark = pytest.mark.django_db

HOME, OTHER = 10, 8
KIND, BODY = "{kind}", "{body}"
# One address of every kind of public page, and how many queries it may cost.
PAGES = {
    "/": HOME,
    "/tin-tuc/": OTHER,
    "/tin-tuc/chuyen-muc-0/": OTHER,
    "/tin-tuc/chuyen-muc-con/": OTHER,
    "/tin-tuc/2026/": OTHER,
    "/tin-tuc/2026/03/": OTHER,
    "/tin-tuc/2026/03/dang-doc/": OTHER,
    "/chuyen-de/": OTHER,
    "/chuyen-de/chuyen-de-0/": OTHER,
    "/thong-bao/": OTHER,
    "/thong-bao/thong-bao-0/": OTHER,
    "/van-ban/": OTHER,
    "/van-ban/?q=ke+hoach+0&kind={kind}&issuing_body={body}&year=2026&in_force=on": OTHER,
    "/van-ban/van-ban-0/": OTHER,
    "/thu-vien-anh/": OTHER,
    "/thu-vien-anh/album-0/": OTHER,
    "/video/": OTHER,
    "/video/video-0/": OTHER,
    "/gioi-thieu/": OTHER,
    "/gioi-thieu/trang-0/": OTHER,
    "/lien-ket/": OTHER,
    "/lien-he/": OTHER,
    "/tim-kiem/": OTHER,
    "/tim-kiem/?q=đang+đọc": OTHER,
    "/tim-kiem/?q=từ+không+có+ở+đâu": OTHER,
    "/rss/": OTHER,
    "/rss/chuyen-muc-0/": OTHER,
    "/sitemap-article.xml": OTHER,
    "/tai-khoan/dang-nhap/": OTHER,
    "/robots.txt": 0,
}
MOMENT = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)


@pytest.fixture(params=[1, 30])
def rows(request):
    """So many rows of everything, each with so many of its parts."""
    return fill(request.param)


def fill(count: int, sections: int = 0) -> dict:
    """`sections`: so many categories, menu entries and files of the one article that
    is read, where they are not to be `count` too."""
    few = sections or count
    makers.union()
    picture = makers.picture()
    numbers = range(count)
    tops = [
        makers.category(f"Chuyên mục {n}", is_on_home=True, slug=f"chuyen-muc-{n}")
        for n in range(few)
    ]
    for n in range(few):
        item = makers.menu_item(f"Mục {n}", f"/muc-{n}/")
        makers.menu_item(f"Mục con {n}", f"/muc-{n}/con/", parent=item)
    makers.category("Con", parent=tops[0], slug="chuyen-muc-con")
    threads = [makers.thread(slug=f"chuyen-de-{n}") for n in numbers]
    documents = [
        makers.document(f"{n + 1}/KH-LHH", f"Kế hoạch {n}", slug=f"van-ban-{n}")
        for n in numbers
    ]
    current = makers.article(
        "Đang đọc",
        slug="dang-doc",
        published_at=MOMENT,
        category=tops[0],
        picture=picture,
        body="<p>Dòng nội dung của bài.</p>" * 80,
    )
    for top in tops:
        makers.articles(count, category=top, picture=picture)
    others = list(type(current).objects.exclude(pk=current.pk)[:count])
    current.threads.set(threads[:few])
    current.documents.set(documents[:few])
    current.related.set(others)
    for thread in threads:
        thread.articles.add(*others)
    for n in range(few):
        current.corrections.create(on="2026-03-03", text=f"Sửa {n}")
        makers.attachment(article=current)
    for n in numbers:
        GalleryPicture.objects.create(article=current, picture=picture, caption=f"{n}")
        makers.attachment(document=documents[0])
        notice = makers.notice(slug=f"thong-bao-{n}")
        makers.attachment(notice=notice)
        makers.album(slug=f"album-{n}", pictures=[picture])
        makers.video(slug=f"video-{n}", picture=picture)
        makers.page(f"Trang {n}", slug=f"trang-{n}")
        makers.weblink(f"Liên kết {n}")
        makers.quote(f"Câu {n}")
    search.index(documents)
    return {"kind": documents[0].kind_id, "body": documents[0].issuing_body_id}


def cost(client, path: str) -> tuple[int, bytes]:
    """Queries and bytes of a page that meets nothing warm."""
    caching.version.bump()
    caching._remembered.clear()
    ContentType.objects.clear_cache()
    client.cookies.clear()
    with CaptureQueriesContext(connection) as captured:
        found = client.get(path, follow=True)
    assert found.status_code == 200, path
    return len(captured), found.content


def test_no_public_page_costs_more_queries_than_it_may(client, rows):
    dear = {}
    for path, allowed in PAGES.items():
        queries, _ = cost(client, path.format(**rows))
        if queries > allowed:
            dear[path] = queries
    assert dear == {}


def test_the_site_map_costs_the_same_for_more_rows(client):
    fill(1)
    few, _ = cost(client, "/sitemap.xml")
    makers.articles(40)
    assert cost(client, "/sitemap.xml")[0] == few <= 20


def test_a_page_that_does_not_exist_costs_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(OTHER):
        reading.answer(client, "/khong-co/", status=404)


# --- Bytes --------------------------------------------------------------------------


def test_no_page_is_larger_than_60_kb(client):
    ids = fill(30, sections=7)
    sizes = {path: len(cost(client, path.format(**ids))[1]) for path in PAGES}
    html = {p: size for p, size in sizes.items() if "." not in p and "rss" not in p}
    assert {path: size for path, size in html.items() if size > 60_000} == {}


def asset_bytes(folder: str, pattern: str) -> int:
    return sum(f.stat().st_size for f in Path(settings.BASE_DIR, folder).glob(pattern))


def linked(client, path: str, tag: str, name: str, kind: str) -> set[str]:
    page = reading.page(client, path)
    return {e.get(name, "") for e in page.iter(tag) if e.get(name, "").endswith(kind)}


def test_the_style_sheets_of_a_page_fit_their_budget(client):
    sheets = linked(client, "/", "link", "href", ".css")
    assert sheets
    assert (
        sum(asset_bytes("static", s.removeprefix("/static/")) for s in sheets) <= 40_000
    )


def test_all_scripts_of_the_public_pages_fit_their_budget(client):
    fill(1)
    scripts = set()
    for path in PAGES:
        if "{" not in path and "sitemap" not in path and "r" not in path[1:2]:
            content = client.get(path, follow=True).content.decode()
            scripts |= set(re.findall(r'src="/static/(js/[^"]+)"', content))
    assert "js/menu.js" in scripts
    assert sum(asset_bytes("static", name) for name in scripts) <= 15_000


# --- Hosts --------------------------------------------------------------------------

LOADS = [
    *(("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src")),
    *(("video", "src"), ("audio", "src"), ("use", "href"), ("object", "data")),
    *(("embed", "src"), ("form", "action"), ("input", "src")),
]
LOADING_RELS = {"stylesheet", "icon", "apple-touch-icon", "preload", "preconnect"}


def loaded(page) -> set[str]:
    found = {e.get(name, "") for tag, name in LOADS for e in page.iter(tag)}
    for image in page.iter("img"):
        found |= {
            each.split()[0] for each in image.get("srcset", "").split(",") if each
        }
    for link in page.iter("link"):
        if LOADING_RELS & set(link.get("rel", "").split()):
            found.add(link.get("href", ""))
    return found - {""}


def test_no_page_loads_anything_from_another_host(client):
    ids = fill(1)
    for path in PAGES:
        content = client.get(path.format(**ids), follow=True).content.decode()
        if not content.startswith("<!DOCTYPE html>"):
            continue
        page = reading.tree(content)
        assert page.find(".//iframe") is None
        foreign = [url for url in loaded(page) if re.match(r"(?i)[a-z]+:|//", url)]
        assert foreign == [], path
        assert page.find(".//style") is None
        assert [e.tag for e in page.iter() if e.get("style")] == []
        for script in page.iter("script"):
            assert script.get("src") or script.get("type") == "application/ld+json"
        handlers = [n for e in page.iter() for n in e.attrib if n.startswith("on")]
        assert handlers == []
