"""The totals of a period in the back office: seen, taken as files, published."""

import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienhiephoi import roles
from members.models import PublishedTotals, ReportAnswer
from members.publication import publish
from tests import makers, reading
from tests.members import makers as register

pytestmark = pytest.mark.django_db

LOOKING = {roles.MEMBERS_OFFICER, roles.LEADERSHIP, roles.ADMINISTRATOR}
PAGES = ("", "hoi_vien/", "phu-luc.xlsx", "bao-cao-tong-hop.docx", "cong-bo/")


@pytest.fixture
def period():
    before = register.period(2025)
    made = register.period(2026, previous=before)
    for number, name in enumerate(("Hội Dược", "Hội Y")):
        association = register.association(name)
        register.accepted(
            register.report(association, before), hoi_vien=100, hoi_thao=1
        )
        register.accepted(
            register.report(association, made), hoi_vien=120 + number, hoi_thao=2
        )
    return made


@pytest.fixture
def officer(client):
    user = makers.staff(roles.MEMBERS_OFFICER)
    client.force_login(user)
    return user


def address(period, page="") -> str:
    return reverse("admin:members_reportingperiod_totals", args=[period.pk]) + page


def text_of(client, path: str) -> str:
    page = reading.page(client, path)
    content = next(e for e in page.iter("div") if e.get("id") == "content")
    return re.sub(r"\s+", " ", "".join(content.itertext()))


def test_the_office_sees_totals_with_coverage_and_the_year_before(
    client, officer, period
):
    register.report(register.association("Hội chưa gửi"), period)

    text = text_of(client, address(period))

    assert "Hội đã báo cáo 2/3" in text
    assert "Hoi vien 241 200 2/3" in text
    assert "1 hội chưa có báo cáo được chấp nhận" in text
    assert "Hội chưa gửi: bản nháp" in text
    assert "Chưa công bố" in text


def test_a_total_opens_the_reports_it_sums(client, officer, period):
    page = reading.page(client, address(period, "hoi_vien/"))

    links = {e.get("href") for e in page.iter("a")}
    for report in period.reports.all():
        assert reverse("admin:members_report_change", args=[report.pk]) in links


def test_an_accepted_report_without_the_figure_is_named(client, officer, period):
    ReportAnswer.objects.filter(
        dossier__association__name="Hội Y", dossier__period=period, key="hoi_vien"
    ).delete()

    text = text_of(client, address(period, "hoi_vien/"))

    assert "nhưng để trống: Hội Y" in text
    assert "2/2 hội đã báo cáo, 1 hội có số liệu này" in text


def test_an_indicator_that_is_not_asked_is_not_found(client, officer, period):
    assert client.get(address(period, "khong_co/")).status_code == 404


def test_publishing_is_a_post_after_a_page_that_says_what_it_does(
    client, officer, period
):
    page = text_of(client, address(period, "cong-bo/"))
    assert "Đây là lần công bố thứ 1; 2/2 hội" in page
    assert not PublishedTotals.objects.exists()

    client.post(address(period, "cong-bo/"), {"note": "Công bố tại hội nghị"})

    publication = PublishedTotals.objects.get()
    assert publication.published_by == officer
    assert publication.note == "Công bố tại hội nghị"
    assert client.get(f"/so-lieu/{period.slug}/").status_code == 200


def test_the_same_numbers_are_refused_with_a_reason(client, officer, period):
    publish(period, by=officer)

    answer = client.post(address(period, "cong-bo/"), {"note": ""})

    assert "không khác lần công bố thứ 1" in answer.content.decode()
    assert PublishedTotals.objects.count() == 1


def test_what_differs_from_the_published_is_shown(client, officer, period):
    publish(period, by=officer)
    ReportAnswer.objects.filter(
        dossier__period=period, key="hoi_thao", amount=2
    ).update(amount=5)

    text = text_of(client, address(period))

    assert "Số liệu hiện nay khác số đã công bố ở 1 chỉ tiêu" in text
    assert "10 đã công bố: 4" in text


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("phu-luc.xlsx", "xl/workbook.xml"),
        ("bao-cao-tong-hop.docx", "word/document.xml"),
    ],
)
def test_the_official_outputs_are_handed_out(client, officer, period, file, part):
    answer = client.get(address(period, file))

    assert answer.status_code == 200
    assert period.slug in answer.headers["Content-Disposition"]
    assert part in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_the_summary_is_handed_out_as_pdf(client, officer, period):
    answer = client.get(address(period, "bao-cao-tong-hop.pdf"))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_answer_for_the_reports_see_totals(client, period, role, page):
    client.force_login(makers.staff(role))

    expected = 200 if role in LOOKING else 403
    assert client.get(address(period, page)).status_code == expected


@pytest.mark.parametrize("role", [*roles.ROLES, "representative", "anonymous"])
def test_only_those_with_the_right_publish(client, period, role):
    if role == "representative":
        association = period.reports.first().association
        client.force_login(register.representative(association=association).user)
    elif role != "anonymous":
        client.force_login(makers.staff(role))

    client.post(address(period, "cong-bo/"), {"note": ""})

    assert PublishedTotals.objects.exists() is (role in LOOKING)


def test_whoever_only_looks_does_not_publish(client, period):
    """The right to publish is asked for by itself."""
    user = makers.staff(roles.LEADERSHIP)
    group = user.groups.get()
    right = group.permissions.get(codename="add_publishedtotals")
    group.permissions.remove(right)
    client.force_login(user)

    assert client.get(address(period)).status_code == 200
    assert "cong-bo" not in reading.answer(client, address(period)).content.decode()
    assert client.post(address(period, "cong-bo/"), {"note": ""}).status_code == 403
    assert not PublishedTotals.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_cost_at_most_twenty_queries(client, count):
    administrator = makers.staff(roles.ADMINISTRATOR)
    codes = [f"chi_tieu_{n}" for n in range(count)]
    before = register.period(2025, codes=codes)
    period = register.period(2026, codes=codes, previous=before)
    for number in range(count):
        association = register.association(f"Hội {number}")
        for each in (before, period):
            register.accepted(
                register.report(association, each), **dict.fromkeys(codes, 3)
            )
    publish(period, by=administrator)
    client.force_login(administrator)

    for page in ("", "chi_tieu_0/", "cong-bo/"):
        client.get(address(period, page))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(period, page)).status_code == 200
        assert len(captured) <= 20, page
