import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.formats.vi import formats
from lienhiephoi.vietnamese import (
    clean_line,
    date_in_words,
    date_text,
    exact,
    file_size,
    fold,
    has_marks,
    keep_together,
    moment_text,
    month_text,
    name_sort_key,
    normalise,
    number,
    number_in_words,
    official_date,
    place_tone,
    roman,
    slugify,
    sort_key,
    words,
)

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0338"
UNSEEN = "\x00\x07\x1b\x7f\x9f\xad\u034f\u061c\u200b\u200d\u200e\u202a\u202e\u2060\u2069\ufeff"
BLANKS = " \t\n\r\x0b\x85\xa0\u2002\u2009\u2028\u202f\u3000"

vietnamese = st.text(VIETNAMESE + VIETNAMESE.upper() + " .,-&'0123456789")
anything = st.text() | st.text(VIETNAMESE + MARKS + UNSEEN + BLANKS + "ÐðK<>=")
raw_anything = anything | st.text(st.characters(codec=None))


# --- Clean text ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Hô\u0323i", "Hội"),
        ("Ho\u0323\u0302i", "Hội"),
        ("Hội\x00 viên\x07", "Hội viên"),
        ("dòng\tmột\r\ndòng hai\rba", "dòng\tmột\ndòng hai\nba"),
        ("ngắt dòng\x0bcủa Word\u2028và\x85nữa", "ngắt dòng\ncủa Word\nvà\nnữa"),
        ("\u202eđảo\u202c \u2066chiều\u2069\u200e\u200f\u061c", "đảo chiều"),
        ("khoa\u200b học\ufeff\u2060 kỹ\xad thuật", "khoa học kỹ thuật"),
        ("👩\u200d🔬", "👩🔬"),
        ("a\u2003b\u3000c\u202fd\u205fe", "a b c d e"),
        ("năm\xa02026", "năm\xa02026"),
        ("nửa\ud83d chữ", "nửa chữ"),
    ],
)
def test_normalise_keeps_what_is_seen(text, cleaned):
    assert normalise(text) == cleaned


@given(raw_anything)
def test_normalised_text_is_settled_storable_nfc(text):
    cleaned = normalise(text)
    assert normalise(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    assert cleaned.encode().decode() == cleaned


def test_clean_line_joins_lines_and_blanks():
    assert clean_line("  Hội nghị \n tổng\xa0kết\t\u3000 2026 ") == (
        "Hội nghị tổng kết 2026"
    )


@given(raw_anything)
def test_clean_line_is_settled(text):
    line = clean_line(text)
    assert clean_line(line) == line
    assert "\n" not in line
    assert "  " not in line


# --- Search -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đắk Lắk", "dak lak"),
        ("ĐẠI HỘI ĐẠI BIỂU", "dai hoi dai bieu"),
        ("Quỹ", "qui"),
        ("Mỹ, Mĩ, mi", "mi, mi, mi"),
        ("Ðà Nẵng", "da nang"),
        ("ðồng", "dong"),
        ("KH&KT", "kh&kt"),
        ("5395/KH-UBND", "5395/kh-ubnd"),
        ("", ""),
    ],
)
def test_fold_reads_as_typed_without_marks(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_exact_tells_marks_apart_but_not_case():
    assert exact("ĐỒNG Ðồng") == exact("đồng ðồng") == exact("đồng đồng")
    assert exact("đồng") != exact("đông")
    assert unicodedata.is_normalized("NFD", exact("Ngữ nghĩa"))


def test_exact_lowers_nothing_that_the_sql_function_cannot():
    assert exact("ØÆЖÊ") == "ØÆЖE\u0302".replace("E", "e")


@given(anything)
def test_fold_is_settled_and_blind_to_form(text):
    text = normalise(text)
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(vietnamese)
def test_fold_of_vietnamese_is_ascii_and_blind_to_case(text):
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text.lower())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hội KH&KT Đắk Lắk", ["hội", "kh", "kt", "đắk", "lắk"]),
        ("Số 5395/KH-UBND", ["số", "5395", "kh", "ubnd"]),
        ("M’nông, Ê-đê", ["m", "nông", "ê", "đê"]),
        ("\u0301 \u0323\u0302", []),
        ("… — ?!", []),
        ("x" * 45, ["x" * 40]),
        ("\u0301" * 40 + "a", []),
    ],
)
def test_words(text, expected):
    assert words(text) == [unicodedata.normalize("NFD", word) for word in expected]


@given(anything)
def test_words_are_short_and_searchable(text):
    for word in words(text):
        assert 0 < len(word) <= 40
        assert fold(word)
        assert words(word) == [word]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hội", True), ("đak", True), ("Đ", True), ("hoi dong", False), ("", False)],
)
def test_has_marks(text, expected):
    assert has_marks(text) is expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đại hội Đắk Lắk", "dai-hoi-dak-lak"),
        ("Hội KH&KT tỉnh Quảng Trị", "hoi-kh-kt-tinh-quang-tri"),
        ("  Kế hoạch số 5395/KH-UBND… ", "ke-hoach-so-5395-kh-ubnd"),
        ("Kỹ thuật: “Ý tưởng” – 2026", "ky-thuat-y-tuong-2026"),
        ("Diện tích 50 m²", "dien-tich-50-m2"),
        ("Ðà Nẵng", "da-nang"),
        ("…", ""),
        ("", ""),
        ("科学", ""),
    ],
)
def test_slugify(text, slug):
    assert slugify(text) == slug
    assert slugify(unicodedata.normalize("NFD", text)) == slug


@pytest.mark.parametrize(
    ("length", "slug"),
    [(7, "dai-hoi"), (8, "dai-hoi"), (10, "dai-hoi"), (11, "dai-hoi-dai"), (2, "da")],
)
def test_slug_is_cut_at_a_word(length, slug):
    assert slugify("Đại hội đại biểu", max_length=length) == slug


@given(anything, st.integers(1, 40))
def test_slug_is_short_ascii_and_settled(text, length):
    slug = slugify(text, length)
    assert len(slug) <= length
    assert slug == "" or all(part.isalnum() for part in slug.split("-"))
    assert slug.isascii()
    assert slugify(slug, length) == slug


# --- Alphabetical order -------------------------------------------------------


@pytest.mark.parametrize(
    "in_order",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "măng", "mâm"],
        ["ba", "ba ba", "ba bị", "bà", "bà ba", "bá", "bác"],
        ["Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp"],
        ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Đà Nẵng", "Gia Lai"],
        ["Hà Nội", "Hà Tĩnh", "Hải Phòng", "Huế", "Hưng Yên"],
        ["Cụm 2", "Cụm 04", "Cụm 10", "Cụm A"],
        ["dân", "đan"],
    ],
)
def test_sort_key_is_dictionary_order(in_order):
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order
    assert sorted(map(str.upper, in_order), key=sort_key) == [
        text.upper() for text in in_order
    ]


def test_sort_key_survives_a_very_long_number():
    assert sort_key("9" * 10_000) > sort_key("1" * 10_000)


@given(anything, anything)
def test_sort_key_orders_any_two_texts(one, other):
    below, above = sort_key(one) < sort_key(other), sort_key(one) > sort_key(other)
    assert below + above == (one != other)


def test_names_are_sorted_by_given_name_then_middle_then_family():
    in_order = [
        "An",
        "Trần An",
        "Lê Văn An",
        "Nguyễn Văn An",
        "Lê Thị Ánh",
        "Nguyễn Thị Bình",
        "Hồ Đức",
        "Y Moan Êban",
    ]
    backwards = in_order[::-1]
    assert sorted(backwards, key=name_sort_key) == in_order
    assert name_sort_key("") < name_sort_key("An")


# --- Tone placement -----------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Hóa học", "Hoá học"),
        ("HÒA BÌNH", "HOÀ BÌNH"),
        ("Thanh Hóa", "Thanh Hoá"),
        ("khỏe", "khoẻ"),
        ("lòe", "loè"),
        ("thúy", "thuý"),
        ("Thủy lợi", "Thuỷ lợi"),
        ("Ủy ban", "Uỷ ban"),
        ("ỦY VIÊN", "UỶ VIÊN"),
        ("òa", "oà"),
        ("họa sĩ", "hoạ sĩ"),
        ("ngõa", "ngoã"),
        ("hủy-bỏ", "huỷ-bỏ"),
    ],
)
def test_two_spellings_of_a_tone(old, new):
    assert place_tone(old, "new") == place_tone(new, "new") == new
    assert place_tone(new, "old") == place_tone(old, "old") == old
    assert place_tone(unicodedata.normalize("NFD", old)) == new


@pytest.mark.parametrize("style", ["new", "old"])
@pytest.mark.parametrize(
    "text",
    [
        "quý quỳ quỷ quỹ quả quà Quế",
        "toàn hoàn khoét loét Hoàng",
        "ngoài xoáy ngoéo khuỷu khuya tuyển huýt",
        "múa lúa cứu của thuở tía",
        "hoa khoe huy",
        "bóa5 x_hòa",
        "",
    ],
)
def test_syllables_with_one_spelling_stay(text, style):
    assert place_tone(text, style) == text


@given(vietnamese)
def test_tone_placement_can_be_undone(text):
    assert place_tone(place_tone(text, "new"), "old") == place_tone(text, "old")
    assert place_tone(place_tone(text, "old"), "new") == place_tone(text, "new")
    assert fold(place_tone(text)) == fold(text)


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
