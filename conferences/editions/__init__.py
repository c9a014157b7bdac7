"""Publishing a report: its text and figures frozen, and what has changed since."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from conferences import sources
from conferences.editions import checks, drawing
from conferences.editions.contents import (
    Contents,
    FrozenFigure,
    Head,
    Meeting,
    Paragraph,
    Part,
    Promise,
    Run,
    Signature,
    from_json,
    to_json,
)
from conferences.facts import SourceMissing
from conferences.models import ConferenceReport, ReportEdition
from conferences.tokens import BEFORE
from lienhiephoi.caching import remember_part
from lienhiephoi.dossiers.versions import checksum

__all__ = [
    "Change",
    "Contents",
    "FrozenFigure",
    "Head",
    "Meeting",
    "Paragraph",
    "Part",
    "Promise",
    "Run",
    "Signature",
    "changes",
    "draw",
    "freeze",
    "read",
    "reasons_against",
    "to_json",
]

_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Change:
    """A figure whose source says something else than was published.

    `published` and `now` as they read ("hơn 20.000"; "520 (kỳ trước 450)" where that
    of the time before was corrected); `now` is "" where the source
    gives no figure any more, and `reason` says why.
    """

    key: str
    label: str
    published: str
    now: str
    now_amount: Decimal | None = None
    reason: str = ""


def reasons_against(report: ConferenceReport) -> list[str]:
    """All that keeps a report from being published, in Vietnamese."""
    return checks.problems(drawing.draw(report))


def draw(report: ConferenceReport) -> Contents:
    """The report as its text and sources are now; figures without source left out."""
    return drawing.draw(report).contents


@transaction.atomic
def freeze(report: ConferenceReport, *, by, at) -> ReportEdition:
    """The next edition, with text and figures as they stand now.

    Where nothing differs from the last one, that one stays the last.
    """
    list(ConferenceReport.objects.select_for_update().filter(pk=report.pk))
    contents = to_json(draw(report))
    newest = report.newest_edition
    if newest is not None and newest.checksum == checksum(contents):
        return newest
    return report.editions.create(
        number=newest.number + 1 if newest else 1,
        contents=contents,
        checksum=checksum(contents),
        published_by=by,
        published_at=at,
    )


def read(edition: ReportEdition) -> Contents:
    return from_json(edition.contents)


def changes(edition: ReportEdition) -> list[Change]:
    """The figures whose sources say something else now than when it was published.

    Remembered until anything public changes, for a page asks many sources.
    """
    key = ("changes of report edition", edition.pk)
    return remember_part(key, lambda: _changes(read(edition)))


def _changes(contents: Contents) -> list[Change]:
    figures = [each for each in contents.figures.values() if each.binding]
    bindings = [sources.Binding.from_json(each.binding) for each in figures]
    told = sources.resolve_all(bindings)
    changed = [_change(*each) for each in zip(figures, bindings, told, strict=True)]
    return [each for each in changed if each is not None]


def _change(figure: FrozenFigure, binding, fact) -> Change | None:
    if isinstance(fact, SourceMissing):
        return Change(figure.key, figure.label, figure.text, "", reason=str(fact))
    now = drawing.frozen(figure.key, figure.label, binding, fact)
    published, told = figure.text, now.text
    if (now.amount, now.qualifier) == (figure.amount, figure.qualifier):
        aside = _aside_changed(figure, now)
        if not aside:
            return None
        published, told = (
            f"{text} ({each})"
            for text, each in zip((published, told), aside, strict=True)
        )
    return Change(figure.key, figure.label, published, told, now.amount)


def _aside_changed(figure: FrozenFigure, now: FrozenFigure) -> tuple[str, str] | None:
    """What stands beside a figure, as published and now: that of the time before, or
    the comparison where it is of other bodies; None where it is the same, or where
    nothing was published to compare with."""
    if figure.previous is None:
        return None
    if now.previous != figure.previous:
        then = now.shown(BEFORE) or "không còn số liệu"
        return f"kỳ trước {figure.shown(BEFORE)}", f"kỳ trước {then}"
    # By the numbers: other words for the same change are no change.
    if _NUMBER.findall(now.comparison) != _NUMBER.findall(figure.comparison):
        return figure.comparison, now.comparison
    return None
