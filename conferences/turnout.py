"""How many came to a conference, as anybody may read it: numbers and no names."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from conferences.attendance import Quorum, quorum_of
from conferences.models import Conference, Invitee, InviteeGroup
from lienhiephoi.dated import holds_on
from members.models import CommitteeSeat

# Those who organise a meeting are no delegates of it.
_GROUPS = [group for group in InviteeGroup if group != InviteeGroup.STAFF]


@dataclass(frozen=True)
class Turnout:
    """`groups`: (label, people) of every group that came; `associations`: how many of
    the register had somebody there; `quorum`: None for a meeting of no committee."""

    groups: tuple[tuple[str, int], ...]
    associations: int
    quorum: Quorum | None

    def __bool__(self) -> bool:
        return self.people > 0

    @property
    def people(self) -> int:
        return sum(people for _, people in self.groups)


def counts() -> dict[str, Subquery]:
    """Annotations of a conference that `turnout` reads: no query of their own."""
    seats = CommitteeSeat.objects.filter(
        holds_on(OuterRef("starts_on")), committee=OuterRef("committee")
    )
    came = _present().filter(
        holds_on(OuterRef("starts_on"), "person__seats__"),
        person__seats__committee=OuterRef("committee"),
        arrived_as_substitute=False,
    )
    persons = Count("person", distinct=True)
    groups = {g.value: Count("pk", filter=Q(group=g.value)) for g in _GROUPS}
    return {
        "told_turnout": _one(
            _present(),
            "conference",
            JSONObject(**groups, associations=Count("association", distinct=True)),
        ),
        "told_seats": _one(seats, "committee", persons),
        "told_members": _one(came, "conference", persons),
    }


def _present():
    return Invitee.objects.present().filter(conference=OuterRef("pk"))


def _one(rows, key: str, counted) -> Subquery:
    return Subquery(rows.order_by().values(key).annotate(n=counted).values("n"))


def turnout(conference: Conference) -> Turnout:
    told = conference.told_turnout or {}
    return Turnout(
        groups=tuple(
            (group.label.lower(), told[group]) for group in _GROUPS if told.get(group)
        ),
        associations=told.get("associations", 0),
        quorum=quorum_of(
            conference, conference.told_members or 0, conference.told_seats or 0
        ),
    )
