"""What of conferences waits on the desk of the office."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conferences.models import ConferenceStatus, ReportStatus
from conferences.progress import report_progress
from conferences.workflow import TASKS
from lienhiephoi import desk, roles
from tests import makers as ground
from tests.conferences import makers
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def officer():
    return ground.staff(roles.CONFERENCE_OFFICER)


@pytest.fixture
def conference():
    return makers.conference(starts_on=days(-100), status=ConferenceStatus.HELD)


@pytest.fixture
def owner():
    return members.association("Hội Làm vườn")


def given(conference, title, owner, **fields):
    task = makers.task(conference, title, association=owner, **fields)
    return TASKS.apply(task, "give", by=None)


def section(user, key):
    return next((each for each in desk.sections(user) if each.key == key), None)


def titles(found) -> list[str]:
    return [row.title for row in found.rows]


def test_a_task_claimed_waits_to_be_confirmed(officer, conference, owner):
    task = given(conference, "Việc báo xong", owner, due_on=days(-2))
    report_progress(task, "Xong.", by=officer, is_done=True)
    waiting = section(officer, "tasks-claimed")
    assert (titles(waiting), waiting.total) == (["Việc báo xong"], 1)
    assert waiting.rows[0].kind == "Hội Làm vườn"
    assert section(officer, "tasks-overdue") is None


def test_an_open_task_past_its_day_is_overdue(officer, conference, owner):
    given(conference, "Việc trễ", owner, due_on=days(-3))
    given(conference, "Việc hôm nay", owner, due_on=days(0))
    given(conference, "Việc không hạn", owner)
    late = section(officer, "tasks-overdue")
    assert titles(late) == ["Việc trễ"]
    assert late.rows[0].detail.endswith("trễ 3 ngày")


def test_a_conference_in_two_weeks_wants_its_invitations(officer):
    soon = makers.conference("Hội nghị gần", starts_on=days(14))
    makers.conference("Hội nghị xa", starts_on=days(15))
    makers.conference("Đã qua", starts_on=days(-1))
    makers.conference("Đã hủy", starts_on=days(3), status=ConferenceStatus.CANCELLED)
    makers.invitee(soon, "Người một")
    waiting = section(officer, "conferences-to-invite")
    assert titles(waiting) == ["Hội nghị gần"]
    assert waiting.rows[0].detail.endswith("còn 14 ngày; danh sách mời có 1 người")


def test_who_has_not_answered_is_counted_before_the_day(officer):
    soon = makers.conference(
        "Hội nghị gần", starts_on=days(3), status=ConferenceStatus.INVITED
    )
    makers.invitee(soon, "Chưa trả lời")
    makers.invitee(soon, "Sẽ dự", reply="going", replied_at=timezone.now())
    makers.invitee(soon, "Đến không mời", was_invited=False)
    waiting = section(officer, "invitations-unanswered")
    assert waiting.rows[0].detail.endswith("1/2 người chưa trả lời")
    assert waiting.total == 1


def test_meetings_ahead_tell_how_many_were_invited_and_answered(officer):
    far = makers.conference(
        "Hội nghị tháng sau", starts_on=days(28), status=ConferenceStatus.INVITED
    )
    makers.invitee(far, "Chưa trả lời")
    makers.invitee(far, "Sẽ dự", reply="going", replied_at=timezone.now())
    makers.invitee(far, "Đến không mời", was_invited=False)
    makers.conference("Còn xa", starts_on=days(60))
    makers.conference("Hoãn", starts_on=days(5), status=ConferenceStatus.POSTPONED)

    coming = section(officer, "conferences-coming")

    assert titles(coming) == ["Hội nghị tháng sau", "Còn xa"]
    assert [row.detail.split("; ")[1] for row in coming.rows] == [
        "2 người được mời, 1 trả lời",
        "chưa có danh sách mời",
    ]


def test_who_publishes_reports_sees_those_to_be_checked(conference):
    made = makers.report(conference, status=ReportStatus.CHECKING)
    makers.report(conference, subject="Còn soạn")
    waiting = section(ground.staff(roles.LEADERSHIP), "conference-reports-checking")
    assert titles(waiting) == [made.subject]
    assert section(ground.staff(roles.CONFERENCE_OFFICER), waiting.key) is None


def test_reviews_are_late_until_their_result_goes_out(officer):
    makers.review("Phản biện trễ", due_on=days(-1))
    makers.review(
        "Phản biện đã gửi",
        due_on=days(-1),
        status="delivered",
        delivered_on=days(-2),
    )
    makers.review("Phản biện còn hạn", due_on=days(0))
    assert titles(section(officer, "reviews-overdue")) == ["Phản biện trễ"]


def test_an_agreement_near_its_end_wants_renewing(officer):
    makers.agreement("Sắp hết hạn", ends_on=days(30))
    makers.agreement("Còn lâu", ends_on=days(300))
    assert titles(section(officer, "agreements-due")) == ["Sắp hết hạn"]


def test_each_sees_only_what_is_theirs_to_do(conference, owner):
    given(conference, "Việc trễ", owner, due_on=days(-3))
    makers.conference("Hội nghị gần", starts_on=days(5))
    reporter = ground.staff(roles.REPORTER)
    keys = {each.key for each in desk.sections(reporter)}
    assert not keys & {"tasks-overdue", "conferences-to-invite", "agreements-due"}


@pytest.fixture
def busy(officer, conference, owner):
    for number in range(10):
        given(conference, f"Trễ {number}", owner, due_on=days(-3))
        claimed = given(conference, f"Xong {number}", owner)
        report_progress(claimed, "Xong.", by=officer, is_done=True)
        makers.conference(f"Sắp họp {number}", starts_on=days(5))
        near = makers.conference(
            f"Đã mời {number}", starts_on=days(5), status=ConferenceStatus.INVITED
        )
        makers.invitee(near, "Chưa trả lời")
        makers.review(f"Phản biện {number}", due_on=days(-1))
        makers.agreement(f"Chương trình {number}", ends_on=days(30))
        makers.report(near, status=ReportStatus.CHECKING)


def test_a_full_desk_costs_no_more_and_every_link_of_it_answers(client, busy):
    boss = ground.staff(roles.ADMINISTRATOR)
    client.force_login(boss)
    found = [each for each in desk.sections(boss) if each.total]
    assert len(found) >= 7
    for each in found:
        for url in (each.rows[0].url, each.counts[0].url):
            answer = client.get(url)
            assert answer.status_code == 200, url
        in_list = answer.context["cl"].result_count
        assert in_list >= min(each.counts[0].count, len(each.rows)), each.key
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:index"))
    assert page.status_code == 200
    assert len(queries) <= 20
