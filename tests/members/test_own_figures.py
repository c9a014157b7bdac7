"""What an association reported stands on its page as it was published."""

import pytest

from lienhiephoi.dossiers.models import Qualifier
from members.publication import publish
from tests import makers, reading
from tests.members.makers import accepted, association, indicator, period, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    made = period(2025, codes=())
    indicator(made, "hoi_vien", label="Hội viên", unit="người", is_headline=True)
    indicator(made, "hoi_thao", label="Hội thảo", is_headline=False)
    indicator(made, "kin", label="Số liệu kín", is_headline=True, is_public=False)
    return made


def page(client, hoi) -> str:
    return reading.words(reading.main(client, hoi.get_absolute_url()))


def test_the_page_shows_the_headlines_that_the_association_reported(client, year):
    hoi, other = association("Hội Làm vườn"), association("Hội Đông y")
    for body, amount in ((hoi, 1234), (other, 99)):
        figure = {"amount": amount, "qualifier": Qualifier.ABOUT}
        accepted(report(body, year), hoi_vien=figure, hoi_thao=7, kin=5)
    assert "Số liệu đã công bố" not in page(client, hoi)
    publish(year, by=makers.staff())

    found = reading.main(client, hoi.get_absolute_url())
    shown = reading.words(found)
    assert "Số liệu đã công bố: Báo cáo năm 2025" in shown
    assert "khoảng 1.234 người" in shown
    assert "99" not in shown
    assert "Hội thảo" not in shown
    assert "Số liệu kín" not in shown
    links = reading.links(found)
    assert client.get(links["Hội viên"]).status_code == 200
    assert client.get(links["Số liệu của toàn Liên hiệp Hội"]).status_code == 200


def test_a_later_correction_leaves_what_was_published(client, year):
    hoi = association("Hội Làm vườn")
    sent = accepted(report(hoi, year), hoi_vien=1234)
    publish(year, by=makers.staff())
    sent.answers.filter(key="hoi_vien").update(amount=5)
    assert "1.234 người" in page(client, hoi)


def test_who_has_not_reported_shows_no_figures(client, year):
    hoi, silent = association("Hội Làm vườn"), association("Hội Đông y")
    accepted(report(hoi, year), hoi_vien=1234)
    report(silent, year)
    publish(year, by=makers.staff())
    assert "Số liệu đã công bố" not in page(client, silent)


def test_a_page_with_news_and_figures_costs_eight_queries(
    client, year, django_assert_max_num_queries
):
    makers.union()
    hoi = association("Hội Làm vườn")
    accepted(report(hoi, year), hoi_vien=1234)
    publish(year, by=makers.staff())
    for n in range(7):
        makers.article(f"Tin số {n}").associations.add(hoi)
    with django_assert_max_num_queries(8):
        found = reading.answer(client, hoi.get_absolute_url())
    assert "Tin số 6" in found.content.decode()
