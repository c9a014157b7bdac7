"""Read a form back from .xlsx: what was filled in, and every cell that cannot be kept.

The file comes from outside: its size is bounded before it is opened, only the rows and
columns of the form are looked at, and a cell is taken for what it is, never computed.
"""

import datetime as dt
import zipfile
from dataclasses import dataclass, field as default
from decimal import Decimal

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files import File

from lienhiephoi.contents import MEGABYTE, UNREADABLE
from lienhiephoi.dossiers import entries
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.fields import FieldKind, Form, FormField
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
from lienhiephoi.files import check_upload
from lienhiephoi.vietnamese import clean_line, date_text, number

MOST_BYTES = 5 * MEGABYTE
MOST_UNPACKED = 20 * MEGABYTE
# A form has fewer rows; people leave some room below.
_SPARE_ROWS = 500
_DIGITS_OF_EXCEL = 15

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
    _check_unpacked_size(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
    except (*UNREADABLE, AttributeError) as error:
        raise refusal("broken", extension="xlsx") from error
    try:
        return _read(book, form, mark)
    except (*UNREADABLE, AttributeError) as error:
        raise refusal("broken", extension="xlsx") from error
    finally:
        book.close()


def _check_unpacked_size(file: File) -> None:
    """No reader of the archive gets more out of a member than it declares."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
            raise refusal("expansion")
    file.seek(0)


def _read(book: openpyxl.Workbook, form: Form, mark: str) -> Reading:
    grids = {
        page: _rows(book[page.title], page, len(form.fields))
        for page in PAGES
        if page.title in book.sheetnames
    }
    _check_form(grids, form, mark)
    reading = Reading()
    for page in PAGES:
        for field in form.fields:
            if field.kind is page.kind:
                _read_field(field, page, grids.get(page, {}), reading)
    return reading


def _rows(sheet, page: Page, fields: int) -> dict[int, dict]:
    """Cells by row and column, of the columns that the form uses."""
    last = max(len(KEY), *(ord(column) - ord("A") + 1 for column in page.headings))
    found = {}
    for row in sheet.iter_rows(max_row=fields * 2 + _SPARE_ROWS, max_col=last):
        cells = {each.column_letter: each for each in row if each.value is not None}
        if cells:
            found[next(iter(cells.values())).row] = cells
    return found


def _check_form(grids: dict[Page, dict[int, dict]], form: Form, mark: str) -> None:
    firsts = (rows.get(1, {}).get(KEY) for rows in grids.values())
    said = [read_form_text(first.value) for first in firsts if first is not None]
    known = [each for each in said if each]
    if not known:
        raise ValidationError(NOT_THE_FORM)
    for each in known:
        if each["cua"] != mark:
            raise ValidationError(OTHER_DOSSIER % clean_line(str(each["ten"])[:200]))
        if each["mau"] != form_digest(form):
            raise ValidationError(OTHER_FORM)


def _read_field(
    field: FormField, page: Page, rows: dict[int, dict], reading: Reading
) -> None:
    own = [
        row
        for row, cells in rows.items()
        if row > 1 and KEY in cells and cells[KEY].value == field.key
    ]
    if len(own) != 1:
        cell = f"{page.title}!{KEY}{own[1]}" if own else page.title
        reading.errors.append(CellError(cell, field.label, TWICE if own else GONE))
        return
    [row] = own
    errors = []
    posted = {}
    for column, part in page.inputs.items():
        try:
            posted[field.key + part] = _text(rows[row].get(column), part, page)
        except _UnreadableCellError as error:
            errors.append((column, str(error)))
    stamped = rows[row].get(STAMP)
    posted[field.key + entries.REVISION] = str(stamped.value) if stamped else ""
    try:
        entry = entries.read_entry(field, posted)
    except ValidationError as error:
        errors += [
            (page.column(each.code or ""), each.messages[0])
            for each in error.error_list
        ]
    if not errors:
        reading.entries[field.key] = entry
    reading.errors += [
        CellError(f"{page.title}!{column}{row}", field.label, message)
        for column, message in errors
    ]


def _text(cell, part: str, page: Page) -> str:
    """A cell as it would be typed on the page."""
    if cell is None or cell.value is None:
        return ""
    text = _plain(cell, is_figure=not part and page.kind is FieldKind.FIGURE)
    return _qualifier(text) if part == entries.QUALIFIER else text


def _plain(cell, *, is_figure: bool) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise _UnreadableCellError(FORMULA)
    if cell.data_type == "e":
        raise _UnreadableCellError(IS_ERROR)
    if isinstance(value, bool):
        raise _UnreadableCellError(IS_LOGICAL)
    if isinstance(value, int | float):
        return _number(cell, is_figure=is_figure)
    if isinstance(value, str):
        return value.replace("_x000D_", "\r")
    if isinstance(value, dt.date) and not is_figure:
        return date_text(value)
    raise _UnreadableCellError(IS_DATE)


def _number(cell, *, is_figure: bool) -> str:
    """Excel keeps 15 digits, and shows no more; what follows is noise."""
    if is_figure and "%" in (cell.number_format or ""):
        raise _UnreadableCellError(IS_PERCENT)
    return number(Decimal(f"{cell.value:.{_DIGITS_OF_EXCEL}g}"))


def _qualifier(text: str) -> str:
    word = clean_line(text).lower()
    return "" if word == "đúng" else QUALIFIERS.get(word, word)
