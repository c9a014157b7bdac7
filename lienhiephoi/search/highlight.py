"""Highlighting on the original text, marks and case kept as they stand."""

import re
import unicodedata
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lienhiephoi.vietnamese import fold


def _letter_table() -> dict[int, str]:
    """Each composed Vietnamese letter → its folded letter, one for one.

    So a folded text is as long as the original, and a place in the one is the same
    place in the other.
    """
    letters = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    composed = [
        unicodedata.normalize("NFC", a + tone) for a in letters for tone in tones
    ]
    plain = "bcdđghklmnpqrstvxfjwz"
    return {
        ord(form): fold(form)
        for letter in (*composed, *plain)
        for form in (letter, letter.upper())
    }


_LETTERS = _letter_table()


@lru_cache(maxsize=256)
def _asked(folded_terms: frozenset[str]) -> re.Pattern:
    words = "|".join(sorted(map(re.escape, folded_terms))) or r"(?!)"
    return re.compile(rf"\b(?:{words})\b")


def _hits(text: str, folded_terms: frozenset[str]):
    return _asked(folded_terms).finditer(text.translate(_LETTERS))


def highlight(text: str, folded_terms: frozenset[str]) -> SafeString:
    """The text, escaped, with every word that a query asked for in <mark>."""
    parts, at = [], 0
    for start, end in _runs(text, folded_terms):
        parts.append(escape(text[at:start]))
        parts.append(f"<mark>{escape(text[start:end])}</mark>")
        at = end
    parts.append(escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 -- every part is escaped above


def snippet(text: str, folded_terms: frozenset[str], length: int = 220) -> SafeString:
    """The stretch of the text where most of the asked words stand close together."""
    hits = [match.start() for match in _hits(text, folded_terms)]
    start = _densest(hits, length)
    # Some words before the first hit, so that it is read in its sentence.
    start = max(0, start - length // 5)
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    piece = " ".join(text[start:end].split())
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return mark_safe(before + highlight(piece, folded_terms) + after)  # noqa: S308


def _runs(text: str, folded_terms: frozenset[str]):
    """Spans of asked words; neighbours parted by one blank make one span."""
    current = None
    for match in _hits(text, folded_terms):
        if current and text[current[1] : match.start()] == " ":
            current = (current[0], match.end())
            continue
        if current:
            yield current
        current = match.span()
    if current:
        yield current


def _densest(hits: list[int], length: int) -> int:
    best, best_count, first = 0, 0, 0
    for last, at in enumerate(hits):
        while at - hits[first] > length:
            first += 1
        if last - first + 1 > best_count:
            best, best_count = hits[first], last - first + 1
    return best
