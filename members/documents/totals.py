"""Phụ lục số liệu of a period as .xlsx: totals, every line, and who is missing."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.office.xlsx import Column, Row, RowLook, Sheet, Value, write
from lienhiephoi.vietnamese import date_text
from members.documents import letterheads
from members.documents.wording import capital, results_of, span_text
from members.models import Measure, ReportingPeriod
from members.rollup import IndicatorTotal, Rollup, Share, roll_up

_NUMBER = Column("STT", 7, is_centred=True)
_LABEL = Column("Chỉ tiêu", 46)
_UNIT = Column("Đơn vị tính", 13, is_centred=True)


def totals_xlsx(period: ReportingPeriod, rollup: Rollup) -> bytes:
    """Amounts are numbers as the roll-up has them, not formulas over what is shown."""
    before = roll_up(period.previous) if period.previous else None
    issuer = letterheads.union().issuer
    return write(
        [
            _totals(period, rollup, before),
            _lines(rollup),
            _shares("Theo loại hội", rollup, rollup.by_kind),
            _shares("Theo lĩnh vực", rollup, rollup.by_sector),
            _inexact(rollup),
            _reporters(rollup),
        ],
        title=f"Phụ lục số liệu: {results_of(period)}",
        author=issuer,
    )


def _headings(title: str, rollup: Rollup) -> list[str]:
    days = f"từ ngày {date_text(rollup.starts_on)} đến ngày {date_text(rollup.ends_on)}"
    return [
        title.upper(),
        letterheads.union().issuer,
        f"{rollup.name}: số liệu {days}; đã tổng hợp {rollup.coverage} báo cáo",
    ]


def _by_section(
    rollup: Rollup, values: Callable[[IndicatorTotal], Iterable[Value]]
) -> list[Row]:
    """A row for each indicator, below the heading of its section."""
    rows = []
    for section in rollup.sections:
        rows.append(Row([section.number, section.title], RowLook.GROUP))
        for each in section.indicators:
            row = [each.number, each.label, each.unit, *values(each)]
            rows.append(Row(row, decimals=_places(each)))
    return rows


def _places(each: IndicatorTotal) -> int:
    """As many as its definition says, and more where a figure has more."""
    return max([each.decimals, *(_decimals(line.amount) for line in each.lines)])


def _decimals(amount: Decimal) -> int:
    return max(0, -amount.normalize().as_tuple().exponent)


# --- Sheets ---------------------------------------------------------------------


def _totals(period: ReportingPeriod, rollup: Rollup, before: Rollup | None) -> Sheet:
    def values(each: IndicatorTotal) -> Iterable[Value]:
        then = before[each.code].amount if before and each.code in before else None
        return (
            Measure(each.measure).label,
            *([then] if before else []),
            each.amount,
            f"{each.answered}/{rollup.coverage.owing}",
            each.estimates,
            each.caution,
        )

    columns = [
        *(_NUMBER, _LABEL, _UNIT, Column("Cách tính", 23)),
        *([Column(capital(span_text(period.previous)), 13)] if before else []),
        Column(capital(span_text(period)), 13),
        Column("Số hội có số liệu", 11, is_centred=True),
        Column("Trong đó số ước", 10, is_centred=True),
        Column("Lưu ý khi dùng", 40),
    ]
    notes = [
        "Số hội có số liệu / số hội phải báo cáo. Hội chưa báo cáo không tính là 0."
    ]
    if before:
        notes.append(
            f"{capital(span_text(period.previous))}: tổng hợp từ {before.coverage} "
            "báo cáo; hội báo cáo mỗi kỳ có thể khác nhau."
        )
    title = f"Phụ lục số liệu {span_text(period)}"
    rows = _by_section(rollup, values)
    return Sheet("Tổng hợp", _headings(title, rollup), columns, rows, notes, frozen=3)


def _lines(rollup: Rollup) -> Sheet:
    """Every indicator × association; empty is "no figure", not nought."""

    def values(each: IndicatorTotal) -> Iterable[Value]:
        lines = (each.line_of(reporter.association) for reporter in rollup.reporters)
        return each.amount, *(line and line.amount for line in lines)

    columns = [
        *(_NUMBER, _LABEL, _UNIT, Column("Tổng", 11)),
        *(Column(_name_in_head(each), 8, is_upright=True) for each in rollup.reporters),
    ]
    notes = ["Ô trống: hội chưa có số liệu được chấp nhận."]
    headings = _headings("Số liệu theo từng hội", rollup)
    rows = _by_section(rollup, values)
    return Sheet("Theo hội", headings, columns, rows, notes, frozen=4)


def _name_in_head(reporter) -> str:
    missing = "" if reporter.has_reported else " (chưa báo cáo)"
    return (reporter.short_name or reporter.name) + missing


def _shares(
    title: str, rollup: Rollup, shares_of: Callable[[str], list[Share]]
) -> Sheet:
    def values(each: IndicatorTotal) -> Iterable[Value]:
        return *(share.amount for share in shares_of(each.code)), each.amount

    first = next(iter(rollup.indicators), None)
    shares = shares_of(first.code) if first else []
    columns = [
        *(_NUMBER, _LABEL, _UNIT),
        *(Column(f"{each.label} ({each.coverage})", 15) for each in shares),
        Column("Tổng", 13),
    ]
    notes = ["Trong ngoặc: số hội đã báo cáo / số hội phải báo cáo."]
    headings = _headings(f"Số liệu {title.lower()}", rollup)
    return Sheet(title, headings, columns, _by_section(rollup, values), notes, frozen=3)


def _inexact(rollup: Rollup) -> Sheet:
    """Figures that their reporters gave as estimates or as "khoảng", "hơn", "gần"."""
    rows = [
        Row(
            [
                *(each.label, line.reporter.name, line.amount, each.unit),
                Qualifier(line.qualifier).label if line.qualifier else "",
                "Số ước" if line.is_estimate else "",
            ],
            decimals=_places(each),
        )
        for each in rollup.indicators
        for line in each.lines
        if line.qualifier or line.is_estimate
    ]
    columns = [
        *(_LABEL, Column("Hội, đơn vị", 46), Column("Số liệu", 13), _UNIT),
        Column("Mức chính xác", 13, is_centred=True),
        Column("Số ước", 10, is_centred=True),
    ]
    headings = _headings("Số liệu ước và gần đúng", rollup)
    return Sheet("Số ước, gần đúng", headings, columns, rows, frozen=1)


def _reporters(rollup: Rollup) -> Sheet:
    rows = [
        Row(
            [
                *(place, each.name, each.kind_label, each.sector),
                "Đã tổng hợp" if each.has_reported else "Chưa có",
            ]
        )
        for place, each in enumerate(rollup.reporters, start=1)
    ]
    columns = [
        *(_NUMBER, Column("Hội, đơn vị", 52), Column("Loại", 22)),
        *(Column("Lĩnh vực", 26), Column("Báo cáo", 16, is_centred=True)),
    ]
    headings = _headings("Tình hình báo cáo của các hội", rollup)
    return Sheet("Tình hình báo cáo", headings, columns, rows, frozen=2)
