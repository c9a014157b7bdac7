"""Slides as .pptx, to be shown in PowerPoint or LibreOffice and edited there.

What does not fit on one slide goes on to the next, and letters are never too small to
be read from the back of a hall.
"""

import datetime as dt
import io
import itertools
import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lienhiephoi.office.archives import without_clock
from lienhiephoi.office.slides import Cover, Deck, Figure, Figures, Headlines, Points
from lienhiephoi.vietnamese import normalise


def write(deck: Deck) -> bytes:
    """The same deck is the same bytes."""
    file = pptx.Presentation()
    _set_format(file)
    _tell_what_it_is(file, deck)
    _add_cover(file, deck.cover)
    for block in deck.blocks:
        _DRAWN[type(block)](file, block)
    _add_feet(file, deck.issuer)
    written = io.BytesIO()
    file.save(written)
    return without_clock(written.getvalue())


# --- Format -----------------------------------------------------------------------

WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
_MARGIN = 0.7
_INNER = WIDTH - 2 * _MARGIN
_TOP, _BOTTOM = 1.75, 6.85
_INK, _SOFT = RGBColor(0x1D, 0x24, 0x30), RGBColor(0x4A, 0x54, 0x63)
_RIVER, _WASH = RGBColor(0x14, 0x50, 0x7C), RGBColor(0xEC, 0xF3, 0xF8)
_PAPER = RGBColor(0xFF, 0xFF, 0xFF)
_COVER_LAYOUT, _TITLE_LAYOUT = 0, 5
_NO_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- as the format writes it
# A letter of the typeface is so wide, in parts of its size: wider than the average of
# Vietnamese text, so that what is reckoned to fit does.
_LETTER, _CAPITAL, _DIGIT, _LINE = 0.5, 0.7, 0.58, 1.22
_UNIT = 18


def _set_format(file: Presentation) -> None:
    """16:9, and one typeface of which every machine has a likeness."""
    share = Inches(WIDTH) / file.slide_width
    file.slide_width, file.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = file.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            # Touching what is inherited would write it down a second time.
            if shape.element.spPr.xfrm is not None:
                left, width = shape.left, shape.width
                shape.left, shape.width = round(left * share), round(width * share)
    theme = master.part.part_related_by(RELATION.THEME)
    theme.blob = theme.blob.replace(b"Calibri", b"Arial")


def _tell_what_it_is(file: Presentation, deck: Deck) -> None:
    facts = file.core_properties
    facts.title, facts.language = normalise(deck.title)[:255], "vi-VN"
    facts.author = facts.last_modified_by = normalise(deck.issuer)[:255]
    facts.created = facts.modified = _NO_MOMENT
    facts.revision = 1
    package = file.part.package
    # The picture of another presentation, which came with the template.
    for relation in list(package.iter_rels()):
        if relation.reltype == RELATION.THUMBNAIL:
            package.drop_rel(relation.rId)


# --- Slides -----------------------------------------------------------------------


def _add_cover(file: Presentation, cover: Cover) -> None:
    slide = file.slides.add_slide(file.slide_layouts[_COVER_LAYOUT])
    band = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.28), Inches(HEIGHT)
    )
    _fill(band, _RIVER)
    title, lines = slide.shapes.title, slide.placeholders[1]
    _text(slide, cover.over, _Box(_MARGIN, 0.75, _INNER, 0.9), (22, 18), _SOFT)
    box = _Box(_MARGIN, 1.8, _INNER, 2.9)
    _write(title, cover.title, box, (48, 40, 34, 28, 24), _RIVER, bold=True)
    box = _Box(_MARGIN, 4.9, _INNER, 1.7)
    _write(lines, "\n".join(cover.lines), box, (26, 22, 18), _INK)


def _add_headlines(file: Presentation, block: Headlines) -> None:
    for title, figures in _pages(block.title, block.figures, 6):
        slide = _titled(file, title)
        columns = 2 if len(figures) in (2, 4) else min(3, len(figures))
        rows = math.ceil(len(figures) / columns)
        gap = 0.3
        width = (_INNER - gap * (columns - 1)) / columns
        height = min(2.9, (_BOTTOM - _TOP - gap * (rows - 1)) / rows)
        for place, figure in enumerate(figures):
            row, column = divmod(place, columns)
            left = _MARGIN + column * (width + gap)
            top = _TOP + row * (height + gap)
            _add_card(slide, figure, _Box(left, top, width, height))
        _note_origins(slide, figures)


def _add_card(slide: Slide, figure: Figure, box: "_Box") -> None:
    card = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
    _fill(card, _WASH)
    inside = _Box(box.left + 0.2, box.top + 0.12, box.width - 0.4, 0.78)
    label = _Line(_add_amount(slide, figure, inside), (20, 18), _INK, 3)
    below = _Box(inside.left, inside.top + 0.8, inside.width, box.height - 0.97)
    _stack(slide, below, [label, _Line(figure.comparison, (16, 14), _SOFT, 2)])


_ROWS = 4
_ROW = (_BOTTOM - _TOP) / _ROWS


def _add_figures(file: Presentation, block: Figures) -> None:
    for title, figures in _pages(block.title, block.figures, _ROWS):
        slide = _titled(file, title)
        for place, figure in enumerate(figures):
            _add_row(slide, figure, _TOP + place * _ROW)
        _note_origins(slide, figures)


def _add_row(slide: Slide, figure: Figure, top: float) -> None:
    wide = 3.8
    rule = slide.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, *map(Inches, (_MARGIN, top, WIDTH - _MARGIN, top))
    )
    rule.line.color.rgb, rule.line.width = _SOFT, Pt(0.5)
    label = _add_amount(slide, figure, _Box(_MARGIN, top + 0.14, wide - 0.2, 0.78))
    beside = _Box(_MARGIN + wide, top + 0.1, _INNER - wide, _ROW - 0.15)
    lines = [
        _Line(label, (22, 20, 18), _INK, 2),
        _Line(figure.comparison, (18, 16), _SOFT, 2),
        _Line(figure.origin, (12,), _SOFT, 2),
    ]
    _stack(slide, beside, lines)


def _add_amount(slide: Slide, figure: Figure, box: "_Box") -> str:
    """The amount large, its unit small beside it.

    Returns the label to set with it, which names a unit that has no room beside.
    """
    for size, unit in itertools.product((44, 38, 32, 26, 22), (figure.unit, "")):
        letters = len(figure.amount) * size * _DIGIT + len(unit) * _UNIT * _LETTER
        if letters <= box.width * 72:
            break
    frame = _frame(slide.shapes.add_textbox(*box.emu))
    _run(frame.paragraphs[0], normalise(figure.amount), size, _RIVER, bold=True)
    if unit:
        _run(frame.paragraphs[0], f"\xa0{normalise(unit)}", _UNIT, _SOFT)
    is_named = unit or figure.unit.lower() in figure.label.lower()
    return figure.label if is_named else f"{figure.label} ({figure.unit})"


def _add_points(file: Presentation, block: Points) -> None:
    for title, points, size in _pages_of_points(block):
        slide = _titled(file, title)
        shape = slide.shapes.add_textbox(
            *_Box(_MARGIN, _TOP, _INNER, _BOTTOM - _TOP).emu
        )
        frame = _frame(shape)
        for place, point in enumerate(points):
            line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            line.space_after = Pt(_AFTER_POINT)
            _make_point(line)
            _run(line, point, size, _INK)


_AFTER_POINT = 8
_POINT_SIZES = (30, 26, 24)
_HANGING = 0.4
_LONGEST_POINT = 6  # lines


def _make_point(paragraph) -> None:
    """A bullet with its text hanging beside it; python-pptx has no word for it."""
    layout = paragraph._p.get_or_add_pPr()  # noqa: SLF001 -- the only way to it
    layout.set("marL", str(Inches(_HANGING)))
    layout.set("indent", str(-Inches(_HANGING)))
    layout.append(layout.makeelement(qn("a:buChar"), {"char": "•"}))


def _pages_of_points(block: Points) -> Iterator[tuple[str, list[str], int]]:
    """All on one slide in the largest letters that do; else on as many as it takes."""
    room = _Box(0, 0, _INNER - _HANGING, _BOTTOM - _TOP)
    for size in _POINT_SIZES:
        points = [_shortened(each, room, size, _LONGEST_POINT) for each in block.points]
        heights = [_height_of_point(each, room, size) for each in points]
        if sum(heights) <= room.height:
            break
    page, filled, title = [], 0.0, block.title
    for point, height in zip(points, heights, strict=True):
        if page and filled + height > room.height:
            yield title, page, size
            page, filled, title = [], 0.0, _going_on(block.title)
        page.append(point)
        filled += height
    if page:
        yield title, page, size


def _height_of_point(point: str, room: "_Box", size: int) -> float:
    lines = len(_lines(point, room.width, size))
    return (lines * size * _LINE + _AFTER_POINT) / 72


def _pages(title: str, figures: tuple[Figure, ...], most: int):
    """As many on each slide, as far as that goes: five of four are three and two."""
    count = math.ceil(len(figures) / most)
    start = 0
    for number in range(count):
        end = start + math.ceil((len(figures) - start) / (count - number))
        yield (_going_on(title) if number else title), figures[start:end]
        start = end


def _going_on(title: str) -> str:
    return f"{title} (tiếp)"


def _titled(file: Presentation, title: str) -> Slide:
    slide = file.slides.add_slide(file.slide_layouts[_TITLE_LAYOUT])
    box = _Box(_MARGIN, 0.45, _INNER, 1.1)
    _write(slide.shapes.title, title, box, (34, 28, 24, 20), _RIVER, bold=True)
    return slide


def _note_origins(slide: Slide, figures: tuple[Figure, ...]) -> None:
    """For the speaker: where each figure comes from."""
    slide.notes_slide.notes_text_frame.text = "\n".join(
        normalise(f"{each.label}: {each.amount} {each.unit}. {each.origin}".strip())
        for each in figures
    )


def _add_feet(file: Presentation, issuer: str) -> None:
    for number, slide in enumerate(file.slides, start=1):
        if number > 1:
            issued = _Box(_MARGIN, 6.98, _INNER - 1, 0.34)
            _text(slide, issuer, issued, (12,), _SOFT)
            place = _Box(WIDTH - _MARGIN - 0.8, 6.98, 0.8, 0.34)
            _text(slide, str(number), place, (12,), _SOFT, align=PP_ALIGN.RIGHT)


_DRAWN = {Headlines: _add_headlines, Figures: _add_figures, Points: _add_points}


# --- Text that fits ---------------------------------------------------------------


@dataclass(frozen=True)
class _Box:
    """In inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        return tuple(map(Inches, (self.left, self.top, self.width, self.height)))


def _text(slide: Slide, text: str, box: _Box, sizes, colour, **look) -> None:
    if text:
        _write(slide.shapes.add_textbox(*box.emu), text, box, sizes, colour, **look)


def _stack(slide: Slide, box: _Box, lines: list["_Line"]) -> None:
    """Texts below one another, each as high as it needs, all of them in the box: what
    comes later keeps the room for one line."""
    shown = [each for each in lines if each.text]
    top, bottom = box.top, box.top + box.height
    for place, each in enumerate(shown):
        kept = sum(later.sizes[-1] * _LINE / 72 for later in shown[place + 1 :])
        most = each.sizes[-1] * _LINE * each.most / 72
        room = _Box(box.left, top, box.width, min(most, bottom - top - kept))
        size, text = _fitted(normalise(each.text), room, each.sizes)
        height = len(_lines(text, box.width, size)) * size * _LINE / 72
        place_of = _Box(box.left, top, box.width, height)
        _text(slide, text, place_of, (size,), each.colour)
        top += height


@dataclass(frozen=True)
class _Line:
    """A text of at most so many lines, counted in the smallest of its sizes."""

    text: str
    sizes: tuple[int, ...]
    colour: RGBColor
    most: int


def _write(
    shape, text: str, box: _Box, sizes, colour, *, bold=False, align=PP_ALIGN.LEFT
) -> None:
    """In the largest of the sizes in which it fits; cut in the smallest, if need be."""
    shape.left, shape.top, shape.width, shape.height = box.emu
    frame = _frame(shape)
    size, text = _fitted(normalise(text), box, sizes)
    for place, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = align
        _run(paragraph, line, size, colour, bold=bold)


def _frame(shape):
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def _run(paragraph, text: str, size: int, colour, *, bold=False) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
    run.font.language_id = MSO_LANGUAGE_ID.VIETNAMESE


def _fitted(text: str, box: _Box, sizes: tuple[int, ...]) -> tuple[int, str]:
    for size in sizes:
        if len(_lines(text, box.width, size)) <= _room_for(box, size):
            return size, text
    return sizes[-1], _shortened(text, box, sizes[-1], _room_for(box, sizes[-1]))


def _room_for(box: _Box, size: int) -> int:
    """How many lines fit in the height."""
    return max(1, int(box.height * 72 / (size * _LINE) + 0.05))


def _lines(text: str, width: float, size: int) -> list[str]:
    capitals = sum(letter.isupper() for letter in text)
    letter = _CAPITAL if capitals > len(text) / 2 else _LETTER
    count = max(1, int(width * 72 / (size * letter)))
    return [
        line for each in text.split("\n") for line in textwrap.wrap(each, count) or [""]
    ]


def _shortened(text: str, box: _Box, size: int, most: int) -> str:
    lines = _lines(normalise(text), box.width, size)
    if len(lines) <= most:
        return normalise(text)
    kept = " ".join(lines[:most])
    return f"{kept[: max(1, len(kept) - 2)].rstrip(' ,;.')}…"


def _fill(shape, colour: RGBColor) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour
    shape.line.fill.background()
    shape.shadow.inherit = False
