"""Publishing a report: its text and figures frozen, and what has changed since."""

from dataclasses import dataclass
from decimal import Decimal

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
from conferences.models import ConferenceReport, ReportEdition

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


@dataclass(frozen=True)
class Change:
    """A figure whose source says something else than was published.

    `published` and `now` as they read ("hơn 20.000"); `now` is "" where the source
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
    return [] if report.parts.exists() else ["Báo cáo chưa có phần nào."]


def draw(report: ConferenceReport) -> Contents:
    """The report as its text and sources are now."""
    raise NotImplementedError


def freeze(report: ConferenceReport, *, by, at) -> ReportEdition:
    """Add the next edition with text and figures as they stand now."""
    raise NotImplementedError


def read(edition: ReportEdition) -> Contents:
    return from_json(edition.contents)


def changes(edition: ReportEdition) -> list[Change]:
    """The figures whose sources say something else now than when it was published."""
    raise NotImplementedError
