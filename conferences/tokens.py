"""Figures in the text of a report: [[hoi-vien]] stands for the figure of that key.

[[hoi-vien]]            the number, with "hơn", "khoảng" … where it is not exact
[[de-tai:2]]            with noughts in front, two digits: 04
[[hoi-vien:so-sanh]]    against the time before: "tăng 250 hội viên (1,3 %) …"
[[hoi-vien:ky-truoc]]   the number of the time before
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

COMPARISON, BEFORE = "so-sanh", "ky-truoc"
_KEY = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
_TOKEN = re.compile(
    rf"\[\[(?P<key>{_KEY})(?::(?P<form>[2-9]|{COMPARISON}|{BEFORE}))?\]\]"
)
# What somebody meant as a token: opened and closed on one line, or only one of both.
_MEANT = re.compile(r"\[\[[^\[\]\n]*\]?\]?|\]\]")


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Token:
    """`form`: "", a number of digits, COMPARISON or BEFORE."""

    key: str
    form: str = ""

    def __str__(self) -> str:
        return f"[[{self.key}:{self.form}]]" if self.form else f"[[{self.key}]]"


@dataclass(frozen=True)
class BadToken:
    """What stands there, in which line (from 1), and what is wrong with it."""

    written: str
    line: int
    reason: str


def split(body: str) -> list[Text | Token]:
    """The text in its pieces; what is no proper token stays text as it was written."""
    pieces: list[Text | Token] = []
    end = 0
    for match in _TOKEN.finditer(body):
        if match.start() > end:
            pieces.append(Text(body[end : match.start()]))
        pieces.append(Token(match["key"], match["form"] or ""))
        end = match.end()
    if end < len(body):
        pieces.append(Text(body[end:]))
    return pieces


def tokens_in(body: str) -> list[Token]:
    return [each for each in split(body) if isinstance(each, Token)]


def bad_tokens(body: str, keys: Collection[str]) -> list[BadToken]:
    """Tokens that name no figure of the report, and those that are misspelt."""
    found = []
    for number, line in enumerate(body.splitlines(), start=1):
        for piece in split(line):
            if isinstance(piece, Token):
                if piece.key not in keys:
                    reason = f"Báo cáo không có số liệu mang mã «{piece.key}»."
                    found.append(BadToken(str(piece), number, reason))
                continue
            found += [
                BadToken(match[0], number, _misspelt(match[0]))
                for match in _MEANT.finditer(piece.text)
            ]
    return found


def _misspelt(written: str) -> str:
    inside = written.removeprefix("[[").removesuffix("]]")
    if not (written.startswith("[[") and written.endswith("]]")):
        return "Mã số liệu phải nằm giữa [[ và ]]."
    key, _, form = inside.partition(":")
    if form and re.fullmatch(_KEY, key):
        return (
            f"Không có cách ghi «{form}»: chỉ có số chữ số từ 2 đến 9, "
            f"{COMPARISON} hoặc {BEFORE}."
        )
    return "Mã chỉ gồm chữ thường không dấu, số và gạch nối, ví dụ [[hoi-vien]]."
