from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.formats.vi import formats
from lienhiephoi.vietnamese import (
    date_in_words,
    date_text,
    file_size,
    keep_together,
    moment_text,
    month_text,
    number,
    number_in_words,
    official_date,
    roman,
    until_text,
)

# --- Numbers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, None, "0"),
        (999, None, "999"),
        (1234567, None, "1.234.567"),
        (-20556, None, "-20.556"),
        (1234.5, None, "1.234,5"),
        (0.1, None, "0,1"),
        (Decimal("12.50"), None, "12,5"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("100"), None, "100"),
        (1e20, None, "100.000.000.000.000.000.000"),
        (2.5, 0, "3"),
        (1234, 2, "1.234,00"),
        (1.005, 2, "1,01"),
        (-0.001, 1, "0,0"),
        (-0.06, 1, "-0,1"),
    ],
)
def test_number(value, decimals, shown):
    assert number(value, decimals) == shown


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_number_refuses_what_is_none(value):
    with pytest.raises(ValueError, match="hữu hạn"):
        number(value)


@given(st.integers())
def test_number_can_be_read_back(value):
    assert int(number(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("n", "spoken"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (551, "năm trăm năm mươi mốt"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1050, "một nghìn không trăm năm mươi"),
        (1205, "một nghìn hai trăm linh năm"),
        (20_556, "hai mươi nghìn năm trăm năm mươi sáu"),
        (1_000_001, "một triệu không trăm linh một"),
        (2_530_000, "hai triệu năm trăm ba mươi nghìn"),
        (3_000_760_000, "ba tỷ bảy trăm sáu mươi nghìn"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (21 * 10**9, "hai mươi mốt tỷ"),
        (10**12, "một nghìn tỷ"),
        (10**15, "một triệu tỷ"),
    ],
)
def test_number_in_words(n, spoken):
    assert number_in_words(n) == spoken


def test_every_number_has_words_of_its_own():
    near = set(range(1001))
    far = {a * 10**power + b for a in (1, 11, 101) for power in range(13) for b in near}
    assert len({number_in_words(n) for n in near | far}) == len(near | far)


@pytest.mark.parametrize("n", [-1, 10**15 + 1])
def test_number_in_words_refuses_what_it_cannot_say(n):
    with pytest.raises(ValueError, match="Chỉ đọc được"):
        number_in_words(n)


@pytest.mark.parametrize(
    ("n", "numeral"),
    [(1, "I"), (4, "IV"), (9, "IX"), (17, "XVII"), (40, "XL"), (1994, "MCMXCIV")],
)
def test_roman(n, numeral):
    assert roman(n) == numeral


def test_roman_numerals_are_distinct_and_bounded():
    assert len({roman(n) for n in range(1, 4000)}) == 3999
    for n in (0, -1, 4000):
        with pytest.raises(ValueError, match="La Mã"):
            roman(n)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 byte"),
        (1023, "1023 byte"),
        (1024, "1 KB"),
        (340 * 1024, "340 KB"),
        (1000 * 1024, "1 MB"),
        (1_258_291, "1,2 MB"),
        (20 * 1024**2, "20 MB"),
        (1024**3 - 1, "1 GB"),
        (5 * 1024**4, "5 TB"),
    ],
)
def test_file_size(size, shown):
    assert file_size(size) == shown


# --- Dates --------------------------------------------------------------------


def test_dates_for_readers():
    friday = date(2026, 11, 20)
    assert date_text(friday) == "20/11/2026"
    assert date_text(date(987, 4, 3)) == "03/04/0987"
    assert date_in_words(friday) == "Thứ Sáu, 20/11/2026"
    assert date_in_words(date(2026, 11, 22)) == "Chủ Nhật, 22/11/2026"
    assert month_text(2026, 11) == "Tháng 11/2026"


def test_moment_is_shown_in_the_zone_it_came_in():
    hanoi = timezone(timedelta(hours=7))
    assert moment_text(datetime(2026, 11, 20, 14, 5, tzinfo=hanoi)) == (
        "14:05, 20/11/2026"
    )


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 20), "ngày 20 tháng 11 năm 2026"),
    ],
)
def test_official_date_pads_what_could_be_altered(day, written):
    assert official_date(day) == written


def _read(text: str, input_formats: list[str]) -> datetime:
    """The first format that fits, as Django's form fields try them."""
    for each in input_formats:
        try:
            return datetime.strptime(text, each)  # noqa: DTZ007 - forms add the zone
        except ValueError:
            continue
    raise ValueError(text)


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "3.4.2026", "2026-04-03"])
def test_forms_read_the_day_before_the_month(text):
    assert _read(text, formats.DATE_INPUT_FORMATS).date() == date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026 14:05",
        "14:05, 03/04/2026",
        "2026-04-03T14:05",
        "2026-04-03 14:05:00",
    ],
)
def test_forms_read_moments(text):
    read = _read(text, formats.DATETIME_INPUT_FORMATS)
    assert (read.month, read.day, read.hour, read.minute) == (4, 3, 14, 5)


# --- Typography ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ngày 18/6/2021", "Ngày_18/6/2021"),
        ("Kế hoạch số 5395/KH-UBND", "Kế hoạch số_5395/KH-UBND"),
        ("trong năm 2026 và năm học", "trong năm_2026 và năm học"),
        ("ngày 05 tháng 02 năm 2026", "ngày_05 tháng_02 năm_2026"),
        ("gần 20.000 hội viên của 22 hội", "gần 20.000_hội viên của 22_hội"),
        ("2,5 triệu đồng, đạt 80 %", "2,5_triệu đồng, đạt 80_%"),
        ("4 km, 50 ha, 3 m", "4_km, 50_ha, 3_m"),
        ("04 giải; 22 lớp; 9 lượt người", "04_giải; 22_lớp; 9_lượt người"),
        ("2 mét và 3 hạng", "2 mét và 3 hạng"),
        ("trăm 5 tốt", "trăm 5 tốt"),
    ],
)
def test_keep_together(text, kept):
    assert keep_together(text) == kept.replace("_", "\xa0")


TOKENS = ["ngày", "năm", "số", "5", "20.000", "hội", "viên", "%", "m", "km", ",", "x"]


@given(st.lists(st.sampled_from(TOKENS)))
def test_keep_together_changes_blanks_only_and_settles(tokens):
    text = " ".join(tokens)
    kept = keep_together(text)
    assert keep_together(kept) == kept
    assert kept.replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2027, 7, 1, 0, 0, tzinfo=UTC), "hết ngày 30/06/2027"),
        (datetime(2027, 6, 30, 17, 0, tzinfo=UTC), "17:00, 30/06/2027"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(moment, text):
    assert until_text(moment) == text
