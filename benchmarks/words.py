"""Made-up Vietnamese, always the same: words as frequent as they are in real texts.

Frequencies follow Zipf's law: first the small words of the grammar, then terms that
an association's news repeats, then syllables put together by the rules of spelling.
As in the real language, folding (hội, hỏi, hôi → hoi) makes many of them collide.
"""

import random
from itertools import accumulate
from pathlib import Path

SMALL, TERMS = (
    part.split("\n")
    for part in Path(__file__).with_suffix(".txt").read_text().strip().split("\n\n")
)
_ONSETS = (
    *("b", "c", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s"),
    *("t", "th", "tr", "v", "x", "ch", "gi"),
)
_RHYMES = {
    # Without a stop at the end, all six tones; with one, only sắc and nặng.
    "a": "aàảãáạ", "ơ": "ơờởỡớợ", "ư": "ưừửữứự", "ô": "ôồổỗốộ",
    "an": "aàảãáạ", "ang": "aàảãáạ", "am": "aàảãáạ", "ai": "aàảãáạ",
    "ao": "aàảãáạ", "âu": "âầẩẫấậ", "ây": "âầẩẫấậ", "ăng": "ăằẳẵắặ",
    "ông": "ôồổỗốộ", "ung": "uùủũúụ", "oi": "oòỏõóọ", "ôi": "ôồổỗốộ",
    "ươn": "ơờởỡớợ", "ương": "ơờởỡớợ", "uôn": "ôồổỗốộ", "âm": "âầẩẫấậ",
    "at": "áạ", "ac": "áạ", "ach": "áạ", "âp": "ấậ", "ôt": "ốộ", "ôc": "ốộ",
    "ươc": "ớợ", "uc": "úụ", "ap": "áạ",
}  # fmt: skip


def syllables() -> list[str]:
    """Every onset with every rhyme in every tone, in a fixed order."""
    return [
        onset + rhyme.replace(tones[0] if len(tones) > 2 else _plain(tones), tone)
        for onset in _ONSETS
        for rhyme, tones in _RHYMES.items()
        for tone in tones
    ]


def _plain(tones: str) -> str:
    return {"á": "a", "ấ": "â", "ố": "ô", "ớ": "ơ", "ú": "u"}[tones[0]]


def vocabulary() -> list[str]:
    """6,000 words of one to four syllables, the most frequent first."""
    chance = random.Random(2026)  # noqa: S311 -- the same words on every machine
    known = syllables()
    chance.shuffle(known)
    known = known[:1800]
    terms = [*TERMS, *known[:250]]
    chance.shuffle(terms)
    # The subjects of every such portal come before all others.
    terms.sort(key=lambda term: term not in TERMS[:20])
    rest = [
        chance.choice(known)
        if chance.random() < 0.35
        else f"{chance.choice(known)} {chance.choice(known)}"
        for _ in range(6000 - len(SMALL) - len(terms))
    ]
    return [*SMALL, *terms, *rest]


class Writer:
    """Writes as long as it is asked to; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311
        self._words = vocabulary()
        ranks = range(1, len(self._words) + 1)
        self._weights = list(accumulate(1 / (rank + 3) for rank in ranks))
        subjects = self._words[len(SMALL) : len(SMALL) + 1200]
        self._subjects = subjects
        self._subject_weights = list(accumulate(1 / (n + 12) for n in range(1200)))

    def number(self, low: int, high: int) -> int:
        return self._chance.randint(low, high)

    def title(self) -> str:
        """About 60 characters, mostly of terms."""
        words = self._chance.choices(
            self._subjects, cum_weights=self._subject_weights, k=8
        )
        small = self._chance.choice(SMALL[:20])
        return _capital(" ".join([*words[:4], small, *words[4:]])) + self._tail()

    def _tail(self) -> str:
        return f" {self.number(2019, 2026)}" if self._chance.random() < 0.3 else ""

    def sentence(self) -> str:
        words = self._chance.choices(
            self._words, cum_weights=self._weights, k=self.number(9, 19)
        )
        middle = len(words) // 2
        return _capital(f"{' '.join(words[:middle])}, {' '.join(words[middle:])}.")

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def text(self) -> str:
        """Plain text of about 2,000 characters."""
        return "\n".join(self.paragraph(3) for _ in range(9))

    def body(self) -> str:
        """HTML of about 2,000 characters of text, with headings and a list."""
        parts = []
        for section in range(3):
            if section:
                parts.append(f"<h2>{_capital(self.title())}</h2>")
            parts += [f"<p>{self.paragraph(3)}</p>" for _ in range(2)]
        items = "".join(f"<li>{self.sentence()}</li>" for _ in range(3))
        parts.insert(3, f"<ul>{items}</ul>")
        parts.append(f"<p><strong>{self.sentence()}</strong> {self.paragraph(2)}</p>")
        return "".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
