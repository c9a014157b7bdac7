"""Numbers typed beside a known name: which are pointed out, which are silent."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from conferences.known_numbers import Known, findings, read_words
from lienhiephoi.vietnamese import number, number_in_words

BODIES = Known("hội thành viên", Decimal(22), "Sổ hội, tính đến ngày 31/12/2026")
PEOPLE = Known("hội viên", Decimal(20556), "năm 2026", Decimal(20306), "năm 2025")
TEAMS = Known("hội viên tập thể", Decimal(9))
KNOWN = [BODIES, PEOPLE, TEAMS]


def written(body):
    return [each.text for each in findings(body, KNOWN)]


@pytest.mark.parametrize(
    "body",
    [
        "Liên hiệp Hội có 22 hội thành viên.",
        "Tổng số 22 hội thành viên với 20.556 hội viên.",
        "Hơn 20.000 hội viên, gần 21.000 hội viên, khoảng 20.500 hội viên.",
        "Trên 20 nghìn hội viên; khoảng 20,5 nghìn hội viên.",
        "Có hai mươi hai hội thành viên.",
        "Hai mươi hai hội thành viên",
        "18/22 hội thành viên đã gửi báo cáo.",
        "Có [[hoi-thanh-vien]] hội thành viên và [[hoi-vien:2]] hội viên.",
        "Năm 2026 hội viên tăng nhanh.",
        "Trong năm hội viên được bồi dưỡng.",
        "Lần thứ 21 hội thành viên gặp mặt.",
        "Đại hội lần thứ hai hội thành viên bầu.",
        "Ngày 20 hội thành viên họp.",
        "Tăng 250 hội viên so với năm trước, kết nạp 300 hội viên.",
        "Tăng khoảng 250 hội viên.",
        "Có 300 hội viên mới và 5 hội thành viên được khen.",
        "Trong đó 5 hội thành viên ngành y.",
        "Trong đó có 6 hội thành viên ngành y.",
        "Mỗi 100 hội viên cử một đại biểu; một hội viên vắng.",
        "Có 9 hội viên tập thể.",
        "Năm 2025 có 20.306 hội viên.",
        "Có 120 hội viên danh dự.",
        "Quyết định số 22/QĐ-LHH ngày 20/11/2026.",
        "Nhiệm kỳ 2020–2025 hội viên tăng.",
        "Tổ chức 12 hội thảo và 30 tọa đàm.",
        "",
    ],
)
def test_what_is_right_or_no_such_number_is_silent(body):
    assert written(body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Liên hiệp Hội có 21 hội thành viên.", ["21 hội thành viên"]),
        ("Tổng số 23 hội thành viên.", ["23 hội thành viên"]),
        ("Có hai mươi mốt hội thành viên.", ["hai mươi mốt hội thành viên"]),
        ("Hai mươi HỘI THÀNH VIÊN", ["Hai mươi HỘI THÀNH VIÊN"]),
        ("18/21 hội thành viên đã gửi báo cáo.", ["18/21 hội thành viên"]),
        ("hơn 21.000 hội viên", ["hơn 21.000 hội viên"]),
        ("hơn 15.000 hội viên", ["hơn 15.000 hội viên"]),
        ("gần 20.000 hội viên", ["gần 20.000 hội viên"]),
        ("khoảng 30 nghìn hội viên", ["khoảng 30 nghìn hội viên"]),
        ("20.000 hội viên", ["20.000 hội viên"]),
        ("Nay có 20.306 hội viên.", ["20.306 hội viên"]),
        ("Năm 2025 tốt. Nay có 20.306 hội viên.", ["20.306 hội viên"]),
        ("08 hội viên tập thể", ["08 hội viên tập thể"]),
        ("20 556 hội viên; 20 557 hội viên", ["20 557 hội viên"]),
        (
            "21 hội thành viên, 20.000 hội viên",
            ["21 hội thành viên", "20.000 hội viên"],
        ),
    ],
)
def test_what_differs_is_pointed_out_as_it_is_written(body, found):
    assert written(body) == found


def test_a_finding_says_where_it_stands_and_what_the_source_says():
    [found] = findings("Mở đầu.\nCó 21 hội thành viên.", KNOWN, "Phần I")

    assert found.where == "Phần I, dòng 2"
    assert found.message == (
        "Viết «21 hội thành viên», còn nguồn ghi 22 hội thành viên "
        "(Sổ hội, tính đến ngày 31/12/2026)."
    )


def test_a_name_with_two_numbers_is_right_with_either():
    both = [BODIES, Known("hội thành viên", Decimal(21))]

    assert findings("21 hội thành viên, 22 hội thành viên", both) == []
    assert len(findings("20 hội thành viên", both)) == 1


def test_either_place_of_the_tone_is_the_same_name():
    club = [Known("hội toán hoá", Decimal(3))]

    assert len(findings("2 hội toán hóa", club)) == 1


@given(st.integers(0, 10**9))
def test_every_number_in_words_is_read_back(n):
    assert read_words(number_in_words(n).split()) == n


@given(st.integers(2, 10**7))
def test_a_number_typed_as_it_is_known_is_silent(n):
    known = [Known("lượt người", Decimal(n))]

    assert findings(f"Có {number(n)} lượt người.", known) == []
    assert len(findings(f"Có {number(n + 1)} lượt người.", known)) == 1


@pytest.mark.parametrize("run", ["một ", "hai mươi ", "000 ", "21 hội thành viên "])
def test_a_long_line_takes_as_long_as_it_is_long(run):
    """Twenty times the text took four hundred times as long."""

    def seconds(count: int) -> float:
        body = run * count
        started = time.process_time()
        findings(body, KNOWN)
        return time.process_time() - started

    assert seconds(8000) < 80 * max(seconds(400), 0.005)
