"""What of the reports waits on the desk of the office."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import desk, roles
from members import obligations
from members.workflow import PERIODS
from tests import makers, reading
from tests.members.makers import (
    NARRATIVE,
    association,
    obliged,
    period,
    planned_period,
    sent,
)

pytestmark = pytest.mark.django_db


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def officer(client):
    made = makers.staff(roles.MEMBERS_OFFICER)
    client.force_login(made)
    return made


@pytest.fixture
def associations():
    return [association(f"Hội {name}", slug=f"hoi-{name}") for name in "ABCDEFGH"]


@pytest.fixture
def busy(associations):
    """One period is late, one nearly due, one far off, one soon to open."""
    late = period(2025, opens_on=days(-60), deadline_on=days(-3), grace_until=days(9))
    reports = obliged(late)
    sent(reports[0], hoi_vien=10, hoi_thao=2, **{NARRATIVE: "Đã họp."})
    obligations.extend(reports[1], days(5), "Bão lụt", by=None)
    obliged(period(2026, deadline_on=days(10)))
    obliged(period(2027, deadline_on=days(40)))
    planned_period(2028, opens_on=days(3), deadline_on=days(30))
    planned_period(2029, opens_on=days(90), deadline_on=days(120))
    return late


def section(user, key):
    return next((each for each in desk.sections(user) if each.key == key), None)


def test_a_sent_report_waits_to_be_looked_at(busy, officer):
    waiting = section(officer, "reports-submitted")
    assert [(row.title, row.kind) for row in waiting.rows] == [
        ("Hội A", "Báo cáo năm 2025")
    ]
    assert waiting.rows[0].detail.endswith("trễ hạn")


def test_late_is_who_has_neither_sent_nor_more_time(busy, officer):
    late = section(officer, "reports-late")
    assert late.is_urgent
    assert late.total == 6
    assert {row.title for row in late.rows} == {f"Hội {name}" for name in "CDEFGH"}
    assert late.rows[0].detail.endswith("trễ 3 ngày")


def test_only_a_deadline_within_two_weeks_is_near(busy, officer):
    due = section(officer, "reports-due")
    assert [row.title for row in due.rows] == ["Báo cáo năm 2026"]
    assert due.rows[0].detail.endswith("còn 10 ngày; 8 hội chưa gửi hoặc đang sửa")


def test_a_closed_period_is_late_no_more(busy, officer):
    PERIODS.apply(busy, "close", by=officer)
    assert section(officer, "reports-late") is None


def test_a_period_comes_to_the_desk_a_week_before_it_opens(busy, officer):
    soon = section(officer, "periods-planned")
    assert [row.title for row in soon.rows] == ["Báo cáo năm 2028"]


def test_every_number_is_that_of_the_list_it_opens(client, busy, officer):
    counts = [count for each in desk.sections(officer) for count in each.counts]
    assert len(counts) == 4
    for count in counts:
        context = client.get(count.url).context
        listed = context["cl"].result_count if "cl" in context else len(context["rows"])
        assert (count.url, count.count) == (count.url, listed)


def test_links_say_what_they_open_and_lead_to_all_associations_at_once(
    client, busy, officer
):
    links = reading.links(reading.main(client, reverse("admin:index")))
    assert "xem=tre" in links["Báo cáo năm 2025: xem cả 6 hội trễ hạn"]
    assert "Xem 1 báo cáo" in links
    overview = links["Tình hình báo cáo của các hội"]
    assert client.get(overview).context["grid"].rows


def test_each_row_leads_somewhere(client, busy, officer):
    for each in desk.sections(officer):
        for row in each.rows:
            assert client.get(row.url).status_code == 200


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (roles.REPORTER, []),
        (roles.LEADERSHIP, ["reports-due", "reports-late", "reports-submitted"]),
        (
            roles.ADMINISTRATOR,
            ["periods-planned", "reports-due", "reports-late", "reports-submitted"],
        ),
    ],
)
def test_each_role_is_shown_what_it_can_do_something_about(busy, role, keys):
    found = desk.sections(makers.staff(role))
    assert sorted(each.key for each in found) == keys


def test_the_desk_costs_the_same_whatever_waits(client, busy, officer):
    address = reverse("admin:index")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 20
