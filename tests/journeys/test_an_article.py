"""From the reporter's draft to the public, and down again."""

import datetime as dt

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from news.models import Article
from tests import makers, reading
from tests.admin import posting

# What is published shows on commit.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TITLE = "Trao giải Hội thi Sáng tạo kỹ thuật"


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(makers.staff(role))
    return client


@pytest.fixture
def reporter():
    return signed_in(roles.REPORTER)


@pytest.fixture
def approver():
    return signed_in(roles.NEWS_APPROVER)


@pytest.fixture
def public():
    """Of one reader, so that also what was kept for them is seen."""
    return Client()


def write(client, **typed) -> Article:
    """Fill in the form for a new article, and save it."""
    category = makers.category("Tin hoạt động", is_on_home=True)
    path = posting.admin_url(Article, "add")
    form = posting.filled_in(
        client.get(path),
        title=TITLE,
        category=category.pk,
        lead="Sáng 02/3, Liên hiệp Hội trao giải.",
        body="<p>Có 206 sản phẩm dự thi.</p><script>alert(1)</script>",
        **typed,
    )
    answer = client.post(path, form)
    assert answer.status_code == 302, answer.context["errors"]
    return Article.objects.get(title=TITLE)


def edit(client, article, **typed):
    path = posting.change_url(article)
    answer = client.post(path, posting.filled_in(client.get(path), **typed))
    assert answer.status_code == 302, answer.context["errors"]
    article.refresh_from_db()


def move(client, article, name: str, note: str = "") -> int:
    """Press a button of the workflow and confirm."""
    answer = client.post(posting.move_url(article, name), {"note": note})
    article.refresh_from_db()
    return answer.status_code


def where_it_shows(client, article) -> set[str]:
    """Where the public meets the article, asked as an ordinary reader asks."""

    def text(path: str) -> str:
        answer = client.get(path)
        return answer.content.decode() if answer.status_code == 200 else ""

    address = article.get_absolute_url()
    month = timezone.localtime(article.published_at or article.created_at)
    found = {
        "its address": TITLE in text(address),
        "home": TITLE in text("/"),
        "news": TITLE in text("/tin-tuc/"),
        "category": TITLE in text("/tin-tuc/tin-hoat-dong/"),
        "month": TITLE in text(f"/tin-tuc/{month:%Y/%m}/"),
        "feed": TITLE in text("/rss/"),
        "site map": address in text("/sitemap-article.xml"),
        "search": address in text("/tim-kiem/?q=trao+giai+hoi+thi"),
    }
    return {place for place, is_there in found.items() if is_there}


EVERYWHERE = {
    *("its address", "home", "news", "category", "month"),
    *("feed", "site map", "search"),
}


def test_an_article_goes_from_the_reporter_through_the_approver_to_the_public(
    reporter, approver, public
):
    article = write(reporter)
    assert article.status == "draft"
    assert article.created_by_id == int(reporter.session["_auth_user_id"])
    assert where_it_shows(public, article) == set()
    assert "Bản xem trước" in reading.words(
        reading.main(reporter, article.get_absolute_url())
    )

    assert move(reporter, article, "publish") == 403
    assert move(reporter, article, "submit") == 302
    assert where_it_shows(public, article) == set()
    assert TITLE in approver.get(reverse("admin:index")).content.decode()

    assert move(approver, article, "return", note="Thiếu tên người đoạt giải.") == 302
    assert article.status == "returned"
    assert (
        "Thiếu tên người đoạt giải."
        in reporter.get(posting.change_url(article)).content.decode()
    )
    edit(reporter, article, lead="Sáng 02/3, anh Nguyễn Văn An nhận giải Nhất.")
    assert move(reporter, article, "submit") == 302

    assert move(approver, article, "publish") == 302
    assert where_it_shows(public, article) == EVERYWHERE
    page = reading.main(public, article.get_absolute_url())
    assert "anh Nguyễn Văn An nhận giải Nhất." in reading.words(page)
    assert "alert" not in reading.words(page)

    assert move(approver, article, "withdraw", note="Sai tên đơn vị.") == 302
    assert where_it_shows(public, article) == set()
    assert public.get(article.get_absolute_url()).status_code == 404

    assert move(approver, article, "republish") == 302
    assert where_it_shows(public, article) == EVERYWHERE
    steps = article.status_changes.order_by("at", "pk").values_list(
        "transition", flat=True
    )
    assert list(steps) == [
        *("submit", "return", "submit", "publish", "withdraw", "republish")
    ]


def test_a_change_of_a_published_article_is_seen_at_once(approver, public):
    article = write(approver)
    move(approver, article, "publish")
    assert "206 sản phẩm" in public.get(article.get_absolute_url()).content.decode()
    edit(approver, article, body="<p>Có 207 sản phẩm dự thi.</p>")
    shown = public.get(article.get_absolute_url()).content.decode()
    assert "207 sản phẩm" in shown
    assert article.get_absolute_url() in public.get("/tim-kiem/?q=207").content.decode()


def test_a_published_article_may_be_renamed_and_its_links_hold(approver, public):
    article = write(approver)
    move(approver, article, "publish")
    before = article.get_absolute_url()
    assert public.get(before).status_code == 200
    edit(approver, article, slug="hoi-thi-2026")
    answer = public.get(before)
    assert answer.status_code == 301
    assert answer.headers["Location"] == article.get_absolute_url()
    feed = fromstring(public.get("/rss/").content)
    assert feed.findtext(".//item/link").endswith(article.get_absolute_url())


def test_an_article_for_tomorrow_waits_for_its_hour(approver, public):
    article = write(approver)
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    Article.objects.filter(pk=article.pk).update(published_at=tomorrow)
    article.refresh_from_db()
    assert move(approver, article, "publish") == 302
    assert where_it_shows(public, article) == set()
    assert "Hẹn đăng lúc" in reading.words(
        reading.main(approver, article.get_absolute_url())
    )


def test_a_reporter_cannot_touch_what_is_published(reporter, approver, public):
    article = write(reporter)
    move(approver, article, "publish")
    path = posting.change_url(article)
    answer = reporter.post(path, {"title": "Tin giả", "lead": "x", "body": "x"})
    assert answer.status_code in (302, 403)
    for name in ("withdraw", "reopen"):
        assert move(reporter, article, name, note="x") in (302, 403)
    article.refresh_from_db()
    assert (article.title, article.status) == (TITLE, "published")
    assert where_it_shows(public, article) == EVERYWHERE
