"""What happens to associations, on its day and by its decision.

Each operation writes one event of the register's history and the dated rows that
follow from it, and settles what is owed in open periods; with the associations locked
and in one transaction. It raises a ValidationError, on the fields `on`, `name`, `kind` … where it can name one. Nothing is
recorded before its day, and nothing between rows that are there already: a mistake of
the past is corrected in the dated rows themselves.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lienhiephoi.slugs import free_slug, take_turns
from lienhiephoi.vietnamese import date_text
from members import invitations, settling
from members.models import (
    Association,
    AssociationName,
    Membership,
    MemberStanding,
    RegisterEvent,
    RegisterEventKind,
    Succession,
)


@dataclass(frozen=True)
class Occasion:
    """When something takes effect, by which decision, and who records it."""

    on: dt.date
    by: object = None
    decision: str = ""
    note: str = ""

    @property
    def day_before(self) -> dt.date:
        return self.on - dt.timedelta(days=1)


@dataclass(frozen=True)
class NewBody:
    """A body that begins with a merger or a split."""

    name: str
    short_name: str = ""


# --- Joining and leaving --------------------------------------------------------


@transaction.atomic
def admit(
    association: Association,
    kind: str,
    occasion: Occasion,
    *,
    body: NewBody | None = None,
    decision_on: dt.date | None = None,
) -> Association:
    """Take a body into the union: a new one with its name, or one that had left."""
    _not_before_its_day(occasion)
    if body is not None:
        _name_first_time(association, body, starts_on=None)
    else:
        [association] = _locked([association])
    last = _last(association.memberships)
    if last is not None and (last.ends_on is None or last.ends_on >= occasion.on):
        raise ValidationError({"on": "Hội đang là thành viên vào ngày ấy rồi."})
    _join(association, kind, occasion, decision_on=decision_on)
    _record(RegisterEventKind.JOINED, occasion, [association])
    return association


@transaction.atomic
def leave(association: Association, occasion: Occasion) -> Association:
    """From that day on it is no member; it goes on elsewhere, with its officers.

    Its representatives still read what it sent; open links bring in nobody else.
    """
    _not_before_its_day(occasion)
    [association] = _locked([association])
    _close(_membership(association, occasion), occasion)
    invitations.revoke_all(association)
    _record(RegisterEventKind.LEFT, occasion, [association])
    return association


@transaction.atomic
def dissolve(association: Association, occasion: Occasion) -> Association:
    _not_before_its_day(occasion)
    [association] = _locked([association])
    _end(association, occasion)
    _record(RegisterEventKind.DISSOLVED, occasion, [association])
    return association


# --- Changes --------------------------------------------------------------------


@transaction.atomic
def rename(
    association: Association,
    body: NewBody,
    occasion: Occasion,
    *,
    renews_address: bool = False,
) -> Association:
    """Another name from that day on; the page's address may follow it.

    Whatever the address is afterwards, the old one leads there.
    """
    _not_before_its_day(occasion)
    [association] = _locked([association])
    if (body.name, body.short_name) == (association.name, association.short_name):
        raise ValidationError({"name": "Tên mới giống hệt tên hiện nay."})
    held = _last(association.names)
    if held is not None:
        _close(held, occasion)
    _keep(
        AssociationName(
            association=association,
            name=body.name,
            short_name=body.short_name,
            decision=occasion.decision,
            starts_on=occasion.on,
        )
    )
    if renews_address:
        take_turns(Association)
        association.slug = free_slug(Association, body.name, association.pk)
        association.save()
    _record(RegisterEventKind.RENAMED, occasion, [association])
    return association


@transaction.atomic
def change_kind(association: Association, kind: str, occasion: Occasion) -> Association:
    return _change_membership(
        association, RegisterEventKind.KIND_CHANGED, occasion, kind=kind
    )


@transaction.atomic
def suspend(association: Association, occasion: Occasion) -> Association:
    return _change_membership(
        association,
        RegisterEventKind.SUSPENDED,
        occasion,
        standing=MemberStanding.SUSPENDED,
    )


@transaction.atomic
def resume(association: Association, occasion: Occasion) -> Association:
    return _change_membership(
        association,
        RegisterEventKind.RESUMED,
        occasion,
        standing=MemberStanding.ACTIVE,
    )


# --- Mergers and splits ---------------------------------------------------------


@transaction.atomic
def merge(
    predecessors: Sequence[Association],
    occasion: Occasion,
    *,
    into: Association | None = None,
    body: NewBody | None = None,
) -> Association:
    """Several go on in one: in another that is there (sáp nhập), or a new one (hợp
    nhất). The predecessors end; their reports stay theirs."""
    _not_before_its_day(occasion)
    if (into is None) == (body is None):
        raise ValidationError(
            {"into": "Hãy chọn hội nhận sáp nhập, hoặc ghi tên hội mới; không cả hai."}
        )
    if into is not None and into in predecessors:
        raise ValidationError({"into": "Hội không thể sáp nhập vào chính mình."})
    if len(predecessors) < (2 if into is None else 1):
        raise ValidationError(
            {"associations": "Hợp nhất thành hội mới cần ít nhất hai hội."}
        )
    bodies = _locked([*predecessors, *([into] if into else [])])
    ended = [each for each in bodies if each != into]
    kind = _membership(ended[0], occasion).kind
    if into is None:
        successor = _found(body, kind, ended, occasion)
    else:
        [successor] = [each for each in bodies if each == into]
        _membership(successor, occasion)
    for each in ended:
        _end(each, occasion)
    _record(
        RegisterEventKind.MERGED,
        occasion,
        [*ended, successor],
        [(each, successor) for each in ended],
    )
    return successor


@transaction.atomic
def split(
    association: Association,
    parts: Sequence[NewBody],
    occasion: Occasion,
    *,
    goes_on: bool,
) -> list[Association]:
    """New bodies out of one, which goes on beside them (tách) or ends (chia)."""
    _not_before_its_day(occasion)
    if len(parts) < (1 if goes_on else 2):
        needed = "ít nhất một hội mới" if goes_on else "ít nhất hai hội mới"
        raise ValidationError({"parts": f"Hãy ghi tên {needed}."})
    [association] = _locked([association])
    kind = _membership(association, occasion).kind
    made = [_found(body, kind, [association], occasion) for body in parts]
    if not goes_on:
        _end(association, occasion)
    _record(
        RegisterEventKind.SPLIT,
        occasion,
        [association, *made],
        [(association, each) for each in made],
    )
    return made


# --- The rows beneath -----------------------------------------------------------


def _not_before_its_day(occasion: Occasion) -> None:
    if occasion.on > timezone.localdate():
        raise ValidationError(
            {"on": "Chưa đến ngày ấy. Hãy ghi vào sổ từ ngày sự việc có hiệu lực."}
        )


def _locked(associations: Sequence[Association]) -> list[Association]:
    """Fresh rows, locked in one order so that two operations never wait in a ring.

    Reports of theirs may be made meanwhile, as by a period that is just opening.
    """
    keys = [each.pk for each in associations]
    rows = Association.objects.select_for_update(no_key=True).order_by("pk")
    rows = rows.in_bulk(keys)
    return [rows[key] for key in keys]


def _last(rows):
    return rows.order_by(F("starts_on").desc(nulls_last=True), "-pk").first()


def _membership(association: Association, occasion: Occasion) -> Membership:
    last = _last(association.memberships)
    if last is None or (last.ends_on is not None and last.ends_on < occasion.on):
        day = date_text(occasion.on)
        raise ValidationError(
            {"on": f"{association} không phải là thành viên vào ngày {day}."}
        )
    return last


def _close(row, occasion: Occasion) -> None:
    """The day before is the last on which the row holds."""
    if row.starts_on is not None and row.starts_on >= occasion.on:
        raise ValidationError(
            {
                "on": f"«{row}» được ghi từ ngày {date_text(row.starts_on)}; "
                "việc này phải sau ngày ấy."
            }
        )
    row.ends_on = occasion.day_before
    _keep(row)


def _keep(row) -> None:
    row.full_clean()
    row.save()


def _end(association: Association, occasion: Occasion) -> None:
    """It is no more: neither a member, nor has it officers, nor acts anyone for it.

    What it still owes, the office enters from paper.
    """
    _close(_membership(association, occasion), occasion)
    invitations.close(
        association, f"Hội kết thúc hoạt động từ {date_text(occasion.on)}"
    )
    for officer in association.officers.filter(ends_on=None):
        if officer.starts_on is None or officer.starts_on < occasion.on:
            officer.ends_on = occasion.day_before
            officer.save()


def _change_membership(association, event: str, occasion: Occasion, **changes):
    _not_before_its_day(occasion)
    [association] = _locked([association])
    held = _membership(association, occasion)
    if all(getattr(held, name) == value for name, value in changes.items()):
        now = ", ".join(getattr(held, f"get_{name}_display")() for name in changes)
        raise ValidationError(f"Hội đã được ghi là «{now}».")
    ended = held.ends_on
    _close(held, occasion)
    _keep(
        Membership(
            association=association,
            starts_on=occasion.on,
            ends_on=ended,
            decision_number=held.decision_number,
            decision_on=held.decision_on,
            **{"kind": held.kind, "standing": held.standing, **changes},
        )
    )
    _record(event, occasion, [association])
    return association


def _name_first_time(association: Association, body: NewBody, starts_on) -> None:
    # The name is copied from its row; the address is made of it before there is one.
    association.name, association.short_name = body.name, body.short_name
    association.save()
    _keep(
        AssociationName(
            association=association,
            name=body.name,
            short_name=body.short_name,
            starts_on=starts_on,
        )
    )


def _found(body: NewBody, kind: str, predecessors, occasion: Occasion) -> Association:
    """A new body, of the sector that its predecessors have in common."""
    sectors = {each.sector_id for each in predecessors}
    made = Association(
        sector_id=sectors.pop() if len(sectors) == 1 else None,
        founded_on=occasion.on,
        founding_decision=occasion.decision,
    )
    _name_first_time(made, body, starts_on=occasion.on)
    _join(made, kind, occasion)
    return made


def _join(association, kind: str, occasion: Occasion, decision_on=None) -> None:
    _keep(
        Membership(
            association=association,
            kind=kind,
            starts_on=occasion.on,
            decision_number=occasion.decision,
            decision_on=decision_on,
        )
    )


def _record(kind: str, occasion: Occasion, associations, successions=()) -> None:
    event = RegisterEvent(
        kind=kind,
        on=occasion.on,
        decision=occasion.decision,
        note=occasion.note,
        by=occasion.by,
    )
    _keep(event)
    event.associations.set(associations)
    Succession.objects.bulk_create(
        Succession(event=event, predecessor=before, successor=after)
        for before, after in successions
    )
    settling.settle(event)
