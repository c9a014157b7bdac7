"""The page of a .docx: paper, styles, rules, table borders; what python-docx lacks."""

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import (
    WD_ALIGN_PARAGRAPH,
    WD_LINE_SPACING,
    WD_TAB_ALIGNMENT,
    WD_TAB_LEADER,
)
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
# NĐ 30/2020, annex I: top and bottom 20–25 mm, left 30–35, right 15–20.
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
TEXT_WIDTH = Mm(210 - 30 - 15)
BODY_SIZE, TABLE_SIZE, NOTE_SIZE = Pt(14), Pt(12), Pt(12)
FIRST_LINE = Mm(12.7)

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# Identifiers, not names: the names are those that Word shows, "Body Text", "LHH Note".
BODY_STYLE, NOTE_STYLE, CELL_STYLE = "BodyText", "LHHNote", "LHHCell"


def element(tag: str, **attributes: str):
    """An element of WordprocessingML: element("w:jc", val="center")."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


# --- Paper and styles -------------------------------------------------------------


def set_paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(10), Mm(9)
    section.different_first_page_header_footer = True


def start_section(document: Document) -> None:
    """A new page, numbered from 1, with the headers of the first section."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    properties = section._sectPr  # noqa: SLF001
    _drop(properties, "w:pgNumType")
    number = element("w:pgNumType", start="1")
    properties.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")


def take_out(document: Document) -> list:
    """All that stands in the body; it keeps the properties of its last section."""
    body = document.element.body
    taken = [each for each in body if each.tag != qn("w:sectPr")]
    for each in taken:
        body.remove(each)
    return taken


def put_in_front(document: Document, taken: list) -> None:
    document.element.body[:0] = taken


def number_pictures(document: Document) -> None:
    """Word wants the number of each to be its own."""
    pictures = document.element.body.iter(qn("wp:docPr"))
    for number, each in enumerate(pictures, start=1):
        each.set("id", str(number))


def set_styles(document: Document) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _set_font(normal, BODY_SIZE)
    _set_spacing(normal)
    body = styles["Body Text"]
    _set_font(body, BODY_SIZE)
    _set_spacing(body, after=6, lines=1.15)
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent = FIRST_LINE
    body.paragraph_format.widow_control = True
    for level in (1, 2, 3):
        heading = styles[f"Heading {level}"]
        _set_font(heading, BODY_SIZE, bold=True, italic=level == 3)
        _set_spacing(heading, before=6, after=6, lines=1.15)
        heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        heading.paragraph_format.first_line_indent = FIRST_LINE
        heading.paragraph_format.keep_with_next = True
    for name, size in (("Title", BODY_SIZE), ("Subtitle", BODY_SIZE)):
        _set_font(styles[name], size, bold=True)
        _set_spacing(styles[name])
        styles[name].paragraph_format.alignment = CENTRE
        _drop(styles[name].element.pPr, "w:pBdr", "w:numPr")
    note = styles.add_style("LHH Note", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(note, NOTE_SIZE, italic=True)
    _set_spacing(note, after=6)
    note.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    note.paragraph_format.first_line_indent = FIRST_LINE
    cell = styles.add_style("LHH Cell", WD_STYLE_TYPE.PARAGRAPH)
    _set_font(cell, TABLE_SIZE)
    _set_spacing(cell, before=2, after=2)


def _set_font(
    style: ParagraphStyle, size: Length, *, bold: bool = False, italic: bool = False
) -> None:
    style.font.name, style.font.size = FONT, size
    style.font.bold, style.font.italic = bold, italic
    marks = style.element.get_or_add_rPr()
    # The template's colours, its theme's fonts and its language stand above ours.
    _drop(marks, "w:color", "w:spacing", "w:kern", "w:lang")
    fonts = marks.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    marks.append(element("w:lang", val="vi-VN", eastAsia="vi-VN"))


def _set_spacing(
    style: ParagraphStyle,
    *,
    before: int = 0,
    after: int = 0,
    lines: float = 1.0,
) -> None:
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.line_spacing = lines


def _drop(parent, *tags: str) -> None:
    for tag in tags:
        for found in parent.findall(qn(tag)):
            parent.remove(found)


# --- Paragraphs -------------------------------------------------------------------


def give_style(paragraph: Paragraph, identifier: str) -> Paragraph:
    """As `paragraph.style = …`, which looks through all styles again each time."""
    paragraph._p.style = identifier  # noqa: SLF001
    return paragraph


def add_page_number(paragraph: Paragraph) -> None:
    """The field PAGE, which Word counts itself."""
    for kind, instruction in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            text = element("w:instrText")
            text.text = instruction
            run._r.append(text)  # noqa: SLF001


def add_rule(paragraph: Paragraph, length: Length, room: Length) -> None:
    """Make an empty paragraph a thin rule in the middle of `room`."""
    layout = paragraph.paragraph_format
    indent = Length(max(0, (room - length) // 2))
    layout.left_indent = layout.right_indent = indent
    layout.first_line_indent = Length(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(3)
    layout.space_before, layout.space_after = Pt(0), Pt(4)
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz="6", space="0", color="000000"))
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def set_stops(paragraph: Paragraph) -> None:
    """One tab to the middle of the page, two to its right margin."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Length(TEXT_WIDTH // 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def add_dotted_line(paragraph: Paragraph) -> None:
    """Make an empty paragraph a line to write on, from margin to margin."""
    layout = paragraph.paragraph_format
    layout.first_line_indent = Length(0)
    end = (TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    layout.tab_stops.add_tab_stop(*end)
    paragraph.add_run("\t")


def describe(shape: InlineShape, words: str) -> None:
    """What a picture shows, for whoever listens to the document."""
    shape._inline.docPr.set("descr", words)  # noqa: SLF001


# --- Tables -----------------------------------------------------------------------


# The order in which the format wants them; Word calls a file broken for less.
TABLE_PROPERTIES = [
    *("w:tblStyle", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout"),
    *("w:tblCellMar", "w:tblLook"),
]


def _add_property(table: Table, added) -> None:
    properties = table._tbl.tblPr  # noqa: SLF001
    properties.append(added)
    order = [qn(tag) for tag in TABLE_PROPERTIES]
    properties[:] = sorted(properties, key=lambda each: order.index(each.tag))


def set_widths(table: Table, widths: list[Length], *, cell_margin: int) -> None:
    """Fixed widths, which Word and LibreOffice both keep; the margin in twips."""
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001
    _drop(properties, "w:tblW")
    width = str(Length(sum(widths)).twips)
    _add_property(table, element("w:tblW", w=width, type="dxa"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=str(cell_margin), type="dxa"))
    _add_property(table, margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def draw_borders(table: Table) -> None:
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = {"val": "single", "sz": "4", "space": "0", "color": "000000"}
        borders.append(element(f"w:{side}", **line))
    _add_property(table, borders)


def repeat_on_every_page(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001


def keep_whole(row: _Row) -> None:
    """A row is not broken between two pages."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001


def only_paragraph(cell: _Cell) -> Paragraph:
    return cell.paragraphs[0]
