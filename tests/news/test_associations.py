"""News about an association: on its page, in a list of its own, and in the article."""

import pytest

from lienhiephoi.models import MenuItem
from tests import makers, reading
from tests.members.makers import association

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoi():
    return association("Hội Làm vườn")


def about(hoi, count: int, **fields):
    made = [makers.article(f"Tin số {n}", **fields) for n in range(count)]
    for article in made:
        article.associations.add(hoi)
    return made


def test_the_page_of_an_association_leads_to_its_news(client, hoi):
    [article] = about(hoi, 1)
    makers.article("Tin khác")
    links = reading.links(reading.main(client, hoi.get_absolute_url()))
    assert links["Tin số 0"] == article.get_absolute_url()
    assert "Tin khác" not in links
    assert "Tất cả tin về hội" not in links


def test_an_article_leads_to_the_associations_it_tells_of(client, hoi):
    [article] = about(hoi, 1)
    article.associations.add(association("Hội Kín", is_listed=False))
    links = reading.links(reading.main(client, article.get_absolute_url()))
    assert links["Hội Làm vườn"] == hoi.get_absolute_url()
    assert "Hội Kín" not in links


def test_more_news_than_fit_have_a_list_of_their_own(client, hoi):
    about(hoi, 7)
    makers.article("Tin khác")
    links = reading.links(reading.main(client, hoi.get_absolute_url()))
    assert len([label for label in links if label.startswith("Tin số")]) == 5
    listed = reading.links(reading.main(client, links["Tất cả tin về hội"]))
    assert len([label for label in listed if label.startswith("Tin số")]) == 7
    assert "Tin khác" not in listed


def test_a_draft_about_an_association_is_not_on_its_page(client, hoi):
    about(hoi, 1, status="draft", published_at=None)
    assert "Tin về hội" not in reading.words(
        reading.main(client, hoi.get_absolute_url())
    )


def test_news_of_an_association_that_is_not_listed_has_no_page(client, hoi):
    about(hoi, 1)
    hoi.is_listed = False
    hoi.save()
    assert client.get(f"/tin-tuc/hoi/{hoi.slug}/").status_code == 404


def test_the_menu_of_a_new_portal_leads_to_the_register(client):
    register = MenuItem.objects.get(url="/hoi-thanh-vien/")
    assert [item.url for item in register.children.all()] == ["/so-lieu/"]
    assert MenuItem.objects.get(url="/to-chuc/").parent.url == "/gioi-thieu/"
