"""Read a form back from .xlsx: what was filled in, and every cell that cannot be kept.

The file comes from outside: its size is bounded before it is opened, only the rows and
columns of the form are looked at, and a cell is taken for what it is, never computed.
"""

import datetime as dt
import warnings
from dataclasses import dataclass, field as default
from decimal import Decimal

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files import File

from lienhiephoi.contents import MEGABYTE, UNREADABLE
from lienhiephoi.dossiers import entries
from lienhiephoi.dossiers.checks import out_of_limits
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.fields import FieldKind, Form, FormField
from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.dossiers.sheets.layout import (
    KEY,
    PAGES,
    QUALIFIERS,
    STAMP,
    Page,
    form_digest,
    read_form_text,
)
from lienhiephoi.filekinds import XLSX, refusal
from lienhiephoi.files import check_unpacked_size, check_upload
from lienhiephoi.vietnamese import clean_line, date_text, number

MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 20 * MEGABYTE
# A form has fewer rows; people leave some room below.
_SPARE_ROWS = 500

NOT_THE_FORM = (
    "Đây không phải tệp mẫu tải từ trang báo cáo. Hãy bấm «Tải mẫu .xlsx», điền vào "
    "tệp đó rồi tải lên."
)
OTHER_DOSSIER = "Tệp này là mẫu của «%s». Hãy tải đúng mẫu của báo cáo đang mở."
OTHER_FORM = "Mẫu báo cáo đã thay đổi từ khi tải tệp này. Hãy tải mẫu mới."
FORMULA = "Ô này là công thức. Hãy thay bằng giá trị (Dán đặc biệt → Giá trị)."
IS_DATE = "Ô này là ngày tháng. Hãy ghi lại thành số, ví dụ 1.234."
IS_PERCENT = "Ô này đang ở dạng phần trăm. Hãy đổi về dạng số rồi ghi lại."
IS_LOGICAL = "Ô này là giá trị đúng/sai. Hãy ghi số hoặc chữ."
IS_ERROR = "Ô này đang báo lỗi của bảng tính. Hãy ghi lại."
TWICE = "Có hai dòng của cùng chỉ tiêu này, nên không dòng nào được nhận."
GONE = "Tệp không còn dòng của chỉ tiêu này."
# By openpyxl's types of cells.
_REFUSED_TYPES = {"f": FORMULA, "e": IS_ERROR, "b": IS_LOGICAL}


@dataclass(frozen=True)
class CellError:
    """A cell that cannot be kept: its address, the field's label, what to do."""

    cell: str
    label: str
    message: str


@dataclass
class Reading:
    """What can be kept, by key, and all that cannot."""

    entries: dict[str, Entry] = default(default_factory=dict)
    errors: list[CellError] = default(default_factory=list)


@dataclass(frozen=True)
class _Cell:
    value: object
    data_type: str
    number_format: str


# By row and by the letter of the column; empty cells are not in it.
Grid = dict[int, dict[str, _Cell]]


class _UnreadableCellError(ValueError):
    """Says in Vietnamese why a cell cannot be read."""


def read_form(file: File, form: Form, *, mark: str) -> Reading:
    """What stands in a filled-in spreadsheet of this dossier.

    A field in whose cells there is an error is left out of the entries. Entries carry
    the revision at which the spreadsheet was written, so a saving tells where somebody
    was faster, and leaves alone what nobody touched in it.

    Raises:
        ValidationError: not a spreadsheet, not this form, or not this dossier's.
    """
    check_upload(file, allowed=(XLSX,), max_bytes=MOST_BYTES)
    check_unpacked_size(file, MOST_UNPACKED)
    most_rows = len(form.fields) * 2 + _SPARE_ROWS
    try:
        grids = _grids(file, most_rows)
    except (*UNREADABLE, AttributeError) as error:
        raise refusal("broken", extension="xlsx") from error
    _check_form(grids, form, mark)
    reading = Reading()
    for page in PAGES:
        for field in form.fields:
            if field.kind is page.kind:
                _read_field(field, page, grids.get(page.title, {}), reading)
    return reading


def _grids(file: File, most_rows: int) -> dict[str, Grid]:
    """The cells of each page that the form has, as far as it reaches."""
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        # Of styles and names that are missing: neither is read here.
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    try:
        return {
            page.title: _grid(book[page.title], most_rows, last_column=len(page.widths))
            for page in PAGES
            if page.title in book.sheetnames
        }
    finally:
        book.close()


def _grid(sheet, most_rows: int, last_column: int) -> Grid:
    # Two hidden columns stand before those that have a width.
    rows = sheet.iter_rows(max_row=most_rows, max_col=last_column + 2)
    grid: Grid = {}
    for cell in (cell for row in rows for cell in row if cell.value is not None):
        grid.setdefault(cell.row, {})[cell.column_letter] = _Cell(
            cell.value, cell.data_type, cell.number_format or ""
        )
    return grid


def _check_form(grids: dict[str, Grid], form: Form, mark: str) -> None:
    firsts = (grid.get(1, {}).get(KEY) for grid in grids.values())
    said = [read_form_text(first.value) for first in firsts if first]
    known = [each for each in said if each]
    if not known:
        raise ValidationError(NOT_THE_FORM)
    for each in known:
        if each["cua"] != mark:
            raise ValidationError(OTHER_DOSSIER % clean_line(str(each["ten"])[:200]))
        if each["mau"] != form_digest(form):
            raise ValidationError(OTHER_FORM)


def _read_field(field: FormField, page: Page, grid: Grid, reading: Reading) -> None:
    rows = [row for row, cells in grid.items() if _key(row, cells) == field.key]
    if len(rows) != 1:
        place = f"{page.title}!{KEY}{rows[1]}" if rows else page.title
        message = TWICE if rows else GONE
        reading.errors.append(CellError(place, field.label, message))
        return
    entry, errors = _read_row(field, page, grid[rows[0]])
    reading.errors += [
        CellError(f"{page.title}!{column}{rows[0]}", field.label, message)
        for column, message in sorted(errors.items())
    ]
    if entry is not None and not errors:
        reading.entries[field.key] = entry


def _key(row: int, cells: dict[str, _Cell]) -> object:
    return cells[KEY].value if row > 1 and KEY in cells else None


def _read_row(
    field: FormField, page: Page, cells: dict[str, _Cell]
) -> tuple[Entry | None, dict[str, str]]:
    """The entry, and what is wrong by column."""
    posted, errors = {}, {}
    for column, part in page.inputs.items():
        try:
            posted[field.key + part] = _text(cells.get(column), part, page)
        except _UnreadableCellError as error:
            errors[column] = str(error)
    if STAMP in cells:
        posted[field.key + entries.REVISION] = str(cells[STAMP].value)
    try:
        entry = entries.read_entry(field, posted)
    except ValidationError as error:
        for each in error.error_list:
            errors.setdefault(page.column(each.code or ""), each.messages[0])
        return None, errors
    # What nobody changed was not typed here; sending names it.
    if entry.amount is not None and not entry.is_untouched:
        for problem in out_of_limits(field, entry.amount):
            errors.setdefault(page.column(""), problem.message)
    return entry, errors


def _text(cell: _Cell | None, part: str, page: Page) -> str:
    """A cell as it would be typed on the page."""
    if cell is None:
        return ""
    text = _plain(cell, is_figure=not part and page.kind is FieldKind.FIGURE)
    return _qualifier(text) if part == entries.QUALIFIER else text


def _plain(cell: _Cell, *, is_figure: bool) -> str:
    value = cell.value
    if cell.data_type in _REFUSED_TYPES:
        raise _UnreadableCellError(_REFUSED_TYPES[cell.data_type])
    if isinstance(value, str):
        # Thus Excel writes the line ends that it took over from elsewhere.
        return value.replace("_x000D_", "\r")
    if isinstance(value, int | float):
        if is_figure and "%" in cell.number_format:
            raise _UnreadableCellError(IS_PERCENT)
        return _number(value)
    if isinstance(value, dt.date) and not is_figure:
        return date_text(value)
    raise _UnreadableCellError(IS_DATE)


def _number(value: float) -> str:
    """Excel keeps and shows 15 digits; what follows is noise of binary fractions."""
    exact = Decimal(value if isinstance(value, int) else f"{value:.15g}")
    if not exact.is_finite():
        raise _UnreadableCellError(IS_ERROR)
    return number(exact)


def _qualifier(text: str) -> str:
    word = clean_line(text).lower()
    return "" if word == Qualifier.EXACT.label else QUALIFIERS.get(word, word)
