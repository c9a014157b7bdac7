"""Charts as SVG drawn on the server; the table of the same numbers stands beside them.

Places across are percentages and heights are pixels, so that a chart is as wide as its
column while its letters keep their size: on a phone they can still be read. Colours
come from the style sheet figures.css, by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lienhiephoi import vietnamese

# Pixels.
BAR_ROW = 46
# Of columns and of lines: they stand beside each other.
AREA = 170
ABOVE, BELOW = 26, 44
# Letters of a label that fit beside a number on a phone 360 px wide.
LONGEST_LABEL = 34
# Points that can all be labelled on a phone; of more only the ends and extremes are.
LABELLED = 6


@dataclass(frozen=True)
class Point:
    """One value: `note` stands under its label, `is_partial` draws it lighter.

    `text` is the value as it is shown; without it the number in Vietnamese style.
    """

    label: str
    value: Decimal | None
    note: str = ""
    is_partial: bool = False
    text: str = ""

    @property
    def shown(self) -> str:
        if self.text:
            return self.text
        return "–" if self.value is None else vietnamese.number(self.value)


def bars(points: Sequence[Point], *, title: str, description: str = "") -> SafeString:
    """Lying bars, for things beside each other; the baseline is zero."""
    largest = _largest(points)
    rows = [
        {
            "point": each,
            "label": shortened(each.label),
            "text_y": place * BAR_ROW + 17,
            "bar_y": place * BAR_ROW + 24,
            "width": _percent(_share(each.value, largest)),
        }
        for place, each in enumerate(points)
    ]
    return _draw("bars", title, description, rows=rows, height=len(points) * BAR_ROW)


def columns(
    points: Sequence[Point], *, title: str, description: str = ""
) -> SafeString:
    """Standing bars, for sums of one period after another; the baseline is zero."""
    largest, slot = _largest(points), Decimal(100) / max(len(points), 1)
    bottom = ABOVE + AREA
    rows = []
    for place, each in enumerate(points):
        height = round(_share(each.value, largest) * AREA)
        rows.append(
            {
                "point": each,
                "x": _percent((place + Decimal("0.5")) * slot / 100),
                "left": _percent((place + Decimal("0.18")) * slot / 100),
                "width": _percent(slot * Decimal("0.64") / 100),
                "top": bottom - height,
                "height": height,
                "text_y": bottom - height - 7,
            }
        )
    return _draw("columns", title, description, rows=rows, **_under(bottom))


def line(points: Sequence[Point], *, title: str, description: str = "") -> SafeString:
    """A line, for what stood at the end of one period after another.

    Its foot is not zero but somewhat below the smallest value, for it shows change;
    every value that matters is written at its point. A period without a value breaks
    the line.
    """
    known = [each.value for each in points if each.value is not None]
    low, span = _range(known)
    slot, bottom = Decimal(100) / max(len(points), 1), ABOVE + AREA
    labelled = _labelled(points)
    rows = []
    for place, each in enumerate(points):
        rise = 0 if each.value is None else float((each.value - low) / span)
        y = round(bottom - 12 - rise * (AREA - 24))
        rows.append(
            {
                "point": each,
                "x": _percent((place + Decimal("0.5")) * slot / 100),
                "across": f"{(place + Decimal('0.5')) * slot:.2f}",
                "y": y,
                "is_labelled": place in labelled,
                "is_known": each.value is not None,
            }
        )
    for place, row in enumerate(rows):
        row["text_y"] = _beside_line(rows, place, bottom)
    return _draw(
        "line", title, description, rows=rows, runs=_runs(rows), **_under(bottom)
    )


def shortened(label: str) -> str:
    if len(label) <= LONGEST_LABEL:
        return label
    return f"{label[: LONGEST_LABEL - 1].rstrip()}…"


def _under(bottom: int) -> dict:
    """The lines below the foot of a chart: labels, and notes where there are any."""
    return {
        "bottom": bottom,
        "label_y": bottom + 18,
        "note_y": bottom + 36,
        "height": bottom + BELOW,
    }


def _largest(points: Sequence[Point]) -> Decimal:
    return max((each.value for each in points if each.value), default=Decimal(0))


def _share(value: Decimal | None, largest: Decimal) -> Decimal:
    """Of the largest, 0 to 1; what is missing or below zero has no bar."""
    if not value or value < 0 or not largest:
        return Decimal(0)
    return Decimal(value) / largest


def _range(known: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The lowest value drawn, and how far it is to the highest."""
    if not known:
        return Decimal(0), Decimal(1)
    low, high = Decimal(min(known)), Decimal(max(known))
    spread = high - low
    foot = max(low - spread, Decimal(0)) if low >= 0 else low - spread
    return (foot, high - foot) if spread else (low - 1, Decimal(2))


def _labelled(points: Sequence[Point]) -> set[int]:
    known = [n for n, each in enumerate(points) if each.value is not None]
    if len(known) <= LABELLED:
        return set(known)
    by_value = sorted(known, key=lambda n: points[n].value)
    return {known[0], known[-1], by_value[0], by_value[-1]}


def _beside_line(rows: list[dict], place: int, bottom: int) -> int:
    """Where a value is written: on the side of its point that the line leaves free."""
    y = rows[place]["y"]
    around = [each["y"] for each in rows[max(place - 1, 0) : place + 2]]
    is_valley = sum(around) / len(around) < y
    return y + 20 if is_valley and y + 26 < bottom else y - 11


def _runs(rows: list[dict]) -> list[str]:
    """Points of each unbroken stretch, for `polyline`."""
    runs: list[list[str]] = [[]]
    for row in rows:
        if row["is_known"]:
            runs[-1].append(f"{row['across']},{row['y']}")
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if len(run) > 1]


def _percent(share: Decimal) -> str:
    return f"{share * 100:.2f}%"


def _draw(name: str, title: str, description: str, **context) -> SafeString:
    context |= {"title": title, "description": description}
    return render_to_string(f"charts/{name}.html", context)
