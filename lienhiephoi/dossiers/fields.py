"""What one field of a form asks for; the same for a page, a check and a spreadsheet."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

WHOLE_DOSSIER = "*"


class FieldKind(Enum):
    TEXT = "text"  # several lines of plain text
    FIGURE = "figure"  # a number with its qualifier
    FILE = "file"  # one or more attached files


@dataclass(frozen=True)
class FormField:
    """A field as its form defines it.

    `key` is stable from year to year: it names the answer, the mark and the cell.
    `part_of` is the key of the figure that this one is a "trong đó" part of.
    `question_percent`: a change of more than so many per cent against last year is
    asked about, and answered with a note; None asks nothing.
    """

    key: str
    label: str
    kind: FieldKind
    number: str = ""
    unit: str = ""
    decimals: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    is_required: bool = False
    guidance: str = ""
    part_of: str = ""
    question_percent: int | None = None


@dataclass(frozen=True)
class FormSection:
    """A heading of a form and the fields beneath it, in their order."""

    key: str
    number: str
    title: str
    guidance: str = ""
    fields: tuple[FormField, ...] = ()


@dataclass(frozen=True)
class FieldCheck:
    """A rule between two figures: `left` `sign` `right`, a sign of <=, >=, =.

    A check that blocks stands against sending; another is only pointed out.
    """

    left: str
    sign: str
    right: str
    message: str
    is_blocking: bool = True


@dataclass(frozen=True)
class Form:
    """The whole form of a dossier."""

    sections: tuple[FormSection, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    _by_key: dict[str, FormField] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self._by_key.update({each.key: each for each in self.fields})

    @property
    def fields(self) -> list[FormField]:
        return [each for section in self.sections for each in section.fields]

    def __getitem__(self, key: str) -> FormField:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def parts_of(self, key: str) -> list[FormField]:
        return [each for each in self.fields if each.part_of == key]
