"""Reminders: on the days of the period, one letter a day to an address."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lienhiephoi import letters, roles
from lienhiephoi.models import Letter, LetterStatus
from members import reminders
from members.models import PeriodStatus, ReportStatus
from members.workflow import REPORTS
from tests import makers as ground
from tests.members import makers

pytestmark = pytest.mark.django_db

DEADLINE = dt.date(2026, 12, 10)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def union():
    return ground.union(short_name="Liên hiệp Hội Lam Giang")


@pytest.fixture
def period():
    return makers.period(
        opens_on=DEADLINE - 30 * DAY,
        deadline_on=DEADLINE,
        grace_until=DEADLINE + 5 * DAY,
        remind_before=[7, 1, 0],
        remind_after=[1, 10],
    )


@pytest.fixture
def officer():
    return ground.staff(roles.MEMBERS_OFFICER)


def owing(period, name="Hội Cơ học", *, email="an@hoi.example", **fields):
    """A draft, and a representative with an address to remind."""
    association = makers.association(name)
    if email:
        makers.representative(ground.user(email=email), association)
    return makers.report(association, period, **fields)


def reminded(day: dt.date) -> list[str]:
    return sorted(each.to.email for each in reminders.plan(day).fresh)


# --- Which days -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "is_reminded"),
    [
        *((-8, False), (-7, True), (-6, False), (-1, True), (0, True)),
        *((1, True), (2, False), (10, True), (11, False)),
    ],
)
def test_the_days_are_those_of_the_period(period, days, is_reminded):
    owing(period)
    expected = ["an@hoi.example"] if is_reminded else []
    assert reminded(DEADLINE + days * DAY) == expected


def test_other_days_are_a_matter_of_the_period(period):
    owing(period)
    period.remind_before, period.remind_after = [12], []
    period.save()
    assert reminded(DEADLINE - 12 * DAY) == ["an@hoi.example"]
    assert reminded(DEADLINE + DAY) == []


def test_before_the_opening_nobody_is_reminded(period):
    owing(period)
    period.remind_before = [7, 40]
    period.save()
    assert reminded(DEADLINE - 40 * DAY) == []


def test_an_extension_moves_the_days_of_its_report_alone(period):
    owing(
        period,
        extended_until=DEADLINE + 20 * DAY,
        extension_reason="Hội vừa đại hội xong.",
    )
    owing(period, "Hội Đông y", email="binh@hoi.example")
    assert reminded(DEADLINE - 7 * DAY) == ["binh@hoi.example"]
    assert reminded(DEADLINE + 13 * DAY) == ["an@hoi.example"]


def test_what_came_back_late_is_counted_from_the_day_it_came_back(period):
    report = owing(period)
    came_back = dt.datetime.combine(DEADLINE + 20 * DAY, dt.time(9))
    report.status = ReportStatus.RETURNED
    report.save()
    report.status_changes.create(
        transition="return",
        from_status="submitted",
        to_status="returned",
        at=timezone.make_aware(came_back),
    )
    assert reminded(DEADLINE + DAY) == []
    assert reminded(DEADLINE + 21 * DAY) == ["an@hoi.example"]


@pytest.mark.parametrize("status", [PeriodStatus.PLANNED, PeriodStatus.CLOSED])
def test_a_period_that_takes_nothing_reminds_of_nothing(period, status):
    owing(period)
    period.status = status
    period.save()
    assert reminded(DEADLINE) == []


def test_who_has_sent_or_is_exempt_is_left_in_peace(period, officer):
    sent = owing(period)
    makers.sent(sent, hoi_vien=10, hoi_thao=1)
    exempt = owing(period, "Hội Đông y", email="binh@hoi.example")
    REPORTS.apply(exempt, "exempt", by=officer, note="Mới thành lập.")
    owing(period, "Hội Toán học", email="chi@hoi.example")
    assert reminded(DEADLINE) == ["chi@hoi.example"]


def test_a_report_that_the_office_types_is_not_asked_of_the_association(
    period, officer
):
    owing(period, is_from_paper=True, entered_by=officer)
    assert reminded(DEADLINE) == []


# --- One letter -----------------------------------------------------------------


def test_the_letter_says_what_until_when_and_where(period):
    report = owing(period)
    (letter,) = reminders.write(reminders.plan(DEADLINE - 7 * DAY))
    assert letter.subject == "Nhắc gửi Báo cáo năm 2026"
    for words in (
        *("Hội Cơ học: Báo cáo năm 2026", "10/12/2026", "còn 7 ngày"),
        report.get_absolute_url(),
    ):
        assert words in letter.body
    assert letter.about == report


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "hôm nay là hạn cuối"),
        (1, "đã quá hạn 1 ngày, vẫn còn nhận"),
        (10, "đã quá hạn 10 ngày, xin liên hệ văn phòng để được gia hạn"),
    ],
)
def test_the_letter_tells_how_late_it_is(period, days, words):
    owing(period)
    (letter,) = reminders.write(reminders.plan(DEADLINE + days * DAY))
    assert words in letter.body
    assert letter.subject.startswith("Đã quá hạn" if days else "Nhắc gửi")


def test_nobody_is_reminded_twice_in_a_day(period, officer):
    report = owing(period)
    assert len(reminders.write(reminders.plan(DEADLINE))) == 1
    assert reminders.write(reminders.plan(DEADLINE)) == []
    stale = reminders.Plan(
        DEADLINE, [reminders.Reminder(r.to, r.key, r.reports) for r in _again(report)]
    )
    # Not even by a plan that was made before the first letter was written.
    assert reminders.write(stale) == []
    assert Letter.objects.count() == 1
    assert len(reminders.write(reminders.plan(DEADLINE + DAY))) == 1


def _again(report):
    return reminders.plan_for([report], DEADLINE).reminders


def test_one_letter_names_all_that_its_reader_owes(period):
    """Two associations and two periods, and still one letter a day."""
    an = ground.user(email="an@hoi.example")
    first, second = makers.association("Hội Cơ học"), makers.association("Hội Toán")
    later = makers.period(
        2027, opens_on=DEADLINE - 30 * DAY, deadline_on=DEADLINE + 40 * DAY
    )
    for association in (first, second):
        makers.representative(an, association)
        makers.report(association, period)
    makers.report(first, later)
    (letter,) = reminders.write(reminders.plan(DEADLINE))
    assert letter.body.count("- Hội Cơ học:") == 2
    assert letter.body.count("- Hội Toán:") == 1
    assert letter.subject == "Nhắc gửi 3 báo cáo"


def test_no_letter_tells_of_an_association_its_reader_does_not_act_for(period):
    owing(period, "Hội Cơ học", email="an@hoi.example")
    owing(period, "Hội Đông y", email="binh@hoi.example")
    for letter in reminders.write(reminders.plan(DEADLINE)):
        other = "Hội Đông y" if letter.to == "an@hoi.example" else "Hội Cơ học"
        assert other not in letter.body


@pytest.mark.parametrize(("holds", "status"), [(True, "held"), (False, "ready")])
def test_letters_are_held_for_reading_where_the_period_says_so(period, holds, status):
    owing(period)
    period.holds_reminders = holds
    period.save()
    (letter,) = reminders.write(reminders.plan(DEADLINE))
    assert letter.status == status


@pytest.mark.parametrize("count", [1, 6])
def test_a_plan_costs_the_same_for_any_number(period, django_assert_num_queries, count):
    for number in range(count):
        owing(period, f"Hội {number}", email=f"nguoi-{number}@hoi.example")
    with django_assert_num_queries(5):
        assert len(reminders.plan(DEADLINE).fresh) == count


# --- At an officer's wish -------------------------------------------------------


def test_an_officer_reminds_on_any_day_and_the_letter_goes_out(period, officer):
    report = owing(period)
    outcome = reminders.remind([report], by=officer)
    assert str(outcome) == "Đã lập 1 thư nhắc."
    letter = Letter.objects.get()
    assert (letter.status, letter.created_by) == (LetterStatus.READY, officer)


def test_an_officer_is_told_who_was_reminded_today(period, officer):
    report = owing(period)
    reminders.remind([report], by=officer)
    outcome = reminders.remind([report], by=officer)
    assert str(outcome) == "1 người đã được nhắc trong hôm nay."
    assert Letter.objects.count() == 1


def test_an_officer_lets_the_held_letter_of_today_go(period, officer):
    report = owing(period)
    today = timezone.localdate()
    reminders.write(reminders.plan_for([report], today))
    assert Letter.objects.get().status == LetterStatus.HELD
    outcome = reminders.remind([report], by=officer)
    assert str(outcome) == "Đã cho gửi 1 thư nhắc lập từ trước."
    assert letters.send_due().sent == 1


def test_an_officer_is_told_whom_to_call(period, officer):
    report = owing(period, email="")
    outcome = reminders.remind([report], by=officer)
    assert str(outcome) == "1 hội chưa có thư điện tử, hãy gọi điện thoại."


def test_nobody_is_reminded_of_what_they_have_sent(period, officer):
    report = makers.sent(owing(period), hoi_vien=10, hoi_thao=1)
    assert str(reminders.remind([report], by=officer)) == (
        "Không có báo cáo nào cần nhắc."
    )
    assert not Letter.objects.exists()


# --- The command ----------------------------------------------------------------


def run(*arguments) -> str:
    output = io.StringIO()
    call_command("remind_reports", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_writes_the_letters_of_its_day(period):
    owing(period)
    owing(period, "Hội Đông y", email="")
    said = run("--day", "10/12/2026")
    assert "Không có thư điện tử: Báo cáo năm 2026, Hội Đông y" in said
    assert said.endswith(
        "10/12/2026. Đã lập 1 thư nhắc, đã nhắc từ trước 0, không có địa chỉ 1.\n"
    )
    again = run("--day", "2026-12-10")
    assert "đã nhắc hôm nay" in again
    assert "Đã lập 0 thư nhắc, đã nhắc từ trước 1" in again
    assert Letter.objects.count() == 1


def test_a_dry_run_names_them_and_writes_nothing(period):
    owing(period)
    said = run("--dry-run", "--day", "10/12/2026")
    assert "<an@hoi.example>: Báo cáo năm 2026, Hội Cơ học" in said
    assert "Sẽ lập 1 thư nhắc" in said
    assert not Letter.objects.exists()


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="Không hiểu ngày"):
        run("--day", "32/13/2026")
