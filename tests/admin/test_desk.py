"""The desk: what waits for whom, and that its numbers are those of the lists."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import desk
from lienhiephoi.models import ConsentText, SearchMiss
from news.models import Article, ContactMessage
from news.workflow import PUBLISHING
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(reporter, approver):
    """An office with something of everything, by two writers."""
    now = timezone.now()
    unpublished = {"status": "draft", "published_at": None}
    for number in range(8):
        makers.article(f"Nháp {number}", **unpublished, created_by=reporter)
        makers.notice(f"Thông báo nháp {number}", **unpublished, created_by=reporter)
        makers.article(f"Của người khác {number}", **unpublished, created_by=approver)
        sent = makers.article(f"Gửi {number}", **unpublished, created_by=reporter)
        PUBLISHING.apply(sent, "submit", by=reporter)
        if number % 2:
            PUBLISHING.apply(sent, "return", by=approver, note=f"Lý do {number}")
        makers.article(
            f"Hẹn {number}",
            published_at=now + dt.timedelta(days=1),
            created_by=reporter,
        )
        makers.notice(f"Hết {number}", expires_at=now + dt.timedelta(days=number + 1))
        makers.document(f"{number}/KH", status="submitted", published_at=None)
        ContactMessage.objects.create(
            name="Bình",
            email="b@example.org",
            subject=f"Thư {number}",
            message="…",
            consent=ConsentText.objects.newest("contact"),
            answered_at=now if number % 4 == 0 else None,
        )
        SearchMiss.objects.create(query=f"câu {number}", last_on=dt.date(2026, 1, 1))


def section(user, key):
    return next((s for s in desk.sections(user) if s.key == key), None)


@pytest.mark.parametrize("who", ["reporter", "approver", "administrator", "superuser"])
def test_every_number_is_that_of_the_list_it_opens(client, request, busy, who):
    user = request.getfixturevalue(who)
    client.force_login(user)
    counts = [count for each in desk.sections(user) for count in each.counts]
    assert counts

    for count in counts:
        listed = client.get(count.url).context["cl"].result_count
        assert (count.url, count.count) == (count.url, listed)


@pytest.mark.parametrize(
    ("who", "keys"),
    [
        ("reporter", ["returned", "drafts", "scheduled"]),
        (
            "approver",
            [
                *("submitted", "contact", "search", "drafts"),
                *("scheduled", "expiring"),
            ],
        ),
    ],
)
def test_a_person_sees_what_waits_for_that_person(request, busy, who, keys):
    user = request.getfixturevalue(who)

    assert sorted(s.key for s in desk.sections(user)) == sorted(keys)


def test_the_reason_stands_beside_what_was_returned(busy, reporter):
    rows = section(reporter, "returned").rows

    assert [row.note for row in rows] == ["Lý do 1", "Lý do 3", "Lý do 5", "Lý do 7"]


def test_each_row_leads_to_its_record(client, busy, approver):
    client.force_login(approver)

    for each in desk.sections(approver):
        assert each.rows
        assert len(each.rows) <= desk.ROWS
        for row in each.rows:
            assert client.get(row.url).status_code == 200


def test_drafts_of_others_are_not_mine(busy, reporter):
    drafts = section(reporter, "drafts")

    assert drafts.total == 16
    assert [c.link for c in drafts.counts] == [
        "Xem cả 8 bài viết",
        "Xem cả 8 thông báo",
    ]


def test_scheduled_is_what_comes_and_no_more(busy, approver):
    Article.objects.filter(title="Hẹn 0").update(published_at=timezone.now())

    assert section(approver, "scheduled").total == 7


def test_expiring_is_what_goes_within_seven_days(busy, approver):
    # "Hết 7" goes in eight days.
    assert section(approver, "expiring").total == 7


@pytest.mark.parametrize("who", ["reporter", "approver", "administrator", "superuser"])
def test_the_desk_costs_the_same_whatever_waits(client, request, busy, who):
    client.force_login(request.getfixturevalue(who))
    address = reverse("admin:index")
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)

    assert response.status_code == 200
    assert len(queries) <= 20


def test_an_idle_desk_says_so(client, reporter):
    client.force_login(reporter)

    page = client.get(reverse("admin:index")).content.decode()

    assert "Không có việc nào đang chờ bạn." in page


def test_nobody_without_a_right_is_shown_a_message_of_the_public(busy, reporter):
    assert section(reporter, "contact") is None
