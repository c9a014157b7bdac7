"""Published figures as pages show them, each read without what the page leaves out.

All that is shown comes from the frozen contents, the name of the period as well. Only
indicators marked for the public are given out here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal

from django.db.models import Case, F, Func, JSONField, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from members.models import Measure, PeriodKind, PublishedTotals
from members.models.periods import OfPeriod
from members.own_counts import OwnCount, restored
from members.publication import lines_of, reporters_of
from members.rollup import Coverage, Line, Reporter, means_the_same

PUBLIC = "$.sections[*].indicators[*] ? (@.is_public == true)"
HEADLINES = f"{PUBLIC} ? (@.is_headline == true)"
ONE = f"{PUBLIC} ? (@.code == $code)"
# The lines of one association, and the codes that they stand under, in one order.
OWN_LINES = "$.lines.*[*] ? (@.association == $pk)"
OWN_CODES = "$.lines.keyvalue() ? (exists(@.value[*] ? (@.association == $pk))).key"
_YEARS_FIRST = Case(When(period__kind=PeriodKind.YEAR, then=0), default=1)


@dataclass(frozen=True)
class Figure:
    """An indicator with its published total, as members.rollup.IndicatorTotal."""

    code: str
    label: str
    measure: str
    number: str
    unit: str
    decimals: int
    group: str
    part_of: str
    caution: str
    is_public: bool
    is_headline: bool
    amount: Decimal | None
    answered: int
    estimates: int
    rounded: int

    @property
    def is_stock(self) -> bool:
        return self.measure == Measure.STOCK


@dataclass(frozen=True)
class Section:
    number: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Published(OfPeriod):
    """One publication; of the figures only those that were asked for."""

    period: int
    number: int
    slug: str
    name: str
    kind: str
    starts_on: dt.date
    ends_on: dt.date
    coverage: Coverage
    published_at: dt.datetime
    note: str
    checksum: str
    is_newest: bool
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    lines: tuple[Line, ...] = ()
    counted: dict[str, OwnCount] = field(default_factory=dict)

    def get_absolute_url(self) -> str:
        return self.address()

    def address(self, number: int | None = None) -> str:
        """Of the last publication of the period, or of one that stays the same."""
        page = reverse("members:totals", args=[self.slug])
        return page if number is None else f"{page}?lan={number}"

    @property
    def by_code(self) -> dict[str, Figure]:
        return {each.code: each for each in self.figures}


def newest_of_each() -> list[Published]:
    """The last publication of every period with its headlines, newest period first."""
    rows = _rows(figures=_path(HEADLINES)).filter(pk__in=_newest())
    return [_published(row) for row in rows]


def headline() -> Published | None:
    """What the home page tells: the last year published, or else the last period."""
    row = (
        _rows(figures=_path(HEADLINES))
        .order_by(_YEARS_FIRST, "-period__ends_on", "-number")
        .first()
    )
    return _published(row) if row else None


def totals(slug: str, number: int | None = None) -> Published | None:
    """All figures of a publication by sections; of the last one without a number."""
    rows = _rows(sections=F("contents__sections"), counted=F("contents__counted"))
    row = _of(rows, slug, number)
    return _published(row) if row else None


def totals_before(period: int) -> Published | None:
    """The last publication of the period that this one is compared with."""
    rows = _rows(sections=F("contents__sections"))
    row = rows.filter(period__later=period).order_by("-number").first()
    return _published(row) if row else None


def indicator(slug: str, code: str, number: int | None = None) -> Published | None:
    """One figure of a publication with the lines that it sums."""
    row = _of(_with_lines(code), slug, number)
    return _published(row) if row else None


def indicator_before(period: int, code: str) -> Published | None:
    row = _with_lines(code).filter(period__later=period).order_by("-number").first()
    return _published(row) if row else None


def over_time(kind: str, code: str) -> list[Published]:
    """One figure in all periods of a kind, oldest first, as last published."""
    rows = _rows(figures=_path(ONE, code=code)).filter(
        pk__in=_newest(), period__kind=kind
    )
    return [_published(row) for row in rows.order_by("period__ends_on")]


@dataclass(frozen=True)
class OwnFigures:
    """A publication with what one association has in it: by code, the stored line."""

    published: Published
    lines: dict[str, dict]


def of_association(pk: int) -> list[OwnFigures]:
    """What an association reported, as last published: years, then shorter periods."""
    has_reported = [{"association": pk, "has_reported": True}]
    rows = _rows(
        figures=_path(HEADLINES),
        codes=_path(OWN_CODES, pk=pk),
        own=_path(OWN_LINES, pk=pk),
    ).filter(pk__in=_newest(), contents__reporters__contains=has_reported)
    return [
        OwnFigures(_published(row), dict(zip(row.codes, row.own, strict=True)))
        for row in rows.order_by(_YEARS_FIRST, "-period__ends_on")
    ]


def series(
    figure: Figure, publications: Iterable[Published]
) -> list[tuple[Published, Figure | None]]:
    """One figure through publications, without it where it meant something else."""
    found = []
    for each in publications:
        same = each.by_code.get(figure.code)
        is_same = same is not None and means_the_same(same, figure)
        found.append((each, same if is_same else None))
    return found


def publications(slug: str) -> list[PublishedTotals]:
    """Every publication of a period without its contents, the newest first."""
    found = PublishedTotals.objects.filter(period__slug=slug).order_by("-number")
    return list(found.only("number", "published_at", "note"))


# --- Reading the contents -------------------------------------------------------


def _rows(**parts):
    of_period = PublishedTotals.objects.filter(period=OuterRef("period"))
    return (
        PublishedTotals.objects.defer("contents")
        .annotate(
            facts=F("contents__period"),
            covered=F("contents__coverage"),
            newest=Subquery(of_period.order_by("-number").values("number")[:1]),
            **parts,
        )
        .order_by("-period__ends_on", "-number")
    )


def _newest():
    """Keys of the last publication of every period."""
    by_period = PublishedTotals.objects.order_by("period_id", "-number")
    return by_period.distinct("period_id").values("pk")


def _with_lines(code: str):
    lines = KeyTransform(code, KeyTransform("lines", "contents"))
    return _rows(
        figures=_path(ONE, code=code),
        reporters=F("contents__reporters"),
        lines=lines,
        counted=F("contents__counted"),
    )


def _path(path: str, **variables: str) -> Func:
    return Func(
        F("contents"),
        Func(Value(path), template="%(expressions)s::jsonpath"),
        Value(variables, output_field=JSONField()),
        function="jsonb_path_query_array",
        output_field=JSONField(),
    )


def _of(rows, slug: str, number: int | None):
    rows = rows.filter(period__slug=slug)
    if number is not None:
        rows = rows.filter(number=number)
    return rows.order_by("-number").first()


_STORED = [each.name for each in fields(Figure) if each.name != "amount"]


def _figure(stored: dict) -> Figure:
    amount = stored["amount"]
    return Figure(
        **{name: stored[name] for name in _STORED},
        amount=None if amount is None else Decimal(amount),
    )


def _published(row: PublishedTotals) -> Published:
    sections = tuple(
        Section(
            each["number"],
            each["title"],
            tuple(_figure(e) for e in each["indicators"] if e["is_public"]),
        )
        for each in getattr(row, "sections", None) or ()
    )
    figures = tuple(map(_figure, getattr(row, "figures", None) or ()))
    figures = figures or tuple(e for each in sections for e in each.figures)
    reporters = reporters_of(getattr(row, "reporters", None) or ())
    return Published(
        period=row.period_id,
        number=row.number,
        slug=row.facts["slug"],
        name=row.facts["name"],
        kind=row.facts["kind"],
        starts_on=dt.date.fromisoformat(row.facts["starts_on"]),
        ends_on=dt.date.fromisoformat(row.facts["ends_on"]),
        coverage=Coverage(**row.covered),
        published_at=row.published_at,
        note=row.note,
        checksum=row.checksum,
        is_newest=row.number == row.newest,
        sections=tuple(each for each in sections if each.figures),
        figures=figures,
        reporters=tuple(reporters.values()),
        lines=lines_of(getattr(row, "lines", None) or (), reporters),
        counted=restored(getattr(row, "counted", None)),
    )
