"""The totals of a period: what accepted reports add up to, and who is missing.

Only accepted reports count, each with its value (the actual one where an estimate has
come true). A report that is missing leaves the total as it is and lowers the coverage,
which therefore stands beside every figure. Within a period stocks and flows are both
summed over associations; over time only flows are (members.comparison).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, OuterRef, Prefetch, Subquery

from lienhiephoi.dated import holds_on
from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.vietnamese import sort_key
from members.models import (
    Association,
    AssociationName,
    Indicator,
    Measure,
    MemberKind,
    Membership,
    Report,
    ReportAnswer,
    ReportingPeriod,
    ReportStatus,
)
from members.models.periods import OfPeriod

UNSORTED = "Chưa xếp lĩnh vực"


@dataclass(frozen=True)
class Coverage:
    """How many of those that owe a report have an accepted one."""

    reported: int
    owing: int

    def __str__(self) -> str:
        return f"{self.reported}/{self.owing}"

    @property
    def is_complete(self) -> bool:
        return self.reported == self.owing


@dataclass(frozen=True)
class Reporter:
    """An association that owes the period's report, as it was on the last day.

    But for its sector: the register holds that of today only. A publication keeps the
    sector of its day in its contents; a roll-up made later groups by the newer one.
    `status` is that of its report; of a published one only whether it was accepted.
    """

    association: int
    report: int
    slug: str
    name: str
    short_name: str
    kind: str
    sector: str
    status: str = ""

    @property
    def has_reported(self) -> bool:
        return self.status == ReportStatus.ACCEPTED

    @property
    def kind_label(self) -> str:
        return MemberKind(self.kind).label if self.kind else ""


@dataclass(frozen=True)
class Line:
    """What one accepted report says of one indicator.

    `is_estimate`: the figure is an estimate that has not yet come true.
    """

    reporter: Reporter
    amount: Decimal
    qualifier: str = ""
    is_estimate: bool = False

    @property
    def qualifier_label(self) -> str:
        return Qualifier(self.qualifier).label if self.qualifier else ""


@dataclass(frozen=True)
class Share:
    """The part of a total that one kind or sector brings."""

    label: str
    lines: tuple[Line, ...]
    coverage: Coverage

    @property
    def amount(self) -> Decimal | None:
        return amount_of(self.lines)


@dataclass(frozen=True)
class IndicatorTotal:
    """One indicator over all associations; `amount` is None where nobody gave one."""

    code: str
    label: str
    measure: str
    number: str = ""
    unit: str = ""
    decimals: int = 0
    group: str = ""
    part_of: str = ""
    caution: str = ""
    is_public: bool = True
    is_headline: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        return amount_of(self.lines)

    @property
    def is_stock(self) -> bool:
        return self.measure == Measure.STOCK

    @property
    def answered(self) -> int:
        """How many associations gave a figure; an accepted report may lack it."""
        return len(self.lines)

    @property
    def estimates(self) -> int:
        return sum(line.is_estimate for line in self.lines)

    @property
    def rounded(self) -> int:
        """How many lines are not exact ("khoảng", "hơn", "gần")."""
        return sum(bool(line.qualifier) for line in self.lines)

    def line_of(self, association: int) -> Line | None:
        return self._by_association.get(association)

    @cached_property
    def _by_association(self) -> dict[int, Line]:
        return {line.reporter.association: line for line in self.lines}


@dataclass(frozen=True)
class SectionTotals:
    code: str
    number: str
    title: str
    indicators: tuple[IndicatorTotal, ...] = ()


@dataclass(frozen=True)
class Rollup(OfPeriod):
    """The totals of a period with all that they were summed from."""

    period: int
    name: str
    slug: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date
    sections: tuple[SectionTotals, ...] = ()
    reporters: tuple[Reporter, ...] = ()

    @property
    def indicators(self) -> Iterator[IndicatorTotal]:
        return (each for section in self.sections for each in section.indicators)

    @property
    def headlines(self) -> list[IndicatorTotal]:
        return [e for e in self.indicators if e.is_headline and e.amount is not None]

    def __getitem__(self, code: str) -> IndicatorTotal:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @cached_property
    def _by_code(self) -> dict[str, IndicatorTotal]:
        return {each.code: each for each in self.indicators}

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self.reporters)

    @property
    def missing(self) -> list[Reporter]:
        """Those whose report is owed and not accepted."""
        return [each for each in self.reporters if not each.has_reported]

    def by_kind(self, code: str) -> list[Share]:
        return by_kind(self.reporters, self[code].lines)

    def by_sector(self, code: str) -> list[Share]:
        return by_sector(self.reporters, self[code].lines)


def by_kind(reporters: Sequence[Reporter], lines: Sequence[Line]) -> list[Share]:
    """The shares of a total by kind of membership, in the order of the kinds."""
    return _shares(reporters, lines, "kind_label", [*MemberKind.labels, ""])


def by_sector(reporters: Sequence[Reporter], lines: Sequence[Line]) -> list[Share]:
    labels = {each.sector for each in reporters}
    return _shares(reporters, lines, "sector", sorted(labels, key=_unsorted_last))


def _shares(reporters, lines, field: str, labels: Iterable[str]) -> list[Share]:
    shares = []
    for label in labels:
        inside = [each for each in reporters if getattr(each, field) == label]
        own = tuple(each for each in lines if getattr(each.reporter, field) == label)
        if inside:
            shares.append(Share(label or UNSORTED, own, coverage_of(inside)))
    return shares


def coverage_of(reporters: Iterable[Reporter]) -> Coverage:
    reporters = list(reporters)
    return Coverage(sum(each.has_reported for each in reporters), len(reporters))


def means_the_same(one, other) -> bool:
    """Whether two years' totals of an indicator may stand beside each other."""
    return (one.unit, one.measure) == (other.unit, other.measure)


def amount_of(lines: Iterable[Line]) -> Decimal | None:
    """The sum of the lines; nothing reported is not zero."""
    amounts = [line.amount for line in lines]
    return sum(amounts, Decimal(0)) if amounts else None


def _unsorted_last(label: str) -> tuple:
    return not label, sort_key(label)


# --- Reading it from the database -----------------------------------------------


def roll_up(period: ReportingPeriod) -> Rollup:
    """The totals of a period as the database has them now: five queries at any size."""
    reporters = {each.report: each for each in _reporters(period)}
    lines = _lines(reporters)
    indicators: dict[int, list[IndicatorTotal]] = {}
    for each in period.indicators.select_related("part_of"):
        total = total_of(each, lines.get(each.code, []))
        indicators.setdefault(each.section_id, []).append(total)
    sections = (
        SectionTotals(
            each.code, each.number, each.title, tuple(indicators.get(each.pk, ()))
        )
        for each in period.sections.all()
    )
    return Rollup(
        period=period.pk,
        name=period.name,
        slug=period.slug,
        kind=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        sections=tuple(each for each in sections if each.indicators),
        reporters=tuple(reporters.values()),
    )


def lines_of(period: ReportingPeriod, code: str) -> tuple[list[Reporter], list[Line]]:
    """Who owes the report of a period, and the lines of one indicator."""
    reporters = {each.report: each for each in _reporters(period)}
    return list(reporters.values()), _lines(reporters, code).get(code, [])


def _reporters(period: ReportingPeriod) -> list[Reporter]:
    owed = (
        Report.objects.filter(period=period)
        .owing()
        .prefetch_related(Prefetch("association", _associations_on(period.ends_on)))
    )
    made = [_reporter(report) for report in owed.order_by()]
    return sorted(made, key=lambda each: (sort_key(each.name), each.association))


def _associations_on(day: dt.date):
    """With the names of that day, and the kind of that day or of the last before it.

    A kind and a name hold one at a time, so that the newest begun is the one.
    """
    newest = F("starts_on").desc(nulls_last=True)
    kinds = Membership.objects.filter(association=OuterRef("pk"))
    short = AssociationName.objects.filter(association=OuterRef("pk"))
    return (
        Association.objects.select_related("sector")
        .with_name(day)
        .annotate(
            kind_then=Subquery(
                kinds.exclude(starts_on__gt=day).order_by(newest).values("kind")[:1]
            ),
            short_name_then=Subquery(
                short.filter(holds_on(day)).values("short_name")[:1]
            ),
        )
    )


def _reporter(report: Report) -> Reporter:
    association = report.association
    return Reporter(
        association=association.pk,
        report=report.pk,
        slug=association.slug,
        name=association.name_then or association.name,
        short_name=association.short_name_then or association.name_then,
        kind=association.kind_then or "",
        sector=association.sector.name if association.sector else "",
        status=report.status,
    )


def _lines(
    reporters: dict[int, Reporter], code: str | None = None
) -> dict[str, list[Line]]:
    """The lines of each code, or of one, in the order of the reporters.

    Asks for the answers of these very reports: one that is accepted meanwhile counts
    neither here nor in the coverage.
    """
    reported = [report for report, each in reporters.items() if each.has_reported]
    found = ReportAnswer.objects.filter(dossier__in=reported)
    if code is not None:
        found = found.filter(key=code)
    lines: dict[str, dict[int, Line]] = {}
    for report, key, amount, actual, qualifier, is_estimate in found.exclude(
        amount=None, actual_amount=None
    ).values_list(
        *("dossier_id", "key", "amount", "actual_amount"),
        *("qualifier", "is_estimate"),
    ):
        is_actual = actual is not None
        lines.setdefault(key, {})[report] = Line(
            reporters[report],
            actual if is_actual else amount,
            "" if is_actual else qualifier,
            is_estimate and not is_actual,
        )
    return {
        key: [of[report] for report in reporters if report in of]
        for key, of in lines.items()
    }


def total_of(each: Indicator, lines: Iterable[Line]) -> IndicatorTotal:
    return IndicatorTotal(
        code=each.code,
        label=each.label,
        measure=each.measure,
        number=each.number,
        unit=each.unit,
        decimals=each.decimals,
        group=each.group,
        part_of=each.part_of.code if each.part_of else "",
        caution=each.caution,
        is_public=each.is_public,
        is_headline=each.is_headline,
        lines=tuple(lines),
    )
