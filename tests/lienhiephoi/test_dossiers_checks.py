"""What a dossier lacks, and where it contradicts itself or last year."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.dossiers.checks import Problem, problems, question
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.fields import FieldCheck
from tests.lienhiephoi.forms import attachment, figure, form, prose


def amounts(**figures) -> dict[str, Entry]:
    return {key: Entry(amount=Decimal(str(each))) for key, each in figures.items()}


def told(asked, answers, files=(), previous=None) -> list[tuple[str, str]]:
    found = problems(asked, answers, dict.fromkeys(files, 1), previous or {})
    return [(each.key, each.message) for each in found]


def test_an_empty_form_that_asks_nothing_has_no_problem():
    assert told(form(figure(), prose(), attachment()), {}) == []


def test_each_required_field_is_named_with_its_own_verb():
    asked = form(
        prose(is_required=True),
        figure(is_required=True),
        attachment(is_required=True),
    )
    assert told(asked, {}) == [
        ("loi_van.to_chuc", "Chưa viết «Nội dung»."),
        ("hoi_vien", "Chưa ghi «Hoi vien»."),
        ("tep.danh_sach", "Chưa kèm «Danh sách hội viên»."),
    ]
    answers = {"loi_van.to_chuc": Entry(text="Đã họp."), **amounts(hoi_vien=0)}
    assert told(asked, answers, files=["tep.danh_sach"]) == []


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("-0.5", "«Tỷ lệ» không được nhỏ hơn 0,0."),
        ("0", None),
        ("100", None),
        ("100.1", "«Tỷ lệ» không được lớn hơn 100,0."),
        ("99.95", "«Tỷ lệ» phải là nhiều nhất 1 chữ số sau dấu phẩy."),
    ],
)
def test_limits_are_themselves_allowed(amount, message):
    field = figure("ty_le", label="Tỷ lệ", decimals=1, maximum=Decimal(100))
    found = told(form(field), amounts(ty_le=amount))
    assert found == ([("ty_le", message)] if message else [])


def test_a_field_without_limits_takes_any_amount():
    field = figure(minimum=None)
    assert told(form(field), amounts(hoi_vien=-5)) == []


def test_no_part_exceeds_its_whole_but_parts_may_overlap():
    asked = form(
        figure(),
        figure("nu", label="Nữ", part_of="hoi_vien"),
        figure("tri_thuc", part_of="hoi_vien"),
    )
    assert told(asked, amounts(hoi_vien=100, nu=80, tri_thuc=90)) == []
    assert told(asked, amounts(hoi_vien=100, nu=101)) == [
        (
            "nu",
            "«Nữ» (101) là một phần của «Hoi vien» (100) nên không được lớn hơn.",
        )
    ]


def test_a_part_needs_its_whole():
    asked = form(figure(), figure("nu", label="Nữ", part_of="hoi_vien"))
    assert told(asked, amounts(nu=5)) == [
        ("hoi_vien", "Có số «Nữ» thì phải ghi cả «Hoi vien».")
    ]
    required = form(figure(is_required=True), figure("nu", part_of="hoi_vien"))
    assert told(required, amounts(nu=5)) == [("hoi_vien", "Chưa ghi «Hoi vien».")]


@pytest.mark.parametrize(
    ("sign", "holds_for"),
    [("<=", {"less", "equal"}), (">=", {"more", "equal"}), ("=", {"equal"})],
)
def test_a_check_compares_two_figures(sign, holds_for):
    check = FieldCheck("giai", sign, "du_thi", "", is_blocking=False)
    asked = form(figure("giai"), figure("du_thi"), checks=(check,))
    for name, prizes in (("less", 4), ("equal", 5), ("more", 6)):
        found = problems(asked, amounts(giai=prizes, du_thi=5), {}, {})
        assert (found == []) == (name in holds_for)
        assert all(not each.is_blocking and each.key == "giai" for each in found)


def test_a_check_says_its_own_words_or_both_figures():
    def asked(message):
        check = FieldCheck("giai", "<=", "du_thi", message)
        fields = figure("giai", label="Giải"), figure("du_thi", label="Dự thi")
        return form(*fields, checks=(check,))

    answers = amounts(giai=1200, du_thi=5)
    assert told(asked("Giải không thể nhiều hơn bài."), answers) == [
        ("giai", "Giải không thể nhiều hơn bài.")
    ]
    assert told(asked(""), answers) == [
        ("giai", "«Giải» (1.200) không được lớn hơn «Dự thi» (5).")
    ]


def test_a_check_waits_for_both_figures():
    check = FieldCheck("giai", "=", "du_thi", "")
    asked = form(figure("giai"), figure("du_thi"), checks=(check,))
    assert told(asked, amounts(giai=6)) == []


@pytest.mark.parametrize(
    ("now", "before", "asked"),
    [
        (149, 100, ""),
        (150, 100, ""),
        (151, 100, "tăng từ 100 của kỳ trước lên 151 (51 %)"),
        (50, 100, ""),
        (49, 100, "giảm từ 100 của kỳ trước xuống 49 (51 %)"),
        (0, 0, ""),
        (1, 0, "tăng từ 0 của kỳ trước lên 1"),
        (0, 4, "giảm từ 4 của kỳ trước xuống 0 (100 %)"),
        (None, 100, ""),
        (100, None, ""),
    ],
)
def test_only_a_change_beyond_the_percentage_is_asked_about(now, before, asked):
    assert question(figure(question_percent=50), now, before) == asked


def test_a_question_does_not_block_and_a_note_answers_it():
    asked = form(figure(question_percent=50))
    answer = Entry(amount=Decimal(300))
    [problem] = problems(asked, {"hoi_vien": answer}, {}, {"hoi_vien": Decimal(100)})
    assert problem == Problem(
        "hoi_vien",
        "«Hoi vien» tăng từ 100 của kỳ trước lên 300 (200 %). Hãy ghi lời giải thích.",
        is_blocking=False,
        is_question=True,
    )
    explained = Entry(amount=Decimal(300), note="Nhập hai hội.")
    previous = {"hoi_vien": Decimal(100)}
    assert problems(asked, {"hoi_vien": explained}, {}, previous) == []


@given(
    now=st.decimals(0, 10**6, places=2),
    before=st.decimals(0, 10**6, places=2),
    percent=st.integers(1, 500),
)
def test_a_question_is_asked_exactly_beyond_the_percentage(now, before, percent):
    field = figure(decimals=2, question_percent=percent)
    change = abs(now - before)
    assert bool(question(field, now, before)) == (change > before * percent / 100)
