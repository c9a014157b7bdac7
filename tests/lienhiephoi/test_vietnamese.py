import unicodedata

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.vietnamese import (
    clean_line,
    exact,
    fold,
    has_marks,
    name_sort_key,
    normalise,
    place_tone,
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
        ["Cụm 2", "Cụm 010", "Cụm 11", "Cụm A"],
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
        "bóa5 x_hòa hòà",
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
