"""What the union's own registers count beside what associations report.

The register of social reviews knows how many each association led, and how many the
office led itself, which no association reports. Apps above tell of their registers
here, by the code of the indicator that counts the same things; the reported total
stays what it is, and the count stands beside it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lienhiephoi.vietnamese import number

# Keys of associations, and None for the union's own office.
Counts = Callable[[dt.date, dt.date], dict[int | None, int]]


@dataclass(frozen=True)
class OwnCount:
    """How many of what a register holds for a time; `office` of them its own."""

    label: str
    total: int
    office: int = 0

    def __str__(self) -> str:
        """ "Sổ của Liên hiệp Hội ghi 3 nhiệm vụ phản biện (trong đó …)"."""
        words = f"Sổ của Liên hiệp Hội ghi {number(self.total)} {self.label}"
        if not self.office:
            return words
        return f"{words} (trong đó văn phòng chủ trì {number(self.office)})"


@dataclass(frozen=True)
class _Register:
    label: str
    counts: Counts


_registers: dict[str, _Register] = {}


def register(code: str, label: str, counts: Counts) -> None:
    """`counts(starts_on, ends_on)` says how many by association, in one query.

    `label` is what is counted, as it stands after a number: «nhiệm vụ phản biện».
    """
    _registers[code] = _Register(label, counts)


def own_counts(
    codes: Iterable[str], starts_on: dt.date, ends_on: dt.date
) -> dict[str, OwnCount]:
    """By code, for those that a register counts too and holds something of."""
    found = {}
    for code in codes:
        if known := _registers.get(code):
            counts = known.counts(starts_on, ends_on)
            if total := sum(counts.values()):
                found[code] = OwnCount(known.label, total, counts.get(None, 0))
    return found


def told_to(
    association: int, codes: Iterable[str], starts_on: dt.date, ends_on: dt.date
) -> dict[str, str]:
    """By code, what the registers hold of one association, in words for it to read."""
    found = {}
    for code in codes:
        if known := _registers.get(code):
            led = known.counts(starts_on, ends_on).get(association, 0)
            if led:
                found[code] = (
                    f"Sổ của Liên hiệp Hội ghi {number(led)} {known.label} do hội chủ "
                    "trì trong kỳ."
                )
    return found


# --- As a publication keeps them ----------------------------------------------------


def stored(counts: dict[str, OwnCount]) -> dict[str, dict]:
    return {
        code: {"label": each.label, "total": each.total, "office": each.office}
        for code, each in counts.items()
    }


def restored(kept: dict[str, dict] | None) -> dict[str, OwnCount]:
    """Publications from before the registers were told of keep none."""
    return {code: OwnCount(**each) for code, each in (kept or {}).items()}
