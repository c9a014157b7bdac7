"""Highlighting on the original text, marks and case kept as they stand."""

import re
import unicodedata
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from lienhiephoi.vietnamese import fold


def _spellings() -> dict[str, str]:
    """Each folded letter → the composed letters, of either case, that fold to it.

    One for one: so a folded word is found where it stands in the original text, and
    no text has to be folded first.
    """
    letters = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    composed = [
        unicodedata.normalize("NFC", a + tone) for a in letters for tone in tones
    ]
    plain = "bcdđghklmnpqrstvxfjwz"
    found: dict[str, str] = {}
    for letter in (*composed, *plain):
        folded = fold(letter)
        found[folded] = found.get(folded, "") + letter + letter.upper()
    return found


_SPELLINGS = _spellings()


@lru_cache(maxsize=256)
def _asked(folded_terms: frozenset[str]) -> re.Pattern:
    terms = sorted(filter(None, folded_terms))
    if not terms:
        return re.compile(r"(?!)")
    # The set of first letters stands at the head: letters that begin none of the
    # words are then passed over at many times the speed.
    first = "".join(sorted({_spellings_of(term[0]) for term in terms}))
    words = "|".join(map(_word, terms))
    return re.compile(rf"[{first}](?<=\b.)(?:{words})\b")


def _word(term: str) -> str:
    """Pattern of a word whose first letter was just read."""
    return f"(?<=[{_spellings_of(term[0])}])" + "".join(
        f"[{_spellings_of(letter)}]" for letter in term[1:]
    )


def _spellings_of(letter: str) -> str:
    """What stands for a letter inside the brackets of a pattern."""
    return _SPELLINGS.get(letter, re.escape(letter))


def _hits(text: str, folded_terms: frozenset[str]):
    return _asked(folded_terms).finditer(text)


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
