"""What happened to an association, told with the names of the day it happened."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from lienhiephoi.dated import holds_on
from members.models import (
    Association,
    AssociationName,
    Membership,
    RegisterEvent,
    RegisterEventKind,
)

# After these a body is no member, and its page says so.
_ENDINGS = (
    *(RegisterEventKind.MERGED, RegisterEventKind.SPLIT),
    *(RegisterEventKind.LEFT, RegisterEventKind.DISSOLVED),
)


@dataclass(frozen=True)
class Body:
    """A body as it was called then; `slug` is empty where it has no public page."""

    name: str
    slug: str = ""


@dataclass(frozen=True)
class Told:
    """A sentence in pieces, «Hợp nhất với» X «thành» Y; the bodies may be links."""

    verb: str
    first: tuple[Body, ...] = ()
    to: str = ""
    then: tuple[Body, ...] = ()


def events(association: Association) -> list[RegisterEvent]:
    """Newest first, each with `told`; one statement."""
    names = AssociationName.objects.filter(association=association).order_by(
        F("starts_on").desc(nulls_last=True)
    )
    earlier = names.exclude(starts_on__gte=OuterRef("on"))
    found = RegisterEvent.objects.filter(associations=association).annotate(
        before=_bodies("successors__event"),
        after=_bodies("predecessors__event"),
        old_name=Subquery(earlier.values("name")[:1]),
        new_name=Subquery(names.filter(starts_on=OuterRef("on")).values("name")[:1]),
        goes_on=Exists(
            Membership.objects.filter(holds_on(OuterRef("on")), association=association)
        ),
    )
    rows = list(found)
    for row in rows:
        row.told = _told(row, association.pk)
    return rows


def ending(history: list[RegisterEvent], day: dt.date) -> RegisterEvent | None:
    """The event by which it ceased to be a member, newest first, if there is one."""
    return next(
        (each for each in history if each.on <= day and each.kind in _ENDINGS), None
    )


def _bodies(through: str):
    """Who went on in others by an event, or in whom others went on."""
    was_there = Membership.objects.filter(association=OuterRef("pk")).exclude(
        starts_on__gte=OuterRef(OuterRef("on"))
    )
    rows = (
        Association.objects.filter(**{through: OuterRef("pk")})
        .with_name(OuterRef(OuterRef("on")))
        .order_by("name", "pk")
        .distinct()
    )
    return ArraySubquery(
        rows.values_list(
            JSONObject(
                pk="pk",
                name="name_then",
                slug="slug",
                is_listed="is_listed",
                was_there=Exists(was_there),
            )
        )
    )


def _told(event: RegisterEvent, own: int) -> Told:
    if event.kind == RegisterEventKind.RENAMED and event.old_name and event.new_name:
        old, new = Body(event.old_name), Body(event.new_name)
        return Told("Đổi tên từ", (old,), "thành", (new,))
    if event.kind == RegisterEventKind.MERGED and event.after:
        return _merged(event, own)
    if event.kind == RegisterEventKind.SPLIT and event.before:
        return _split(event, own)
    return Told(event.get_kind_display())


def _merged(event: RegisterEvent, own: int) -> Told:
    """Into a new body they merge (hợp nhất), into one that was there they go (sáp nhập).

    A body is new where it was no member before that day.
    """
    [successor] = event.after
    if own == successor["pk"]:
        was_there = successor["was_there"]
        verb = "Nhận sáp nhập" if was_there else "Thành lập do hợp nhất"
        return Told(verb, _shown(event.before))
    others = _shown(each for each in event.before if each["pk"] != own)
    verb, beside, to = (
        ("Sáp nhập", "cùng", "vào")
        if successor["was_there"]
        else ("Hợp nhất", "với", "thành")
    )
    if others:
        verb = f"{verb} {beside}"
    return Told(verb, others, to, _shown(event.after))


def _split(event: RegisterEvent, own: int) -> Told:
    if any(each["pk"] == own for each in event.after):
        return Told("Thành lập do tách từ", _shown(event.before))
    return Told("Tách ra" if event.goes_on else "Chia thành", _shown(event.after))


def _shown(bodies) -> tuple[Body, ...]:
    return tuple(
        Body(each["name"], each["slug"] if each["is_listed"] else "") for each in bodies
    )
