"""A published report as the official document, with the sources of its figures."""

from django.utils import timezone

from conferences.editions import Contents, FrozenFigure, Part, Promise, read
from conferences.models import ReportEdition
from conferences.tokens import BEFORE
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.letterhead import Signature
from lienhiephoi.office.official import Align, Column, OfficialDocument, Row
from lienhiephoi.vietnamese import date_text, keep_together, moment_text
from members.documents import letterheads


def report_docx(edition: ReportEdition) -> bytes:
    return docx.write(report_document(read(edition), provenance=provenance(edition)))


def report_pdf(edition: ReportEdition) -> bytes:
    return pdf.write(report_document(read(edition), provenance=provenance(edition)))


def report_document(
    contents: Contents, *, provenance: str = "", notice: str = ""
) -> OfficialDocument:
    """`notice` stands above a report that is not published: "Bản nháp"."""
    head = contents.report
    signature = head.signature
    document = OfficialDocument(
        letterheads.union(),
        kind=head.kind_label,
        subject=head.subject,
        number=head.number,
        code=head.code,
        date=head.issued_on,
        recipients=head.recipients,
        signature=Signature(signature.position, signature.name, signature.authority),
        notice=notice,
        provenance=provenance,
    )
    _add_text(document, contents)
    figures = contents.used_figures
    has_both = bool(contents.promises and figures)
    if contents.promises:
        document.appendix(
            "Kết quả thực hiện nhiệm vụ hội nghị trước giao", is_only_one=not has_both
        )
        _add_promises(document, contents.promises)
    if figures:
        document.appendix("Nguồn của các số liệu", is_only_one=not has_both)
        _add_sources(document, figures)
    return document


def document_reference(contents: Contents) -> str:
    """Số và ký hiệu, "" for a report without a number."""
    head = contents.report
    return f"{head.number:02}/{head.code}" if head.number else ""


def provenance(edition: ReportEdition) -> str:
    moment = moment_text(timezone.localtime(edition.published_at))
    return (
        f"Lập từ bản công bố lần {edition.number}, {moment}; "
        f"mã kiểm {edition.checksum[:16]}."
    )


def _add_text(document: OfficialDocument, contents: Contents) -> None:
    """The parts; the last words end with "./." (Nghị định 30/2020/NĐ-CP)."""
    told = [(part, _lines(part, contents)) for part in contents.parts]
    last = max((n for n, (_, lines) in enumerate(told) if lines), default=None)
    for place, (part, lines) in enumerate(told):
        number = part.number.rstrip(".)/ ")
        document.heading(part.title, level=part.level, number=number)
        if place == last:
            lines[-1] = f"{lines[-1].rstrip(' .;')}./."
        for line in lines:
            document.paragraph(line)


def _lines(part: Part, contents: Contents) -> list[str]:
    return [
        ("- " if each.is_point else "") + keep_together(each.text)
        for each in part.paragraphs(contents)
    ]


def _add_promises(document: OfficialDocument, promises: tuple[Promise, ...]) -> None:
    document.table(
        [
            Column("STT", 12, Align.CENTRE),
            Column("Nhiệm vụ", 66),
            Column("Chủ trì", 38),
            Column("Thời hạn", 28, Align.CENTRE),
            Column("Kết quả", 36),
        ],
        [
            Row((str(place), each.title, each.owner, _day(each.due_on), outcome(each)))
            for place, each in enumerate(promises, start=1)
        ],
    )


def outcome(promise: Promise) -> str:
    """What became of a task: its state, the day it was done, or that it is late."""
    if promise.done_on:
        return f"{promise.state}\n{date_text(promise.done_on)}"
    return f"{promise.state}\nquá hạn" if promise.is_overdue else promise.state


def _day(day) -> str:
    return date_text(day) if day else ""


def _add_sources(document: OfficialDocument, figures: list[FrozenFigure]) -> None:
    document.table(
        [
            Column("STT", 12, Align.CENTRE),
            Column("Số liệu", 56),
            Column("Giá trị", 33, Align.RIGHT),
            Column("Kỳ trước", 28, Align.RIGHT),
            Column("Nguồn", 51),
        ],
        [
            Row(
                (
                    str(place),
                    f"{each.label}\n{each.definition}",
                    f"{each.text or '–'}\n{each.unit}",
                    f"{each.shown(BEFORE) or '–'}\n{each.previous_period}",
                    f"{each.origin}\n{joined(each.period, each.coverage)}",
                )
            )
            for place, each in enumerate(figures, start=1)
        ],
    )


def joined(*texts: str) -> str:
    return "; ".join(filter(None, texts))
