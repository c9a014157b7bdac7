"""Lists of articles: all, a category, a year, a month, a thread."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import makers, reading

pytestmark = pytest.mark.django_db

EMPTY = "Chưa có tin nào trong mục này."


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+07:00")


def titles(client, path: str) -> list[str]:
    page = reading.page(client, path)
    return [reading.words(e) for e in reading.by_class(page, "entry__title")]


def crumbs(client, path: str) -> list[tuple[str, str]]:
    trail = reading.by_class(reading.page(client, path), "crumbs")[0]
    return [
        (
            reading.words(step),
            a.get("href", "") if (a := step.find("a")) is not None else "",
        )
        for step in trail.iter("li")
    ]


def heading(client, path: str) -> str:
    return reading.words(reading.main(client, path).find(".//h1"))


def test_the_list_shows_what_is_public_newest_first(client):
    makers.articles(3)
    makers.article("Nháp", status="draft", published_at=None)
    makers.article("Hẹn giờ", published_at=timezone.now() + dt.timedelta(days=1))
    makers.article("Hết hạn", expires_at=timezone.now())
    assert titles(client, "/tin-tuc/") == ["Bài số 3", "Bài số 2", "Bài số 1"]


def test_a_long_list_has_numbered_pages(client):
    makers.articles(45)
    pages = [titles(client, f"/tin-tuc/?trang={n}") for n in (1, 2, 3)]
    assert [len(each) for each in pages] == [20, 20, 5]
    assert pages[2][-1] == "Bài số 1"
    pager = reading.by_class(reading.page(client, "/tin-tuc/?trang=2"), "pager")[0]
    assert {a.get("href") for a in pager.iter("a")} == {"?trang=1", "?trang=3"}
    assert "trang 2" in reading.words(
        reading.page(client, "/tin-tuc/?trang=2").find(".//title")
    )


# --- Categories -------------------------------------------------------------------


@pytest.fixture
def science():
    top = makers.category("Khoa học", description="Tin về khoa học.")
    below = makers.category("Nông nghiệp", parent=top)
    makers.article("Về giống lúa", category=below)
    makers.article("Về vũ trụ", category=top)
    makers.article("Chuyện khác", category=makers.category("Khác"))
    return top, below


def test_a_category_shows_its_own_articles_and_those_below_it(client, science):
    assert titles(client, "/tin-tuc/khoa-hoc/") == ["Về vũ trụ", "Về giống lúa"]
    main = reading.main(client, "/tin-tuc/khoa-hoc/")
    assert "Tin về khoa học." in reading.words(main)
    assert reading.links(main)["Nông nghiệp"] == "/tin-tuc/nong-nghiep/"


def test_a_category_below_shows_its_own_and_the_way_up(client, science):
    assert titles(client, "/tin-tuc/nong-nghiep/") == ["Về giống lúa"]
    assert crumbs(client, "/tin-tuc/nong-nghiep/") == [
        ("Trang chủ", "/"),
        ("Tin tức", "/tin-tuc/"),
        ("Khoa học", "/tin-tuc/khoa-hoc/"),
        ("Nông nghiệp", ""),
    ]


def test_an_empty_category_says_so(client):
    makers.category("Trống", slug="trong")
    main = reading.words(reading.main(client, "/tin-tuc/trong/"))
    assert EMPTY in main
    assert "trang 1" not in main


def test_a_category_offers_its_own_feed(client, science):
    page = reading.page(client, "/tin-tuc/khoa-hoc/")
    feeds = [e.get("href") for e in page.iter("link") if e.get("rel") == "alternate"]
    assert feeds == ["/rss/khoa-hoc/"]


def test_the_sidebar_opens_the_branch_the_reader_is_in(client, science):
    sidebar = reading.page(client, "/tin-tuc/nong-nghiep/").find(".//main/../aside")
    here = [reading.words(a) for a in sidebar.iter("a") if a.get("aria-current")]
    assert here == ["Nông nghiệp"]
    other = reading.page(client, "/tin-tuc/khac/").find(".//main/../aside")
    assert "Nông nghiệp" not in reading.links(other)


# --- Years and months ---------------------------------------------------------------


@pytest.fixture
def turn_of_the_year():
    """Around midnight of new year's eve in Việt Nam, which is 17:00 in UTC."""
    makers.article("Trước giao thừa", published_at=at("2025-12-31 23:59:59"))
    makers.article("Sau giao thừa", published_at=at("2026-01-01 00:00:00"))
    makers.article("Tháng hai", published_at=at("2026-02-01 00:00:00"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/tin-tuc/2025/", ["Trước giao thừa"]),
        ("/tin-tuc/2026/", ["Tháng hai", "Sau giao thừa"]),
        ("/tin-tuc/2025/12/", ["Trước giao thừa"]),
        ("/tin-tuc/2026/01/", ["Sau giao thừa"]),
        ("/tin-tuc/2026/03/", []),
    ],
)
def test_the_archive_goes_by_the_calendar_of_viet_nam(
    client, turn_of_the_year, path, expected
):
    assert titles(client, path) == expected


def test_the_archive_counts_what_it_leads_to(client, turn_of_the_year):
    box = reading.by_class(reading.page(client, "/tin-tuc/2026/"), "archive")[0]
    entries = {
        a.get("href"): reading.words(a.find("span[@class='number']"))
        for a in box.iter("a")
    }
    for path in ("/tin-tuc/2025/12/", "/tin-tuc/2026/01/", "/tin-tuc/2026/02/"):
        assert entries[path] == "1"
        assert len(titles(client, path)) == 1
    assert reading.texts(box, ".//summary") == ["Năm 2026 2", "Năm 2025 1"]


def test_a_month_says_which_and_leads_back_to_its_year(client, turn_of_the_year):
    assert heading(client, "/tin-tuc/2026/01/").casefold() == "tin tức tháng 1/2026"
    assert crumbs(client, "/tin-tuc/2026/01/")[1:3] == [
        ("Tin tức", "/tin-tuc/"),
        ("Năm 2026", "/tin-tuc/2026/"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("/tin-tuc/2026/13/", "/tin-tuc/2026/00/", "/tin-tuc/2026/1/"),
        *("/tin-tuc/0000/", "/tin-tuc/3026/", "/tin-tuc/20261/", "/tin-tuc/khong-co/"),
        *("/tin-tuc/2026/ab/", "/tin-tuc/2026/99/x/", "/tin-tuc/202\uff16/"),
        *("/chuyen-de/khong-co/", "/rss/khong-co/"),
    ],
)
def test_what_is_no_year_month_or_category_is_not_found(client, path):
    main = reading.main(client, path, status=404)
    assert reading.words(main.find(".//h1")) == "Không tìm thấy trang này"


@pytest.mark.parametrize(
    "path", ["/tin-tuc/1000/", "/tin-tuc/2999/", "/tin-tuc/2999/12/"]
)
def test_a_year_without_news_says_so(client, path):
    assert EMPTY in reading.words(reading.main(client, path))


# --- Threads ------------------------------------------------------------------------


def test_a_thread_shows_its_articles_whatever_their_category(client):
    thread = makers.thread("Bão số 3", intro="Theo dõi cơn bão.")
    for n in range(3):
        thread.articles.add(
            makers.article(f"Kỳ {n}", category=makers.category(f"Mục {n}"))
        )
    thread.articles.add(makers.article("Nháp", status="draft"))
    makers.article("Ngoài chuyên đề")
    path = thread.get_absolute_url()
    assert titles(client, path) == ["Kỳ 2", "Kỳ 1", "Kỳ 0"]
    assert "Theo dõi cơn bão." in reading.words(reading.main(client, path))


def test_the_list_of_threads_shows_public_ones_only(client):
    makers.thread("Bão số 3")
    makers.thread("Chưa đăng", slug="chua-dang", status="draft")
    assert reading.texts(reading.main(client, "/chuyen-de/"), ".//h2") == ["Bão số 3"]
    reading.answer(client, "/chuyen-de/chua-dang/", status=404)


def test_no_thread_yet(client):
    main = reading.main(client, "/chuyen-de/")
    assert "Chưa có chuyên đề nào." in reading.words(main)
