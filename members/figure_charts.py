"""Charts of figures, each with a title that states the finding and its table's rows."""

from collections.abc import Sequence
from decimal import Decimal

from lienhiephoi import charts
from lienhiephoi.charts import Point
from lienhiephoi.vietnamese import keep_together, number


def drawn_over_time(figure, series: Sequence[tuple]) -> dict:
    """`series`: (publication, its figure or None), oldest first."""
    points = [
        Point(
            label=_moment_label(period, series),
            value=each.amount if each else None,
            note="" if period.coverage.is_complete else f"{period.coverage} hội",
            is_partial=not period.coverage.is_complete,
        )
        for period, each in series
    ]
    title = keep_together(finding(figure, series))
    draw = charts.line if figure.is_stock else charts.columns
    return {
        "figure": figure,
        "title": title,
        "svg": draw(points, title=title, description=_said(points, figure.unit)),
        "rows": [(period, each) for period, each in series],
    }


def _moment_label(period, series) -> str:
    """The year, unless two periods end in one."""
    years = [each.year for each, _figure in series]
    if years.count(period.year) == 1:
        return period.year
    return f"{period.ends_on.month}/{period.year}"


def finding(figure, series: Sequence[tuple]) -> str:
    """What the last two values say: "Hội viên, năm 2025: 18.866 người, tăng 1.406 …".

    A change is stated only where everybody reported in both periods; else both values
    with how many reported, for the totals differ for that reason too. From nought, or
    from a period without the figure, nothing has grown.
    """
    known = [
        place
        for place, (_period, each) in enumerate(series)
        if each and each.amount is not None
    ]
    if not known:
        return f"{figure.label}: chưa có số liệu"
    last = series[known[-1]]
    text = f"{figure.label}, {_valued(*last, figure.unit)}"
    before = series[known[-1] - 1] if known[-1] - 1 in known else None
    if before is None or not before[1].amount:
        return text
    if not all(period.coverage.is_complete for period, _each in (last, before)):
        return f"{text}; {_valued(*before, figure.unit)}"
    difference = change(last[1].amount - before[1].amount)
    return f"{text}, {difference} so với {_called(before[0])}"


def _valued(period, each, unit: str) -> str:
    text = f"{_called(period)}: {with_unit(each.amount, unit)}"
    return text if period.coverage.is_complete else f"{text} ({period.coverage} hội)"


def _called(period) -> str:
    name = period.short_name
    return name[:1].lower() + name[1:]


def change(difference: Decimal) -> str:
    if not difference:
        return "không đổi"
    return f"{'tăng' if difference > 0 else 'giảm'} {number(abs(difference))}"


def with_unit(amount: Decimal, unit: str) -> str:
    return f"{number(amount)} {unit}".strip()


def drawn_by_share(heading: str, figure, shares) -> dict:
    """Bars of the parts of a total, the largest first; empty for a single part."""
    shares = sorted(shares, key=lambda each: -(each.amount or 0))
    points = [
        Point(
            label=each.label,
            value=each.amount,
            note="" if each.coverage.is_complete else f"({each.coverage} hội)",
            is_partial=not each.coverage.is_complete,
        )
        for each in shares
    ]
    title = f"{figure.label} {heading}"
    is_drawn = len(shares) > 1 and figure.amount is not None
    drawn = charts.bars(points, title=title, description=_said(points, figure.unit))
    return {
        "heading": heading,
        "title": title,
        "svg": drawn if is_drawn else "",
        "rows": shares,
    }


def _said(points: Sequence[Point], unit: str) -> str:
    return "; ".join(f"{each.label}: {each.shown} {unit}".strip() for each in points)
