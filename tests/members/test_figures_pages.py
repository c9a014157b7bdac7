"""The pages of published figures: what stands there, and what it costs."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienhiephoi import caching
from members.models import (
    Measure,
    PublishedTotals,
    RegisterEvent,
    RegisterEventKind,
    ReportAnswer,
    Succession,
)
from members.publication import publish
from tests import makers, reading
from tests.members import makers as register

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    return _words(reading.page(client, path).find(".//main"))


def _words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def published(year=2025, *, note="", previous=None, **figures) -> PublishedTotals:
    """A year's totals: for each association (by name) its members and workshops."""
    period = register.period(year, previous=previous)
    period.indicators.update(is_headline=True)
    period.indicators.filter(code="hoi_vien").update(label="Số hội viên", unit="người")
    for name, (members, workshops) in figures.items():
        association = _association(name)
        report = register.report(association, period)
        register.accepted(report, hoi_vien=members, hoi_thao=workshops)
    return publish(period, by=makers.staff(), note=note)


def _association(name: str):
    from members.models import Association  # noqa: PLC0415 -- used once

    title = f"Hội {name}"
    return Association.objects.filter(name=title).first() or register.association(title)


def correct(publication, amount, code="hoi_vien") -> None:
    ReportAnswer.objects.filter(dossier__period=publication.period, key=code).order_by(
        "pk"
    ).update(amount=amount)


# --- What stands there ----------------------------------------------------------


def test_without_a_publication_the_page_says_so(client):
    assert "Chưa có số liệu nào được công bố" in text_of(client, "/so-lieu/")


def test_the_list_leads_to_every_period(client):
    published(2024, Y=(10, 1))
    published(2025, Y=(12, 1))

    page = reading.page(client, "/so-lieu/")

    links = [each.get("href") for each in page.iter("a")]
    assert "/so-lieu/bao-cao-nam-2025/" in links
    assert "/so-lieu/bao-cao-nam-2024/so-lieu.csv" in links
    titles = [_words(each) for each in page.iter("h3")]
    assert "Số hội viên, năm 2025: 12 người, tăng 2 so với năm 2024" in titles


def test_the_very_first_publication_shows_its_headlines(client):
    """One period makes no line over time: its figures stand as numbers."""
    published(2025, A=(1200, 3))
    text = text_of(client, "/so-lieu/")
    assert "1.200" in text
    assert "Số hội viên" in text


def test_headlines_are_drawn_over_the_years_unless_they_are_always_nought(client):
    first = published(2024, Y=(120, 0))
    published(2025, previous=first.period, Y=(130, 0))
    page = reading.main(client, "/so-lieu/")
    assert "Qua các năm" in reading.texts(page, ".//h2")
    [title] = [_words(each) for each in page.findall(".//h3")]
    assert title == "Số hội viên, năm 2025: 130 người, tăng 10 so với năm 2024"


def test_nothing_has_grown_from_nought_or_from_a_year_without_the_figure(client):
    first = published(2023, Y=(100, 0))
    second = published(2024, previous=first.period, Y=(0, 0))
    published(2025, previous=second.period, Y=(130, 4))
    page = reading.main(client, "/so-lieu/")
    assert [_words(each) for each in page.findall(".//h3")] == [
        "Số hội viên, năm 2025: 130 người",
        "Hoi thao, năm 2025: 4",
    ]


def test_a_total_stands_with_its_coverage(client):
    publication = published(Y=(1200, 3), Dược=(34, 2))
    register.report(register.association("Hội chưa gửi"), publication.period)
    correct(publication, 617)
    ReportAnswer.objects.filter(key="hoi_thao").delete()
    publish(publication.period, by=None)

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/")

    assert "2/3 hội đã báo cáo" in text
    assert "Số hội viên (người) 1.234 2/3" in text
    assert "Hoi thao – 2/3 0 có số liệu" in text


def test_the_published_number_stays_and_the_present_one_is_told(client):
    publication = published(Y=(100, 3))
    correct(publication, 104)

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/")

    assert "một số trên trang này nay đã khác" in text
    assert "Số hội viên (người) 100 nay: 104" in text
    assert "Số công bố: 100. Số hiện nay: 104." in text_of(
        client, "/so-lieu/bao-cao-nam-2025/hoi_vien/"
    )


def test_right_after_publishing_no_note_stands_there(client):
    published(Y=(100, 3))

    assert "nay đã khác" not in text_of(client, "/so-lieu/bao-cao-nam-2025/")


def test_every_publication_stays_readable(client):
    publication = published(Y=(100, 3))
    correct(publication, 104)
    publish(publication.period, by=None, note="Đính chính")

    newest = text_of(client, "/so-lieu/bao-cao-nam-2025/")
    first = text_of(client, "/so-lieu/bao-cao-nam-2025/?lan=1")

    assert "Số hội viên (người) 104" in newest
    assert "Số hội viên (người) 100" in first
    assert "Đây là lần công bố cũ" in first
    assert "nay đã khác" not in first


@pytest.mark.parametrize("number", ["9", "0", "x", "-1", "99999999"])
def test_a_publication_that_is_not_there_is_not_found(client, number):
    published(Y=(100, 3))

    for page in ("", "hoi_vien/", "so-lieu.csv", "tung-hoi.csv", "so-lieu.json"):
        reading.answer(client, f"/so-lieu/bao-cao-nam-2025/{page}?lan={number}", 404)


def test_a_figure_opens_its_lines(client):
    published(Y=(1200, 3), Dược=(34, 2))

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_vien/")

    assert "Hội Y Chưa" not in text
    assert "Hội Dược" in text
    assert "34" in text
    assert "1.200" in text
    assert "Tổng 1.234" in text
    assert "2/2 hội đã báo cáo" in text


def test_a_line_says_how_exact_it_is(client):
    publication = published(Y=(1200, 3))
    ReportAnswer.objects.filter(key="hoi_vien").update(
        qualifier="about", is_estimate=True
    )
    publish(publication.period, by=None, note="Có thêm độ chính xác")
    correct(publication, 1201)
    publish(publication.period, by=None)

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_vien/")

    assert "khoảng 1.201 số ước" in text
    assert "gồm 1 số ước, 1 số làm tròn" in text


def test_lines_are_compared_with_those_of_predecessors(client):
    before = published(2024, Cũ=(40, 1), Kia=(25, 1), Y=(10, 1))
    old = [_association("Cũ"), _association("Kia")]
    new = register.association("Hội Chung", since=dt.date(2025, 3, 1))
    event = RegisterEvent.objects.create(
        kind=RegisterEventKind.MERGED, on=dt.date(2025, 3, 1)
    )
    for each in old:
        Succession.objects.create(event=event, predecessor=each, successor=new)
    published(2025, previous=before.period, Chung=(70, 1), Y=(12, 1))

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_vien/")

    assert "Hội Chung Năm 2024: số của Hội Cũ và Hội Kia" in text
    assert "70 65 +5" in text
    assert "Riêng các hội có số liệu ở cả hai kỳ 82 75 +7" in text


def test_stocks_are_never_summed_over_years(client):
    published(2024, Y=(100, 3))
    published(2025, Y=(110, 4))

    flow = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_thao/")
    stock = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_vien/")

    assert "Cộng các kỳ trên: 7" in flow
    assert "Cộng các kỳ" not in stock
    assert "không cộng qua các kỳ" in stock


def test_what_changed_its_unit_is_not_compared(client):
    before = published(2024, Y=(100, 3))
    period = register.period(2025, previous=before.period)
    period.indicators.filter(code="hoi_vien").update(unit="nghìn người")
    register.accepted(register.report(_association("Y"), period), hoi_vien=1)
    publish(period, by=None)

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/hoi_vien/")

    assert "Năm 2024" not in text


def test_an_indicator_kept_inside_is_nowhere_in_public(client):
    period = register.period(2025)
    register.indicator(period, "no_dong", label="Nợ đóng hội phí", is_public=False)
    register.accepted(register.report(period=period), hoi_vien=10, no_dong=777)
    publish(period, by=None)

    home = "/so-lieu/bao-cao-nam-2025/"
    reading.answer(client, f"{home}no_dong/", 404)
    for page in ("", "so-lieu.csv", "tung-hoi.csv", "so-lieu.json"):
        content = reading.answer(client, f"{home}{page}").content.decode()
        assert "777" not in content
        assert "Nợ đóng" not in content


def test_the_names_are_those_of_the_publication(client):
    """Also after the office has renamed period and indicator."""
    publication = published(Y=(100, 3))
    publication.period.indicators.update(label="Tên khác")
    publication.period.name = "Kỳ đổi tên"
    publication.period.save()

    text = text_of(client, "/so-lieu/bao-cao-nam-2025/")

    assert "Báo cáo năm 2025" in text
    assert "Số hội viên" in text


# --- Files ----------------------------------------------------------------------


def rows_of(client, path: str) -> list[list[str]]:
    content = reading.answer(client, path).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_the_table_of_totals_can_be_taken_along(client):
    published(Y=(1200, 3), Dược=("34.5", 2))
    heads, *rows = rows_of(client, "/so-lieu/bao-cao-nam-2025/so-lieu.csv")

    row = dict(zip(heads, rows[0], strict=True))
    assert row["Mã"] == "hoi_vien"
    assert row["Hội đã báo cáo"] == row["Hội phải báo cáo"] == "2"
    assert row["Cách tính"] == Measure.STOCK.label


def test_the_lines_can_be_taken_along(client):
    published(Y=(1200, 3), Dược=(34, 2))

    heads, *rows = rows_of(client, "/so-lieu/bao-cao-nam-2025/tung-hoi.csv")

    lines = [dict(zip(heads, row, strict=True)) for row in rows]
    members = {e["Hội"]: e["Số liệu"] for e in lines if e["Mã"] == "hoi_vien"}
    assert members == {"Hội Y": "1200", "Hội Dược": "34"}


def test_machines_read_the_same_numbers(client):
    publication = published(Y=(1200, 3), Dược=(34, 2))
    correct(publication, 5)

    answer = reading.answer(client, "/so-lieu/bao-cao-nam-2025/so-lieu.json")

    found = json.loads(answer.content)
    (section,) = found["sections"]
    members = section["indicators"][0]
    assert members["amount"] == 1234
    assert sum(line["amount"] for line in members["lines"]) == 1234
    assert found["publication"]["checksum"] == publication.checksum
    assert found["url"].endswith("/so-lieu/bao-cao-nam-2025/?lan=1")


# --- The home page --------------------------------------------------------------


def test_the_home_page_tells_the_last_year_with_date_and_source(client):
    published(2024, Y=(100, 3))
    published(2025, Y=(18866, 3))

    text = text_of(client, "/")

    assert "Năm 2025 qua những con số" in text
    assert "18.866" in text
    assert "Nguồn: báo cáo của 1/1 hội, số liệu đến 31/12/2025, công bố" in text


def test_the_home_page_is_silent_until_something_is_published(client):
    assert "qua những con số" not in text_of(client, "/")


def test_publishing_shows_at_once(client, django_capture_on_commit_callbacks):
    client.get("/")
    period = register.period(2025)
    period.indicators.update(is_headline=True)
    register.accepted(register.report(period=period), hoi_vien=10)

    with django_capture_on_commit_callbacks(execute=True):
        publish(period, by=None)

    assert "Năm 2025 qua những con số" in client.get("/").content.decode()


def test_the_site_map_names_the_published_periods(client):
    published(Y=(100, 3))

    assert (
        "/so-lieu/bao-cao-nam-2025/"
        in reading.answer(client, "/sitemap-so-lieu.xml").content.decode()
    )


# --- What it costs ----------------------------------------------------------------


@pytest.fixture(params=[1, 30])
def rows(request):
    """So many associations, and so many indicators."""
    before = None
    associations = [
        register.association(f"Hội khoa học số {n}") for n in range(request.param)
    ]
    codes = [f"chi_tieu_{n}" for n in range(request.param)]
    for year in (2023, 2024, 2025):
        period = register.period(year, codes=codes, previous=before)
        period.indicators.update(
            caution="Một người có thể thuộc nhiều hội", unit="lượt người"
        )
        period.indicators.filter(order__lt=8).update(is_headline=True)
        for association in associations:
            report = register.accepted(register.report(association, period))
            ReportAnswer.objects.bulk_create(
                ReportAnswer(
                    dossier=report,
                    key=code,
                    amount=1234,
                    qualifier="about",
                    changed_at=report.submitted_at,
                )
                for code in codes
            )
        publish(period, by=None)
        before = period
    return request.param


def test_a_page_costs_at_most_eight_queries_and_60_kb(client, rows):
    home = "/so-lieu/bao-cao-nam-2025/"
    for path in ("/so-lieu/", home, f"{home}chi_tieu_0/", f"{home}so-lieu.json"):
        caching.version.bump()
        caching._remembered.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200
        assert len(captured) <= 8, path
        if not path.endswith("json"):
            assert len(answer.content) <= 60_000, path


def test_the_page_of_all_periods_stays_small_over_many_years(client):
    association = register.association()
    codes = [f"chi_tieu_{n}" for n in range(12)]
    for year in range(2012, 2026):
        period = register.period(year, codes=codes)
        period.indicators.update(
            label="Lượt người dự tập huấn, bồi dưỡng kiến thức", is_headline=True
        )
        register.accepted(
            register.report(association, period), **dict.fromkeys(codes, 1234)
        )
        publish(period, by=None)

    content = reading.answer(client, "/so-lieu/").content

    assert content.count(b'<svg class="chart"') == 8
    assert len(content) <= 60_000
