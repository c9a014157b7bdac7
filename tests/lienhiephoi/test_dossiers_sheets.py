"""A form as a spreadsheet: there and back, and whatever may have happened to it."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings, strategies as st

from lienhiephoi.dossiers.entries import Entry, content
from lienhiephoi.dossiers.fields import FieldKind, Form, FormField, FormSection
from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.dossiers.sheets import CellError, read_form, reading, write_form
from lienhiephoi.vietnamese import normalise
from tests import makers as people
from tests.lienhiephoi.forms import attachment, figure, form, prose

FORM = form(
    prose(),
    figure(label="Hội viên", unit="người"),
    figure("nu", label="Nữ", part_of="hoi_vien"),
    figure("ty_le", label="Tỷ lệ", decimals=2, maximum=Decimal(100)),
    attachment(),
)
HEADING = {"Kỳ báo cáo": "Báo cáo năm 2026", "Hội": "Hội Cơ học"}
FIGURES, NARRATIVES = "Số liệu", "Lời văn"


def written(answers=None, previous=None, *, asked=FORM, mark="bao-cao:1") -> bytes:
    return write_form(asked, answers or {}, previous or {}, heading=HEADING, mark=mark)


def read(content: bytes, *, asked=FORM, mark="bao-cao:1", name="bao-cao.xlsx"):
    return read_form(SimpleUploadedFile(name, content), asked, mark=mark)


def changed(content: bytes, change) -> bytes:
    """The file after somebody worked on it with `change(book)`."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def row_of(book, key="hoi_vien", page=FIGURES) -> int:
    return next(cell.row for cell in book[page]["A"][1:] if cell.value == key)


def typed(column: str, value, key="hoi_vien", **options) -> bytes:
    """The empty form with one cell filled in."""

    def fill_in(book):
        page = NARRATIVES if key.startswith("loi_van") else FIGURES
        cell = book[page][f"{column}{row_of(book, key, page)}"]
        cell.value = value
        for name, option in options.items():
            setattr(cell, name, option)

    return changed(written(), fill_in)


# --- There and back ---------------------------------------------------------------

PROSE = st.text(st.characters(exclude_categories=["Cs"]), max_size=80).map(
    lambda text: normalise(text.replace("x005F_", "")).strip()
)
FIGURE = st.builds(
    Entry,
    amount=st.none() | st.decimals(-(10**12), 10**12, places=0),
    qualifier=st.sampled_from(Qualifier.values),
    is_estimate=st.booleans(),
    note=PROSE,
    revision=st.integers(0, 99),
)
SHARE = st.builds(Entry, amount=st.decimals(0, 100, places=2))


@settings(deadline=None, max_examples=50)
@given(FIGURE, SHARE, st.builds(Entry, text=PROSE, note=PROSE))
def test_whatever_a_form_holds_comes_back_as_it_went(members, share, organisation):
    answers = {"hoi_vien": members, "ty_le": share, "loi_van.to_chuc": organisation}
    back = read(written(answers))
    assert back.errors == []
    for key, answer in answers.items():
        assert content(back.entries[key]) == content(answer)
        assert back.entries[key].revision == (answer.revision or 0)
        assert back.entries[key].is_untouched


def test_the_same_form_is_the_same_file():
    answers = {"hoi_vien": Entry(amount=Decimal(5))}
    assert written(answers) == written(answers)


def test_last_years_figures_stand_beside_and_only_inputs_are_open():
    book = openpyxl.load_workbook(
        io.BytesIO(written(previous={"hoi_vien": Decimal(1400)}))
    )
    page = book[FIGURES]
    row = row_of(book)
    assert page[f"F{row}"].value == 1400
    assert page.protection.sheet
    is_open = {
        column: not page[f"{column}{row}"].protection.locked for column in "ABCDEFGHIJ"
    }
    assert "".join(column for column in is_open if is_open[column]) == "GHIJ"
    assert [page.column_dimensions[column].hidden for column in "AB"] == [True, True]
    assert book.sheetnames == [FIGURES, NARRATIVES]


def test_a_page_without_fields_is_not_made():
    only_figures = form(figure())
    book = openpyxl.load_workbook(io.BytesIO(written(asked=only_figures)))
    assert book.sheetnames == [FIGURES]
    assert read(written(asked=only_figures), asked=only_figures).errors == []


def test_text_that_looks_like_a_formula_is_text_in_the_file():
    note = "=HYPERLINK(1)"
    page = openpyxl.load_workbook(
        io.BytesIO(written({"hoi_vien": Entry(amount=Decimal(1), note=note)}))
    )[FIGURES]
    [cell] = [each for row in page.iter_rows() for each in row if each.value == note]
    assert cell.data_type == "s"
    assert cell.quotePrefix


# --- What people type -------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("G", 1520, {"amount": Decimal(1520)}),
        ("G", 1520.0, {"amount": Decimal(1520)}),
        ("G", "1.520", {"amount": Decimal(1520)}),
        ("G", " 1 520 ", {"amount": Decimal(1520)}),
        ("H", "Khoảng", {"qualifier": "about"}),
        ("H", "đúng", {"qualifier": ""}),
        ("I", "X", {"is_estimate": True}),
        ("I", "không", {"is_estimate": False}),
        ("J", "Nhập\r\nhai hội", {"note": "Nhập\nhai hội"}),
        ("J", "a_x000D_\nb", {"note": "a\nb"}),
        ("J", 2026, {"note": "2.026"}),
        ("J", dt.date(2026, 11, 20), {"note": "20/11/2026"}),
    ],
)
def test_a_cell_is_taken_for_what_it_says(column, value, expected):
    entry = read(typed(column, value)).entries["hoi_vien"]
    assert content(entry) == content(Entry(**expected))
    assert entry.revision == 0


def test_the_noise_of_binary_fractions_is_not_taken_for_exactness():
    assert read(typed("G", 0.1 + 0.2, "ty_le")).entries["ty_le"].amount == Decimal(
        "0.3"
    )


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("G", "nhiều", "Hãy chỉ ghi số"),
        ("G", "1.5", "dấu phẩy: 1,5"),
        ("G", 12.5, "số nguyên"),
        ("G", 1e300, "Hãy chỉ ghi số"),
        ("G", 10**15, "quá lớn"),
        ("G", "=SUM(1,2)", reading.FORMULA),
        ("J", "=1+1", reading.FORMULA),
        ("G", dt.date(2026, 11, 20), reading.IS_DATE),
        ("G", dt.time(8, 30), reading.IS_DATE),
        ("G", True, reading.IS_LOGICAL),
        ("G", "#REF!", reading.IS_ERROR),
        ("H", "chắc là", "không có trong danh sách"),
        ("J", "a" * 2001, "quá 2.000 ký tự"),
    ],
)
def test_every_bad_cell_is_named_with_what_to_do(column, value, told):
    result = read(typed(column, value))
    [error] = result.errors
    assert error.cell.startswith(f"{FIGURES}!{column}")
    assert error.label == "Hội viên"
    assert told in error.message
    assert "hoi_vien" not in result.entries
    assert {"nu", "ty_le", "loi_van.to_chuc"} <= result.entries.keys()


@pytest.mark.parametrize("amount", [-4, 5000])
def test_a_cell_beyond_the_limits_of_its_figure_is_named(amount):
    field = FormField(
        *("hoi_vien", "Số hội viên", FieldKind.FIGURE),
        minimum=Decimal(0),
        maximum=Decimal(1000),
    )
    asked = Form((FormSection("to_chuc", "I", "Tổ chức", fields=(field,)),))

    def fill_in(book):
        book[FIGURES][f"G{row_of(book)}"].value = amount

    back = read(changed(written(asked=asked), fill_in), asked=asked)
    [error] = back.errors
    assert error.cell.startswith(f"{FIGURES}!G")
    assert error.label == "Số hội viên"
    assert "hoi_vien" not in back.entries


def test_a_percentage_is_not_silently_a_hundredth():
    result = read(typed("G", 0.5, "ty_le", number_format="0%"))
    assert [each.message for each in result.errors] == [reading.IS_PERCENT]


def test_all_bad_cells_are_named_at_once():
    def spoil(book):
        for key in ("hoi_vien", "nu"):
            row = row_of(book, key)
            book[FIGURES][f"G{row}"] = "x"
            book[FIGURES][f"H{row}"] = "y"
        book[NARRATIVES][f"E{row_of(book, 'loi_van.to_chuc', NARRATIVES)}"] = "=A1"

    cells = [each.cell for each in read(changed(written(), spoil)).errors]
    assert cells == [
        *(f"{FIGURES}!{cell}" for cell in ("G6", "H6", "G7", "H7")),
        f"{NARRATIVES}!E6",
    ]


# --- What people do to a file -----------------------------------------------------


def test_rows_may_move_for_a_row_is_known_by_its_key():
    answers = {"hoi_vien": Entry(amount=Decimal(5)), "nu": Entry(amount=Decimal(2))}

    def insert_rows(book):
        book[FIGURES].insert_rows(3, amount=4)

    entries = read(changed(written(answers), insert_rows)).entries
    assert (entries["hoi_vien"].amount, entries["nu"].amount) == (5, 2)


def test_a_deleted_row_is_named_and_empties_nothing():
    def delete(book):
        book[FIGURES].delete_rows(row_of(book, "nu"))

    result = read(changed(written(), delete))
    assert result.errors == [CellError(FIGURES, "Nữ", reading.GONE)]
    assert "nu" not in result.entries


def test_a_row_that_stands_twice_is_taken_for_neither():
    def copy(book):
        last = book[FIGURES].max_row + 1
        book[FIGURES][f"A{last}"] = "nu"
        book[FIGURES][f"G{last}"] = 7

    result = read(changed(written(), copy))
    assert [each.message for each in result.errors] == [reading.TWICE]
    assert "nu" not in result.entries


def test_a_deleted_page_is_said_of_each_of_its_fields():
    def delete(book):
        del book[NARRATIVES]

    result = read(changed(written(), delete))
    assert result.errors == [CellError(NARRATIVES, "Nội dung", reading.GONE)]


# --- What is not the form ---------------------------------------------------------


def test_the_form_of_another_dossier_is_named():
    with pytest.raises(ValidationError, match="mẫu của «Báo cáo năm 2026, Hội Cơ học»"):
        read(written(mark="bao-cao:2"))


@pytest.mark.parametrize(
    "other",
    [
        form(prose(), figure()),
        form(prose(), figure(decimals=1), figure("nu"), figure("ty_le", decimals=2)),
    ],
)
def test_a_form_that_has_changed_since_is_refused(other):
    with pytest.raises(ValidationError, match="đã thay đổi"):
        read(written(), asked=other)


def test_a_changed_wording_keeps_the_form_valid():
    fields = [
        prose(),
        figure(label="Số hội viên", unit="hội viên"),
        *FORM.fields[2:],
    ]
    assert read(written(), asked=form(*fields)).errors == []


def not_ours(*rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = FIGURES
    for row in rows:
        book.active.append(row)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        not_ours(),
        not_ours(["STT", "Chỉ tiêu"], [1, "Hội viên"]),
        not_ours(['{"ten": "x"}']),
        not_ours(["[1, 2]"]),
        not_ours([12]),
        not_ours(["{"]),
        not_ours(["[" * 30_000]),
        not_ours(['{"a":' * 5_000]),
    ],
)
def test_another_spreadsheet_is_refused(content):
    with pytest.raises(ValidationError, match="không phải tệp mẫu"):
        read(content)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.xlsx", "Tệp rỗng"),
        (b"TT,Ch\xc3\xad ti\xc3\xaau\n", "a.csv", "Không nhận tệp .csv"),
        (people.PDF, "a.xlsx", "nội dung lại là"),
        (written()[:-400], "a.xlsx", "bị hỏng"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content, name, told):
    with pytest.raises(ValidationError, match=told):
        read(content, name=name)


def repacked(**members: bytes) -> bytes:
    """The form's file with members replaced."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written())) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"


def test_a_file_that_unpacks_to_very_much_is_refused_unread():
    # Compresses a hundredfold: within what any upload may do, too much for a form.
    much = b"".join(b"<!-- %06d -->" % (number % 997) for number in range(1_700_000))
    with pytest.raises(ValidationError, match="bung ra quá lớn"):
        read(repacked(**{SHEET: much}))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>
"""
FAR_AWAY = b"""<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (BOMB, "bị hỏng|không phải tệp mẫu"),
        (FAR_AWAY, "không phải tệp mẫu"),
        (b"<worksheet>", "bị hỏng|không phải tệp mẫu"),
        (b"", "bị hỏng|không phải tệp mẫu"),
    ],
)
def test_a_sheet_made_to_harm_is_refused(sheet, told):
    with pytest.raises(ValidationError, match=told):
        read(repacked(**{SHEET: sheet, "xl/worksheets/sheet2.xml": sheet}))


def nested(tag: str) -> bytes:
    start, end = f"<{tag}>".encode(), f"</{tag}>".encode()
    return start * 50_000 + end * 50_000


def told(content: bytes) -> list[str]:
    """What is said against the file, as a whole or at its cells."""
    try:
        return [each.message for each in read(content).errors]
    except ValidationError as refusal:
        return refusal.messages


@pytest.mark.parametrize("name", [SHEET, STYLES, "xl/workbook.xml"])
@pytest.mark.parametrize("tag", ["a", "is", "r", "font", "sheet"])
def test_boxes_within_boxes_are_told_or_overlooked(name, tag):
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        before, _, last = archive.read(name).rpartition(b"</")
    assert told(repacked(**{name: nested(tag)}))
    behind_all_rows = repacked(**{name: before + nested(tag) + b"</" + last})
    assert bool(told(behind_all_rows)) == (name != SHEET)


@pytest.mark.parametrize("styles", [b"<styleSheet/>", b"<a/>", b""])
def test_a_workbook_without_styles_is_refused(styles):
    with pytest.raises(ValidationError, match="bị hỏng"):
        read(repacked(**{STYLES: styles}))


@pytest.mark.parametrize("value", [b"1e999", b"9" * 400, b"9" * 5000, b"nan", b"x"])
def test_a_number_that_no_spreadsheet_writes_is_an_error_and_no_crash(value):
    book = openpyxl.load_workbook(io.BytesIO(written()))
    row = row_of(book)
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        sheet = archive.read(SHEET)
    style = sheet.partition(f'<c r="G{row}" s="'.encode())[2].partition(b'"')[0]
    empty = f'<c r="G{row}" s="{style.decode()}"'.encode()
    before, _, after = sheet.partition(empty)
    after = after.partition(b"/>")[2]
    spoiled = before + empty + b"><v>" + value + b"</v></c>" + after
    try:
        errors = read(repacked(**{SHEET: spoiled})).errors
    except ValidationError as refusal:
        errors = refusal.messages
    assert len(errors) == 1
