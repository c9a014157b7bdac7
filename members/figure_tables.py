"""Rows of the tables of figures, on public pages and in the back office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lienhiephoi.vietnamese import number
from members.comparison import Compared, Comparison
from members.own_counts import OwnCount
from members.publication import Difference
from members.rollup import means_the_same


@dataclass(frozen=True)
class TotalRow:
    """A total, the same of the period before, and where it differs what it is now.

    In the back office it is the other way round: the total of now, and where it
    differs the published one. `counted` is what the union's own register says.
    """

    figure: object
    before: Decimal | None
    differs: bool = False
    other: Decimal | None = None
    counted: OwnCount | None = None

    @property
    def makings(self) -> str:
        return makings(self.figure)


def total_rows(
    sections: Iterable,
    *,
    before: Mapping[str, object] | None = None,
    difference: Difference | None = None,
    counted: Mapping[str, OwnCount] | None = None,
) -> list[tuple[object, list[TotalRow]]]:
    """Rows by section; `before` holds the figures of the earlier period by code."""
    before, counted = before or {}, counted or {}
    changed = difference.amounts if difference else {}
    return [
        (
            section,
            [
                TotalRow(
                    each,
                    _same(each, before.get(each.code)),
                    each.code in changed,
                    changed.get(each.code),
                    counted.get(each.code),
                )
                for each in figures
            ],
        )
        for section, figures in sections
    ]


def _same(figure, earlier) -> Decimal | None:
    """What may stand beside it: an amount of the same unit and measure."""
    if earlier is None:
        return None
    return earlier.amount if means_the_same(earlier, figure) else None


def makings(figure) -> str:
    """How much of a total is not exact: "gồm 3 số ước, 2 số làm tròn"."""
    parts = [
        f"{count} {name}"
        for count, name in (
            (figure.estimates, "số ước"),
            (figure.rounded, "số làm tròn"),
        )
        if count
    ]
    return f"gồm {', '.join(parts)}" if parts else ""


@dataclass(frozen=True)
class LineRow:
    """A body (or several joined by mergers and splits) with what it gave."""

    compared: Compared

    @property
    def reporters(self):
        """As it is now, or as it was where it is gone."""
        return self.compared.now.reporters or self.compared.then.reporters

    @property
    def is_gone(self) -> bool:
        return not self.compared.now.reporters

    @property
    def origins(self) -> str:
        """Whose the earlier figure was, where not its own."""
        if not self.compared.is_through_lineage:
            return ""
        return " và ".join(self.compared.then.names)

    @property
    def lines(self):
        return self.compared.now.lines

    @property
    def before(self) -> Decimal | None:
        return self.compared.then.amount

    @property
    def is_before_partial(self) -> bool:
        return bool(self.compared.then.lines) and not self.compared.then.is_whole

    @property
    def change(self) -> str:
        return signed(self.compared.change)


def line_rows(comparison: Comparison) -> list[LineRow]:
    return [
        LineRow(each) for each in comparison.rows if each.now.lines or each.then.lines
    ]


def signed(change: Decimal | None) -> str:
    """+1.406; nothing where there is nothing to compare."""
    if change is None:
        return ""
    if not change:
        return "0"
    return f"{'+' if change > 0 else '-'}{number(abs(change))}"
