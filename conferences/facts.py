"""A figure as its source tells it: how much, of what, when, counted how, from where."""

from dataclasses import dataclass
from decimal import Decimal

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.dossiers.wording import amount_text


class SourceMissing(Exception):  # noqa: N818 -- it names what happened
    """The source has no such figure; says in Vietnamese why, and what to do."""


@dataclass(frozen=True)
class Comparable:
    """Two amounts that may be compared where the whole ones may not, and of whom."""

    now: Decimal
    then: Decimal
    note: str


@dataclass(frozen=True)
class Fact:
    """A figure with its origin.

    amount      None where nobody gave the figure: that is not nought
    definition  what is counted, and how
    period      the time or day that it tells of: "năm 2026", "ngày 31/12/2026"
    coverage    who gave it: "20 trên 22 hội đã báo cáo"
    origin      the book or paper it stands in
    url         where anybody can read it, or ""
    previous    the same of the time before; None where that is not known
    comparable  given where `amount` and `previous` count different bodies
    """

    amount: Decimal | None
    label: str = ""
    unit: str = ""
    qualifier: str = ""
    decimals: int = 0
    definition: str = ""
    period: str = ""
    coverage: str = ""
    origin: str = ""
    url: str = ""
    previous: Decimal | None = None
    previous_period: str = ""
    previous_qualifier: str = ""
    comparable: Comparable | None = None

    @property
    def text(self) -> str:
        """ "hơn 20.000"; without its unit, which the sentence has."""
        words = [
            qualifier_word(self.qualifier),
            amount_text(self.amount, self.decimals),
        ]
        return " ".join(filter(None, words)) if self.amount is not None else ""


def qualifier_word(qualifier: str) -> str:
    return str(Qualifier(qualifier).label) if qualifier else ""
