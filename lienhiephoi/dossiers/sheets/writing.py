"""Write a form as .xlsx: last year's figures beside, locked but for the inputs."""

import math
from collections.abc import Mapping
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lienhiephoi.dossiers import entries
from lienhiephoi.dossiers.entries import Entry, stamp
from lienhiephoi.dossiers.fields import Form, FormField, FormSection
from lienhiephoi.dossiers.models import Answer, Qualifier
from lienhiephoi.dossiers.sheets.layout import (
    FIGURES,
    FORM_CELL,
    KEY,
    PAGES,
    QUALIFIERS,
    STAMP,
    YES,
    Page,
    form_text,
)
from lienhiephoi.office.xlsx import FONT, number_format, put, saved

HOW_TO = (
    "Chỉ điền vào ô nền vàng; không thêm, xóa hay đổi chỗ dòng. Số viết bằng chữ số, "
    "không dùng công thức. Điền xong, tải tệp lên lại ở trang báo cáo."
)
_LINE = Side(style="thin", color="808080")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INPUT = PatternFill("solid", fgColor="FFF8DC")
_SECTION = PatternFill("solid", fgColor="E4ECF4")
_FREE = Protection(locked=False)
_SIZE = 12
# In points, as Excel measures rows; it does not fit them to their text by itself.
_LINE_HEIGHT = 16
_ROW_HEIGHT = 22
_NARRATIVE_HEIGHT = 160
_TALLEST = 400

Answers = Mapping[str, Answer | Entry]


def write_form(
    form: Form,
    answers: Answers,
    previous: Mapping[str, Decimal],
    *,
    heading: Mapping[str, str],
    mark: str,
) -> bytes:
    """The form as a spreadsheet; the same arguments give the same bytes.

    `mark` names the dossier: only there is the file taken back. The first two values
    of the heading name it to people.
    """
    names = list(heading.values())[:2]
    book = Workbook()
    book.remove(book.active)
    for page in PAGES:
        if any(field.kind is page.kind for field in form.fields):
            _Writer(book, page, form, answers, previous).write(heading, mark, names)
    return saved(book, title=", ".join(names), author=names[-1] if names else "")


class _Writer:
    """Fills one page, from the top down."""

    def __init__(self, book: Workbook, page: Page, form: Form, answers, previous):
        self.page = page
        self.form = form
        self.answers = answers
        self.previous = previous
        self.sheet: Worksheet = book.create_sheet(page.title)
        self.row = 0
        self.validations: dict[tuple, DataValidation] = {}

    def write(self, heading: Mapping[str, str], mark: str, names: list[str]) -> None:
        self._head(heading)
        self.sheet[FORM_CELL] = form_text(self.form, mark, ", ".join(names))
        first = self.row + 1
        for section in self.form.sections:
            self._section(section)
        self._set_up(first)

    def _head(self, heading: Mapping[str, str]) -> None:
        for line, (label, text) in enumerate(heading.items()):
            cell = self._wide(f"{label}: {text}" if line else text)
            cell.font = Font(name=FONT, size=_SIZE if line else 16, bold=line < 2)
            self._make_high(_ROW_HEIGHT if line else 30)
        self._wide(HOW_TO, italic=True)
        self._make_high(_ROW_HEIGHT * 2)
        self.row += 1
        for column, label in self.page.headings.items():
            cell = self._put(column, label, bold=True)
            cell.fill, cell.border = _SECTION, _GRID
            cell.alignment = Alignment(
                horizontal="center", vertical="center", wrap_text=True
            )
        self._make_high(36)

    def _make_high(self, height: float) -> None:
        self.sheet.row_dimensions[self.row].height = min(height, _TALLEST)

    def _fit(self, *least: float) -> None:
        """Make the row as high as its longest text."""
        lines = max(
            _lines(self.sheet[f"{column}{self.row}"].value, width)
            for column, width in self.page.widths.items()
        )
        self._make_high(max(lines * _LINE_HEIGHT + 6, *least))

    def _wide(self, text: str, **font) -> Cell:
        """The next row, as one line over the whole width."""
        self.row += 1
        cell = self._put("C", text, **font)
        last = list(self.page.headings)[-1]
        self.sheet.merge_cells(f"C{self.row}:{last}{self.row}")
        return cell

    def _put(self, column: str, value, *, decimals: int = 0, **font) -> Cell:
        place = self.sheet[f"{column}1"].column
        cell = put(self.sheet, self.row, place, value, decimals=decimals)
        cell.font = Font(name=FONT, size=_SIZE, **font)
        cell.alignment = self._aligned()
        return cell

    def _aligned(self, **options) -> Alignment:
        """Figures stand in the middle of their rows, long texts begin on top."""
        vertical = "center" if self.page is FIGURES else "top"
        return Alignment(vertical=vertical, wrap_text=True, **options)

    def _section(self, section: FormSection) -> None:
        fields = [each for each in section.fields if each.kind is self.page.kind]
        if not fields:
            return
        title = f"{section.number}. {section.title}".removeprefix(". ")
        head = self._wide(title, bold=True)
        head.fill = _SECTION
        head.alignment = Alignment(vertical="center")
        self._make_high(_ROW_HEIGHT)
        for field in fields:
            self._field(field, section)

    def _field(self, field: FormField, section: FormSection) -> None:
        self.row += 1
        answer = self.answers.get(field.key)
        self._put(KEY, field.key)
        self._put(STAMP, stamp(answer))
        self._put("C", field.number)
        self._label(field)
        if self.page is FIGURES:
            self._figure(field, answer)
        else:
            self._narrative(answer)
        self._fit(_ROW_HEIGHT if self.page is FIGURES else _NARRATIVE_HEIGHT)
        for column in self.page.headings:
            self.sheet[f"{column}{self.row}"].border = _GRID
        for column in self.page.inputs:
            cell = self.sheet[f"{column}{self.row}"]
            cell.fill, cell.protection = _INPUT, _FREE

    def _label(self, field: FormField) -> None:
        is_part = field.part_of in self.form
        label = f"Trong đó: {field.label}" if is_part else field.label
        required = " (bắt buộc)" if field.is_required else ""
        guidance = f"\n{field.guidance}" if field.guidance else ""
        cell = self._put("D", f"{label}{required}{guidance}")
        cell.alignment = self._aligned(horizontal="left", indent=2 if is_part else 0)

    def _figure(self, field: FormField, answer: Answer | Entry | None) -> None:
        answer = answer or Entry()
        self._centred("E", field.unit)
        self._number("F", self.previous.get(field.key), field)
        self._number("G", answer.amount, field)
        words = Qualifier(answer.qualifier).label if answer.qualifier else None
        self._centred("H", words)
        self._centred("I", YES if answer.is_estimate else None)
        self._put("J", answer.note or None)
        self._allow_numbers(field)
        self._allow_list("H", list(QUALIFIERS))
        self._allow_list("I", [YES])

    def _centred(self, column: str, text: str | None) -> None:
        self._put(column, text).alignment = self._aligned(horizontal="center")

    def _number(self, column: str, amount: Decimal | None, field: FormField) -> None:
        cell = self._put(column, amount, decimals=field.decimals)
        cell.number_format = number_format(field.decimals)
        cell.alignment = self._aligned(horizontal="right")

    def _narrative(self, answer: Answer | Entry | None) -> None:
        answer = answer or Entry()
        self._put("E", answer.text or None)
        self._put("F", answer.note or None)

    def _allow_numbers(self, field: FormField) -> None:
        rule = (field.decimals, field.minimum, field.maximum)
        if rule not in self.validations:
            self._validate(rule, _number_rule(field))
        self.validations[rule].add(f"G{self.row}")

    def _allow_list(self, column: str, words: list[str]) -> None:
        rule = (column,)
        if rule not in self.validations:
            listed = ",".join(words)
            self._validate(
                rule,
                DataValidation(
                    type="list",
                    formula1=f'"{listed}"',
                    allow_blank=True,
                    errorTitle="Không có trong danh sách",
                    error=f"Hãy để trống hoặc chọn: {', '.join(words)}.",
                ),
            )
        self.validations[rule].add(f"{column}{self.row}")

    def _validate(self, rule: tuple, validation: DataValidation) -> None:
        validation.showErrorMessage = True
        self.validations[rule] = validation
        self.sheet.add_data_validation(validation)

    def _set_up(self, first: int) -> None:
        sheet = self.sheet
        for column in (KEY, STAMP):
            sheet.column_dimensions[column].hidden = True
        for column, width in self.page.widths.items():
            sheet.column_dimensions[column].width = width
        sheet.freeze_panes = f"E{first}"
        sheet.protection.sheet = True
        sheet.protection.formatRows = False
        sheet.protection.formatColumns = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = margins.bottom = 0.5
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{first - 1}:{first - 1}"
        sheet.oddFooter.center.text = "&P/&N"


def _lines(value: object, width: float) -> int:
    """How many lines a text takes in a column so many characters wide."""
    if not isinstance(value, str):
        return 1
    return sum(math.ceil(len(line) / (width * 0.9)) or 1 for line in value.split("\n"))


def _number_rule(field: FormField) -> DataValidation:
    """Excel's own check, a help while typing; ours comes when the file is read."""
    is_whole = not field.decimals
    limits = [limit for limit in (field.minimum, field.maximum) if limit is not None]
    lowest = entries.LARGEST * -1 if field.minimum is None else field.minimum
    highest = entries.LARGEST if field.maximum is None else field.maximum
    words = "số nguyên" if is_whole else f"số, nhiều nhất {field.decimals} số lẻ"
    within = "" if not limits else ", trong giới hạn của chỉ tiêu"
    return DataValidation(
        type="whole" if is_whole else "decimal",
        operator="between",
        formula1=f"{lowest:f}",
        formula2=f"{highest:f}",
        allow_blank=True,
        errorTitle="Chỉ ghi số",
        error=f"Ô này chỉ nhận {words}{within}.",
    )
