"""Tables as .xlsx: headed, frozen, laid out for printing, and without live formulas.

Text is always text: a cell that a user began with "=" stays what he wrote.
"""

import datetime as dt
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from lienhiephoi.office.archives import without_clock
from lienhiephoi.vietnamese import normalise

FONT = "Times New Roman"
DATE_FORMAT, MOMENT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
# In characters: what an A4 page holds upright, and lying with letters still readable.
# A wider table is cut into pages, each with its headings.
_UPRIGHT_WIDTH, _LYING_WIDTH = 95, 200
_LONGEST_TITLE = 31
# The height of a line in points; how wide a letter is, in the units of columns.
_LINE, _LETTER = 16, 0.8
_A4 = "9"
_NO_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 -- as the format writes it

_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E4ECF4")
_GROUP_FILL = PatternFill("solid", fgColor="F2F2F2")

Value = str | int | Decimal | dt.date | dt.datetime | None


class RowLook(StrEnum):
    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True)
class Column:
    """`width` in characters; an upright label is turned by 90° to keep it narrow."""

    label: str
    width: float = 12
    is_upright: bool = False
    is_centred: bool = False


@dataclass(frozen=True)
class Row:
    """`decimals`: how many places the numbers of the row show; they keep them all."""

    values: Sequence[Value]
    look: RowLook = RowLook.PLAIN
    decimals: int = 0


@dataclass(frozen=True)
class Sheet:
    """A table with its heading lines above and its notes below.

    `frozen` columns stay in sight, and are repeated on every printed page. Only the
    first `printed` columns come on paper; 0 means all. Of `is_one_wide` the columns
    are made small enough to stand on one page beside each other.
    """

    title: str
    headings: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    frozen: int = 0
    printed: int = 0
    is_one_wide: bool = False

    @property
    def on_paper(self) -> Sequence[Column]:
        return self.columns[: self.printed or None]


def write(sheets: Iterable[Sheet], *, title: str, author: str) -> bytes:
    """The same sheets are the same bytes."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _add_sheet(book, sheet)
    return saved(book, title=title, author=author)


def saved(book: Workbook, *, title: str, author: str) -> bytes:
    """Any workbook as bytes, without the moment at which it was written."""
    facts = book.properties
    facts.title, facts.creator, facts.lastModifiedBy = title, author, author
    facts.language = "vi-VN"
    facts.created = _NO_MOMENT
    written = io.BytesIO()
    book.save(written)
    # openpyxl writes the moment of saving into it.
    facts.modified = _NO_MOMENT
    return without_clock(
        written.getvalue(), {"docProps/core.xml": tostring(facts.to_tree())}
    )


def _add_sheet(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet_title(sheet.title, taken=book.sheetnames))
    _add_headings(page, sheet)
    head = len(sheet.headings) + 2
    _add_head(page, head, sheet.columns)
    for row, each in enumerate(sheet.rows, start=head + 1):
        _add_row(page, row, each, sheet.columns)
    below = head + len(sheet.rows) + 2
    for row, text in enumerate(sheet.notes, start=below):
        cell = put(page, row, 1, text)
        cell.font = Font(name=FONT, size=11, italic=True)
    page.freeze_panes = page.cell(head + 1, sheet.frozen + 1)
    _set_print(page, sheet, head)


def _add_headings(page: Worksheet, sheet: Sheet) -> None:
    """In the middle, or at the left of a table that goes over several pages."""
    is_wide = _pages_across(sheet) > 1
    end = {"end_column": len(sheet.columns)}
    for row, text in enumerate(sheet.headings, start=1):
        cell = put(page, row, 1, text)
        cell.font = Font(name=FONT, size=14 if row == 1 else 12, bold=row == 1)
        page.row_dimensions[row].height = 22 if row == 1 else 17
        if not is_wide:
            page.merge_cells(start_row=row, start_column=1, end_row=row, **end)
            cell.alignment = Alignment(horizontal="center", vertical="center")


def _add_head(page: Worksheet, row: int, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = put(page, row, place, column.label)
        cell.font = Font(name=FONT, size=11, bold=True)
        cell.fill, cell.border = _HEAD_FILL, _GRID
        cell.alignment = Alignment(
            horizontal="center",
            vertical="bottom" if column.is_upright else "center",
            wrap_text=True,
            text_rotation=90 if column.is_upright else 0,
        )
        page.column_dimensions[get_column_letter(place)].width = column.width
    is_tall = any(column.is_upright for column in columns)
    page.row_dimensions[row].height = 150 if is_tall else 34


def _add_row(page: Worksheet, row: int, each: Row, columns: Sequence[Column]) -> None:
    is_strong = each.look != RowLook.PLAIN
    page.row_dimensions[row].height = _LINE * _lines_of(each, columns)
    for place, column in enumerate(columns, start=1):
        value = each.values[place - 1] if place <= len(each.values) else None
        cell = put(page, row, place, value, decimals=each.decimals)
        cell.font = Font(name=FONT, size=11, bold=is_strong)
        cell.border = _GRID
        if each.look == RowLook.GROUP:
            cell.fill = _GROUP_FILL
        cell.alignment = Alignment(
            horizontal="center" if column.is_centred else None,
            vertical="center",
            # A group's title runs over the empty cells to its right.
            wrap_text=isinstance(value, str) and each.look != RowLook.GROUP,
        )


def _lines_of(each: Row, columns: Sequence[Column]) -> int:
    """How many lines its longest text takes; spreadsheets do not all find out."""
    if each.look == RowLook.GROUP:
        return 1
    texts = zip(each.values, columns, strict=False)
    return max(
        [1]
        + [
            math.ceil(len(value) * _LETTER / column.width)
            for value, column in texts
            if isinstance(value, str)
        ]
    )


def put(page: Worksheet, row: int, column: int, value: Value, *, decimals: int = 0):
    """Write a value as what it is; a text never becomes a formula, a date, an error."""
    cell = page.cell(row, column)
    if value is None:
        return cell
    if isinstance(value, str):
        cell.value = normalise(value)
        cell.data_type = "s"
        # Editing the cell in Excel does not wake a formula either.
        cell.quotePrefix = value.lstrip()[:1] in {"=", "+", "-", "@"}
        return cell
    if isinstance(value, dt.datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), MOMENT_FORMAT
    elif isinstance(value, dt.date):
        cell.value, cell.number_format = value, DATE_FORMAT
    else:
        # A count among amounts has no decimal places.
        shown = decimals if isinstance(value, Decimal) else 0
        cell.value, cell.number_format = value, number_format(shown)
    return cell


def number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def sheet_title(text: str, taken: Sequence[str] = ()) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\, not twice."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in text)
    title = plain.strip(" '")[:_LONGEST_TITLE].strip() or "Bảng"
    place, free = 2, title
    while free.lower() in {each.lower() for each in taken}:
        end = f" ({place})"
        free, place = title[: _LONGEST_TITLE - len(end)] + end, place + 1
    return free


def _pages_across(sheet: Sheet) -> int:
    """How many pages stand side by side; frozen columns are on each of them."""
    if sheet.is_one_wide:
        return 1
    widths = [column.width for column in sheet.on_paper]
    frozen = sum(widths[: sheet.frozen])
    return max(1, math.ceil((sum(widths) - frozen) / (_LYING_WIDTH - frozen)))


def _set_print(page: Worksheet, sheet: Sheet, head: int) -> None:
    set_up = page.page_setup
    set_up.paperSize = _A4
    width = sum(column.width for column in sheet.on_paper)
    set_up.orientation = "portrait" if width <= _UPRIGHT_WIDTH else "landscape"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    set_up.fitToWidth, set_up.fitToHeight = _pages_across(sheet), 0
    if sheet.printed:
        page.print_area = f"A1:{get_column_letter(sheet.printed)}{page.max_row}"
    page.print_title_rows = f"{head}:{head}"
    if sheet.frozen:
        page.print_title_cols = f"A:{get_column_letter(sheet.frozen)}"
    margins = page.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.6, 0.75
    margins.footer = 0.35
    page.oddFooter.center.text = "Trang &P/&N"
    page.print_options.horizontalCentered = True
