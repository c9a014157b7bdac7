"""How many reviews a time saw finished: what the register itself counts.

A review counts in the time in which its result went out, whoever led it, whether or
not its page is public.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from conferences.models import FINISHED, Outcome, ReviewKind, SocialReview
from members import own_counts


def count(kind: str, starts_on: dt.date, ends_on: dt.date) -> int:
    return (
        SocialReview.objects.finished_between(starts_on, ends_on)
        .filter(kind=kind)
        .count()
    )


def by_lead(kind: str, starts_on: dt.date, ends_on: dt.date) -> dict[int | None, int]:
    """By the leading association's key; None is the union's own office."""
    found = (
        SocialReview.objects.finished_between(starts_on, ends_on)
        .filter(kind=kind)
        .order_by()
        .values_list("lead")
        .annotate(reviews=Count("pk"))
    )
    return dict(found)


# The indicators of the standard report that count the same.
INDICATORS = {
    ReviewKind.ADVICE: ("tu_van", "nhiệm vụ tư vấn"),
    ReviewKind.CRITIQUE: ("phan_bien", "nhiệm vụ phản biện"),
    ReviewKind.APPRAISAL: ("giam_dinh", "nhiệm vụ giám định xã hội"),
}


def register() -> None:
    """Tell the totals of reporting periods what this register counts."""
    for kind, (code, label) in INDICATORS.items():
        own_counts.register(code, label, partial(by_lead, kind))


@dataclass(frozen=True)
class YearOfReviews:
    """What one year saw finished; `accepted` includes what was accepted in part."""

    year: int
    by_kind: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    private: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def cells(self) -> list[int]:
        """In the order of the kinds."""
        return [self.by_kind.get(kind, 0) for kind in ReviewKind.values]


def by_year() -> list[YearOfReviews]:
    """Every year with a finished review, the newest first: one query."""
    rows = (
        SocialReview.objects.filter(status__in=FINISHED)
        .order_by()
        .annotate(year=ExtractYear("delivered_on"))
        .values("year", "kind")
        .annotate(
            reviews=Count("pk"),
            accepted=Count(
                "pk", filter=Q(outcome__in=(Outcome.ACCEPTED, Outcome.PARTLY))
            ),
            private=Count("pk", filter=Q(is_public=False)),
        )
    )
    years: dict[int, list[dict]] = {}
    for row in rows:
        years.setdefault(row["year"], []).append(row)
    return [
        YearOfReviews(
            year,
            {row["kind"]: row["reviews"] for row in years[year]},
            sum(row["accepted"] for row in years[year]),
            sum(row["private"] for row in years[year]),
        )
        for year in sorted(years, reverse=True)
    ]
