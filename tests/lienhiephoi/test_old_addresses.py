"""What was once public answers for ever."""

import pytest

from news.addresses import remember_address
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "asked"),
    [
        ("/NewsDetail.aspx?Id=777", "/NewsDetail.aspx?Id=777"),
        ("/tin/12.html", "/tin/12.html"),
        ("/tin/12.html", "/tin/12.html?fbclid=abc"),
        ("/tin-t%E1%BB%A9c/b%C3%A0i", "/tin-tức/bài"),
        ("/tin-t%E1%BB%A9c/b%C3%A0i", "/tin-tức/bài?fbclid=abc"),
        ("/?p=12", "/?p=12"),
    ],
)
def test_an_address_of_the_old_site_leads_to_the_article(client, old, asked):
    article = makers.article()
    remember_address(article, old)
    answer = client.get(asked)
    assert (answer.status_code, answer.url) == (301, article.get_absolute_url())


def test_renaming_twice_makes_no_chain_of_redirects(client):
    article = makers.article("Một")
    first = article.get_absolute_url()
    for slug in ("hai", "ba"):
        article.slug = slug
        article.save()
    answer = client.get(first)
    assert (answer.status_code, answer.url) == (301, article.get_absolute_url())


def test_an_address_taken_back_is_no_longer_an_old_one(client):
    article = makers.article("Một", slug="mot")
    for slug in ("hai", "mot"):
        article.slug = slug
        article.save()
    assert client.get(article.get_absolute_url()).status_code == 200


def test_a_renamed_category_keeps_its_old_address(client):
    category = makers.category("Tin cũ")
    category.slug = "tin-moi"
    category.save()
    answer = client.get("/tin-tuc/tin-cu/")
    assert (answer.status_code, answer.url) == (301, "/tin-tuc/tin-moi/")


def test_an_unknown_address_stays_unknown(client):
    assert client.get("/khong-co/?x=1").status_code == 404
    assert client.get("/?p=99").status_code == 200


def test_a_withdrawn_article_gives_nothing_away_at_its_old_address(client):
    article = makers.article(status="withdrawn")
    remember_address(article, "/tin/12.html")
    answer = client.get("/tin/12.html", follow=True)
    assert answer.status_code == 404
