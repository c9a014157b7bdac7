"""An official document as .docx, to be read and edited in Word or LibreOffice."""

import datetime as dt
import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as DocxParagraph

from lienhiephoi import qr
from lienhiephoi.office import docx_layout as layout
from lienhiephoi.office.archives import without_clock
from lienhiephoi.office.letterhead import Signature
from lienhiephoi.office.official import (
    Align,
    Appendix,
    Block,
    Code,
    Heading,
    Look,
    OfficialDocument,
    Paragraph,
    Row,
    RowLook,
    Table,
    WritingLines,
)

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_LEFT, _RIGHT = Mm(70), Mm(95)
_CAPS_SIZE, _MOTTO_SIZE, _DATE_SIZE = Pt(12), Pt(13), Pt(13)
# What the motto measures in Times New Roman, 13 pt bold: the rule under it is as long.
_MOTTO_LENGTH = Mm(56)
_ISSUER_RULE, _SUBJECT_RULE = Mm(26), Mm(50)
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_STYLES = {Look.BODY: layout.BODY_STYLE, Look.BASIS: layout.BODY_STYLE}
# What the file says of itself has no clock either (lienhiephoi.office.archives).
_NO_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- as the format writes it


def write(document: OfficialDocument) -> bytes:
    """The same document is the same bytes."""
    return write_all([document])


def write_all(documents: Sequence[OfficialDocument]) -> bytes:
    """Several documents of one kind in one file, each from a page 1 of its own.

    What stands on every page (notice, provenance) is that of the first.
    """
    first, *others = documents
    file = docx.Document()
    layout.set_paper(file)
    layout.set_styles(file)
    _tell_what_it_is(file, first)
    _add_page_headers(file, first)
    _add_document(file, first)
    finished = []
    for each in others:
        layout.start_section(file)
        # The library looks through all that is there for each thing it adds: it gets
        # one document at a time, or a thousand letters took minutes.
        finished += layout.take_out(file)
        _add_document(file, each)
    layout.put_in_front(file, finished)
    layout.number_pictures(file)
    written = io.BytesIO()
    file.save(written)
    return without_clock(written.getvalue())


def _add_document(file: Document, document: OfficialDocument) -> None:
    _add_head(file, document)
    _add_title(file, document)
    _add_addressees(file, document)
    for block in document.body:
        _add_block(file, block)
    _add_signing(file, document)
    for block in document.appendices:
        _add_block(file, block)
    if document.appendices and isinstance(document.appendices[-1], Table):
        _make_tiny(file.paragraphs[-1])


def _tell_what_it_is(file: Document, document: OfficialDocument) -> None:
    facts = file.core_properties
    facts.title = f"{document.kind} {document.subject}".strip()[:255]
    facts.author = facts.last_modified_by = document.letterhead.issuer[:255]
    facts.language = "vi-VN"
    facts.comments = ""
    facts.created = facts.modified = _NO_MOMENT


def _add_page_headers(file: Document, document: OfficialDocument) -> None:
    """The page's number from page 2 on; notice and provenance on every page."""
    section = file.sections[0]
    for header in (section.first_page_header, section.header):
        line = header.paragraphs[0]
        # The template's own style of headers has other stops.
        line.style = "Normal"
        layout.set_stops(line)
        line.add_run("\t")
        if header is section.header:
            layout.add_page_number(line)
        _run(line, f"\t{document.notice}", size=Pt(10), bold=True)
    for footer in (section.first_page_footer, section.footer):
        _run(footer.paragraphs[0], document.provenance, size=Pt(9), italic=True)


# --- Head -------------------------------------------------------------------------


def _add_head(file: Document, document: OfficialDocument) -> None:
    """Two columns without borders: issuer and number, state and date."""
    table = file.add_table(rows=2, cols=2)
    layout.set_widths(table, [_LEFT, _RIGHT], cell_margin=0)
    (issuer, state), (number, date) = (row.cells for row in table.rows)
    head = document.letterhead
    if head.parent:
        _line(issuer, _unbroken(head.parent).upper(), size=_CAPS_SIZE)
    _line(issuer, _unbroken(head.issuer).upper(), size=_CAPS_SIZE, bold=True)
    layout.add_rule(issuer.add_paragraph(), _ISSUER_RULE, _LEFT)
    _line(state, STATE, size=_CAPS_SIZE, bold=True)
    _line(state, MOTTO, size=_MOTTO_SIZE, bold=True)
    layout.add_rule(state.add_paragraph(), _MOTTO_LENGTH, _RIGHT)
    _line(number, f"Số: {document.reference}", size=_DATE_SIZE)
    if not document.kind:
        about = _line(number, f"V/v {document.subject}", size=Pt(12))
        about.paragraph_format.space_before = Pt(6)
    _line(date, document.date_line, size=_DATE_SIZE, italic=True)


def _unbroken(name: str) -> str:
    return name.replace("Việt Nam", "Việt\xa0Nam")


def _add_title(file: Document, document: OfficialDocument) -> None:
    if not document.kind:
        file.add_paragraph()
        return
    kind = file.add_paragraph(document.kind.upper(), style="Title")
    kind.paragraph_format.space_before = Pt(18)
    file.add_paragraph(document.subject, style="Subtitle")
    rule = file.add_paragraph()
    layout.add_rule(rule, _SUBJECT_RULE, layout.TEXT_WIDTH)
    rule.paragraph_format.space_after = Pt(14)


def _add_addressees(file: Document, document: OfficialDocument) -> None:
    if len(document.addressees) == 1:
        line = file.add_paragraph(f"Kính gửi: {document.addressees[0]}")
        line.alignment = layout.CENTRE
        line.paragraph_format.space_after = Pt(12)
        return
    for text in ("Kính gửi:", *(f"- {each};" for each in document.addressees[:-1])):
        if document.addressees:
            _addressee(file, text)
    if document.addressees:
        last = _addressee(file, f"- {document.addressees[-1]}.")
        last.paragraph_format.space_after = Pt(12)


def _addressee(file: Document, text: str) -> DocxParagraph:
    line = file.add_paragraph(text)
    line.paragraph_format.left_indent = Mm(35 if text.startswith("- ") else 25)
    return line


# --- Body -------------------------------------------------------------------------


def _add_block(file: Document, block: Block) -> None:
    match block:
        case Heading():
            _add_heading(file, block)
        case Paragraph():
            _add_paragraph(file, block)
        case Table():
            _add_table(file, block)
        case WritingLines():
            for _ in range(block.count):
                line = layout.give_style(file.add_paragraph(), layout.BODY_STYLE)
                layout.add_dotted_line(line)
        case Code():
            _add_code(file, block)
        case Appendix():
            _add_appendix(file, block)


def _add_heading(file: Document, block: Heading) -> None:
    text = block.text.upper() if block.level == 1 else block.text
    mark = ")" if block.level > 2 else "."
    number = f"{block.number}{mark} " if block.number else ""
    file.add_paragraph(number + text, style=f"Heading {min(block.level, 3)}")


def _add_paragraph(file: Document, block: Paragraph) -> None:
    style = _STYLES.get(block.look, layout.NOTE_STYLE)
    line = layout.give_style(file.add_paragraph(), style)
    if block.lead:
        _run(line, f"{block.lead} ", bold=True, italic=True)
    _run(line, block.text, italic=True if block.look == Look.BASIS else None)


def _add_code(file: Document, block: Code) -> None:
    """Beside each other: the drawing, and what it leads to."""
    table = file.add_table(rows=1, cols=2)
    layout.set_widths(table, [Mm(32), layout.TEXT_WIDTH - Mm(32)], cell_margin=0)
    layout.keep_whole(table.rows[0])
    drawing, words = table.rows[0].cells
    picture = layout.only_paragraph(drawing).add_run()
    shape = picture.add_picture(io.BytesIO(qr.png(block.address)), width=Mm(28))
    layout.describe(shape, block.caption)
    words.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _run(layout.only_paragraph(words), block.caption, size=Pt(12), italic=True)
    _run(words.add_paragraph(), block.address, size=Pt(9))
    for line in words.paragraphs:
        line.paragraph_format.left_indent = Mm(4)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _add_appendix(file: Document, block: Appendix) -> None:
    label = file.add_paragraph(style="Heading 1")
    label.paragraph_format.page_break_before = True
    _run(label, block.label)
    title = file.add_paragraph()
    _run(title, block.title.upper(), bold=True)
    attached = file.add_paragraph()
    _run(attached, block.attached_to, italic=True)
    for line in (label, title, attached):
        line.alignment = layout.CENTRE
        line.paragraph_format.first_line_indent = Length(0)
        line.paragraph_format.space_after = Pt(2)
    rule = file.add_paragraph()
    layout.add_rule(rule, _SUBJECT_RULE, layout.TEXT_WIDTH)
    rule.paragraph_format.space_after = Pt(10)


def _add_table(file: Document, block: Table) -> None:
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    layout.draw_borders(table)
    shares = sum(column.width for column in block.columns)
    widths = [
        Length(layout.TEXT_WIDTH * column.width // shares) for column in block.columns
    ]
    layout.set_widths(table, widths, cell_margin=80)
    head, *rows = table.rows
    layout.repeat_on_every_page(head)
    for cell, column in zip(head.cells, block.columns, strict=True):
        _cell(cell, column.label, Align.CENTRE, bold=True)
    for made, row in zip(rows, block.rows, strict=True):
        layout.keep_whole(made)
        _fill_row(made, row, block)
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill_row(made, row: Row, block: Table) -> None:
    cells = list(made.cells)
    if row.look == RowLook.GROUP:
        whole = cells[0].merge(cells[-1])
        _cell(whole, row.cells[0], Align.LEFT, bold=True)
        layout.only_paragraph(whole).paragraph_format.keep_with_next = True
        return
    if row.look == RowLook.BLANK:
        made.height = Mm(9)
    for cell, text, column in zip(cells, row.cells, block.columns, strict=True):
        _cell(cell, text, column.align, bold=row.look == RowLook.TOTAL)


def _cell(cell: _Cell, text: str, align: Align, *, bold: bool) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    line = layout.give_style(layout.only_paragraph(cell), layout.CELL_STYLE)
    line.alignment = _ALIGN[align]
    first, _, explanation = text.partition("\n")
    _run(line, first, bold=bold or None)
    if explanation:
        below = layout.give_style(cell.add_paragraph(), layout.CELL_STYLE)
        below.alignment = _ALIGN[align]
        _run(below, explanation, size=Pt(10), italic=True)


# --- Signatures -------------------------------------------------------------------


def _add_signing(file: Document, document: OfficialDocument) -> None:
    """Nơi nhận on the left, who signs on the right; never on a page of their own."""
    if not (document.signature or document.recipients):
        return
    if document.body:
        file.paragraphs[-1].paragraph_format.keep_with_next = True
    left, right = _signing_row(file)
    if document.countersignature:
        _add_signature(left, document.countersignature)
    else:
        _add_recipients(left, document.recipients)
    if document.signature:
        _add_signature(right, document.signature)
    if document.countersignature and document.recipients:
        file.add_paragraph()
        below, _ = _signing_row(file)
        _add_recipients(below, document.recipients)
    _make_tiny(file.add_paragraph())


def _signing_row(file: Document) -> tuple[_Cell, _Cell]:
    table = file.add_table(rows=1, cols=2)
    layout.set_widths(table, [_LEFT + Mm(10), _RIGHT - Mm(10)], cell_margin=0)
    layout.keep_whole(table.rows[0])
    left, right = table.rows[0].cells
    return left, right


def _make_tiny(line: DocxParagraph) -> None:
    """Word wants a paragraph after the last table; so it starts no page of its own."""
    line.paragraph_format.line_spacing = Pt(1)


def _add_recipients(cell: _Cell, recipients: tuple[str, ...]) -> None:
    if not recipients:
        return
    title = _line(cell, "Nơi nhận:", size=Pt(12), bold=True, italic=True)
    title.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for place, text in enumerate(recipients, start=1):
        end = "." if place == len(recipients) else ";"
        line = _line(cell, f"- {text}{end}", size=Pt(11))
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _add_signature(cell: _Cell, signature: Signature) -> None:
    for text in (signature.authority, signature.position):
        if text:
            _line(cell, text.upper(), size=layout.BODY_SIZE, bold=True)
    room = cell.add_paragraph()
    room.paragraph_format.space_before = Mm(24)
    name = _line(cell, signature.name or "…" * 14, size=layout.BODY_SIZE, bold=True)
    name.paragraph_format.keep_together = True


# --- Runs -------------------------------------------------------------------------


def _line(cell: _Cell, text: str, *, size, bold=False, italic=False) -> DocxParagraph:
    """A centred line of a cell; the first one takes the paragraph that is there."""
    first = layout.only_paragraph(cell)
    is_taken = first.runs or len(cell.paragraphs) > 1
    line = cell.add_paragraph() if is_taken else first
    line.alignment = layout.CENTRE
    _run(line, text, size=size, bold=bold, italic=italic)
    return line


def _run(line: DocxParagraph, text: str, *, size=None, bold=None, italic=None) -> None:
    run = line.add_run(text)
    run.font.size, run.bold, run.italic = size, bold, italic
