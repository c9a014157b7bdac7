"""Tables as .xlsx."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from lienhiephoi.office.xlsx import Column, Row, RowLook, Sheet, sheet_title, write


def sheet(rows=(), columns=None, **fields) -> Sheet:
    return Sheet(
        **{
            "title": "Tổng hợp",
            "headings": ["PHỤ LỤC SỐ LIỆU"],
            "columns": columns or [Column("Chỉ tiêu", 40), Column("Số", 12)],
            "rows": rows,
            **fields,
        }
    )


def opened(*sheets: Sheet):
    made = write(sheets, title="Phụ lục", author="Liên hiệp Hội")
    return load_workbook(io.BytesIO(made))


def test_headings_head_and_rows_stand_one_below_the_other():
    page = opened(sheet([Row(["Hội viên", 12])], notes=["Ghi chú."])).active
    told = [[cell.value for cell in row] for row in page.iter_rows()]
    assert told == [
        ["PHỤ LỤC SỐ LIỆU", None],
        [None, None],
        ["Chỉ tiêu", "Số"],
        ["Hội viên", 12],
        [None, None],
        ["Ghi chú.", None],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+84", "-1", "@SUM(A1)", "#REF!", "1E5"]
)
def test_what_users_write_is_never_a_formula(text):
    cell = opened(sheet([Row([text])])).active["A4"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("amount", "decimals", "shown"),
    [
        (Decimal("1234.5"), 1, "#,##0.0"),
        (Decimal(30), 0, "#,##0"),
        (7, 2, "#,##0"),
    ],
)
def test_numbers_are_numbers(amount, decimals, shown):
    cell = opened(sheet([Row(["Hội viên", amount], decimals=decimals)])).active["B4"]
    assert (cell.value, cell.number_format) == (amount, shown)


def test_dates_are_dates():
    day = dt.date(2026, 11, 20)
    cell = opened(sheet([Row(["Ngày", day])])).active["B4"]
    assert (cell.value.date(), cell.number_format) == (day, "dd/mm/yyyy")


def test_characters_that_xml_forbids_are_left_out():
    assert opened(sheet([Row(["a\x00b\ufffe"])])).active["A4"].value == "ab"


def test_head_and_first_columns_stay_in_sight_and_on_every_page():
    page = opened(sheet(frozen=1)).active
    assert page.freeze_panes == "B4"
    assert page.print_title_rows == "$3:$3"
    assert page.print_title_cols == "$A:$A"


@pytest.mark.parametrize(
    ("associations", "orientation", "across"),
    [(2, "portrait", 1), (12, "landscape", 1), (24, "landscape", 2)],
)
def test_a_table_is_printed_on_a4(associations, orientation, across):
    columns = [Column("Chỉ tiêu", 60), *(Column("Hội", 9) for _ in range(associations))]
    page = opened(sheet(columns=columns, frozen=1)).active
    assert page.page_setup.paperSize == 9
    assert page.page_setup.orientation == orientation
    assert page.page_setup.fitToWidth == across


def test_a_group_is_bold():
    page = opened(sheet([Row(["I. Tổ chức"], RowLook.GROUP)])).active
    assert page["A4"].font.bold


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Theo hội", "Theo hội"),
        ("Năm 2025/2026: [dự thảo]*?", "Năm 2025 2026   dự thảo"),
        ("'Tổng'", "Tổng"),
        ("", "Bảng"),
        ("a" * 40, "a" * 31),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(text, title):
    assert sheet_title(text) == title


def test_two_sheets_do_not_bear_one_name():
    assert opened(sheet(), sheet()).sheetnames == ["Tổng hợp", "Tổng hợp (2)"]


def test_the_same_sheets_are_the_same_bytes():
    first, second = (
        write([sheet([Row(["Hội", 1])])], title="t", author="a") for _ in range(2)
    )
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"2000-01-01" in archive.read("docProps/core.xml")
