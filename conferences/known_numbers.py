"""Numbers typed by hand beside a name whose number is known: "22 hội thành viên".

They are pointed out, not refused: who writes "5 hội thành viên" may mean five of them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conferences import tokens
from lienhiephoi.dossiers.wording import amount_text
from lienhiephoi.vietnamese import normalise, place_tone, read_number

# "hơn 20.000" of 20.556 is right, of 25.000 it is not; "khoảng" errs to both sides.
_MARGIN, _ABOUT_MARGIN = Decimal("0.1"), Decimal("0.05")
_OVER, _NEARLY, _ABOUT = ("hơn", "trên"), ("gần",), ("khoảng", "xấp xỉ", "ước", "chừng")
_SCALES = {
    **dict.fromkeys(("nghìn", "ngàn"), 10**3),
    "triệu": 10**6,
    **dict.fromkeys(("tỷ", "tỉ"), 10**9),
}
_DIGITS = {"không": 0, "hai": 2, "ba": 3, "sáu": 6, "tám": 8, "chín": 9} | {
    **dict.fromkeys(("một", "mốt"), 1),
    **dict.fromkeys(("bốn", "tư"), 4),
    **dict.fromkeys(("năm", "lăm", "nhăm"), 5),
    **dict.fromkeys(("bảy", "bẩy"), 7),
}
_JOINTS = ("linh", "lẻ")
# "trong năm hội viên …" is a year, "một hội viên" is anyone: no counts.
_NO_COUNTS = ("năm", "một", "không", "tư")
# What stands before an ordinal, a date, a change or a part is not the whole.
_BEFORE_OTHERS = (
    *("thứ", "khóa", "khoá", "ngày", "tháng", "quý", "điều", "khoản", "mỗi"),
    *("tăng", "giảm", "thêm", "kết nạp", "phát triển", "phát triển được"),
    *("thành lập", "thành lập mới", "giải thể", "sáp nhập", "trong đó", "trong đó có"),
    *("tăng thêm", "bớt", "còn thiếu", "từ", "lên", "nhất là", "riêng"),
)
_AFTER_PARTS = (
    *("mới", "nữ", "nam", "trẻ", "danh dự", "tham gia", "tham dự", "dự", "được"),
    *(
        "đạt",
        "chưa",
        "không",
        "nộp",
        "là",
        "tập thể",
        "ưu tú",
        "tiêu biểu",
        "gửi",
        "kết nạp",
    ),
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Known:
    """A name and its number; `previous` was its number in the time before."""

    name: str
    amount: Decimal
    origin: str = ""
    previous: Decimal | None = None
    previous_period: str = ""


@dataclass(frozen=True)
class Finding:
    """`text` as it is written, `where` it stands, and what the source says."""

    text: str
    where: str
    known: Known

    @property
    def message(self) -> str:
        known = amount_text(self.known.amount)
        origin = f" ({self.known.origin})" if self.known.origin else ""
        return f"Viết «{self.text}», còn nguồn ghi {known} {self.known.name}{origin}."


def findings(body: str, known: Iterable[Known], where: str = "") -> list[Finding]:
    """Numbers that differ from what is known of the name behind them.

    A name known with several numbers (of two days) is right with any of them; so is
    the number of the time before, in a sentence that names that time.
    """
    by_name: dict[str, list[Known]] = {}
    for each in known:
        by_name.setdefault(_plain(each.name), []).append(each)
    if not by_name:
        return []
    pattern = _pattern(by_name)
    found = []
    for number, written in enumerate(normalise(body).split("\n"), start=1):
        place = f"{where}, dòng {number}" if where else f"dòng {number}"
        # A token is a number of its own; what stands in front of it is not.
        line = "".join(
            each.text if isinstance(each, tokens.Text) else " [] "
            for each in tokens.split(written)
        )
        plain = _plain(line)
        ends = [0, *(each.end() for each in _SENTENCE_END.finditer(plain)), len(plain)]
        for match in pattern.finditer(plain):
            own = by_name[match["name"]]
            if not _is_right(match, ends, own):
                text = line[match.start("written") : match.end()]
                found.append(Finding(text, place, own[0]))
    return found


def _plain(text: str) -> str:
    """One spelling, letter by letter as long as the text."""
    return place_tone(text.lower().replace("\xa0", " "), "new")


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, map(_plain, words)), key=len, reverse=True))


# "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu …" has no more; a run
# without end would be tried from each of its words.
_MOST_WORDS = 23
_WORD = _any((*_DIGITS, *_SCALES, *_JOINTS, "mười", "mươi", "trăm"))
_QUALIFIER = _any((*_OVER, *_NEARLY, *_ABOUT))


def _pattern(names: Iterable[str]) -> re.Pattern:
    return re.compile(
        rf"(?<![\w.,])(?P<written>(?:(?P<qualifier>{_QUALIFIER})\s+)?"
        rf"(?:(?P<part>\d+)\s*/\s*)?"
        rf"(?:(?P<digits>\d+(?:[. ]\d{{3}}){{0,6}}(?:,\d+)?)(?:\s+(?P<scale>{_any(_SCALES)}))?"
        rf"|(?P<words>(?:(?:{_WORD})\s+){{0,{_MOST_WORDS - 1}}}(?:{_WORD}))))"
        rf"\s+(?P<name>{_any(names)})(?!\w)"
    )


_OTHER_BEFORE = re.compile(
    rf"(?:\b(?:{_any(_BEFORE_OTHERS)})\s+|[\d][-–]\s*)(?:(?:{_QUALIFIER})\s+)?$"
)
_PART_AFTER = re.compile(rf"\s+(?:{_any(_AFTER_PARTS)})(?!\w)")
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)")


# The longest of what may stand before a number fits in.
_REACH = 60


def _is_right(match: re.Match, ends: Sequence[int], known: Sequence[Known]) -> bool:
    """`ends`: where the sentences of the line end, its start first."""
    line, start = match.string, match.start()
    amount = _amount(match)
    before = line[max(0, start - _REACH) : start]
    if (
        amount is None
        or _OTHER_BEFORE.search(before)
        or _PART_AFTER.match(line, match.end())
        or _is_year(match, before)
    ):
        return True
    place = bisect_right(ends, start)
    sentence = line[ends[place - 1] : ends[place]]
    return any(_agrees(amount, match["qualifier"], each, sentence) for each in known)


def _is_year(match: re.Match, before: str) -> bool:
    digits = match["digits"]
    return bool(digits and _YEAR.fullmatch(digits) and re.search(r"\bnăm\s+$", before))


def _agrees(
    amount: Decimal, qualifier: str | None, known: Known, sentence: str
) -> bool:
    if _is_about(amount, qualifier, known.amount):
        return True
    names_it = known.previous_period and _plain(known.previous_period) in sentence
    return bool(
        names_it
        and known.previous is not None
        and _is_about(amount, qualifier, known.previous)
    )


def _is_about(amount: Decimal, qualifier: str | None, value: Decimal) -> bool:
    over = value - amount
    if qualifier in _OVER:
        return 0 <= over <= amount * _MARGIN
    if qualifier in _NEARLY:
        return 0 <= -over <= amount * _MARGIN
    if qualifier:
        return abs(over) <= value * _ABOUT_MARGIN
    return over == 0


# --- Reading numbers ------------------------------------------------------------


def _amount(match: re.Match) -> Decimal | None:
    if match["words"]:
        words = match["words"].split()
        return None if len(words) == 1 and words[0] in _NO_COUNTS else read_words(words)
    try:
        amount = read_number(match["digits"], decimals=4)
    except ValueError:
        return None
    return amount * _SCALES.get(match["scale"], 1)


_DIGIT = _any(_DIGITS)
_UP_TO_THOUSAND = re.compile(
    rf"(?:(?P<hundreds>{_DIGIT}) trăm ?)?"
    rf"(?:(?:{_any(_JOINTS)}) |(?P<ten>mười) ?|(?P<tens>{_DIGIT}) mươi ?)?"
    rf"(?P<unit>{_DIGIT})?"
)


def read_words(words: Sequence[str]) -> Decimal | None:
    """["hai", "mươi", "hai"] is 22; None where the words make no number."""
    total, waiting = 0, []
    for word in [*words, ""]:
        if word and word not in _SCALES:
            waiting.append(word)
            continue
        group = _UP_TO_THOUSAND.fullmatch(" ".join(waiting))
        if group is None:
            return None
        scale = _SCALES.get(word, 1)
        # "một nghìn tỷ": a scale right after a scale multiplies all before it.
        total = total + _value(group) * scale if waiting else total * scale
        waiting = []
    return Decimal(total)


def _value(group: re.Match) -> int:
    hundreds, tens, unit = (
        _DIGITS.get(group[name], 0) for name in ("hundreds", "tens", "unit")
    )
    return 100 * hundreds + 10 * (1 if group["ten"] else tens) + unit
