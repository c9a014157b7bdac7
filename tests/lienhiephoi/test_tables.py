"""Tables that people fill in as .xlsx: found headings, read cells, named errors."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from lienhiephoi import tables
from lienhiephoi.tables import TableColumn, read_table, read_values

COLUMNS = (
    TableColumn("name", "Tên đầy đủ", is_required=True),
    TableColumn("since", "Ngày thành lập", tables.as_date),
    TableColumn("count", "Số hội viên", tables.as_integer),
    TableColumn("is_head", "Đứng đầu", tables.as_yes),
    TableColumn("kind", "Loại", tables.as_choice([("a", "Hội thành viên")])),
)


def upload(*rows, name="bang.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile(name, written.getvalue())


HEAD = ["Tên đầy đủ *", "Ngày thành lập", "Số hội viên", "Đứng đầu", "Loại"]


def values(*cells):
    [row] = read_table(upload(HEAD, list(cells)), COLUMNS)
    found, errors = read_values(row, COLUMNS)
    assert errors == []
    return found


def errors(*cells) -> list[tuple[str, str]]:
    [row] = read_table(upload(HEAD, list(cells)), COLUMNS)
    return [(each.cell, each.label) for each in read_values(row, COLUMNS)[1]]


def test_headings_are_found_below_titles_in_any_order_and_spelling():
    table = upload(
        ["SỔ HỘI"],
        [],
        ["STT", "so hoi vien", "TÊN ĐẦY ĐỦ (*)".replace("(*)", "*"), "Ghi chú"],
        [1, 25, "Hội Làm vườn", "ghi chú"],
        [],
        [2, None, "  Hội   Đông y ", None],
    )
    rows = read_table(table, COLUMNS)
    assert [(row.number, row.texts) for row in rows] == [
        (4, {"name": "Hội Làm vườn", "count": "25"}),
        (6, {"name": "Hội Đông y"}),
    ]
    assert rows[0].cells == {"count": "B4", "name": "C4"}


@pytest.mark.parametrize(
    "day",
    ["20/11/1998", "20-11-1998", dt.date(1998, 11, 20)],
)
def test_a_day_is_read_as_text_and_as_a_date_of_excel(day):
    assert values("Hội", day)["since"] == dt.date(1998, 11, 20)


@pytest.mark.parametrize("count", [25, 25.0, "25"])
def test_a_whole_number_is_read_however_excel_keeps_it(count):
    assert values("Hội", None, count)["count"] == 25


@pytest.mark.parametrize(
    ("typed", "meant"), [("x", True), ("CÓ", True), (True, True), ("không", False)]
)
def test_a_tick_is_read(typed, meant):
    assert values("Hội", None, None, typed)["is_head"] is meant


def test_a_choice_is_read_without_marks_and_an_empty_cell_is_nothing():
    found = values("Hội", None, None, None, "hoi thanh vien")
    assert found == {
        "name": "Hội",
        "since": None,
        "count": None,
        "is_head": None,
        "kind": "a",
    }


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["Hội", "1998"], [("B2", "Ngày thành lập")]),
        (["Hội", "31/02/1998"], [("B2", "Ngày thành lập")]),
        (["Hội", None, "hai lăm"], [("C2", "Số hội viên")]),
        (["Hội", None, "2,5"], [("C2", "Số hội viên")]),
        (["Hội", None, None, "chắc vậy"], [("D2", "Đứng đầu")]),
        (["Hội", None, None, None, "Hội khác"], [("E2", "Loại")]),
        ([None, "20/11/1998"], [("A2", "Tên đầy đủ")]),
        (
            [None, "1998", "?", None, "Hội khác"],
            [
                *(("B2", "Ngày thành lập"), ("C2", "Số hội viên")),
                *(("E2", "Loại"), ("A2", "Tên đầy đủ")),
            ],
        ),
    ],
)
def test_every_cell_that_cannot_be_read_is_named(cells, expected):
    assert sorted(errors(*cells)) == sorted(expected)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Họ tên", "Năm"], ["An", 1]], "Không thấy hàng tiêu đề"),
        ([HEAD], "chưa có dòng nào"),
        ([HEAD, *([["Hội"]] * (tables.MOST_ROWS + 1))], "hơn 2.000 dòng"),
    ],
)
def test_a_table_that_is_none_is_refused_in_words(rows, words):
    with pytest.raises(ValidationError, match=words):
        read_table(upload(*rows), COLUMNS)


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("bang.xlsx", b"PK\x03\x04 khong phai zip"),
        SimpleUploadedFile("bang.xlsx", b"Ten,Loai\n"),
        SimpleUploadedFile("bang.csv", "Tên\n".encode()),
        SimpleUploadedFile("bang.xlsx", b""),
    ],
)
def test_a_file_that_is_no_spreadsheet_is_refused(file):
    with pytest.raises(ValidationError):
        read_table(file, COLUMNS)


def test_a_formula_without_a_value_is_nothing():
    [row] = read_table(upload(HEAD, ["Hội", "=A1"]), COLUMNS)
    assert row.texts == {"name": "Hội"}
