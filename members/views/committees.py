"""Who leads the union: the committees of the current term and of past ones."""

import datetime as dt

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.vietnamese import roman
from members.models import CommitteeKind, CommitteeSeat, Term

# As readers look for them: from the few who lead to the many.
_ORDER = (
    *(CommitteeKind.STANDING_OFFICE, CommitteeKind.STANDING_BOARD),
    *(CommitteeKind.EXECUTIVE, CommitteeKind.INSPECTION),
)


def current_term(request):
    return _page(request, Term.objects.on(timezone.localdate()))


def past_term(request, ordinal: int):
    term = Term.objects.filter(ordinal=ordinal).first()
    if term is None:
        raise Http404("Không có nhiệm kỳ này.")
    return _page(request, term)


def _page(request, term: Term | None):
    terms = list(Term.objects.all())
    for each in terms:
        each.url = _url(each, terms)
        each.khoa = roman(each.ordinal)
    context = {
        "term": next((each for each in terms if each == term), None),
        "terms": terms,
        "committees": _committees(term) if term else [],
        "breadcrumbs": [("Tổ chức", None)],
        "count_target": "page",
    }
    return render(request, "members/committees.html", context)


def _url(term: Term, terms: list[Term]) -> str:
    """The term in office has one address, which stays when it is no more."""
    today = timezone.localdate()
    begun = [each for each in terms if each.starts_on <= today]
    if begun and term == max(begun, key=lambda each: each.starts_on):
        return reverse("members:committees")
    return reverse("members:term", args=[term.ordinal])


def _committees(term: Term) -> list:
    day = min(timezone.localdate(), term.ends_on)
    seats = CommitteeSeat.objects.select_related("person", "association")
    committees = term.committees.prefetch_related(
        Prefetch("seats", seats.prefetch_related("association__names"))
    )
    found = sorted(committees, key=lambda each: _ORDER.index(each.kind))
    for committee in found:
        committee.people = [_shown(seat, day) for seat in committee.seats.all()]
        # Who left during the term stands after those who stayed.
        committee.people.sort(key=lambda each: not each["is_serving"])
        committee.tells_where = any(
            each["body"] or each["workplace"] for each in committee.people
        )
    return found


def _shown(seat: CommitteeSeat, day: dt.date) -> dict:
    body = seat.association
    return {
        "person": seat.person,
        "position": seat.position,
        "starts_on": seat.starts_on,
        "ends_on": seat.ends_on,
        "is_serving": seat.holds_on(day),
        "body": body.name_on(day) if body else "",
        "body_url": body.get_absolute_url() if body and body.is_listed else "",
        "workplace": seat.person.workplace,
    }
