"""What an association reported stands on its page as it was published."""

import datetime as dt

import pytest

from lienhiephoi.dossiers.models import Qualifier
from members.models import PeriodKind, ReportAnswer
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
    assert "Số liệu đã công bố Chỉ tiêu Năm 2025 Hội viên (người) khoảng 1.234" in shown
    assert "99" not in shown
    assert "Hội thảo" not in shown
    assert "Số liệu kín" not in shown
    links = reading.links(found)
    assert client.get(links["Hội viên"]).status_code == 200
    assert client.get(links["Năm 2025"]).status_code == 200
    assert client.get(links["Số liệu của toàn Liên hiệp Hội"]).status_code == 200


def test_all_years_stand_side_by_side_and_half_years_behind_them(
    client, year, django_assert_max_num_queries
):
    hoi = association("Hội Làm vườn")
    before = period(2024, codes=())
    indicator(before, "hoi_vien", label="Hội viên", unit="người", is_headline=True)
    half = period(
        2026,
        codes=(),
        kind=PeriodKind.HALF_YEAR,
        name="6 tháng đầu năm 2026",
        ends_on=dt.date(2026, 6, 30),
    )
    indicator(half, "hoi_vien", label="Hội viên", unit="người", is_headline=True)
    for each, amount in ((before, 1100), (year, 1234), (half, 1250)):
        accepted(report(hoi, each), hoi_vien=amount)
        publish(each, by=makers.staff())
    ReportAnswer.objects.filter(dossier__period=before).update(amount=1110)
    publish(before, by=makers.staff(), note="Đính chính.")

    with django_assert_max_num_queries(8):
        found = reading.main(client, hoi.get_absolute_url())

    assert reading.texts(found, ".//table[@class='totals']/thead//th") == [
        *("Chỉ tiêu", "Năm 2025", "Năm 2024", "6 tháng đầu năm 2026")
    ]
    assert reading.texts(found, ".//table[@class='totals']/tbody//td") == [
        *("1.234", "1.110", "1.250")
    ]


def test_a_later_correction_leaves_what_was_published(client, year):
    hoi = association("Hội Làm vườn")
    sent = accepted(report(hoi, year), hoi_vien=1234)
    publish(year, by=makers.staff())
    sent.answers.filter(key="hoi_vien").update(amount=5)
    assert "Hội viên (người) 1.234" in page(client, hoi)


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
