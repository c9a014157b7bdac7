"""Who came: written down at the door or from a list, counted, held against a quorum."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from conferences.models import Arrival, Conference, Invitee, InviteeGroup, Reply
from lienhiephoi.vietnamese import clean_line, fold

# --- Arriving ---------------------------------------------------------------------


class AttendanceError(Exception):
    """Why nobody can be signed in, said in Vietnamese."""


@transaction.atomic
def check_in(
    invitee: Invitee,
    arrival: Arrival,
    by=None,
    *,
    substitute: bool = False,
    substitute_name: str = "",
    at: dt.datetime | None = None,
) -> bool:
    """Write down that somebody came; False where that was known already.

    `substitute`: somebody came instead, the one who was named before unless the door
    heard another name. Of two who write it at once the first is kept; the invitee
    given is brought up to date.

    Raises:
        AttendanceError: no substitute has been named.
    """
    fresh = Invitee.objects.select_for_update().get(pk=invitee.pk)
    if substitute and (name := clean_line(substitute_name)):
        if fold(name) != fold(fresh.substitute_name):
            fresh.substitute_position = ""
        fresh.substitute_name = name
    if substitute and not fresh.substitute_name:
        raise AttendanceError(
            f"Chưa ghi ai đi thay {fresh.addressed}. Hãy ghi họ tên người đi thay."
        )
    is_news = not fresh.is_present or fresh.arrived_as_substitute != substitute
    if is_news:
        fresh.arrived_at = fresh.arrived_at or at or timezone.now()
        fresh.arrival, fresh.checked_in_by = arrival, by
        fresh.arrived_as_substitute = substitute
        fresh.save(update_fields=_PRESENCE)
    _bring_up_to_date(invitee, fresh)
    return is_news


@transaction.atomic
def undo(invitee: Invitee) -> bool:
    """Take an arrival back that was written by mistake; False where there was none."""
    fresh = Invitee.objects.select_for_update().get(pk=invitee.pk)
    was_present = fresh.is_present
    if was_present:
        fresh.arrived_at = fresh.checked_in_by = None
        fresh.arrival, fresh.arrived_as_substitute = "", False
        fresh.save(update_fields=_PRESENCE)
    _bring_up_to_date(invitee, fresh)
    return was_present


_PRESENCE = [
    *("substitute_name", "substitute_position"),
    *("arrived_at", "arrival", "arrived_as_substitute", "checked_in_by"),
    "updated_at",
]


def _bring_up_to_date(invitee: Invitee, fresh: Invitee) -> None:
    for name in _PRESENCE:
        setattr(invitee, name, getattr(fresh, name))


def door_hours(conference: Conference) -> tuple[dt.datetime, dt.datetime]:
    """From when until when people sign in themselves.

    From some minutes before the start, or the whole day where the hour is not known,
    until the end of the last day.
    """
    day_begins = _midnight(conference.starts_on)
    begins = conference.starts_at
    minutes = dt.timedelta(minutes=conference.door_opens_minutes)
    opens = begins - minutes if begins else day_begins
    return opens, _midnight(conference.last_day + dt.timedelta(days=1))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def door_is_open(conference: Conference, at: dt.datetime | None = None) -> bool:
    opens, closes = door_hours(conference)
    return not conference.is_called_off and opens <= (at or timezone.now()) < closes


# --- Counting ---------------------------------------------------------------------


@dataclass(frozen=True)
class GroupCount:
    """One group of invitees; who came without being invited is in `uninvited` only."""

    label: str
    invited: int
    going: int
    substitutes: int
    absent: int
    silent: int
    present: int
    uninvited: int


@dataclass(frozen=True)
class Attendance:
    """All groups that have anybody, and the sum of them."""

    groups: tuple[GroupCount, ...]
    total: GroupCount


def count(conference: Conference) -> Attendance:
    return count_of(conference.invitees.all())


def count_of(invitees: Iterable[Invitee]) -> Attendance:
    rows = list(invitees)
    groups = tuple(
        _count(label, members)
        for value, label in InviteeGroup.choices
        if (members := [each for each in rows if each.group == value])
    )
    return Attendance(groups, _count("Cộng", rows))


def _count(label: str, rows: list[Invitee]) -> GroupCount:
    invited = [each for each in rows if each.was_invited]

    def replied(reply: Reply) -> int:
        return sum(each.reply == reply for each in invited)

    present = sum(each.is_present for each in rows)
    return GroupCount(
        label,
        invited=len(invited),
        going=replied(Reply.GOING),
        substitutes=replied(Reply.SUBSTITUTE),
        absent=replied(Reply.ABSENT),
        silent=replied(Reply.NONE),
        present=present,
        uninvited=sum(each.is_present and not each.was_invited for each in rows),
    )


# --- Quorum -----------------------------------------------------------------------


@dataclass(frozen=True)
class Quorum:
    """`present` of the `total` members; `needed` of them make a meeting valid."""

    present: int
    total: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.total > 0 and self.present >= self.needed


def quorum(conference: Conference) -> Quorum | None:
    """Seats of the committee held on the day; None for a meeting of no committee.

    A member counts once and in person: whoever was sent instead is no member.
    """
    if conference.committee_id is None:
        return None
    members = set(
        conference.committee.seats.on(conference.starts_on).values_list(
            "person", flat=True
        )
    )
    present = set(
        conference.invitees.present()
        .filter(person__in=members, arrived_as_substitute=False)
        .values_list("person", flat=True)
    )
    return quorum_of(conference, len(present), len(members))


def quorum_of(conference: Conference, present: int, total: int) -> Quorum | None:
    """What these numbers of members are by the rule of a conference: the share is
    rounded up."""
    if conference.committee_id is None:
        return None
    needed = -(-total * conference.quorum_parts // conference.quorum_of)
    return Quorum(present, total, needed)
