"""Newer, older, same thread and related articles."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import makers, reading

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def article(title: str, hours_ago: float, **fields):
    fields.setdefault("category", makers.category(f"Mục riêng của {title}"))
    return makers.article(
        title, published_at=NOW - dt.timedelta(hours=hours_ago), **fields
    )


def around(client, current) -> dict:
    """What stands beside an article, by the words over it."""
    page = reading.page(client, current.get_absolute_url())
    found = {"Tin mới hơn": None, "Tin cũ hơn": None}
    for nav in reading.by_class(page, "turn"):
        for link in nav.iter("a"):
            label = reading.words(link.find("span"))
            found[label] = reading.words(link).replace(label, "").strip()
    for aside in page.iter("aside"):
        for section in aside.iter("section"):
            found[reading.words(section.find("h2"))] = reading.texts(section, ".//li/a")
    return found


def test_newer_and_older_are_the_nearest_on_both_sides(client):
    for hours in (1, 2, 4, 5):
        article(f"Cách {hours} giờ", hours)
    beside = around(client, article("Đang đọc", 3))
    assert (beside["Tin mới hơn"], beside["Tin cũ hơn"]) == ("Cách 2 giờ", "Cách 4 giờ")


def test_the_newest_has_nothing_newer_and_the_oldest_nothing_older(client):
    newest, oldest = article("Mới nhất", 1), article("Cũ nhất", 2)
    assert around(client, newest)["Tin mới hơn"] is None
    assert around(client, oldest)["Tin cũ hơn"] is None


def test_articles_of_one_moment_follow_each_other_without_a_loop(client):
    made = [article(f"Bài {n}", 5) for n in range(3)]
    steps = [around(client, each)["Tin mới hơn"] for each in made]
    assert steps == ["Bài 1", "Bài 2", None]
    back = [around(client, each)["Tin cũ hơn"] for each in made]
    assert back == [None, "Bài 0", "Bài 1"]


def test_what_is_not_public_stands_beside_nothing(client):
    group, thread = makers.category(), makers.thread()
    current = article("Đang đọc", 3, category=group)
    hidden = [
        article("Nháp", 2, category=group, status="draft"),
        article("Hẹn giờ", -9000, category=group),
        article("Đã gỡ", 4, category=group, status="withdrawn"),
    ]
    current.related.set(hidden)
    thread.articles.set([current, *hidden])
    assert around(client, current) == {"Tin mới hơn": None, "Tin cũ hơn": None}


def test_articles_of_the_same_thread_stand_newest_first_at_most_five(client):
    thread = makers.thread()
    current = article("Đang đọc", 5)
    thread.articles.set([current, *(article(f"Kỳ {n}", 20 + n) for n in range(7))])
    assert around(client, current)["Cùng chuyên đề"] == [f"Kỳ {n}" for n in range(5)]


def test_a_thread_that_is_not_public_ties_nothing_together(client):
    thread = makers.thread("Chưa đăng", status="draft")
    current = article("Đang đọc", 5)
    thread.articles.set([current, article("Kỳ trước", 9), article("Kỳ một", 99)])
    assert "Cùng chuyên đề" not in around(client, current)


def test_related_are_those_chosen_and_then_the_newest_of_the_category(client):
    group = makers.category()
    current = article("Đang đọc", 5, category=group)
    chosen = [article(f"Chọn {n}", 200 + n) for n in range(2)]
    current.related.set(chosen)
    for n in range(9):
        article(f"Cùng mục {n}", 10 + n, category=group)
    assert around(client, current)["Tin liên quan"] == [
        *("Chọn 0", "Chọn 1"),
        *(f"Cùng mục {n}" for n in range(1, 5)),
    ]


def test_no_article_is_offered_twice_from_the_category(client):
    group, thread = makers.category(), makers.thread()
    current = article("Đang đọc", 5, category=group)
    article("Mới hơn", 4, category=group)
    article("Cũ hơn", 6, category=group)
    episodes = [article(f"Kỳ {n}", 7 + n, category=group) for n in range(5)]
    thread.articles.set([current, *episodes])
    article("Còn lại", 50, category=group)
    beside = around(client, current)
    assert beside["Tin liên quan"] == ["Còn lại"]
    assert current.title not in str(beside)


def test_related_is_one_way_as_the_editors_chose_it(client):
    current, other = article("Đang đọc", 5), article("Được chọn", 50)
    article("Ở giữa", 20)
    current.related.add(other)
    assert around(client, current)["Tin liên quan"] == ["Được chọn"]
    assert "Tin liên quan" not in around(client, other)
