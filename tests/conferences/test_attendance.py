"""Who came: written once, taken back, counted, held against a quorum."""

import datetime as dt

import pytest
from django.utils import timezone

from conferences import attendance
from conferences.models import Arrival, InviteeGroup, Reply
from members.models import Committee, CommitteeSeat, Term
from tests import makers as ground
from tests.conferences import makers
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def committee() -> Committee:
    term = Term.objects.create(
        ordinal=5,
        starts_on=dt.date(2024, 6, 1),
        planned_end_on=dt.date(2029, 6, 1),
    )
    return Committee.objects.create(term=term, kind="executive_committee")


def seat(of: Committee, name: str, **fields) -> CommitteeSeat:
    return CommitteeSeat.objects.create(
        committee=of, person=members.person(name), **fields
    )


def come(conference, seat, **how):
    invitee = makers.invitee(
        conference, seat.person.full_name, person=seat.person, seat=seat
    )
    attendance.check_in(invitee, Arrival.LIST, **how)
    return invitee


@pytest.mark.parametrize(
    ("size", "parts", "of", "needed"),
    [
        (3, 2, 3, 2),
        (4, 2, 3, 3),
        (7, 1, 2, 4),
        (8, 1, 2, 4),
        (5, 1, 1, 5),
        (1, 2, 3, 1),
    ],
)
def test_the_share_needed_is_rounded_up(size, parts, of, needed):
    board = committee()
    for place in range(size):
        seat(board, f"Ủy viên {place}")
    conference = makers.conference(committee=board, quorum_parts=parts, quorum_of=of)
    assert attendance.quorum(conference) == attendance.Quorum(0, size, needed)


def test_only_members_in_person_make_a_quorum():
    board = committee()
    seats = [seat(board, f"Ủy viên {place}") for place in range(3)]
    seat(board, "Người đã thôi", ends_on=dt.date(2026, 6, 30))
    conference = makers.conference(committee=board)
    come(conference, seats[0])
    come(conference, seats[1], substitute=True, substitute_name="Lê Văn Thay")
    guest = makers.invitee(conference, "Khách", group=InviteeGroup.GUEST)
    attendance.check_in(guest, Arrival.SELF)
    quorum = attendance.quorum(conference)
    assert (quorum.present, quorum.total, quorum.needed) == (1, 3, 2)
    assert not quorum.is_met
    come(conference, seats[2])
    assert attendance.quorum(conference).is_met


def test_a_member_counts_though_he_was_invited_without_his_seat():
    board = committee()
    member = seat(board, "Ủy viên").person
    conference = makers.conference(committee=board)
    invitee = makers.invitee(conference, "Ủy viên", person=member)
    attendance.check_in(invitee, Arrival.BADGE)
    assert attendance.quorum(conference).present == 1


def test_a_meeting_of_no_committee_has_no_quorum():
    assert attendance.quorum(makers.conference()) is None


def test_a_committee_without_members_is_never_enough():
    assert not attendance.quorum(makers.conference(committee=committee())).is_met


def test_who_is_checked_in_twice_stays_as_first_written():
    invitee = makers.invitee(makers.conference())
    clerk = ground.staff()
    assert attendance.check_in(invitee, Arrival.BADGE, clerk)
    first = invitee.arrived_at
    assert not attendance.check_in(invitee, Arrival.SELF)
    invitee.refresh_from_db()
    assert (invitee.arrived_at, invitee.arrival) == (first, Arrival.BADGE)
    assert invitee.checked_in_by == clerk


def test_a_mistake_is_taken_back():
    invitee = makers.invitee(makers.conference())
    attendance.check_in(invitee, Arrival.LIST, ground.staff())
    assert attendance.undo(invitee)
    invitee.refresh_from_db()
    assert (invitee.is_present, invitee.arrival, invitee.checked_in_by) == (
        False,
        "",
        None,
    )
    assert not attendance.undo(invitee)


def test_nobody_comes_instead_without_a_name():
    invitee = makers.invitee(makers.conference())
    with pytest.raises(attendance.AttendanceError, match="đi thay"):
        attendance.check_in(invitee, Arrival.LIST, substitute=True)
    assert not invitee.is_present


def test_the_invitee_may_come_after_all_where_a_substitute_was_noted():
    invitee = makers.invitee(makers.conference(), substitute_name="Lê Văn Thay")
    attendance.check_in(invitee, Arrival.LIST, substitute=True)
    assert invitee.who_came == "Lê Văn Thay"
    assert attendance.check_in(invitee, Arrival.LIST)
    assert invitee.who_came == "Trần Thị Bình"


def test_groups_are_counted_with_their_replies():
    conference = makers.conference()
    now = timezone.now()
    going = {"reply": Reply.GOING, "replied_at": now}
    makers.invitee(conference, "A", group=InviteeGroup.COMMITTEE, **going)
    absent = {"reply": Reply.ABSENT, "reply_reason": "Ốm", "replied_at": now}
    makers.invitee(conference, "B", group=InviteeGroup.COMMITTEE, **absent)
    silent = makers.invitee(conference, "C", group=InviteeGroup.GUEST)
    stranger = makers.invitee(
        conference, "D", group=InviteeGroup.GUEST, was_invited=False
    )
    for each in (silent, stranger):
        attendance.check_in(each, Arrival.SELF)
    counted = attendance.count(conference)
    assert counted.groups == (
        attendance.GroupCount("Ủy viên", 2, 1, 0, 1, 0, 0, 0),
        attendance.GroupCount("Khách mời", 1, 0, 0, 0, 1, 2, 1),
    )
    assert counted.total == attendance.GroupCount("Cộng", 3, 1, 0, 1, 1, 2, 1)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-12-18T06:29+07:00", False),
        ("2026-12-18T06:30+07:00", True),
        ("2026-12-19T23:59+07:00", True),
        ("2026-12-20T00:00+07:00", False),
    ],
)
def test_the_door_is_open_from_before_the_start_to_the_end_of_the_last_day(
    moment, is_open
):
    conference = makers.conference(
        ends_on=makers.DAY + dt.timedelta(days=1), door_opens_minutes=90
    )
    at = dt.datetime.fromisoformat(moment)
    assert attendance.door_is_open(conference, at) is is_open


def test_the_door_is_open_all_day_where_the_hour_is_not_known():
    conference = makers.conference(start_time=None)
    at = dt.datetime.fromisoformat("2026-12-18T00:01+07:00")
    assert attendance.door_is_open(conference, at)


def test_the_door_of_a_meeting_that_was_called_off_stays_shut():
    conference = makers.conference(status="postponed")
    at = dt.datetime.fromisoformat("2026-12-18T08:00+07:00")
    assert not attendance.door_is_open(conference, at)
