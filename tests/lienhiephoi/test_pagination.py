"""Numbered pages that cost the same at any depth."""

import datetime as dt

import pytest
from django.core.paginator import EmptyPage
from django.utils import timezone

from lienhiephoi.pagination import AnchoredPaginator
from news.models import Article, Notice
from tests import makers

pytestmark = pytest.mark.django_db


def paginator(per_page: int = 7) -> AnchoredPaginator:
    return AnchoredPaginator(Article.objects.published(), per_page, key="test")


@pytest.mark.parametrize("count", [0, 1, 6, 7, 8, 30])
def test_pages_show_every_article_once_newest_first(count):
    made = makers.articles(count)
    pages = paginator()
    shown = [a.pk for number in pages.page_range for a in pages.page(number)]
    assert shown == [article.pk for article in reversed(made)]
    assert pages.count == count
    assert pages.num_pages == max(1, -(-count // 7))


def test_articles_of_one_moment_are_neither_lost_nor_repeated():
    moment = timezone.now() - dt.timedelta(days=1)
    made = makers.articles(20)
    Article.objects.update(published_at=moment)
    pages = paginator()
    shown = [a.pk for number in pages.page_range for a in pages.page(number)]
    assert sorted(shown) == sorted(article.pk for article in made)


def test_a_deep_page_skips_nothing_by_reading_it(django_assert_num_queries):
    makers.articles(40)
    pages = paginator()
    with django_assert_num_queries(1) as captured:
        list(pages.page(6))
    assert "OFFSET" not in captured.captured_queries[0]["sql"]


def test_the_scan_is_remembered_until_something_changes(django_assert_num_queries):
    makers.articles(10)
    paginator()
    with django_assert_num_queries(0):
        paginator()


def test_a_page_beyond_the_last_is_refused():
    makers.articles(3)
    with pytest.raises(EmptyPage):
        paginator().page(2)


@pytest.mark.parametrize(
    "page",
    [
        "+1",
        "01",
        "\uff11",
        "0",
        "-1",
        "2",
        "abc",
        "",
        "1e3",
        "٣",
        "9" * 400,
        "1;DROP",
        "\u202e1",
    ],
)
def test_a_bad_page_is_not_found(client, page):
    makers.articles(3)
    assert client.get("/tin-tuc/", {"trang": page}).status_code == 404


def test_pages_of_pinned_notices_first_show_each_once():
    now = timezone.now()
    for number in range(1, 21):
        published_at = now - dt.timedelta(days=number // 3)
        makers.notice(
            f"Số {number}", published_at=published_at, is_pinned=number % 4 == 0
        )
    wanted = Notice.objects.order_by("-is_pinned", "-published_at", "-pk")
    pages = AnchoredPaginator(
        Notice.objects.published(), 3, key="n", fields=("is_pinned", "published_at")
    )
    shown = [n.pk for number in pages.page_range for n in pages.page(number)]
    assert shown == [notice.pk for notice in wanted]


@pytest.mark.parametrize("path", ["/tin-tuc/", "/thong-bao/", "/van-ban/"])
def test_no_public_list_reads_what_it_skips(
    client, path, django_assert_max_num_queries
):
    makers.articles(41)
    for number in range(1, 42):
        makers.notice(f"Số {number}")
        makers.document(f"{number}/KH-LHH")
    with django_assert_max_num_queries(8) as captured:
        page = client.get(path, {"trang": 3})
    assert page.status_code == 200
    assert not [q["sql"] for q in captured.captured_queries if "OFFSET" in q["sql"]]
