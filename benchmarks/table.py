"""Figures as a table for the terminal, in Vietnamese."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure; `least` and `most` are what it is held to, when it is."""

    label: str
    value: float
    least: float | None = None
    most: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def is_met(self) -> bool:
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )

    @property
    def is_held_to_something(self) -> bool:
        return self.least is not None or self.most is not None


def number(value: float) -> str:
    """1.234 or 0,123: three figures that say something."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", ".")
    places = 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{places}f}".replace(".", ",")


def show(heading: str, rows: list[Row]) -> None:
    print(f"\n{heading}")
    width = max(len(row.label) for row in rows) + 2
    for row in rows:
        cells = (
            f"{number(row.value)}{row.unit}".rjust(11),
            _target(row).ljust(11),
            _verdict(row).ljust(9),
        )
        print(f"  {row.label:<{width}}{'  '.join(cells)} {row.note}".rstrip())


def _target(row: Row) -> str:
    if row.least is not None:
        return f"≥ {number(row.least)}{row.unit}"
    return f"≤ {number(row.most)}{row.unit}" if row.most is not None else ""


def _verdict(row: Row) -> str:
    if not row.is_held_to_something:
        return ""
    return "đạt" if row.is_met else "CHƯA ĐẠT"
