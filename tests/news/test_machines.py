"""What machines read: feeds, site map, robots.txt, JSON-LD, Open Graph."""

import datetime as dt
import json
import re

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from tests import makers, reading

pytestmark = pytest.mark.django_db

HIDDEN = [
    {"status": "draft", "published_at": None},
    {"status": "withdrawn"},
    {"published_at": timezone.now() + dt.timedelta(days=400)},
    {"expires_at": timezone.now() - dt.timedelta(minutes=1)},
]
TRICKY = 'Tên </script><script>alert(1)</script> & "ngoặc" ]]> 🙂'


def xml(client, path: str):
    return fromstring(reading.answer(client, path).content)


# --- Feeds ----------------------------------------------------------------------------


def test_the_feed_is_valid_and_shows_the_newest_thirty(client):
    makers.articles(35)
    found = reading.answer(client, "/rss/")
    assert found.headers["Content-Type"].startswith("application/rss+xml")
    channel = fromstring(found.content).find("channel")
    assert channel.findtext("language") == "vi"
    titles = [item.findtext("title") for item in channel.iter("item")]
    assert titles == [f"Bài số {n}" for n in range(35, 5, -1)]
    first = channel.find("item")
    assert first.findtext("link").startswith("http://testserver/tin-tuc/")
    assert dt.datetime.strptime(first.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z")
    assert first.findtext("category") == "Tin hoạt động"
    assert client.get(first.findtext("link")).status_code == 200


@pytest.mark.parametrize("title", [TRICKY, "A\x0bB", "Đắk Lắk – «KH&KT»"])
def test_no_title_breaks_the_feed(client, title):
    made = makers.article(title, lead=title)
    item = xml(client, "/rss/").find(".//item")
    assert item.findtext("title") == made.title
    assert item.findtext("description") == made.lead


def test_the_feed_of_a_category_holds_what_lies_below_it_and_nothing_else(client):
    top = makers.category("Khoa học")
    makers.article("Giống lúa", category=makers.category("Nông nghiệp", parent=top))
    makers.article("Chuyện khác", category=makers.category("Khác"))
    channel = xml(client, "/rss/khoa-hoc/").find("channel")
    assert [i.findtext("title") for i in channel.iter("item")] == ["Giống lúa"]
    assert channel.findtext("title").startswith("Khoa học")


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_hidden_is_in_a_feed(client, hidden):
    makers.article("Ẩn", **hidden)
    assert xml(client, "/rss/").find(".//item") is None


def test_a_renamed_article_stays_the_same_to_who_reads_the_feed(client):
    article = makers.article()
    before = xml(client, "/rss/").findtext(".//guid")
    article.slug = "ten-moi"
    article.save()
    assert xml(client, "/rss/").findtext(".//guid") == before


# --- Site map -------------------------------------------------------------------------

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def mapped(client) -> list[str]:
    """Paths of all pages in all parts of the site map."""
    parts = [e.text for e in xml(client, "/sitemap.xml").findall(".//s:loc", SPACE)]
    found = []
    for part in parts:
        urls = xml(client, part).findall(".//s:loc", SPACE)
        found += [url.text.removeprefix("http://testserver") for url in urls]
    return found


def public_things() -> list:
    return [
        *(makers.article(), makers.notice(), makers.document(), makers.page()),
        *(makers.thread("Bão số 3"), makers.album("Đại hội"), makers.video("Lễ trao")),
    ]


def test_the_map_holds_everything_public_and_every_address_answers(client):
    things = public_things()
    found = mapped(client)
    assert {thing.get_absolute_url() for thing in things} <= set(found)
    assert {"/", "/tin-tuc/", "/lien-he/", "/tin-tuc/tin-hoat-dong/"} <= set(found)
    assert len(found) == len(set(found))
    for path in found:
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_map_holds_nothing_hidden(client, hidden):
    for make in (
        *(makers.article, makers.notice, makers.document, makers.page),
        *(makers.thread, makers.album, makers.video),
    ):
        make(slug="an-di", **hidden)
    assert [path for path in mapped(client) if "an-di" in path] == []


def test_the_map_tells_when_a_page_was_last_changed(client):
    article = makers.article()
    changed = xml(client, "/sitemap-article.xml").findtext(".//s:lastmod", "", SPACE)
    assert changed == timezone.localtime(article.updated_at).date().isoformat()


def test_a_part_that_is_not_there_is_not_found(client):
    reading.answer(client, "/sitemap-khong-co.xml", status=404)
    reading.answer(client, "/sitemap-article.xml?p=99", status=404)


def test_robots_are_kept_from_desks_and_shown_the_map(client, settings):
    settings.SITE_URL = "https://lamgiang.example"
    lines = reading.answer(client, "/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ("/quan-tri/", "/tai-khoan/", "/lam-viec/", "/tim-kiem/"):
        assert f"Disallow: {path}" in lines
    assert "Sitemap: https://lamgiang.example/sitemap.xml" in lines


# --- JSON-LD ----------------------------------------------------------------------------


def linked_data(client, path: str) -> dict[str, dict]:
    """The data of a page by its type."""
    html = reading.answer(client, path).content.decode()
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL
    )
    found = {}
    for block in blocks:
        data = json.loads(block)
        for each in data if isinstance(data, list) else [data]:
            assert each["@context"] == "https://schema.org"
            found[each["@type"]] = each
    return found


def test_an_article_says_what_it_is(client, settings):
    settings.SITE_URL = "https://lamgiang.example"
    makers.union(name="Liên hiệp Hội tỉnh")
    article = makers.article(byline="Trần Thị Bình", picture=makers.picture())
    data = linked_data(client, article.get_absolute_url())["NewsArticle"]
    address = f"https://lamgiang.example{article.get_absolute_url()}"
    assert data["headline"] == article.title
    assert data["mainEntityOfPage"] == address
    assert data["author"] == {"@type": "Person", "name": "Trần Thị Bình"}
    assert data["publisher"]["name"] == "Liên hiệp Hội tỉnh"
    assert data["articleSection"] == "Tin hoạt động"
    assert data["image"] == [f"https://lamgiang.example{article.picture.url(1600)}"]
    assert dt.datetime.fromisoformat(data["datePublished"]) == article.published_at


def test_the_home_page_says_whose_it_is_and_how_to_search_it(client):
    makers.union(
        name="Liên hiệp Hội tỉnh", phone="", facebook_url="https://fb.example/"
    )
    data = linked_data(client, "/")
    assert data["Organization"]["name"] == "Liên hiệp Hội tỉnh"
    assert data["Organization"]["sameAs"] == ["https://fb.example/"]
    assert "telephone" not in data["Organization"]
    assert "{search_term_string}" in data["WebSite"]["potentialAction"]["target"]


def test_the_way_to_a_page_is_told_in_steps(client):
    below = makers.category("Nông nghiệp", parent=makers.category("Khoa học"))
    article = makers.article("Giống lúa", category=below)
    steps = linked_data(client, article.get_absolute_url())["BreadcrumbList"]
    items = steps["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3, 4, 5]
    assert [item["name"] for item in items] == [
        *("Trang chủ", "Tin tức", "Khoa học", "Nông nghiệp", "Giống lúa")
    ]
    assert items[-1]["item"] == f"http://testserver{article.get_absolute_url()}"


def test_no_title_breaks_out_of_the_data(client):
    article = makers.article(TRICKY, lead=TRICKY, byline=TRICKY)
    data = linked_data(client, article.get_absolute_url())
    assert data["NewsArticle"]["headline"] == article.title[:110]
    page = reading.page(client, article.get_absolute_url())
    inline = [e for e in page.iter("script") if "src" not in e.attrib]
    assert [e.get("type") for e in inline] == ["application/ld+json"] * len(inline)
    assert reading.words(page.find(".//h1")) == article.title


# --- The head of a page -----------------------------------------------------------------


def head(client, path: str) -> dict[str, str]:
    page = reading.page(client, path)
    found = {
        e.get("property") or e.get("name", ""): e.get("content", "")
        for e in page.iter("meta")
    }
    links = {e.get("rel"): e.get("href") for e in page.iter("link")}
    return found | {"canonical": links.get("canonical"), "lang": page.get("lang")}


def test_a_shared_article_shows_title_lead_and_picture(client, settings):
    settings.SITE_URL = "https://lamgiang.example"
    article = makers.article("Trao giải", lead="Sáng 02/3.", picture=makers.picture())
    found = head(client, article.get_absolute_url())
    address = f"https://lamgiang.example{article.get_absolute_url()}"
    assert found["og:title"] == "Trao giải"
    assert found["og:description"] == found["description"] == "Sáng 02/3."
    assert found["og:type"] == "article"
    assert found["og:locale"] == "vi_VN"
    assert found["og:url"] == found["canonical"] == address
    assert found["og:image"].startswith("https://lamgiang.example/media/")
    assert (
        article.published_at.date().isoformat()[:7] in found["article:published_time"]
    )


def test_a_page_without_a_picture_is_shared_with_the_unions_own(client):
    image = head(client, makers.article().get_absolute_url())["og:image"]
    assert image == "http://testserver/static/img/og-default.png"


@pytest.mark.parametrize("site_url", ["", "https://lamgiang.example"])
def test_a_page_has_one_address_whatever_was_added_to_it(client, settings, site_url):
    settings.SITE_URL = site_url
    makers.article()
    origin = site_url or "http://testserver"
    found = head(client, "/tin-tuc/?utm_source=zalo&fbclid=x")
    assert found["canonical"] == f"{origin}/tin-tuc/"


def paths() -> list[str]:
    return [
        *(thing.get_absolute_url() for thing in public_things()),
        *("/", "/tin-tuc/", "/tin-tuc/2026/", "/tin-tuc/2026/11/", "/thong-bao/"),
        *("/van-ban/", "/thu-vien-anh/", "/video/", "/chuyen-de/", "/lien-ket/"),
        *("/lien-he/", "/lien-he/da-gui/", "/tim-kiem/", "/tim-kiem/?q=tin"),
        *(
            "/tin-tuc/tin-hoat-dong/",
            "/tai-khoan/dang-nhap/",
            "/tai-khoan/quen-mat-khau/",
        ),
        *("/tai-khoan/quen-mat-khau/da-gui/", "/tai-khoan/quen-mat-khau/a/b/"),
    ]


def test_every_page_is_in_vietnamese_with_one_heading_title_and_main(client):
    titles = {}
    for path in paths():
        page = reading.page(client, path)
        assert page.get("lang") == "vi", path
        assert len(page.findall(".//h1")) == 1, path
        assert len(page.findall(".//main")) == 1, path
        titles[path] = reading.words(page.find(".//title"))
        ids = [e.get("id") for e in page.iter() if e.get("id")]
        assert len(ids) == len(set(ids)), path
        assert head(client, path)["description"], path
        for image in page.iter("img"):
            assert "alt" in image.attrib, path
    assert all(titles.values())
    titles.pop("/tim-kiem/?q=tin")
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/khong-co/", 404), ("/tin-tuc/?trang=99", 404), ("/tim-kiem/?q=%00", 400)],
)
def test_error_pages_too_are_whole_pages_in_vietnamese(client, path, status):
    page = reading.page(client, path, status)
    assert page.get("lang") == "vi"
    assert len(page.findall(".//h1")) == 1
    assert (
        reading.links(page.find(".//main"))[
            "Trang chủ" if status == 404 else "Về trang chủ"
        ]
        == "/"
    )
