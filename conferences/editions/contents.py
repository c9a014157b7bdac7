"""What a report says at one time, and how it is kept in JSON.

    format      1
    report      kind_label, subject, starts_on, ends_on, number, code, issued_on,
                recipients, signature {authority, position, name}
    conference  title, slug, starts_on, place
    parts       level, number, title, body (with its tokens)
    figures     key → label, source, amount …: all of FrozenFigure but its key
    promises    what was left to do by the conference before, and what became of it

Amounts are kept as text, so that no digit is lost; days as YYYY-MM-DD.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import MISSING, asdict, dataclass, field, fields
from decimal import Decimal

from conferences import tokens
from lienhiephoi.dossiers.wording import amount_text

FORMAT = 1
POINT = "- "


@dataclass(frozen=True)
class FrozenFigure:
    """A figure with its origin; `text` is how it reads: "hơn 20.000".

    `amount` is None where the source had none; `comparison` is "" where there is
    nothing to compare with. `url` leads to where anybody can read it, or is "".
    """

    key: str
    label: str
    source: str
    amount: Decimal | None
    decimals: int
    unit: str
    qualifier: str
    text: str
    definition: str
    period: str
    coverage: str
    origin: str
    url: str
    previous: Decimal | None
    previous_period: str
    comparison: str
    # What the source is asked again for (conferences.sources.Binding), to see whether
    # it has changed since; an edition without it is never said to have.
    binding: dict = field(default_factory=dict)

    def shown(self, form: str = "") -> str:
        """The words that a token of this figure stands for."""
        if form == tokens.COMPARISON:
            return self.comparison
        if form == tokens.BEFORE:
            return "" if self.previous is None else self._digits(self.previous)
        if form and self.amount is not None:
            digits = self._digits(self.amount)
            return self.text.replace(digits, _padded(digits, int(form)))
        return self.text

    def _digits(self, amount: Decimal) -> str:
        return amount_text(amount, self.decimals)


def _padded(digits: str, width: int) -> str:
    """ "4" as "04"; the noughts go before the comma."""
    whole, comma, fraction = digits.partition(",")
    return whole.zfill(width) + comma + fraction


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph: plain text, or the words of a figure."""

    text: str
    figure: FrozenFigure | None = None


@dataclass(frozen=True)
class Paragraph:
    """Its runs in order; `is_point`: an item of a list, whose dash is left out."""

    runs: tuple[Run, ...]
    is_point: bool = False

    def __iter__(self) -> Iterator[Run]:
        return iter(self.runs)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Part:
    level: int
    number: str
    title: str
    body: str

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    def paragraphs(self, contents: "Contents") -> list[Paragraph]:
        """The body, a paragraph a line, each token as the words of its figure."""
        return [
            _paragraph(line, contents.figures)
            for line in self.body.splitlines()
            if line.strip()
        ]

    def figures(self, contents: "Contents") -> list[FrozenFigure]:
        """The figures that the body names, each once, in its order."""
        keys = dict.fromkeys(token.key for token in tokens.tokens_in(self.body))
        return [contents.figures[key] for key in keys if key in contents.figures]


def _paragraph(line: str, figures: dict[str, FrozenFigure]) -> Paragraph:
    line = line.strip()
    is_point = line.startswith(POINT)
    return Paragraph(
        tuple(_run(piece, figures) for piece in tokens.split(line.removeprefix(POINT))),
        is_point,
    )


def _run(piece: tokens.Text | tokens.Token, figures: dict[str, FrozenFigure]) -> Run:
    if isinstance(piece, tokens.Text):
        return Run(piece.text)
    figure = figures.get(piece.key)
    return Run(str(piece)) if figure is None else Run(figure.shown(piece.form), figure)


@dataclass(frozen=True)
class Signature:
    authority: str
    position: str
    name: str


@dataclass(frozen=True)
class Head:
    """What stands over and under the text."""

    kind_label: str
    subject: str
    starts_on: dt.date
    ends_on: dt.date
    number: int | None
    code: str
    issued_on: dt.date | None
    recipients: tuple[str, ...]
    signature: Signature

    @property
    def title(self) -> str:
        return f"{self.kind_label} {self.subject[:1].lower()}{self.subject[1:]}"


@dataclass(frozen=True)
class Meeting:
    title: str
    slug: str
    starts_on: dt.date
    place: str


@dataclass(frozen=True)
class Promise:
    """A task of the conference before; `state` in words, `status` as it is kept."""

    conference: str
    title: str
    owner: str
    due_on: dt.date | None
    done_on: dt.date | None
    status: str
    state: str
    is_overdue: bool


@dataclass(frozen=True)
class Contents:
    report: Head
    conference: Meeting
    parts: tuple[Part, ...]
    figures: dict[str, FrozenFigure]
    promises: tuple[Promise, ...] = ()

    @property
    def used_figures(self) -> list[FrozenFigure]:
        """The figures that the text names, in the order in which it does."""
        found = {e.key: e for part in self.parts for e in part.figures(self)}
        return list(found.values())


# --- JSON there and back --------------------------------------------------------


def to_json(contents: Contents) -> dict:
    stored = _plain(asdict(contents))
    for figure in stored["figures"].values():
        del figure["key"]
    return {"format": FORMAT, **stored}


def _plain(value):
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def from_json(stored: dict) -> Contents:
    """Raises KeyError, ValueError on what `to_json` has not made."""
    if stored["format"] != FORMAT:
        raise ValueError(f"Không đọc được định dạng {stored['format']}.")
    return Contents(
        report=_read(
            Head,
            stored["report"],
            recipients=tuple(stored["report"]["recipients"]),
            signature=Signature(**stored["report"]["signature"]),
        ),
        conference=_read(Meeting, stored["conference"]),
        parts=tuple(_read(Part, each) for each in stored["parts"]),
        figures={
            key: _read(FrozenFigure, {**each, "key": key})
            for key, each in stored["figures"].items()
        },
        promises=tuple(_read(Promise, each) for each in stored.get("promises", ())),
    )


_READERS = {
    dt.date: dt.date.fromisoformat,
    dt.date | None: dt.date.fromisoformat,
    Decimal | None: Decimal,
}


def _read(kind, stored: dict, **ready):
    def value(of):
        if of.name in ready:
            return ready[of.name]
        if of.name not in stored and of.default_factory is not MISSING:
            return of.default_factory()
        kept = stored[of.name]
        reader = _READERS.get(of.type)
        return kept if reader is None or kept is None else reader(kept)

    return kind(**{of.name: value(of) for of in fields(kind)})
