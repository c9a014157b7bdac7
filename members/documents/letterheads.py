"""Who issues and signs: the union or an association, as each was on a day."""

import datetime as dt

from lienhiephoi.context_processors import site_settings
from lienhiephoi.office.letterhead import Letterhead, Signature, place_of
from members.models import Association, CommitteeKind, CommitteeSeat, Term

CHAIR = "Chủ tịch"


def union() -> Letterhead:
    site = site_settings()
    return Letterhead(site.name, site.governing_body, place_of(site.name))


def association(body: Association | None, day: dt.date) -> Letterhead:
    """Below the union; without a body there is room to write which one it is."""
    site = site_settings()
    name = body.name_on(day) if body else "Tên hội: …………………………"
    return Letterhead(name, site.name, place_of(site.name))


def head_of(body: Association | None, day: dt.date) -> Signature:
    """Whoever headed the association on a day; unnamed where the register is silent.

    The name stands alone, without academic titles (NĐ 30/2020, annex I).
    """
    office = (
        body.officers.on(day).filter(is_head=True).select_related("person").first()
        if body
        else None
    )
    if office is None:
        return Signature("Người đứng đầu hội")
    return Signature(office.position, office.person.full_name)


def chair_of_union(day: dt.date) -> Signature:
    """The chair of the term in office, who signs for the Ban Thường vụ."""
    seat = (
        CommitteeSeat.objects.on(day)
        .filter(
            committee__term=Term.objects.on(day),
            committee__kind__in=[
                CommitteeKind.STANDING_BOARD,
                CommitteeKind.STANDING_OFFICE,
                CommitteeKind.EXECUTIVE,
            ],
            position__iexact=CHAIR,
        )
        .select_related("person")
        .first()
    )
    name = seat.person.full_name if seat else ""
    return Signature(CHAIR, name, authority="TM. Ban Thường vụ")
