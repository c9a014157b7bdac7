"""What a new portal has before anybody has written a word."""

import pytest

from lienhiephoi.models import MenuItem
from news.demonstration.loading import _Loader
from news.models import Page
from tests import makers, reading

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["cach-dem-luot-truy-cap", "bao-ve-du-lieu-ca-nhan"])
def test_the_promised_pages_are_there(client, slug):
    assert client.get(f"/gioi-thieu/{slug}/").status_code == 200


def test_the_promised_pages_are_found_by_the_search(client):
    shown = reading.words(reading.main(client, "/tim-kiem/?q=lượt truy cập"))
    assert "Cách đếm lượt truy cập" in shown


def test_a_short_form_finds_what_is_written_in_full(client):
    makers.article("Đẩy mạnh chuyển đổi số")
    shown = reading.words(reading.main(client, "/tim-kiem/?q=CĐS"))
    assert "Đẩy mạnh chuyển đổi số" in shown


def test_every_entry_of_the_first_menu_leads_to_a_page(client):
    makers.article()
    addresses = list(MenuItem.objects.values_list("url", flat=True))
    assert len(addresses) == 15
    assert {client.get(each, follow=True).status_code for each in addresses} == {200}


def test_the_demonstration_takes_the_place_of_the_start():
    loader = _Loader(lambda _text: None)
    loader.settings()
    assert MenuItem.objects.filter(url="/", parent=None).count() == 1
    loader.editor = makers.staff(is_superuser=True)
    loader.pages()
    assert Page.objects.filter(slug="cach-dem-luot-truy-cap").count() == 1
