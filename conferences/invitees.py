"""The list of those invited: put together in bulk, and what each of them answers."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conferences.models import (
    Conference,
    InvitationAnswer,
    Invitee,
    InviteeGroup,
    Reply,
)
from conferences.models.delegates import new_nonce
from lienhiephoi.vietnamese import clean_line, name_sort_key, sort_key
from members.models import Association, Committee, CommitteeSeat, Officer, Person

_GROUPS = {group: place for place, group in enumerate(InviteeGroup.values)}
_CONTACTS = ("email", "phone")


def listed(conference: Conference) -> list[Invitee]:
    """Everybody of a conference as lists have them: group by group, then as ordered,
    then by given name; three queries for any number."""
    rows = conference.invitees.select_related("association", "person").prefetch_related(
        "association__names"
    )
    return sorted(
        rows,
        key=lambda each: (
            _GROUPS[each.group],
            each.order,
            name_sort_key(each.full_name),
            each.pk,
        ),
    )


# --- Inviting ---------------------------------------------------------------------


@dataclass
class Added:
    """What became of a list: who is new, who stood there already, who has no head."""

    invitees: list[Invitee] = field(default_factory=list)
    known: int = 0
    completed: int = 0
    headless: list[Association] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [f"Đã thêm {len(self.invitees)} đại biểu."]
        if self.known:
            parts.append(f"{self.known} người đã có trong danh sách.")
        if self.completed:
            parts.append(
                f"Đã bổ sung thư điện tử, điện thoại cho {self.completed} người."
            )
        if self.headless:
            names = "; ".join(map(str, self.headless))
            parts.append(f"Sổ hội chưa ghi người đứng đầu của: {names}.")
        return " ".join(parts)


def add_committee(conference: Conference, committee: Committee) -> Added:
    """Everybody who holds a seat on the day, in the order of the committee.

    Who heads an association is reached through it where the register has no address
    of the person.
    """
    seats = committee.seats.on(conference.starts_on).select_related(
        "person", "association"
    )
    headed = {
        officer.person_id: officer.association
        for officer in Officer.objects.on(conference.starts_on)
        .filter(is_head=True, person__in=[seat.person_id for seat in seats])
        .select_related("association")
    }
    return _add(
        conference,
        [
            _of_person(
                seat.person,
                group=InviteeGroup.COMMITTEE,
                seat=seat,
                position=_seat_title(seat, committee),
                association=seat.association,
                order=seat.order,
                **_reached(seat.person, headed.get(seat.person_id)),
            )
            for seat in seats
        ],
    )


_OF_COMMITTEE = ("Ủy viên", "Ủy viên Thường trực", "Chủ nhiệm", "Phó Chủ nhiệm")
_OF_UNION = re.compile(r"(?:Phó )?(?:Chủ tịch|Tổng Thư ký)(?: [Tt]hường trực)?")


def _seat_title(seat: CommitteeSeat, committee: Committee) -> str:
    """ "Ủy viên Ban Chấp hành", "Chủ tịch Liên hiệp Hội"; a post that needs no body
    to be understood ("Chánh Văn phòng") stands alone."""
    if seat.position in _OF_COMMITTEE:
        return f"{seat.position} {committee.get_kind_display()}"
    post, bracket, rest = seat.position.partition(" (")
    if _OF_UNION.fullmatch(post):
        return f"{post} Liên hiệp Hội{bracket}{rest}"
    return seat.position


def add_heads(conference: Conference, kinds: Iterable[str] = ()) -> Added:
    """The head of each association that belongs to the union on the day, by name of
    the association; of some kinds alone, where they are given."""
    day = conference.starts_on
    associations = sorted(
        Association.objects.members_on(day, *kinds),
        key=lambda each: sort_key(each.name),
    )
    heads = {
        officer.association_id: officer
        for officer in Officer.objects.on(day)
        .filter(is_head=True, association__in=associations)
        .select_related("person")
    }
    added = _add(
        conference,
        [
            _of_person(
                heads[each.pk].person,
                group=InviteeGroup.ASSOCIATION,
                position=heads[each.pk].position,
                association=each,
                order=place,
                **_reached(heads[each.pk].person, each),
            )
            for place, each in enumerate(associations, start=1)
            if each.pk in heads
        ],
    )
    added.headless = [each for each in associations if each.pk not in heads]
    return added


def add_people(
    conference: Conference, people: Iterable[Person], group: str = InviteeGroup.GUEST
) -> Added:
    """Persons of the register, by name, with the office each holds on the day."""
    people = sorted(people, key=lambda each: name_sort_key(each.full_name))
    offices = {
        officer.person_id: officer
        for officer in Officer.objects.on(conference.starts_on)
        .filter(person__in=people)
        .select_related("association")
        .order_by("is_head", "-order", "-pk")
    }
    return _add(
        conference, [_with_office(each, offices.get(each.pk), group) for each in people]
    )


def _with_office(person: Person, office: Officer | None, group: str) -> Invitee:
    if office is None:
        return _of_person(person, group=group, body=person.workplace)
    return _of_person(
        person,
        group=group,
        position=office.position,
        association=office.association,
        **_reached(person, office.association if office.is_head else None),
    )


def _reached(person: Person, headed: Association | None) -> dict[str, str]:
    """Where to write to and whom to call: the person, or else the body they head."""
    return {
        name: getattr(person, name) or getattr(headed, name, "") for name in _CONTACTS
    }


def _of_person(person: Person, **fields) -> Invitee:
    return Invitee(
        **{
            "person": person,
            "honorific": person.academic_title[:40],
            "full_name": person.full_name,
            **_reached(person, None),
            **fields,
        }
    )


@transaction.atomic
def _add(conference: Conference, wanted: list[Invitee]) -> Added:
    """One at a time for a conference: two clerks who press at once add nobody twice.

    Of who stands there already only a missing address or telephone is filled in.
    """
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    known = {
        each.person_id: each
        for each in conference.invitees.select_for_update().filter(person__isnull=False)
    }
    added = Added()
    for invitee in wanted:
        if invitee.person_id in known:
            added.known += 1
            added.completed += _complete(known[invitee.person_id], invitee)
            continue
        known[invitee.person_id] = invitee
        invitee.conference = conference
        invitee.save()
        added.invitees.append(invitee)
    return added


def _complete(known: Invitee, wanted: Invitee) -> bool:
    missing = [
        name for name in _CONTACTS if getattr(wanted, name) and not getattr(known, name)
    ]
    for name in missing:
        setattr(known, name, getattr(wanted, name))
    if missing:
        known.save(update_fields=[*missing, "updated_at"])
    return bool(missing)


def renew_link(invitee: Invitee) -> None:
    """Make the old personal link, its QR and the badge worthless."""
    invitee.nonce = new_nonce()
    invitee.save(update_fields=["nonce", "updated_at"])


# --- Answering --------------------------------------------------------------------


def reason_not_to_answer(conference: Conference, at: dt.datetime | None = None) -> str:
    """Why no answer is taken any more; "" while it is."""
    if conference.is_called_off:
        state = conference.get_status_display().lower()
        return f"Hội nghị đã {state}, không cần trả lời nữa."
    if conference.is_over or conference.last_day < timezone.localdate(at):
        return "Hội nghị đã họp, không nhận trả lời nữa."
    return ""


def check_answer(
    invitee: Invitee, reply: str, *, reason: str = "", substitute_name: str = ""
) -> None:
    """What stands against an answer.

    Raises:
        ValidationError: the conference is over or called off, nobody is named to come
            instead, or no reason is given for staying away.
    """
    if reply not in (Reply.GOING, Reply.SUBSTITUTE, Reply.ABSENT):
        raise ValidationError({"reply": "Hãy chọn một cách trả lời."})
    if refusal := reason_not_to_answer(invitee.conference):
        raise ValidationError(refusal)
    if reply == Reply.SUBSTITUTE and not clean_line(substitute_name):
        raise ValidationError({"substitute_name": "Hãy ghi họ tên người đi thay."})
    if reply == Reply.ABSENT and not clean_line(reason):
        raise ValidationError({"reply_reason": "Hãy ghi lý do vắng."})
    if invitee.arrived_as_substitute and reply != Reply.SUBSTITUTE:
        raise ValidationError("Người đi thay đã có mặt, không đổi trả lời được nữa.")


@transaction.atomic
def answer(
    invitee: Invitee,
    reply: str,
    *,
    reason: str = "",
    substitute_name: str = "",
    substitute_position: str = "",
    by=None,
    at: dt.datetime | None = None,
) -> Invitee:
    """Take an answer, of the invitee or as the office heard it (`by`).

    Each answer stays in the history; the last one holds. What belongs to another reply
    is emptied.

    Raises:
        ValidationError: as `check_answer` says.
    """
    fresh = (
        Invitee.objects.select_related("conference")
        .select_for_update(of=("self",))
        .get(pk=invitee.pk)
    )
    check_answer(fresh, reply, reason=reason, substitute_name=substitute_name)
    is_sent = reply == Reply.SUBSTITUTE
    fresh.reply = reply
    fresh.reply_reason = reason if reply == Reply.ABSENT else ""
    fresh.substitute_name = substitute_name if is_sent else ""
    fresh.substitute_position = substitute_position if is_sent else ""
    fresh.replied_at = at or timezone.now()
    if fresh.arrived_as_substitute and not is_sent:
        raise ValidationError(
            "Người đi thay đã được ghi có mặt, không đổi trả lời được."
        )
    fresh.full_clean()
    fresh.save()
    InvitationAnswer.objects.create(
        invitee=fresh,
        reply=reply,
        reason=fresh.reply_reason,
        substitute=", ".join(
            filter(None, (fresh.substitute_name, fresh.substitute_position))
        ),
        at=fresh.replied_at,
        by=by,
    )
    return fresh
