"""One press of an officer reminds an association, from the report or the list."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.models import Letter
from members.models import ReportingPeriod
from tests import makers as ground
from tests.admin import posting
from tests.members import makers

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/members/report/"


@pytest.fixture
def officer(client):
    made = ground.staff(roles.MEMBERS_OFFICER)
    client.force_login(made)
    return made


@pytest.fixture
def report():
    association = makers.association("Hội Cơ học")
    makers.representative(ground.user(email="an@hoi.example"), association)
    return makers.report(association)


def address(report) -> str:
    return reverse("admin:members_report_reminder", args=[report.pk])


def test_one_press_reminds_and_says_so(client, officer, report):
    assert address(report) in client.get(posting.change_url(report)).content.decode()
    asked = client.get(address(report)).content.decode()
    assert "an@hoi.example" in asked
    assert not Letter.objects.exists()
    answer = client.post(address(report), follow=True)
    assert posting.messages_of(answer) == ["Đã lập 1 thư nhắc."]
    letter = Letter.objects.get()
    assert (letter.to, letter.status, letter.created_by) == (
        *("an@hoi.example", "ready"),
        officer,
    )


def test_the_list_reminds_those_that_are_picked(client, officer, report):
    other = makers.report(makers.association("Hội Đông y"), report.period)
    sent = {"action": "remind_many", "_selected_action": [report.pk, other.pk]}
    answer = client.post(LIST, sent, follow=True)
    assert posting.messages_of(answer) == [
        "Đã lập 1 thư nhắc. 1 hội chưa có thư điện tử, hãy gọi điện thoại."
    ]


@pytest.mark.parametrize("role", [roles.REPORTER, roles.EMULATION_OFFICER])
def test_who_does_not_check_reports_reminds_nobody(client, report, role):
    client.force_login(ground.staff(role))
    assert client.post(address(report)).status_code == 403
    sent = {"action": "remind_many", "_selected_action": [report.pk]}
    assert client.post(LIST, sent).status_code == 403
    assert not Letter.objects.exists()


def test_the_days_are_set_with_the_period(client, officer, report):
    period = report.period
    today = timezone.localdate()
    ReportingPeriod.objects.filter(pk=period.pk).update(
        deadline_on=today + dt.timedelta(days=3)
    )
    form = client.get(posting.change_url(period))
    sent = posting.filled_in(form, remind_before="10, 3", remind_after="")
    client.post(posting.change_url(period), sent)
    period.refresh_from_db()
    assert (period.remind_before, period.remind_after) == ([10, 3], [])
