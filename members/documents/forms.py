"""The form of a period on paper, to be filled in by hand."""

from lienhiephoi.context_processors import site_settings
from lienhiephoi.dossiers.fields import FieldKind, FormField, FormSection
from lienhiephoi.dossiers.wording import amount_text
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.official import (
    DOTS,
    Align,
    Column,
    Look,
    OfficialDocument,
    Row,
    RowLook,
)
from lienhiephoi.vietnamese import date_text
from members import reporting
from members.documents import letterheads
from members.documents.wording import (
    capital,
    last_part,
    level_of,
    results_of,
    span_text,
)
from members.models import Association, Report, ReportingPeriod
from members.report_forms import form_of

_REQUIRED = " (*)"
_LINES, _LINES_WHERE_REQUIRED = 5, 9


def blank_form_pdf(
    period: ReportingPeriod, association: Association | None = None
) -> bytes:
    return pdf.write(blank_form(period, association))


def blank_form_docx(
    period: ReportingPeriod, association: Association | None = None
) -> bytes:
    return docx.write(blank_form(period, association))


def blank_form(
    period: ReportingPeriod, association: Association | None = None
) -> OfficialDocument:
    """With last year's figures where it is an association's own form."""
    document = OfficialDocument(
        letterheads.association(association, period.ends_on),
        kind="Báo cáo",
        subject=capital(results_of(period)),
        code=f"BC-{DOTS}",
        addressees=(site_settings().name,),
        recipients=("Như trên", "Lưu: VT"),
        signature=letterheads.head_of(association, period.ends_on),
        notice=f"Hạn gửi: {date_text(period.deadline_on)}",
    )
    _add_guidance(document, period)
    previous = _previous_values(period, association)
    for section in form_of(period).sections:
        _add_section(document, section, period, previous)
    return document


def _previous_values(period: ReportingPeriod, association: Association | None) -> dict:
    if association is None:
        return {}
    return reporting.previous_values(Report(period=period, association=association))


def _add_guidance(document: OfficialDocument, period: ReportingPeriod) -> None:
    for line in period.guidance.split("\n"):
        if line.strip():
            document.paragraph(line, Look.NOTE)
    document.paragraph(
        "Chỗ có dấu (*) là bắt buộc. Số liệu tính từ ngày "
        f"{date_text(period.starts_on)} đến ngày {date_text(period.ends_on)}; số chưa "
        "chốt ghi số ước và đánh dấu × vào cột “Số ước”.",
        Look.NOTE,
    )


def _add_section(
    document: OfficialDocument, section: FormSection, period, previous: dict
) -> None:
    document.heading(
        section.title,
        level=level_of(section.number),
        number=last_part(section.number),
    )
    if section.guidance:
        document.paragraph(section.guidance, Look.NOTE)
    figures = []
    for field in section.fields:
        if field.kind == FieldKind.TEXT:
            document.writing_lines(
                _LINES_WHERE_REQUIRED if field.is_required else _LINES
            )
        elif field.kind == FieldKind.FILE:
            document.paragraph(f"- {_label(field)}. {field.guidance}".strip(". "))
        else:
            figures.append(field)
    if figures:
        _add_table(document, figures, period, previous)


def _add_table(
    document: OfficialDocument, figures: list[FormField], period, previous: dict
) -> None:
    before = period.previous
    document.table(
        [
            Column("STT", 15, Align.CENTRE),
            Column("Chỉ tiêu", 62),
            Column("Đơn vị tính", 20, Align.CENTRE),
            Column(
                capital(span_text(before)) if before else "Kỳ trước", 26, Align.RIGHT
            ),
            Column(capital(span_text(period)), 27, Align.RIGHT),
            Column("Số ước", 12, Align.CENTRE),
            Column("Giải thích", 28),
        ],
        [_row(field, previous) for field in figures],
    )


def _row(field: FormField, previous: dict) -> Row:
    label = _label(field)
    return Row(
        (
            field.number,
            f"{label}\n{field.guidance}" if field.guidance else label,
            field.unit,
            amount_text(previous.get(field.key), field.decimals),
            *("", "", ""),
        ),
        RowLook.BLANK,
    )


def _label(field: FormField) -> str:
    return field.label + (_REQUIRED if field.is_required else "")
