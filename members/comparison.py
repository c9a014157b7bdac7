"""Totals against earlier ones: over the years, and body by body through mergers.

A flow may be summed over periods, a stock never: it is what stood at the last day.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from members.lineage import families
from members.models import (
    Measure,
    Report,
    ReportAnswer,
    ReportingPeriod,
    ReportStatus,
)
from members.models.periods import OfPeriod
from members.rollup import Coverage, Line, Reporter, amount_of

# --- Over time ------------------------------------------------------------------


@dataclass(frozen=True)
class Moment(OfPeriod):
    """A total in one period; `amount` is None where nobody gave a figure."""

    period: int
    name: str
    kind: str
    ends_on: dt.date
    amount: Decimal | None
    answered: int
    coverage: Coverage


def over_time(
    periods: Sequence[ReportingPeriod], codes: Iterable[str] | None = None
) -> dict[str, list[Moment]]:
    """The totals of now of each indicator, oldest period first; two statements."""
    periods = sorted(periods, key=lambda each: (each.ends_on, each.pk))
    keys = [each.pk for each in periods]
    coverages = {
        row["period"]: Coverage(row["reported"], row["owing"])
        for row in Report.objects.filter(period__in=keys)
        .owing()
        .order_by()
        .values("period")
        .annotate(
            reported=Count("pk", filter=Q(status=ReportStatus.ACCEPTED)),
            owing=Count("pk"),
        )
    }
    found = ReportAnswer.objects.filter(
        dossier__period__in=keys, dossier__status=ReportStatus.ACCEPTED
    )
    if codes is not None:
        found = found.filter(key__in=codes)
    totals: dict[str, dict[int, tuple[Decimal, int]]] = {}
    for row in (
        found.annotate(counted=Coalesce("actual_amount", "amount"))
        .exclude(counted=None)
        .values("key", "dossier__period")
        .annotate(total=Sum("counted"), answered=Count("pk"))
    ):
        of_code = totals.setdefault(row["key"], {})
        of_code[row["dossier__period"]] = row["total"], row["answered"]
    return {
        code: [
            Moment(
                each.pk,
                each.name,
                each.kind,
                each.ends_on,
                *of_code.get(each.pk, (None, 0)),
                coverages.get(each.pk, Coverage(0, 0)),
            )
            for each in periods
        ]
        for code, of_code in totals.items()
    }


def of_all_periods(measure: str, amounts: Iterable[Decimal | None]) -> Decimal | None:
    """What the periods come to, oldest first: flows summed, of a stock the last."""
    known = [each for each in amounts if each is not None]
    if not known:
        return None
    return sum(known, Decimal(0)) if measure == Measure.FLOW else known[-1]


# --- Body by body ---------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """What a body, or several joined by mergers and splits, gave in one period."""

    reporters: tuple[Reporter, ...]
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal | None:
        return amount_of(self.lines)

    @property
    def is_whole(self) -> bool:
        """Whether every body of this side gave its figure."""
        return bool(self.reporters) and len(self.lines) == len(self.reporters)

    @property
    def names(self) -> list[str]:
        return [each.name for each in self.reporters]


@dataclass(frozen=True)
class Compared:
    now: Side
    then: Side

    @property
    def is_comparable(self) -> bool:
        return self.now.is_whole and self.then.is_whole

    @property
    def change(self) -> Decimal | None:
        return self.now.amount - self.then.amount if self.is_comparable else None

    @property
    def is_through_lineage(self) -> bool:
        """Whether other bodies stand on one side than on the other."""
        if not (self.now.reporters and self.then.reporters):
            return False
        return {e.association for e in self.now.reporters} != {
            e.association for e in self.then.reporters
        }


@dataclass(frozen=True)
class Comparison:
    """One indicator in two periods, body by body.

    The totals of two periods differ also because other associations reported;
    `now` and `then` are the sums over those alone that did in both.
    """

    rows: tuple[Compared, ...]

    @property
    def comparable(self) -> list[Compared]:
        return [each for each in self.rows if each.is_comparable]

    @property
    def now(self) -> Decimal:
        return sum((each.now.amount for each in self.comparable), Decimal(0))

    @property
    def then(self) -> Decimal:
        return sum((each.then.amount for each in self.comparable), Decimal(0))


def compare(
    now: tuple[Sequence[Reporter], Sequence[Line]],
    then: tuple[Sequence[Reporter], Sequence[Line]],
    lineage: Iterable[tuple[int, int]],
) -> Comparison:
    """Put the lines of two periods beside each other.

    Two bodies that merged stand as one row against their successor, and a body that
    was split stands against all its parts: its figure belongs to none of them alone.
    """
    family = families(
        [each.association for each in now[0]],
        [each.association for each in then[0]],
        lineage,
    )
    rows: dict[int, list[list]] = {}
    for place, (reporters, lines) in ((0, now), (1, then)):
        given = {line.reporter.association: line for line in lines}
        for each in reporters:
            row = rows.setdefault(family[each.association], [[], [], [], []])
            row[place].append(each)
            if each.association in given:
                row[place + 2].append(given[each.association])
    return Comparison(
        tuple(
            Compared(Side(tuple(a), tuple(c)), Side(tuple(b), tuple(d)))
            for a, b, c, d in rows.values()
        )
    )
