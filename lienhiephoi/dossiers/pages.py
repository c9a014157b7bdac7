"""A form as a page shows it: each field with its answer and all that stands beside it.

The other half is templates/dossiers/_field.html and static/js/dossier.js; the names of
the inputs are those of lienhiephoi.dossiers.entries.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field as default, replace
from decimal import Decimal

from lienhiephoi.dossiers import entries
from lienhiephoi.dossiers.checks import is_filled
from lienhiephoi.dossiers.fields import FieldKind, FormField, FormSection
from lienhiephoi.dossiers.filling import Filling
from lienhiephoi.dossiers.models import Answer, DossierFile, FieldMark, Qualifier
from lienhiephoi.dossiers.saving import Conflict
from lienhiephoi.dossiers.wording import amount_text, figure_text

QUALIFIERS = Qualifier.choices
# Who wrote where no person did: figures that were brought in by a command.
NOBODY = "Văn phòng"
ONESELF = "Bạn ở cửa sổ khác"


@dataclass(frozen=True)
class Inputs:
    """What the inputs of one field hold, as text: as stored, or as just posted."""

    value: str = ""
    qualifier: str = ""
    is_estimate: bool = False
    note: str = ""
    revision: str = ""

    @classmethod
    def stored(cls, field: FormField, answer: Answer | None) -> "Inputs":
        revision = entries.stamp(answer)
        if answer is None:
            return cls(revision=revision)
        is_figure = field.kind is FieldKind.FIGURE
        return cls(
            value=amount_text(answer.amount, field.decimals)
            if is_figure
            else answer.text,
            qualifier=answer.qualifier,
            is_estimate=answer.is_estimate,
            note=answer.note,
            revision=revision,
        )

    @classmethod
    def posted(cls, key: str, data: Mapping[str, str]) -> "Inputs":
        return cls(
            value=data.get(key, ""),
            qualifier=data.get(key + entries.QUALIFIER, ""),
            is_estimate=bool(data.get(key + entries.ESTIMATE)),
            note=data.get(key + entries.NOTE, ""),
            revision=data.get(key + entries.REVISION, ""),
        )


def answer_text(field: FormField, answer: Answer | None) -> str:
    """An answer as a reader sees it, of either kind."""
    if answer is None:
        return ""
    if field.kind is FieldKind.FIGURE:
        return figure_text(answer, decimals=field.decimals, unit=field.unit)
    return answer.text


def name_for(reader, writer) -> str:
    """Who wrote, as it is told to the reader."""
    if writer is None:
        return NOBODY
    return ONESELF if writer == reader else str(writer)


@dataclass(frozen=True)
class Clash:
    """What another person, or another window, saved in a field meanwhile."""

    by: str
    at: dt.datetime
    text: str
    inputs: Inputs

    @classmethod
    def of(cls, field: FormField, conflict: Conflict, reader) -> "Clash":
        return cls(
            by=name_for(reader, conflict.by),
            at=conflict.at,
            text=answer_text(field, conflict.answer),
            inputs=Inputs.stored(field, conflict.answer),
        )


@dataclass(frozen=True)
class ShownField:
    """All that the template of a field draws, ready to be shown."""

    field: FormField
    inputs: Inputs
    is_editable: bool
    reading: str = ""
    # What the office has of the same, in words.
    known: str = ""
    previous: str = ""
    # "" where fewer than two parts make a sum.
    sum_of_parts: str = ""
    mark: FieldMark | None = None
    errors: list[str] = default(default_factory=list)
    question: str = ""
    clash: Clash | None = None
    # What a person wrote in a field that meanwhile may not be changed any more.
    unsaved: str = ""
    files: list[DossierFile] = default(default_factory=list)

    @property
    def is_figure(self) -> bool:
        return self.field.kind is FieldKind.FIGURE

    @property
    def is_file(self) -> bool:
        return self.field.kind is FieldKind.FILE

    @property
    def rows(self) -> int:
        """High enough for the text, and never so high that the page is lost."""
        return min(30, max(6, len(self.inputs.value) // 60 + 2))

    @property
    def described_by(self) -> str:
        """The ids of what stands at the field, for those who hear the page."""
        parts = {
            "giup": self.field.guidance,
            "so-sach": self.known,
            "danh-dau": self.mark,
            "loi": True,
            "truoc": self.is_figure,
            "hoi": self.question,
        }
        return " ".join(
            f"{name}-{self.field.key}" for name, stands in parts.items() if stands
        )


@dataclass(frozen=True)
class SectionState:
    """A section in the list of sections: how far it is, and what it waits for.

    `filled`: fields that say something; `missing`: what in it stands against sending.
    """

    section: FormSection
    filled: int
    missing: int
    marks: int

    @property
    def tone(self) -> str:
        """How the state is drawn: "call", "done" or plainly."""
        if self.marks:
            return "call"
        return "done" if self.filled and not self.missing else ""

    @property
    def words(self) -> str:
        if self.marks:
            return f"sửa {self.marks} chỗ"
        if self.missing:
            return f"còn {self.missing} chỗ"
        return "xong" if self.filled else "không bắt buộc"


def section_states(filling: Filling) -> list[SectionState]:
    missing = Counter(each.key for each in filling.problems if each.is_blocking)
    return [
        SectionState(
            section,
            filled=filling.filled(section),
            missing=sum(missing[each.key] for each in section.fields),
            marks=sum(each.key in filling.marks for each in section.fields),
        )
        for section in filling.form.sections
    ]


def show_fields(
    filling: Filling,
    fields: Iterable[FormField],
    editable: Collection[str],
    *,
    unsaved: Mapping[str, Inputs] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    clashes: Mapping[str, Clash] | None = None,
    names_missing: bool = False,
    known: Mapping[str, str] | None = None,
) -> list[ShownField]:
    """The fields with what is to be said at each.

    `unsaved` is what a person wrote that could not be kept: it stands in the inputs in
    place of what is stored. That a field is still empty is no news while one fills in
    the form; it is said only where `names_missing`.
    """
    said, asked = _said(filling, names_missing=names_missing)
    said |= errors or {}
    return [
        _shown(
            filling,
            each,
            (unsaved or {}).get(each.key),
            (clashes or {}).get(each.key),
            is_editable=each.key in editable,
            errors=said.get(each.key, []),
            question=asked.get(each.key, ""),
            known=(known or {}).get(each.key, ""),
        )
        for each in fields
    ]


def _said(filling: Filling, *, names_missing: bool) -> tuple[dict, dict]:
    said: dict[str, list[str]] = {}
    asked: dict[str, str] = {}
    for problem in filling.problems:
        field = filling.form[problem.key]
        if problem.is_question:
            asked[problem.key] = problem.message
        elif (
            names_missing
            or not field.is_required
            or is_filled(field, filling.answers, filling.file_counts)
        ):
            said.setdefault(problem.key, []).append(problem.message)
    return said, asked


def _shown(
    filling, field, unsaved, clash, *, is_editable: bool, errors, question, known
) -> ShownField:
    key = field.key
    answer = filling.answers.get(key)
    stored = clash.inputs if clash else Inputs.stored(field, answer)
    inputs = unsaved or stored
    if clash:
        # Told once: who saves again has seen what he replaces.
        inputs = replace(inputs, revision=stored.revision)
    parts = filling.form.parts_of(key)
    return ShownField(
        field=field,
        inputs=inputs,
        is_editable=is_editable,
        reading=answer_text(field, answer),
        known=known,
        previous=amount_text(filling.previous.get(key), field.decimals),
        sum_of_parts=_sum(filling, parts, field.decimals),
        mark=filling.marks.get(key),
        errors=errors,
        question=question,
        clash=clash,
        unsaved=inputs.value if unsaved and not is_editable else "",
        files=filling.files.get(key, []),
    )


def _sum(filling: Filling, parts: list[FormField], decimals: int) -> str:
    if len(parts) < 2:
        return ""
    answers = (filling.answers.get(part.key) for part in parts)
    amounts = [each.amount for each in answers if each and each.amount is not None]
    return amount_text(sum(amounts, Decimal(0)), decimals)
