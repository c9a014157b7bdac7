"""The report of an association as an official document."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from lienhiephoi.context_processors import site_settings
from lienhiephoi.dossiers.fields import FieldKind, Form, FormField, FormSection
from lienhiephoi.dossiers.wording import amount_text, figure_text
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
from lienhiephoi.vietnamese import moment_text
from members import reporting
from members.documents import letterheads
from members.documents.wording import (
    capital,
    has_parts,
    inside,
    last_part,
    level_of,
    results_of,
    span_text,
)
from members.models import EDITABLE, Report, ReportAnswer, ReportStatus
from members.report_forms import FILES_SECTION, form_of

_NOTICES = {
    ReportStatus.DRAFT: "BẢN NHÁP, CHƯA GỬI",
    ReportStatus.RETURNED: "ĐANG SỬA, CHƯA GỬI LẠI",
}


def report_docx(report: Report) -> bytes:
    return docx.write(report_document(report))


def report_pdf(report: Report) -> bytes:
    return pdf.write(report_document(report))


def report_document(report: Report) -> OfficialDocument:
    """The report as it stands now, by the names and offices of the period's end."""
    period, day = report.period, report.period.ends_on
    form = form_of(period)
    answers = {each.key: each for each in report.answers.all()}
    document = OfficialDocument(
        letterheads.association(report.association, day),
        kind="Báo cáo",
        subject=capital(results_of(period)),
        code=f"BC-{DOTS}",
        date=_day_of_sending(report),
        addressees=(site_settings().name,),
        recipients=("Như trên", "Lưu: VT"),
        signature=letterheads.head_of(report.association, day),
        notice=_NOTICES.get(report.status, ""),
        provenance=_provenance(report),
    )
    document.paragraph(_opening(report))
    is_sent = report.status not in EDITABLE
    nothing = "(Không có nội dung báo cáo.)" if is_sent else "(Chưa có nội dung.)"
    for section in form.sections:
        if section.key != FILES_SECTION:
            _add_section(document, section, form, answers, nothing)
    _add_file_names(document, report)
    document.paragraph(
        f"Trên đây là báo cáo {results_of(period)} của {report.association_name}, "
        f"kính gửi {site_settings().short_name} xem xét, tổng hợp./."
    )
    _add_figures(document, report, form, answers)
    return document


def _day_of_sending(report: Report):
    if report.status in EDITABLE or not report.submitted_at:
        return None
    return timezone.localdate(report.submitted_at)


def _provenance(report: Report) -> str:
    """Which sending the document shows, as the receipt names it."""
    version = report.versions.first()
    if report.status in EDITABLE or version is None:
        return ""
    moment = moment_text(timezone.localtime(version.sent_at))
    way = "nhập từ bản giấy" if report.is_from_paper else "gửi"
    return (
        f"Biên nhận {version.receipt}, {way} lúc {moment} trên cổng thông tin của "
        f"{site_settings().short_name}. Mã kiểm: {version.checksum}"
    )


def _opening(report: Report) -> str:
    called = report.period.call_letter
    basis = f"Thực hiện {called}, " if called else ""
    return (
        f"{basis}{report.association_name} báo cáo {results_of(report.period)} như sau:"
    )


# --- Sections -------------------------------------------------------------------


def _add_section(
    document: OfficialDocument,
    section: FormSection,
    form: Form,
    answers: Mapping[str, ReportAnswer],
    nothing: str,
) -> None:
    document.heading(
        section.title,
        level=level_of(section.number),
        number=last_part(section.number),
    )
    texts = [f for f in section.fields if f.kind == FieldKind.TEXT]
    told = [answers[f.key].text for f in texts if f.key in answers]
    if any(told):
        document.prose("\n".join(told))
    elif figures := _figures_in_words(section, answers):
        document.paragraph(f"Số liệu trong kỳ: {figures}.")
    elif not has_parts(section, form.sections):
        document.paragraph(nothing, Look.NOTE)


def _figures_in_words(section: FormSection, answers: Mapping) -> str:
    """What a section without a narrative has to tell; the rest is in the appendix."""
    return "; ".join(
        f"{inside(f.label)}: "
        f"{figure_text(answers[f.key], decimals=f.decimals, unit=f.unit)}"
        for f in _figures_of(section)
        if not f.part_of and _is_something(answers.get(f.key))
    )


def _figures_of(section: FormSection) -> list[FormField]:
    return [field for field in section.fields if field.kind == FieldKind.FIGURE]


def _is_something(answer: ReportAnswer | None) -> bool:
    return answer is not None and bool(answer.amount)


def _add_file_names(document: OfficialDocument, report: Report) -> None:
    names = [each.name for each in report.files.filter(removed_at=None)]
    if names:
        document.paragraph(f"Tệp gửi kèm: {'; '.join(names)}.", Look.NOTE)


# --- Appendix -------------------------------------------------------------------


def _add_figures(
    document: OfficialDocument, report: Report, form: Form, answers: Mapping
) -> None:
    """Phụ lục số liệu: each figure that was asked for, beside that of last time."""
    if not any(_figures_of(section) for section in form.sections):
        return
    document.appendix(f"Số liệu {span_text(report.period)}", is_only_one=True)
    previous = reporting.previous_values(report)
    has_notes = any(each.note for each in answers.values())
    before = report.period.previous
    columns = [
        Column("STT", 13, Align.CENTRE),
        Column("Chỉ tiêu", 62),
        Column("Đơn vị tính", 21, Align.CENTRE),
        Column(capital(span_text(before)) if before else "Kỳ trước", 22, Align.RIGHT),
        Column(capital(span_text(report.period)), 26, Align.RIGHT),
        *([Column("Giải thích", 38)] if has_notes else []),
    ]
    rows = []
    for section in form.sections:
        figures = _figures_of(section)
        if figures:
            title = f"{section.number}. {section.title}".removeprefix(". ")
            rows.append(Row((title,), RowLook.GROUP))
        for field in figures:
            cells = _cells(field, answers.get(field.key), previous.get(field.key))
            rows.append(Row(cells if has_notes else cells[:-1]))
    document.table(columns, rows)


def _cells(
    field: FormField, answer: ReportAnswer | None, previous: Decimal | None
) -> tuple[str, ...]:
    return (
        field.number,
        field.label,
        field.unit,
        amount_text(previous, field.decimals),
        figure_text(answer, decimals=field.decimals) if answer else "",
        " ".join(answer.note.split()) if answer else "",
    )
