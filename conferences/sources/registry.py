"""The kinds of sources, and how the figures of a report are asked from them."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from django.utils import timezone

from conferences.facts import Fact, SourceMissing
from conferences.models import ConferenceReport, ReportFigure


@dataclass(frozen=True)
class Binding:
    """What a figure is bound to, nothing left open: an edition keeps it to ask again.

    `starts_on`, `ends_on`: the time whose events are counted; `as_of`: the day whose
    state is. `period`, `edition`, `round`, `conference` are primary keys.
    """

    source: str
    measure: str
    starts_on: dt.date
    ends_on: dt.date
    as_of: dt.date
    conference: int
    period: int | None = None
    edition: int | None = None
    round: int | None = None
    amount: Decimal | None = None
    qualifier: str = ""
    unit: str = ""
    source_text: str = ""
    compared_amount: Decimal | None = None

    def to_json(self) -> dict:
        return {
            name: str(value) if isinstance(value, dt.date | Decimal) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, stored: dict) -> "Binding":
        made = {field.name: stored[field.name] for field in fields(cls)}
        for name in ("starts_on", "ends_on", "as_of"):
            made[name] = dt.date.fromisoformat(made[name])
        for name in ("amount", "compared_amount"):
            made[name] = None if made[name] is None else Decimal(made[name])
        return cls(**made)


def bound(figure: ReportFigure) -> Binding:
    """A figure's own period or day, or else those of its report.

    The state of a register is told as of the end of the time, or of the day of the
    meeting where that comes first; before the meeting, as of today. What goes on after
    the time (SourceKind.is_told_at_the_meeting) is told as of `day_of` the report.
    """
    report = figure.report
    period = figure.period or report.period
    span = figure.period or report
    day = day_of(report)
    kind = kind_of(figure.source)
    if not (kind and kind.is_told_at_the_meeting):
        day = min(span.ends_on, report.conference.starts_on, timezone.localdate())
    return Binding(
        source=figure.source,
        measure=figure.measure,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of=figure.as_of or day,
        conference=report.conference_id,
        period=period.pk if period else None,
        edition=figure.edition_id,
        round=figure.round_id,
        amount=figure.amount,
        qualifier=figure.qualifier,
        unit=figure.unit,
        source_text=figure.source_text,
        compared_amount=figure.compared_amount,
    )


def day_of(report: ConferenceReport) -> dt.date:
    """The day that a report speaks on: of its issue, or of the meeting; not one to
    come."""
    day = report.issued_on or report.conference.starts_on
    return min(day, timezone.localdate())


@dataclass(frozen=True)
class SourceKind:
    """A kind of source.

    read        takes all bindings of this kind, reads what they need at once, and
                returns what tells the fact of one of them, or raises SourceMissing
    measures    what can be counted: (code, label), for the lists of the form
    needs       the field of a figure without which it means nothing, if any
    is_told_at_the_meeting
                its state is that of the report's day, not of the end of its time
    """

    name: str
    label: str
    read: Callable[[Sequence[Binding]], Callable[[Binding], Fact]]
    measures: Callable[[ConferenceReport], list[tuple[str, str]]]
    needs: str = ""
    is_told_at_the_meeting: bool = False


_KINDS: dict[str, SourceKind] = {}


def register(kind: SourceKind) -> None:
    _KINDS[kind.name] = kind


def kinds() -> list[SourceKind]:
    return list(_KINDS.values())


def kind_of(name: str) -> SourceKind | None:
    return _KINDS.get(name)


def resolve(figure: ReportFigure) -> Fact:
    """Raises SourceMissing."""
    [found] = resolve_all([bound(figure)])
    if isinstance(found, SourceMissing):
        raise found
    return found


def resolve_all(bindings: Iterable[Binding]) -> list[Fact | SourceMissing]:
    """In the order given; a source is read once, however many figures are its own."""
    bindings = list(bindings)
    by_kind: dict[str, list[Binding]] = {}
    for each in bindings:
        by_kind.setdefault(each.source, []).append(each)
    tellers = {
        name: _KINDS[name].read(own) for name, own in by_kind.items() if name in _KINDS
    }
    return [_told(each, tellers.get(each.source)) for each in bindings]


def _told(binding: Binding, tell) -> Fact | SourceMissing:
    if tell is None:
        return SourceMissing("Loại nguồn này không còn.")
    try:
        return tell(binding)
    except SourceMissing as missing:
        return missing
