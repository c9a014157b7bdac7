"""A figure against the time before, in words."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from conferences.comparisons import sentence
from conferences.facts import Comparable, Fact


def told(now, then, **fields):
    fields = {"unit": "hội viên", "previous_period": "năm 2025", **fields}
    now, then = (None if each is None else Decimal(each) for each in (now, then))
    return sentence(Fact(now, previous=then, **fields))


@pytest.mark.parametrize(
    ("now", "then", "fields", "words"),
    [
        ("20556", "20306", {}, "tăng 250 hội viên (1,2 %) so với năm 2025"),
        ("19250", "19000", {}, "tăng 250 hội viên (1,3 %) so với năm 2025"),
        ("15", "20", {}, "giảm 5 hội viên (25 %) so với năm 2025"),
        ("22", "22", {}, "không đổi so với năm 2025"),
        ("5", "0", {}, "tăng 5 hội viên so với năm 2025"),
        ("0", "5", {}, "giảm 5 hội viên (100 %) so với năm 2025"),
        ("0", "0", {}, "không đổi so với năm 2025"),
        ("30", "10", {}, "tăng 20 hội viên (200 %) so với năm 2025"),
        (
            "1000001",
            "1000000",
            {},
            "tăng 1 hội viên (chưa đến 0,1 %) so với năm 2025",
        ),
        ("10005", "10000", {}, "tăng 5 hội viên (0,1 %) so với năm 2025"),
        ("-2", "-5", {}, "tăng 3 hội viên so với năm 2025"),
        (
            "92.5",
            "90",
            {"unit": "%", "decimals": 1},
            "tăng 2,5 điểm phần trăm so với năm 2025",
        ),
        ("90", "92", {"unit": "phần trăm"}, "giảm 2 điểm phần trăm so với năm 2025"),
        (
            "20000",
            "19500",
            {"qualifier": "about"},
            "tăng khoảng 500 hội viên (2,6 %) so với năm 2025",
        ),
        (
            "20000",
            "19500",
            {"previous_qualifier": "over"},
            "tăng khoảng 500 hội viên (2,6 %) so với năm 2025",
        ),
        (
            "20000",
            "20000",
            {"qualifier": "over"},
            "hầu như không đổi so với năm 2025",
        ),
        ("3", "2", {"unit": ""}, "tăng 1 (50 %) so với năm 2025"),
        (
            "1234.5",
            "1000",
            {"unit": "triệu đồng", "decimals": 1},
            "tăng 234,5 triệu đồng (23,5 %) so với năm 2025",
        ),
        ("3", "2", {"previous_period": ""}, "tăng 1 hội viên (50 %) so với kỳ trước"),
        ("3", None, {}, ""),
        (None, "3", {}, ""),
    ],
)
def test_a_change_is_told_as_a_report_tells_it(now, then, fields, words):
    assert told(now, then, **fields) == words


def test_where_other_bodies_reported_only_those_of_both_times_are_compared():
    both = Comparable(
        Decimal(900), Decimal(880), "tính trên 20 hội có số liệu cả hai kỳ"
    )

    assert told("1200", "880", comparable=both) == (
        "tăng 20 hội viên (2,3 %) so với năm 2025, "
        "tính trên 20 hội có số liệu cả hai kỳ"
    )


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_word_agrees_with_the_amounts_and_back_it_is_the_other(now, then):
    there, back = told(now, then), told(then, now)

    word = "tăng" if now > then else "giảm" if now < then else "không đổi"
    assert there.startswith(word)
    assert ("%" in there) == (then > 0 and now != then)
    if now != then:
        assert back.startswith("giảm" if word == "tăng" else "tăng")
        assert there.split()[1] == back.split()[1]
