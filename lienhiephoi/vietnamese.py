"""The rules of written Vietnamese: letters, tones, order, numbers and dates.

Pure functions; whatever they return is NFC, except where search needs NFD.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Literal

# --- Clean text ---------------------------------------------------------------

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD_BLANK = re.compile(r"[\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, bidi controls, zero-width characters, soft hyphen, lone surrogates, and
# the two that XML forbids.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Putting n marks of one letter in order takes n² steps; no writing needs so many.
_MOST_MARKS = 8
_MARK = "".join(
    re.escape(chr(code))
    for code in range(0x300, 0x1F000)
    if unicodedata.combining(chr(code))
)
_TOO_MANY_MARKS = re.compile(f"([{_MARK}]{{{_MOST_MARKS}}})[{_MARK}]+")


def normalise(text: str) -> str:
    """NFC with LF line ends, without characters that nobody sees; NBSP stays."""
    text = _LINE_END.sub("\n", text)
    text = _ODD_BLANK.sub(" ", text)
    text = _TOO_MANY_MARKS.sub(r"\1", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """For fields of one line: every run of white space, NBSP too, is one space."""
    return " ".join(normalise(text).split())


# --- Search -------------------------------------------------------------------

# The other half of these rules is the SQL function that search indexes with:
# translate(normalize(t, NFD), 'ABC…ZĐÐð', 'abc…zđđđ'); change both or neither.
_EXACT = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZĐÐð", "abcdefghijklmnopqrstuvwxyzđđđ")
_MARKS = re.compile(r"[\u0300-\u036f]")
_I_AND_D = str.maketrans("đy", "di")
_WORD = re.compile(r"[a-z0-9đ\u0300-\u036f]+")
_WORD_LENGTH = 40


def exact(text: str) -> str:
    """NFD with ASCII letters and Đ lowered: equal marks, any case."""
    return unicodedata.normalize("NFD", text).translate(_EXACT)


def fold(text: str) -> str:
    """What a reader types without diacritics: no marks, đ is d, y is i."""
    return _MARKS.sub("", exact(text)).translate(_I_AND_D)


def words(text: str) -> list[str]:
    """The words of a text in their exact form, each of at most 40 characters."""
    runs = (run[:_WORD_LENGTH] for run in _WORD.findall(exact(text)))
    return [run for run in runs if fold(run)]


def has_marks(text: str) -> bool:
    """Whether the writer used Vietnamese letters, so that marks are meant."""
    letters = exact(text)
    return "đ" in letters or _MARKS.search(letters) is not None


def slugify(text: str, max_length: int = 100) -> str:
    """ASCII words joined by hyphens, cut at a word; "" when nothing is left."""
    letters = unicodedata.normalize("NFKD", exact(text))
    letters = _MARKS.sub("", letters).replace("đ", "d").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(slug) <= max_length:
        return slug
    head, _, _ = slug[: max_length + 1].rpartition("-")
    return head or slug[:max_length]


# --- Alphabetical order -------------------------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET)}
# Huyền, hỏi, ngã, sắc, nặng; ngang, which has no mark, comes before them all.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_TONE_RANK = {tone: rank for rank, tone in enumerate(_TONES, start=1)}
_TONE = re.compile(f"[{_TONES}]")
_SYLLABLE = re.compile(r"\d+|[^\W\d_]+")


def _syllable_key(syllable: str) -> tuple:
    if syllable.isdecimal():
        digits = syllable.lstrip("0")
        return (0, (len(digits), *map(ord, digits)), ())
    decomposed = unicodedata.normalize("NFD", syllable)
    letters = unicodedata.normalize("NFC", _TONE.sub("", decomposed))
    return (
        1,
        tuple(_LETTER_RANK.get(letter, 0x100 + ord(letter)) for letter in letters),
        tuple(_TONE_RANK[tone] for tone in _TONE.findall(decomposed)),
    )


def _syllable_keys(text: str) -> tuple:
    letters = unicodedata.normalize("NFC", text.lower())
    return tuple(_syllable_key(syllable) for syllable in _SYLLABLE.findall(letters))


def sort_key(text: str) -> tuple:
    """Dictionary order: syllable by syllable, letters before tones.

    Numbers come before letters, by value; texts that differ only in case or
    punctuation stand together, in a fixed order.
    """
    return (_syllable_keys(text), text)


def name_sort_key(full_name: str) -> tuple:
    """Order of Vietnamese name lists: given name, then middle, then family."""
    *before, given = full_name.split() or [""]
    parts = given, " ".join(before[1:]), " ".join(before[:1])
    return (*map(_syllable_keys, parts), full_name)


# --- Tone placement -----------------------------------------------------------

_ONSET = "b|c|ch|d|đ|g|gh|h|k|kh|l|m|n|ng|ngh|nh|p|ph|r|s|t|th|tr|v|x"
_IN_WORD = r"[\w\u0300-\u036f]"


def _any_tone(letters: str) -> str:
    both_cases = letters + letters.upper()
    toned = (letter + tone for letter in both_cases for tone in ("", *_TONES))
    return "".join(unicodedata.normalize("NFC", letter) for letter in toned)


# Only a syllable that ends in oa, oe or uy has two spellings. The onsets leave
# q out, for in "quý" the u belongs to the onset.
_TWO_SPELLINGS = re.compile(
    rf"(?<!{_IN_WORD})((?i:{_ONSET})?)"
    rf"([{_any_tone('o')}][{_any_tone('ae')}]|[{_any_tone('u')}][{_any_tone('y')}])"
    rf"(?!{_IN_WORD})"
)


def place_tone(text: str, style: Literal["new", "old"] = "new") -> str:
    """Spell hoà, khoẻ, thuý ("new") or hòa, khỏe, thúy ("old") throughout."""

    def respell(match: re.Match) -> str:
        rime = unicodedata.normalize("NFD", match[2])
        tones = _TONE.findall(rime)
        if len(tones) != 1:
            return match[0]
        first, second = _TONE.sub("", rime)
        toned = [first, second, *tones] if style == "new" else [first, *tones, second]
        return match[1] + unicodedata.normalize("NFC", "".join(toned))

    return _TWO_SPELLINGS.sub(respell, unicodedata.normalize("NFC", text))


# --- Numbers ------------------------------------------------------------------

_SEPARATORS = str.maketrans(",.", ".,")
_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_LARGEST_IN_WORDS = 10**15
_ROMAN = [
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
]


def number(value: float | Decimal, decimals: int | None = None) -> str:
    """1234.5 as "1.234,5": halves round up; without `decimals`, no idle zeros."""
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise ValueError(f"Không phải số hữu hạn: {value}")
    with localcontext() as context:
        context.rounding = ROUND_HALF_UP
        digits = format(amount, ",f" if decimals is None else f",.{decimals}f")
    if decimals is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if not digits.strip("-0,."):
        digits = digits.removeprefix("-")
    return digits.translate(_SEPARATORS)


# Thousands grouped by one sign throughout, or not at all.
_WHOLE = r"[1-9]\d{0,2}(?P<group>[. ])\d{3}(?:(?P=group)\d{3})*|\d+"
_WRITTEN_NUMBER = re.compile(rf"(?P<sign>-?)(?P<whole>{_WHOLE})(?:,(?P<fraction>\d+))?")
_LONGEST_NUMBER = 40


def read_number(text: str, decimals: int = 0) -> Decimal:
    """The number that "1.234,5" writes; the other half of `number`.

    Thousands may be grouped by dots or by blanks; digits of any script are read. More
    than `decimals` digits after the comma are refused, noughts too: who writes "1,000"
    may mean a thousand.

    Raises:
        ValueError: says in Vietnamese what to write instead.
    """
    line = _in_ascii_digits(clean_line(text))
    written = _WRITTEN_NUMBER.fullmatch(line) if len(line) <= _LONGEST_NUMBER else None
    if written is None:
        raise ValueError(_not_a_number(line))
    fraction = written["fraction"] or ""
    if len(fraction) > decimals:
        raise ValueError(_too_exact(decimals))
    whole = written["whole"].replace(".", "").replace(" ", "")
    amount = Decimal(f"{written['sign']}{whole}" + (f".{fraction}" if fraction else ""))
    return amount or Decimal(0)


def _in_ascii_digits(line: str) -> str:
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in line.replace("\N{MINUS SIGN}", "-")
    )


def _not_a_number(line: str) -> str:
    if len(line) <= _LONGEST_NUMBER and re.fullmatch(r"-?\d+\.\d+", line):
        return (
            "Dấu chấm chỉ để tách hàng nghìn, ví dụ 1.234. Phần thập phân viết sau "
            f"dấu phẩy: {line.replace('.', ',')}."
        )
    return "Hãy chỉ ghi số, ví dụ 1.234 hoặc 1.234,5."


def _too_exact(decimals: int) -> str:
    if not decimals:
        return "Đây là số nguyên, không có dấu phẩy; một nghìn viết là 1.000."
    return f"Chỉ ghi nhiều nhất {decimals} chữ số sau dấu phẩy."


def _unit_word(unit: int, tens: int) -> str:
    if unit == 1 and tens > 1:
        return "mốt"
    if unit == 4 and tens > 1:
        return "tư"
    if unit == 5 and tens:
        return "lăm"
    return _DIGITS[unit]


def _group_words(group: int, *, follows: bool) -> list[str]:
    """0 < group < 1000; one that follows a higher group says "không trăm"."""
    hundreds, rest = divmod(group, 100)
    tens, unit = divmod(rest, 10)
    spoken = [_DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens:
        spoken += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    elif unit and spoken:
        spoken.append("linh")
    if unit:
        spoken.append(_unit_word(unit, tens))
    return spoken


def number_in_words(n: int) -> str:
    """1205 as "một nghìn hai trăm linh năm", from 0 to a million tỷ (10^15)."""
    if not 0 <= n <= _LARGEST_IN_WORDS:
        raise ValueError(f"Chỉ đọc được số từ 0 đến 10^15: {n}")
    if n == 0:
        return _DIGITS[0]
    billions, rest = divmod(n, 10**9)
    spoken = [number_in_words(billions), "tỷ"] if billions else []
    for size, name in ((10**6, ["triệu"]), (10**3, ["nghìn"]), (1, [])):
        group = rest // size % 1000
        if group:
            spoken += _group_words(group, follows=bool(spoken)) + name
    return " ".join(spoken)


def roman(n: int) -> str:
    """Roman numeral of 1 to 3999."""
    if not 0 < n < 4000:
        raise ValueError(f"Chữ số La Mã chỉ viết số từ 1 đến 3999: {n}")
    numeral = ""
    for value, letters in _ROMAN:
        count, n = divmod(n, value)
        numeral += letters * count
    return numeral


def file_size(n: int) -> str:
    """Bytes as "512 byte", "340 KB", "1,2 MB"; 1 KB is 1024 bytes."""
    if n < 1024:
        return f"{n} byte"
    amount, unit = round(n / 1024), "KB"
    for larger in ("MB", "GB", "TB"):
        if amount < 1000:
            break
        n /= 1024
        amount, unit = round(n / 1024, 1), larger
    return f"{number(amount)} {unit}"


# --- Dates --------------------------------------------------------------------

_WEEKDAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]


def date_text(d: date) -> str:
    return f"{d.day:02}/{d.month:02}/{d.year:04}"


def date_in_words(d: date) -> str:
    """Thứ Sáu, 20/11/2026."""
    return f"{_WEEKDAYS[d.weekday()]}, {date_text(d)}"


def official_date(d: date) -> str:
    """The date line of official papers (NĐ 30/2020/NĐ-CP, annex I).

    Days under 10 and months 1 and 2 take a leading zero, so that none can be
    altered by adding a digit in front.
    """
    month = f"{d.month:02}" if d.month in {1, 2} else d.month
    return f"ngày {d.day:02} tháng {month} năm {d.year}"


def month_text(year: int, month: int) -> str:
    return f"Tháng {month}/{year}"


def moment_text(dt: datetime) -> str:
    """14:05, 20/11/2026, for an aware moment already in local time."""
    return f"{dt.hour:02}:{dt.minute:02}, {date_text(dt)}"


def until_text(dt: datetime) -> str:
    """The last moment of something: midnight is the end of the day before it.

    "hết ngày 30/06/2027" for 00:00 on 1 July, "17:00, 30/06/2027" otherwise. Expects
    an aware datetime already in local time.
    """
    if (dt.hour, dt.minute) == (0, 0):
        return f"hết ngày {date_text(dt - timedelta(minutes=1))}"
    return moment_text(dt)


# --- Typography ---------------------------------------------------------------

_UNITS = "hội viên|hội|người|đồng|triệu|tỷ|%|km|m|ha|giải|bài|cuộc|lớp|lượt"
_BREAKABLE = re.compile(
    rf"(?:(?<=\bngày)|(?<=\btháng)|(?<=\bnăm)|(?<=\bsố)) (?=\d)"
    rf"|(?<=\d) (?=(?:{_UNITS})(?!\w))",
    re.IGNORECASE,
)


def keep_together(text: str) -> str:
    """Plain text with NBSP where a line must not break: "ngày 18/6", "20 hội"."""
    return _BREAKABLE.sub("\xa0", unicodedata.normalize("NFC", text))
