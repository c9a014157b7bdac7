"""Báo cáo tổng hợp: the union's report, drawn from those of its associations.

A draft for the office to edit: figures from the roll-up, and under each heading what
the associations wrote, each with its source.
"""

from collections import defaultdict

from lienhiephoi.dossiers.wording import amount_text
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.official import (
    Align,
    Column,
    Look,
    OfficialDocument,
    Row,
    RowLook,
)
from lienhiephoi.vietnamese import date_text
from members.documents import letterheads
from members.documents.wording import (
    capital,
    last_part,
    level_of,
    results_of,
    span_text,
)
from members.models import ReportAnswer, ReportingPeriod
from members.report_forms import NARRATIVE, narrative_key
from members.rollup import IndicatorTotal, Rollup, SectionTotals, roll_up

CODE = "BC-LHH"
_RECIPIENTS = ("Các hội thành viên", "Lưu: VT, VP")


def summary_docx(period: ReportingPeriod, rollup: Rollup) -> bytes:
    return docx.write(summary_document(period, rollup))


def summary_pdf(period: ReportingPeriod, rollup: Rollup) -> bytes:
    return pdf.write(summary_document(period, rollup))


def summary_document(
    period: ReportingPeriod, rollup: Rollup, *, number: int | None = None, date=None
) -> OfficialDocument:
    head = letterheads.union()
    document = OfficialDocument(
        head,
        kind="Báo cáo",
        subject=f"Tổng hợp {results_of(period)} của các hội thành viên",
        number=number,
        code=CODE,
        date=date,
        recipients=_RECIPIENTS,
        signature=letterheads.chair_of_union(date or period.ends_on),
    )
    _add_opening(document, rollup)
    totals = {section.code: section for section in rollup.sections}
    before = roll_up(period.previous) if period.previous else None
    narratives = _narratives(rollup)
    for section in period.sections.all():
        level, last = level_of(section.number), last_part(section.number)
        document.heading(section.title, level=level, number=last)
        if section.code in totals:
            _add_totals(document, totals[section.code], rollup, before)
        for source, text in narratives[narrative_key(section.code)]:
            document.prose(text, lead=f"{source}:")
    document.paragraph(
        f"Trên đây là báo cáo tổng hợp {results_of(period)} của các hội thành viên "
        f"{head.issuer}./."
    )
    _add_shares(document, rollup)
    _add_reporters(document, rollup)
    return document


def _add_opening(document: OfficialDocument, rollup: Rollup) -> None:
    coverage = rollup.coverage
    document.paragraph(
        f"Báo cáo tổng hợp từ {coverage.reported} báo cáo đã được chấp nhận, trong "
        f"{coverage.owing} hội, đơn vị phải báo cáo ({coverage}); số liệu từ ngày "
        f"{date_text(rollup.starts_on)} đến ngày {date_text(rollup.ends_on)}."
    )
    if rollup.missing:
        names = "; ".join(each.name for each in rollup.missing)
        document.paragraph(f"Chưa tổng hợp số liệu của: {names}.")


def _narratives(rollup: Rollup) -> dict[str, list[tuple[str, str]]]:
    """(association, what it wrote) under each heading, in the order of the register."""
    reported = {e.report: e for e in rollup.reporters if e.has_reported}
    order = {report: place for place, report in enumerate(reported)}
    found = defaultdict(list)
    answers = ReportAnswer.objects.filter(
        dossier__in=reported, key__startswith=NARRATIVE
    ).exclude(text="")
    for each in sorted(answers, key=lambda answer: order[answer.dossier_id]):
        found[each.key].append((reported[each.dossier_id].name, each.text))
    return found


# --- Figures --------------------------------------------------------------------


def _add_totals(
    document: OfficialDocument,
    section: SectionTotals,
    rollup: Rollup,
    before: Rollup | None,
) -> None:
    columns = [
        Column("STT", 13, Align.CENTRE),
        Column("Chỉ tiêu", 68),
        Column("Đơn vị tính", 22, Align.CENTRE),
        *([_column(before)] if before else []),
        _column(rollup),
        Column("Số hội có số liệu", 20, Align.CENTRE),
    ]
    document.table(
        columns, [_total_row(each, rollup, before) for each in section.indicators]
    )
    for caution in dict.fromkeys(each.caution for each in section.indicators):
        if caution:
            document.paragraph(f"Lưu ý: {caution}", Look.NOTE)


def _column(rollup: Rollup) -> Column:
    """A period's totals; how many reports they rest on stands below its name."""
    label = f"{capital(span_of(rollup))}\n({rollup.coverage} hội)"
    return Column(label, 24, Align.RIGHT)


def span_of(rollup: Rollup) -> str:
    return span_text(ReportingPeriod(name=rollup.name))


def _total_row(each: IndicatorTotal, rollup: Rollup, before: Rollup | None) -> Row:
    then = before[each.code].amount if before and each.code in before else None
    return Row(
        (
            each.number,
            each.label,
            each.unit,
            *([amount_text(then, each.decimals)] if before else []),
            amount_text(each.amount, each.decimals),
            f"{each.answered}/{rollup.coverage.owing}",
        )
    )


# --- Appendices -----------------------------------------------------------------


def _add_shares(document: OfficialDocument, rollup: Rollup) -> None:
    """The headline figures by kind of membership and by sector."""
    if not rollup.headlines:
        return
    document.appendix("Số liệu chủ yếu theo loại hội và lĩnh vực")
    rows = []
    for each in rollup.headlines:
        unit = f" ({each.unit})" if each.unit else ""
        rows.append(Row((f"{each.label}{unit}",), RowLook.GROUP))
        kinds = rollup.by_kind(each.code)
        # One kind alone is the whole, which stands in the last row.
        for share in (*(kinds if len(kinds) > 1 else ()), *rollup.by_sector(each.code)):
            amount = amount_text(share.amount, each.decimals)
            rows.append(Row((share.label, str(share.coverage), amount)))
        total = amount_text(each.amount, each.decimals)
        rows.append(Row(("Cộng", str(rollup.coverage), total), RowLook.TOTAL))
    document.table(
        [
            Column("Loại hội, lĩnh vực", 95),
            Column("Đã báo cáo", 30, Align.CENTRE),
            Column(capital(span_of(rollup)), 40, Align.RIGHT),
        ],
        rows,
    )


def _add_reporters(document: OfficialDocument, rollup: Rollup) -> None:
    document.appendix("Tình hình báo cáo của các hội, đơn vị")
    document.table(
        [
            Column("STT", 13, Align.CENTRE),
            Column("Hội, đơn vị", 80),
            Column("Loại", 36),
            Column("Báo cáo", 37, Align.CENTRE),
        ],
        [
            Row(
                (
                    str(place),
                    each.name,
                    each.kind_label,
                    "Đã tổng hợp" if each.has_reported else "Chưa có",
                )
            )
            for place, each in enumerate(rollup.reporters, start=1)
        ],
    )
