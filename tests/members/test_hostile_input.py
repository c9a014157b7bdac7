"""Whatever a page is sent instead of what it asks for, it refuses or passes over."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from lienhiephoi.whole_numbers import whole_number
from members.models import ReportFile
from tests import makers as people
from tests.members import makers

pytestmark = pytest.mark.django_db

URLENCODED = "application/x-www-form-urlencoded"
HOSTILE = [
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "1.5",
    "١٢٣",  # digits, but not ours
    "²",
    "NaN",
    "1e999999",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "' OR 1=1 --",
    "",
]


@pytest.mark.parametrize("text", [each for each in HOSTILE if each != "0"])
def test_what_is_no_whole_number_is_none(text):
    assert whole_number(text) is None


def test_a_whole_number_has_up_to_nine_digits():
    assert whole_number("999999999") == 999_999_999
    assert whole_number("0") == 0
    assert whole_number(None) is None


@pytest.fixture
def published():
    return makers.published_totals(associations=1)


@pytest.fixture
def accepted(published):
    return published.period.reports.get()


# --- What is read ---------------------------------------------------------------


def _addresses(published, report) -> list[tuple[str, str]]:
    slug = published.period.slug
    admin = "admin:members_"
    return [
        (reverse("members:association_list"), name)
        for name in ("loai", "linh_vuc", "q", "ngay", "trang")
    ] + [
        (reverse("members:association", args=[report.association.slug]), "ngay"),
        (reverse("members:totals", args=[slug]), "lan"),
        (reverse("members:totals-csv", args=[slug]), "lan"),
        (reverse("members:totals-json", args=[slug]), "lan"),
        (reverse("members:indicator", args=[slug, "hoi_vien"]), "lan"),
        (reverse(f"{admin}report_comparison", args=[report.pk]), "moi"),
        (reverse(f"{admin}report_comparison", args=[report.pk]), "cu"),
        (reverse(f"{admin}report_changelist"), "han"),
        (reverse(f"{admin}report_changelist"), "p"),
        (reverse(f"{admin}report_changelist"), "period__id__exact"),
        (reverse(f"{admin}reportingperiod_owing", args=[report.period_id]), "xem"),
        (reverse(f"{admin}indicator_add"), "period"),
        (reverse(f"{admin}indicator_add"), "section"),
    ]


def test_no_address_is_answered_by_a_breakdown(client, published, accepted):
    client.force_login(people.staff(is_superuser=True))
    accepted.versions.create(
        number=2, contents=accepted.versions.get().contents, checksum="0" * 64,
        receipt="BN-2026-9999", sent_at=accepted.submitted_at,
    )  # fmt: skip
    answers = {
        (address, name, text[:20]): client.get(
            f"{address}?{urlencode({name: text})}"
        ).status_code
        for address, name in _addresses(published, accepted)
        for text in HOSTILE
    }
    assert {each for each, status in answers.items() if status >= 500} == set()


# --- What is sent ---------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_no_figure_that_came_true_is_too_large_to_be_refused(client, accepted, text):
    accepted.answers.filter(key="hoi_vien").update(is_estimate=True)
    chair = makers.representative(association=accepted.association)
    client.force_login(chair.user)
    before = accepted.answers.get(key="hoi_vien").value
    client.post(reverse("workspace:actuals", args=[accepted.pk]), {"hoi_vien": text})
    after = accepted.answers.get(key="hoi_vien").value
    assert after == (0 if text == "0" else 123 if text == "١٢٣" else before)


@pytest.mark.parametrize("text", HOSTILE)
def test_an_unreadable_file_number_takes_nothing_off(client, text):
    report = makers.report()
    section = report.period.sections.get()
    chair = makers.representative(association=report.association)
    file = ReportFile.objects.create(
        dossier=report, key="tep.x", name="a.pdf", size=1, uploaded_by=chair.user
    )
    client.force_login(chair.user)
    page = reverse("workspace:section", args=[report.pk, section.code])
    answer = client.post(page, {"hoi_vien": text, "hoi_vien:rev": text, "go-tep": text})
    assert answer.status_code in (200, 302)
    assert ReportFile.objects.get(pk=file.pk).removed_at is None


@pytest.mark.parametrize("text", HOSTILE)
def test_the_form_of_a_period_passes_over_what_it_cannot_read(client, text):
    client.force_login(people.staff(is_superuser=True))
    period = makers.period(status="planned")
    page = reverse("admin:members_reportingperiod_form", args=[period.pk])
    codes = set(period.indicators.values_list("code", flat=True))
    for posted in (
        {"viec": "chep", "tu": text},
        {"viec": "thu-tu", f"section-{text}": "1", f"indicator-{text}": text},
    ):
        answer = client.post(page, urlencode(posted), content_type=URLENCODED)
        assert answer.status_code == 302
    assert client.post(page, {"viec": text}).status_code == 403
    assert codes == set(period.indicators.values_list("code", flat=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_list_of_obligations_passes_over_what_it_cannot_read(client, text):
    client.force_login(people.staff(is_superuser=True))
    report = makers.report()
    page = reverse("admin:members_reportingperiod_owing", args=[report.period_id])
    for posted in (
        {"viec": "them", "hoi": text},
        {"viec": "mien", "reports": text, "reason": text},
        {"viec": "gia-han", "reports": report.pk, "reason": text, "until": text},
    ):
        assert client.post(page, posted).status_code < 500
    report.refresh_from_db()
    assert (report.status, report.extended_until) == ("draft", None)
    assert report.period.reports.count() == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_marks_take_any_words_and_know_their_fields(client, text):
    report = makers.sent(makers.report(), hoi_vien=1, hoi_thao=1)
    client.force_login(people.staff(is_superuser=True))
    page = reverse("admin:members_report_change", args=[report.pk])
    answer = client.post(page, {f"danh-dau:{text}": "?", "danh-dau:hoi_vien": text})
    assert answer.status_code < 500
    assert set(report.marks.values_list("key", flat=True)) <= {"hoi_vien"}
