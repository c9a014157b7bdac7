"""The home page."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from lienhiephoi.models import MenuItem
from news.models import VisitDay
from tests import makers, reading

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def headings(client) -> list[str]:
    return reading.texts(reading.main(client, "/"), ".//h2")


def lead(client) -> str:
    return reading.words(reading.by_class(reading.main(client, "/"), "lead-story")[0])


def block(client, slug: str) -> list[str]:
    """Titles under a category's heading, none when the block is not there."""
    for section in reading.main(client, "/").iter("section"):
        if section.get("aria-labelledby") == f"muc-{slug}":
            return [words for words in reading.links(section) if "Bài" in words]
    return []


def test_an_empty_portal_says_so_and_shows_no_empty_block(client):
    main = reading.main(client, "/")
    assert reading.texts(main, ".//h2") == []
    assert "Chưa có tin nào được đăng." in reading.words(main)


@pytest.mark.parametrize(
    ("make", "heading"),
    [
        (makers.notice, "Thông báo"),
        (makers.document, "Văn bản mới"),
        (makers.video, "Video"),
        (makers.weblink, "Liên kết"),
        (lambda: makers.album("Đại hội", pictures=[makers.picture()]), "Đại hội"),
        (
            lambda: makers.articles(
                6, category=makers.category("Khoa học", is_on_home=True)
            ),
            "Khoa học",
        ),
    ],
)
def test_a_block_shows_once_it_has_something(client, make, heading):
    assert heading not in headings(client)
    make()
    assert heading in headings(client)


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft", "published_at": None},
        {"status": "withdrawn"},
        {"published_at": timezone.now() + dt.timedelta(days=400)},
        {"expires_at": timezone.now() - dt.timedelta(minutes=1)},
    ],
)
@pytest.mark.parametrize(
    "make", [makers.article, makers.notice, makers.document, makers.video, makers.album]
)
def test_nothing_but_what_is_public_shows(client, make, hidden):
    extra = {"pictures": [makers.picture()]} if make is makers.album else {}
    make(title="Chưa công khai", **hidden, **extra)
    makers.weblink("Ẩn đi", is_shown=False)
    makers.quote("Câu ẩn", is_shown=False)
    words = reading.words(reading.main(client, "/"))
    for each in ("Chưa công khai", "Ẩn đi", "Câu ẩn"):
        assert each not in words


def test_an_album_without_pictures_gives_way_to_one_that_has_them(client):
    makers.album("Có ảnh", pictures=[makers.picture()])
    makers.album("Trống", published_at=timezone.now())
    assert "Có ảnh" in headings(client)
    assert "Trống" not in headings(client)


# --- Lead and blocks ----------------------------------------------------------------


def test_without_a_chosen_lead_the_newest_article_leads(client):
    makers.articles(3)
    assert "Bài số 3" in lead(client)


def test_a_chosen_lead_goes_before_newer_articles(client):
    makers.article("Chọn làm tin đầu", is_lead=True)
    makers.article("Mới hơn", published_at=timezone.now())
    assert "Chọn làm tin đầu" in lead(client)
    headlines = reading.by_class(reading.main(client, "/"), "headlines")[0]
    assert reading.texts(headlines, ".//h3") == ["Mới hơn"]


def test_chosen_leads_are_filled_up_with_the_newest_and_none_comes_twice(client):
    makers.articles(8)
    chosen = makers.article(
        "Tin chọn", is_lead=True, published_at=timezone.now() - 300 * HOUR
    )
    main = reading.main(client, "/")
    headlines = reading.by_class(main, "headlines")[0]
    assert reading.texts(headlines, ".//h3") == [f"Bài số {n}" for n in (8, 7, 6, 5)]
    address = chosen.get_absolute_url()
    assert [a.get("href") for a in main.iter("a")].count(address) == 2


def test_a_block_shows_five_that_do_not_stand_at_the_head(client):
    makers.articles(12, category=makers.category("Khoa học", is_on_home=True))
    assert block(client, "khoa-hoc") == [f"Bài số {n}" for n in (7, 6, 5, 4, 3)]


def test_a_block_holds_articles_of_the_categories_below_it(client):
    top = makers.category("Khoa học", is_on_home=True)
    below = makers.category("Nông nghiệp", parent=top)
    makers.articles(2, category=below)
    makers.articles(5, category=makers.category("Khác"), is_lead=True)
    assert block(client, "khoa-hoc") == ["Bài số 2", "Bài số 1"]


def test_a_category_not_meant_for_the_home_page_has_no_block(client):
    makers.articles(9, category=makers.category("Khác"))
    assert block(client, "khac") == []


def test_blocks_stand_in_the_order_of_the_categories(client):
    for order, name in enumerate(["Cuối cùng", "Đầu tiên"]):
        group = makers.category(name, is_on_home=True, order=9 - order)
        makers.articles(6, category=group)
    shown = [h for h in headings(client) if h in ("Đầu tiên", "Cuối cùng")]
    assert shown == ["Đầu tiên", "Cuối cùng"]


def test_a_pinned_notice_stands_first(client):
    makers.notice("Thường", published_at=timezone.now())
    makers.notice("Ghim", is_pinned=True, published_at=timezone.now() - 90 * HOUR)
    links = list(reading.links(reading.main(client, "/")))
    assert links.index("Ghim") < links.index("Thường")


# --- What the clock changes ----------------------------------------------------------


def quote_on(client, moment: str) -> str:
    with time_machine.travel(moment, tick=False):
        return reading.words(reading.by_class(reading.main(client, "/"), "quote")[0])


def test_the_quotation_is_the_same_all_day_and_another_each_day(client):
    for text in ("Câu một", "Câu hai", "Câu ba"):
        makers.quote(text, author="Tác giả", source="Sách")
    days = [quote_on(client, f"2026-11-{day} 00:00:01+07:00") for day in (20, 21, 22)]
    assert quote_on(client, "2026-11-20 23:59:59+07:00") == days[0]
    assert len(set(days)) == 3
    assert quote_on(client, "2026-11-23 12:00:00+07:00") == days[0]
    assert all("Tác giả, Sách" in each for each in days)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-20 08:00:00+07:00", "Thứ Sáu, 20/11/2026"),
        ("2026-11-20 17:00:01+00:00", "Thứ Bảy, 21/11/2026"),
        ("2026-11-22 00:00:00+07:00", "Chủ nhật, 22/11/2026"),
    ],
)
def test_today_stands_in_words_by_the_clock_of_viet_nam(client, moment, words):
    with time_machine.travel(moment, tick=False):
        header = reading.page(client, "/").find(".//header")
    assert words.casefold() in reading.words(header).casefold()


def test_the_footer_tells_visits_and_keeps_the_old_portals_number_apart(client):
    today = timezone.localdate()
    VisitDay.objects.create(day=today, visits=25, views=90)
    VisitDay.objects.create(day=today - dt.timedelta(days=3), visits=1_200, views=9)
    makers.union(visit_baseline=2_345_678, visit_baseline_note="đến 31/12/2025")
    foot = reading.words(reading.page(client, "/").find(".//footer"))
    assert "Tổng số 1.225" in foot
    assert "Hôm nay 25" in foot
    assert "2.345.678 (đến 31/12/2025)" in foot


def test_the_banner_and_the_logo_keep_their_place_before_they_are_there(client):
    makers.union(banner="site/anh.webp", logo="site/bieu-trung.webp")
    header = reading.page(client, "/").find(".//header")
    pictures = {each.get("class"): each for each in header.iter("img")}
    for css in ("masthead__banner", "brand__logo"):
        assert pictures[css].get("width"), css
        assert pictures[css].get("height"), css


def test_the_menu_has_two_levels_and_marks_where_the_reader_is(client):
    MenuItem.objects.all().delete()
    top = makers.menu_item("Giới thiệu", "/gioi-thieu/", order=2)
    makers.menu_item("Lịch sử", "/gioi-thieu/lich-su/", parent=top)
    makers.menu_item("Tin tức", "/tin-tuc/", order=1)
    makers.menu_item("Ẩn", "/an/", is_shown=False)
    menu = reading.by_class(reading.page(client, "/tin-tuc/"), "menu")[0]
    assert [reading.words(a) for a in menu.iter("a")] == [
        *("Tin tức", "Giới thiệu", "Lịch sử")
    ]
    current = [a.get("href") for a in menu.iter("a") if a.get("aria-current")]
    assert current == ["/tin-tuc/"]
