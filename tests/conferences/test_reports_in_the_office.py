"""Writing a report in the back office: its figures, its preview, its beginning."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from conferences import editions, outlines
from conferences.models import (
    ConferenceReport,
    ConferenceStatus,
    ReportStatus,
    Source,
)
from conferences.workflow import REPORTS
from lienhiephoi.roles import ADMINISTRATOR
from members.models import ReportingPeriod
from tests import makers
from tests.admin.posting import admin_url, change_url, filled_in, messages_of, move_url
from tests.conferences import makers as here
from tests.members import makers as members

pytestmark = pytest.mark.django_db
REPORTS_ROOM = "conferences_conferencereport"


@pytest.fixture
def office(client):
    client.force_login(makers.staff(ADMINISTRATOR))
    return client


@pytest.fixture
def report():
    made = here.report(here.conference(status=ConferenceStatus.HELD))
    here.figure(
        made,
        "kinh-phi",
        label="Kinh phí",
        source=Source.TYPED,
        amount=Decimal(12),
        source_text="Sở Tài chính",
    )
    here.part(made, "Kinh phí [[kinh-phi]] triệu đồng.")
    return made


def save(client, report, **typed):
    opened = client.get(change_url(report))
    return client.post(change_url(report), filled_in(opened, **typed), follow=True)


def errors(response) -> str:
    return response.content.decode()


# --- The form -------------------------------------------------------------------


def test_a_figure_is_bound_by_one_choice(office, report):
    save(
        office,
        report,
        **{
            "figures-1-key": "hoi-thanh-vien",
            "figures-1-label": "Số hội thành viên",
            "figures-1-bound_to": "register|member",
            "figures-1-order": "2",
        },
    )

    made = report.figures.get(key="hoi-thanh-vien")
    assert (made.source, made.measure) == (Source.REGISTER, "member")
    assert report.figures.get(key="kinh-phi").source == Source.TYPED


@pytest.mark.parametrize(
    ("bound_to", "words"),
    [
        ("typed|", "Hãy ghi giá trị."),
        ("typed|", "Hãy ghi văn bản hoặc cơ quan cho số này."),
        ("contest|entries", "Hãy chọn kỳ thi mà số này đếm."),
        ("honours|granted", "Hãy chọn đợt xét, tôn vinh mà số này đếm."),
        ("register|stars", "Nguồn không có số liệu này."),
    ],
)
def test_a_figure_that_means_nothing_is_refused_in_words(
    office, report, bound_to, words
):
    page = save(
        office,
        report,
        **{
            "figures-1-key": "moi",
            "figures-1-label": "Số mới",
            "figures-1-bound_to": bound_to,
            "figures-1-order": "2",
        },
    )

    assert words in errors(page)
    assert not report.figures.filter(key="moi").exists()


def test_one_key_twice_is_refused(office, report):
    page = save(
        office,
        report,
        **{
            "figures-1-key": "kinh-phi",
            "figures-1-label": "Số mới",
            "figures-1-bound_to": "register|member",
            "figures-1-order": "2",
        },
    )

    assert "kinh-phi" in errors(page)
    assert report.figures.count() == 1


def test_a_source_that_offers_the_count_no_more_stays_until_it_is_changed(
    office, report
):
    report.figures.update(source=Source.ROLLUP, measure="da_bo", amount=None)

    save(office, report, subject="Tổng kết")

    assert report.figures.get().measure == "da_bo"


def test_the_second_of_two_people_is_refused_and_loses_nothing(office, report):
    opened = office.get(change_url(report))
    save(office, report, **{"parts-0-body": "Của người trước."})

    page = office.post(
        change_url(report), filled_in(opened, **{"parts-0-body": "Của người sau."})
    )

    assert "sau khi bạn mở trang" in errors(page)
    assert "Của người sau." in errors(page)
    assert report.parts.get().body == "Của người trước."


def test_what_waits_for_its_check_cannot_be_rewritten(office, report):
    opened = office.get(change_url(report))
    office.post(move_url(report, "submit"))

    answer = office.post(
        change_url(report), filled_in(opened, **{"parts-0-body": "Lén sửa."})
    )

    report.refresh_from_db()
    assert report.status == ReportStatus.CHECKING
    assert answer.status_code == 403
    assert "Lén" not in report.parts.get().body


def test_who_may_not_write_reports_sees_none(client, report):
    client.force_login(makers.staff())

    for address in (
        change_url(report),
        reverse(f"admin:{REPORTS_ROOM}_preview", args=[report.pk]),
    ):
        assert client.get(address).status_code in {403, 404}


# --- The preview ----------------------------------------------------------------


def preview(client, report) -> str:
    address = reverse(f"admin:{REPORTS_ROOM}_preview", args=[report.pk])
    return client.get(address).content.decode()


def test_the_preview_shows_values_origins_and_problems(office, report):
    members.association()
    here.figure(report, "hoi-vien", source=Source.ROLLUP, measure="hoi_vien")
    report.parts.update(
        body="Kinh phí [[kinh-phi]] đồng, 5 hội thành viên, [[hoi-vien]] người."
    )

    shown = preview(office, report)

    assert '<mark title="Sở Tài chính">12</mark>' in shown
    assert "[[hoi-vien]] chưa có số: Hãy chọn kỳ số liệu" in shown
    assert "Viết «5 hội thành viên», còn nguồn ghi 1 hội thành viên" in shown


def test_a_report_in_order_says_so(office, report):
    assert "không thấy số nào trái với nguồn" in preview(office, report)


def test_the_preview_costs_no_more_with_more_figures(
    office, report, django_assert_max_num_queries
):
    for n in range(20):
        here.figure(report, f"so-{n}", source=Source.REGISTER, measure="member")
    address = reverse(f"admin:{REPORTS_ROOM}_preview", args=[report.pk])
    office.get(address)

    with django_assert_max_num_queries(20):
        office.get(address)


def test_publishing_goes_through_the_buttons(office, report):
    office.post(move_url(report, "submit"))
    page = office.post(move_url(report, "publish"), follow=True)

    assert any("Công bố" in each for each in messages_of(page))
    edition = report.editions.get()
    assert editions.read(edition).figures["kinh-phi"].text == "12"


# --- How a report begins --------------------------------------------------------


def add(client, conference, **typed) -> ConferenceReport:
    address = f"{admin_url(ConferenceReport, 'add')}?conference={conference.pk}"
    opened = client.get(address)
    client.post(address, filled_in(opened, **typed))
    return conference.reports.get()


def test_a_new_report_is_of_the_year_of_its_conference(office):
    made = add(office, here.conference(), begins_with="trong")

    assert (made.starts_on, made.ends_on) == (
        dt.date(2026, 1, 1),
        dt.date(2026, 12, 31),
    )
    assert made.subject.startswith("Tổng kết công tác năm 2026")
    assert not made.parts.exists()


def test_a_report_added_from_the_list_of_a_conference_is_of_that_conference(office):
    conference = here.conference()
    listed = reverse("admin:conferences_conferencereport_changelist")
    page = office.get(f"{listed}?conference__id__exact={conference.pk}")
    [add_link] = re.findall(
        r'href="([^"]+/add/\?_changelist_filters=[^"]+)"', page.content.decode()
    )

    form = office.get(add_link).context["adminform"].form

    assert str(form["conference"].value()) == str(conference.pk)
    assert form["starts_on"].value() == dt.date(2026, 1, 1)


def test_a_new_report_may_begin_with_the_usual_sections_and_figures(office):
    here.contest_edition(entries=45)

    made = add(office, here.conference(), begins_with="chuan")

    assert made.figures.count() >= 12 + 3
    assert [p.number for p in made.parts.all() if p.level == 1] == [
        *("I", "II", "III", "IV", "V")
    ]
    keys = set(made.figures.values_list("key", flat=True))
    contents = editions.draw(made)
    assert {e.key for p in contents.parts for e in p.figures(contents)} <= keys
    # Nothing but what is still to be written, or counted, stands against it.
    assert all(
        "chưa có nội dung" in reason or "chưa có số" in reason
        for reason in editions.reasons_against(made)
    )


def test_last_years_report_is_copied_with_its_times_moved_on(office, report):
    last, now = members.period(2026), None
    now = members.period(2027, previous=last)
    old = here.contest_edition(ordinal=11)
    new = here.contest_edition(ordinal=12, year=2027, contest=old.contest)
    report.period = last
    report.save()
    bound = {
        "theo-ky": {"source": Source.ROLLUP, "measure": "hoi_vien", "period": last},
        "theo-ngay": {
            "source": Source.REGISTER,
            "measure": "member",
            "as_of": dt.date(2026, 12, 1),
        },
        "theo-lan": {"source": Source.CONTEST, "measure": "entries", "edition": old},
        "theo-dot": {
            "source": Source.HONOURS,
            "measure": "granted",
            "round": here.honour_round(),
        },
    }
    for key, fields in bound.items():
        here.figure(report, key, **fields)
    next_one = here.conference("Tổng kết 2027", starts_on=dt.date(2027, 12, 17))

    made = add(office, next_one, begins_with=str(report.pk))

    figures = {each.key: each for each in made.figures.all()}
    assert set(figures) == {"theo-ky", "theo-ngay", "theo-lan"}
    assert figures["theo-ky"].period == now
    assert figures["theo-ngay"].as_of == dt.date(2027, 12, 1)
    assert figures["theo-lan"].edition == new
    assert made.parts.get().body == "Kinh phí [[kinh-phi]] triệu đồng."
    assert "«kinh-phi»" in editions.reasons_against(made)[0]
    assert report.parts.count() == 1


def test_a_report_with_text_is_not_begun_again(office, report):
    page = office.get(change_url(report))

    assert "begins_with" not in page.context["adminform"].form.fields
    assert ReportingPeriod.objects.count() == 0
    outlines.begin_with_standard(here.report(report.conference))
    assert report.figures.count() == 1


def test_the_conference_leads_to_its_reports(office, report):
    address = reverse(f"admin:{REPORTS_ROOM}_changelist")

    page = office.get(f"{address}?conference__id__exact={report.conference_id}")

    assert "Tổng kết công tác năm 2026" in page.content.decode()


def test_a_report_of_a_conference_nobody_can_open_is_not_published():
    report = here.report(here.conference(is_public=False))
    here.part(report, "Năm 2026 có nhiều kết quả.")

    reasons = REPORTS.missing(report, "publish")

    assert any("Hiện trên trang công khai" in reason for reason in reasons)
    report.conference.is_public = True
    assert REPORTS.missing(report, "publish") == []
