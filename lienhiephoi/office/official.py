"""An official document as what it says, apart from the file it becomes.

Its parts stand in the order of Nghị định 30/2020/NĐ-CP, annex I; the writers (docx,
pdf) know sizes, rules and margins.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from lienhiephoi.office.letterhead import Letterhead, Signature
from lienhiephoi.vietnamese import normalise, official_date, roman

DOTS = "……"
# Points of a clause go by the Vietnamese alphabet (NĐ 30/2020, annex I).
_POINTS = "abcdđeghiklmnopqrstuvxy"
# Bullets of word processors, some of them in the private letters of a symbol font.
_SYMBOL_BULLET = re.compile("^[•●○▪▫■□◆❖➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf076]\\s*")


class Look(StrEnum):
    BODY = "body"
    BASIS = "basis"  # "Căn cứ …", in italics
    NOTE = "note"  # an explanation or a source, small and in italics


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


class RowLook(StrEnum):
    PLAIN = "plain"
    GROUP = "group"  # its first cell, in bold, spans the table
    TOTAL = "total"
    BLANK = "blank"  # higher, to be written in by hand


@dataclass(frozen=True)
class Heading:
    text: str
    level: int
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`lead`: words before its text in bold italics, such as who says it."""

    text: str
    look: Look = Look.BODY
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """`width` is a share: columns fill the page between its margins."""

    label: str
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Row:
    """What stands in a cell below its first line is an explanation, set small."""

    cells: tuple[str, ...]
    look: RowLook = RowLook.PLAIN


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class WritingLines:
    """Dotted lines to write on by hand."""

    count: int


@dataclass(frozen=True)
class Code:
    """A QR code of an address, with words that say what it leads to."""

    address: str
    caption: str


@dataclass(frozen=True)
class Appendix:
    """The head of an appendix, on a page of its own."""

    label: str
    title: str
    attached_to: str


Block = Heading | Paragraph | Table | WritingLines | Code | Appendix


@dataclass
class OfficialDocument:
    """A document being written: parts are added in the order they are read.

    `kind` is the type of document ("Báo cáo"), "" for a công văn, whose subject then
    stands under its number. Without a number or a date, room is left to write it.
    `notice` stands above everything ("Bản nháp"); `provenance` in small print below
    the signatures, where the portal says where the document comes from.
    `countersignature` stands on the left, such as that of whoever kept the minutes;
    the recipients then stand below both.
    """

    letterhead: Letterhead
    kind: str
    subject: str
    number: int | None = None
    code: str = DOTS
    date: dt.date | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature | None = None
    countersignature: Signature | None = None
    notice: str = ""
    provenance: str = ""
    body: list[Block] = field(default_factory=list)
    appendices: list[Block] = field(default_factory=list)
    appendix_count: int = 0

    def heading(self, text: str, *, level: int = 1, number: str = "") -> None:
        self._add(Heading(normalise(text), level, number))

    def paragraph(self, text: str, look: Look = Look.BODY, *, lead: str = "") -> None:
        line = " ".join(normalise(text).split("\n"))
        self._add(Paragraph(line, look, normalise(lead)))

    def prose(self, text: str, *, lead: str = "") -> None:
        """Plain text of many lines: each line that says something is a paragraph."""
        for line in filter(str.strip, normalise(text).split("\n")):
            self.paragraph(_SYMBOL_BULLET.sub("- ", line.strip()), lead=lead)
            lead = ""

    def numbered(self, texts: Iterable[str]) -> None:
        for place, text in enumerate(texts, start=1):
            self.paragraph(f"{place}. {text}")

    def points(self, texts: Iterable[str]) -> None:
        """a), b), c), d), đ), e)…: as many as the alphabet has letters."""
        for letter, text in zip(_POINTS, islice(texts, len(_POINTS)), strict=False):
            self.paragraph(f"{letter}) {text}")

    def table(self, columns: Iterable[Column], rows: Iterable[Row]) -> None:
        self._add(Table(tuple(columns), tuple(map(_clean_row, rows))))

    def writing_lines(self, count: int) -> None:
        self._add(WritingLines(count))

    def qr_code(self, address: str, caption: str) -> None:
        self._add(Code(address, normalise(caption)))

    def appendix(self, title: str, *, is_only_one: bool = False) -> None:
        """All that follows belongs to it; appendices are numbered I, II, III…"""
        self.appendix_count += 1
        label = "Phụ lục" if is_only_one else f"Phụ lục {roman(self.appendix_count)}"
        self.appendices.append(Appendix(label, normalise(title), self.attached_to))

    def _add(self, block: Block) -> None:
        (self.appendices if self.appendix_count else self.body).append(block)

    @property
    def reference(self) -> str:
        """Số và ký hiệu: "05/BC-LHH", with room for what is not known yet."""
        number = f"{self.number:02}" if self.number else DOTS
        return f"{number}/{self.code}"

    @property
    def date_line(self) -> str:
        if self.date:
            day = official_date(self.date)
        else:
            day = f"ngày {DOTS} tháng {DOTS} năm {DOTS}"
        return f"{self.letterhead.place or DOTS}, {day}"

    @property
    def attached_to(self) -> str:
        """Kèm theo Báo cáo số … ngày … của …, as an appendix refers to its document."""
        _, _, day = self.date_line.partition(", ")
        kind = self.kind or "Công văn"
        return (
            f"(Kèm theo {kind} số {self.reference} {day} của {self.letterhead.issuer})"
        )


def _clean_row(row: Row) -> Row:
    return Row(tuple(map(normalise, row.cells)), row.look)
