"""What was once public answers for ever."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from lienhiephoi.addresses import remember_address
from lienhiephoi.models import OldAddress
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


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_an_article_that_is_not_public_gives_nothing_away(client, status):
    article = makers.article(status=status)
    remember_address(article, "/tin/12.html")
    assert client.get("/tin/12.html").status_code == 404


def rename(record, slug: str) -> None:
    record.slug = slug
    record.save()


def test_an_address_that_was_never_public_is_not_written_down(client):
    draft = makers.article("Tên còn giữ kín", status="draft")
    first = draft.get_absolute_url()
    rename(draft, "ten-duoc-cong-bo")
    draft.status = "published"
    draft.save()
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(first).status_code == 404


def test_a_withdrawn_article_renamed_is_found_again_once_it_is_back(client):
    article = makers.article("Một", status="withdrawn")
    first = article.get_absolute_url()
    rename(article, "hai")
    assert client.get(first).status_code == 404
    article.status = "published"
    article.save()
    assert client.get(first).url == article.get_absolute_url()


def test_an_address_given_to_another_no_longer_leads_to_the_first(client):
    first, second = makers.article("Một", slug="mot"), makers.article("Ba", slug="ba")
    address = first.get_absolute_url()
    rename(first, "hai")
    rename(second, "mot")
    assert second.get_absolute_url() == address
    second.status = "withdrawn"
    second.save()
    assert client.get(address).status_code == 404


def test_an_address_never_leads_to_itself(client):
    category = makers.category("Tin cũ")
    OldAddress.objects.create(path="/?p=1", target=category)
    itself = OldAddress(path=category.get_absolute_url(), target=category)
    itself.save()
    assert client.get("/?p=1").url == itself.path
    assert client.get(itself.path).status_code == 200
    # Asked in a way that the page itself does not know.
    assert client.get(f"{itself.path}?trang=999").status_code == 404


def test_the_feed_of_a_renamed_category_is_found_at_its_old_address(client):
    category = makers.category("Tin cũ")
    rename(category, "tin-moi")
    answer = client.get("/rss/tin-cu/")
    assert (answer.status_code, answer.url) == (301, "/rss/tin-moi/")
    makers.category("Khác", slug="tin-cu")
    assert client.get("/rss/tin-cu/").status_code == 200
    assert client.get("/rss/khong-co/").status_code == 404


@pytest.mark.parametrize(
    ("path", "number", "field"),
    [
        ("tin/12.html", 0, "path"),
        ("/tin-tuc/tin-hoat-dong/", 0, "path"),
        ("/tin/12.html", 99, "object_id"),
    ],
)
def test_staff_write_down_no_address_that_leads_nowhere(path, number, field):
    category = makers.category()
    kind = ContentType.objects.get_for_model(category)
    OldAddress(path="/cu/", content_type=kind, object_id=category.pk).full_clean()
    wrong = OldAddress(path=path, content_type=kind, object_id=category.pk + number)
    with pytest.raises(ValidationError) as refusal:
        wrong.full_clean()
    assert list(refusal.value.message_dict) == [field]
