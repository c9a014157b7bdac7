"""Tables that people fill in as .xlsx: rows of text under known headings.

Columns are found by their headings, in any order; others are left alone. A cell is
taken for what it shows: a formula counts with the value last computed.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files import File
from openpyxl.utils import get_column_letter

from lienhiephoi.contents import MEGABYTE, UNREADABLE
from lienhiephoi.filekinds import XLSX, refusal
from lienhiephoi.files import check_unpacked_size, check_upload
from lienhiephoi.vietnamese import clean_line, date_text, fold, number
from lienhiephoi.whole_numbers import whole_number

MOST_BYTES, MOST_UNPACKED = 2 * MEGABYTE, 20 * MEGABYTE
MOST_ROWS = 2000
# Titles and advice stand above the headings.
_ROWS_ABOVE = 20
_MOST_COLUMNS = 60


def as_text(text: str) -> str:
    return text


def as_date(text: str) -> dt.date:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    raise ValidationError("Ngày phải ghi đủ ngày/tháng/năm, ví dụ 20/11/2026.")


def as_integer(text: str) -> int:
    if (found := whole_number(text)) is None:
        raise ValidationError("Hãy ghi một số nguyên, chỉ gồm chữ số.")
    return found


def as_yes(text: str) -> bool:
    folded = fold(text)
    if folded in {"x", "co", "1"}:
        return True
    if folded in {"khong", "0"}:
        return False
    raise ValidationError("Ghi x (có) hoặc để trống.")


def as_choice(choices) -> Callable[[str], str]:
    """Reads the label of a choice, however it is spelled with marks and case."""
    known = {fold(label): value for value, label in choices}
    labels = ", ".join(f"«{label}»" for _, label in choices)

    def read(text: str) -> str:
        if fold(text) not in known:
            raise ValidationError(f"Chỉ nhận: {labels}.")
        return known[fold(text)]

    return read


@dataclass(frozen=True)
class TableColumn:
    """`read(text)` makes the value or raises a ValidationError; empty cells are None."""

    key: str
    label: str
    read: Callable[[str], object] = as_text
    is_required: bool = False
    width: float = 18

    @property
    def heading(self) -> str:
        return f"{self.label} *" if self.is_required else self.label


@dataclass(frozen=True)
class CellError:
    """`cell` is its address, or empty when the whole row is meant."""

    cell: str
    label: str
    message: str


@dataclass(frozen=True)
class TableRow:
    """A row by its number in the sheet; `texts` and `cells` by the keys of columns."""

    number: int
    texts: dict[str, str]
    cells: dict[str, str]


def read_table(file: File, columns: Sequence[TableColumn]) -> list[TableRow]:
    """The rows that hold something, as text.

    Raises:
        ValidationError: not a spreadsheet, no such headings, or too many rows.
    """
    check_upload(file, allowed=(XLSX,), max_bytes=MOST_BYTES)
    check_unpacked_size(file, MOST_UNPACKED)
    try:
        grid = _grid(file)
    except (*UNREADABLE, AttributeError) as error:
        raise refusal("broken", extension="xlsx") from error
    head, places = _head(grid, columns)
    rows = []
    for place, texts in enumerate(grid[head + 1 :], start=head + 2):
        found = {
            key: texts[column]
            for key, column in places.items()
            if column < len(texts) and texts[column]
        }
        if found:
            letters = {
                k: f"{get_column_letter(c + 1)}{place}" for k, c in places.items()
            }
            rows.append(TableRow(place, found, letters))
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            f"Tệp có hơn {number(MOST_ROWS)} dòng. Hãy chia thành nhiều tệp."
        )
    if not rows:
        raise ValidationError("Dưới hàng tiêu đề chưa có dòng nào được điền.")
    return rows


def read_values(
    row: TableRow, columns: Sequence[TableColumn]
) -> tuple[dict[str, object], list[CellError]]:
    """The values of a row by key, and every cell that cannot be read."""
    values: dict[str, object] = {}
    errors = []
    for column in columns:
        text = row.texts.get(column.key, "")
        try:
            values[column.key] = column.read(text) if text else None
        except ValidationError as error:
            errors.append(cell_error(row, column, " ".join(error.messages)))
        if column.is_required and not text:
            errors.append(cell_error(row, column, "Ô này phải ghi."))
    return values, errors


def cell_error(row: TableRow, column: TableColumn, message: str) -> CellError:
    return CellError(row.cells.get(column.key, ""), column.label, message)


# --- The sheet ------------------------------------------------------------------


def _grid(file: File) -> list[list[str]]:
    book = openpyxl.load_workbook(
        file, read_only=True, data_only=True, keep_links=False
    )
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(
            max_row=MOST_ROWS + _ROWS_ABOVE + 1, max_col=_MOST_COLUMNS, values_only=True
        )
        return [[_shown(value) for value in row] for row in rows]
    finally:
        book.close()


def _shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, dt.datetime | dt.date):
        return date_text(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_line(str(value))


def _head(grid: list[list[str]], columns) -> tuple[int, dict[str, int]]:
    """The place of the headings: the first row that has all that are required."""
    for place, texts in enumerate(grid[:_ROWS_ABOVE]):
        known = {_heading_key(text): n for n, text in reversed([*enumerate(texts)])}
        found = {
            column.key: known[_heading_key(column.label)]
            for column in columns
            if _heading_key(column.label) in known
        }
        if all(column.key in found for column in columns if column.is_required):
            return place, found
    wanted = ", ".join(f"«{each.label}»" for each in columns if each.is_required)
    raise ValidationError(
        f"Không thấy hàng tiêu đề có các cột {wanted}. Hãy dùng tệp mẫu."
    )


def _heading_key(text: str) -> str:
    return fold(text.replace("*", " ")).strip()
