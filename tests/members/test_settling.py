"""Bodies merge, part or leave while a period takes reports."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from members import register, reporting
from members.models import Association, MemberKind, Report, ReportStatus
from members.register import NewBody, Occasion
from members.rollup import roll_up
from members.workflow import PERIODS
from tests import makers as people
from tests.members import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def before(today):
    return makers.period(today.year - 1)


@pytest.fixture
def period(today, before):
    return makers.period(today.year, previous=before)


@pytest.fixture
def small(before):
    return member("Hội Cơ học", before, 10)


@pytest.fixture
def large(before):
    return member("Hội Vật lý", before, 20)


@pytest.fixture
def owed(small, large, period):
    """The reports of the open period, by association."""
    return {each.association: each for each in makers.obliged(period)}


def member(name, before, amount) -> Association:
    made = makers.association(name)
    makers.accepted(makers.report(made, before), hoi_vien=amount, hoi_thao=1)
    return made


def statuses(period) -> dict[str, str]:
    return {each.association.name: each.status for each in period.reports.all()}


def last_year(association, period):
    return reporting.previous_values(Report.objects.get(
        association=association, period=period
    )).get("hoi_vien")  # fmt: skip


def test_who_wrote_nothing_is_excused_and_counted_with_its_successor(
    owed, small, large, period, today
):
    officer = people.staff(roles.MEMBERS_OFFICER)
    occasion = Occasion(today, officer, decision="12/QĐ-LHH")
    register.merge([small], occasion, into=large)

    assert statuses(period) == {"Hội Cơ học": "exempt", "Hội Vật lý": "draft"}
    change = owed[small].status_changes.get()
    assert change.by == officer
    assert change.note == (
        f"Hợp nhất, sáp nhập từ ngày {today:%d/%m/%Y}, theo 12/QĐ-LHH. "
        "Hội kế thừa: Hội Vật lý."
    )
    assert last_year(large, period) == 30

    makers.accepted(owed[large], hoi_vien=31, hoi_thao=0)
    found = roll_up(period)
    assert (found["hoi_vien"].amount, found.coverage.owing) == (31, 1)


def test_a_new_body_owes_what_its_predecessors_owed(owed, small, large, period, today):
    made = register.merge([small, large], Occasion(today), body=NewBody("Hội Cơ - Lý"))
    assert statuses(period) == {
        "Hội Cơ học": "exempt",
        "Hội Vật lý": "exempt",
        "Hội Cơ - Lý": "draft",
    }
    assert last_year(made, period) == 30


@pytest.mark.parametrize("state", ["begun", "sent", "accepted"])
def test_what_was_written_stays_owed_and_is_not_asked_of_the_successor(
    owed, small, large, period, today, state
):
    make = {"begun": makers.answered, "sent": makers.sent, "accepted": makers.accepted}
    make[state](owed[small], hoi_vien=10, hoi_thao=0)
    register.merge([small], Occasion(today), into=large)

    assert not owed[small].status_changes.filter(transition="exempt").exists()
    assert (last_year(small, period), last_year(large, period)) == (10, 20)


def test_a_figure_is_not_asked_of_a_new_body_and_its_predecessor(
    owed, small, large, period, today
):
    makers.answered(owed[small], hoi_vien=10)
    made = register.merge([small, large], Occasion(today), body=NewBody("Hội Cơ - Lý"))
    assert statuses(period)["Hội Cơ học"] == "draft"
    assert (last_year(small, period), last_year(made, period)) == (None, None)


@pytest.mark.parametrize("goes_on", [True, False])
def test_the_parts_of_a_split_body_owe_too(owed, small, period, today, goes_on):
    parts = [NewBody("Hội Cơ học đất"), NewBody("Hội Cơ học đá")]
    register.split(small, parts, Occasion(today), goes_on=goes_on)
    assert statuses(period) == {
        "Hội Cơ học": "draft" if goes_on else "exempt",
        "Hội Cơ học đất": "draft",
        "Hội Cơ học đá": "draft",
        "Hội Vật lý": "draft",
    }


@pytest.mark.parametrize("event", [register.leave, register.dissolve])
def test_who_left_owes_nothing_it_has_not_begun(owed, small, period, today, event):
    event(small, Occasion(today))
    assert statuses(period) == {"Hội Cơ học": "exempt", "Hội Vật lý": "draft"}


def test_who_was_a_member_on_the_last_day_still_owes(small, today):
    gone = today - dt.timedelta(days=1)
    over = makers.period(
        starts_on=today - dt.timedelta(days=90), ends_on=gone, name="Kỳ vừa qua"
    )
    makers.obliged(over)
    register.dissolve(small, Occasion(today))
    assert statuses(over) == {"Hội Cơ học": "draft"}


def test_a_closed_period_is_left_as_it_is(owed, small, period, today):
    PERIODS.apply(period, "close", by=None)
    register.dissolve(small, Occasion(today))
    assert statuses(period)["Hội Cơ học"] == ReportStatus.DRAFT


def test_a_successor_of_another_kind_is_asked_nothing(owed, small, period, today):
    Association.objects.get(pk=small.pk).memberships.update(kind=MemberKind.AFFILIATE)
    register.split(small, [NewBody("Hội Cơ học đất")], Occasion(today), goes_on=True)
    assert "Hội Cơ học đất" not in statuses(period)


# --- What the clerk sees --------------------------------------------------------


@pytest.fixture
def clerk(client):
    user = people.staff(roles.MEMBERS_OFFICER)
    client.force_login(user)
    return user


def event_page(association, kind):
    return reverse("admin:members_association_event", args=[association.pk, kind])


def test_the_clerk_is_told_which_reports_stay_open(client, clerk, owed, small, large):
    makers.answered(owed[small], hoi_vien=10)
    words = "«Hội Cơ học» đã có nội dung (bản nháp)"
    assert words in client.get(event_page(small, "merged")).content.decode()
    page = client.get(event_page(large, "merged")).content.decode()
    assert f"Hội Cơ học (đã nhập {owed[small].period})" in page
    assert words not in client.get(event_page(small, "renamed")).content.decode()

    data = {"on": timezone.localdate().strftime("%d/%m/%Y"), "into": large.pk}
    answer = client.post(event_page(small, "merged"), data, follow=True)
    assert words in answer.content.decode()


def test_the_list_of_obligations_names_what_is_left_over(
    client, clerk, owed, small, period, today
):
    page = reverse("admin:members_reportingperiod_owing", args=[period.pk])
    note = "Không còn là thành viên mà báo cáo đã có nội dung"
    makers.answered(owed[small], hoi_vien=10)
    assert note not in client.get(page).content.decode()
    register.dissolve(small, Occasion(today))
    assert note in client.get(page).content.decode()
    client.post(page, {"viec": "mien", "reports": owed[small].pk, "reason": "Đã gộp."})
    assert note not in client.get(page).content.decode()
