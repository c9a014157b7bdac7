"""What a person typed into a field, read before it is kept.

A page, a script and a spreadsheet name the parts of a field alike: `<key>` and the
suffixes below. A field is posted whole: a part that is absent is empty.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.core.exceptions import ValidationError

from lienhiephoi.dossiers.fields import FieldKind, Form, FormField
from lienhiephoi.dossiers.models import Answer, Qualifier
from lienhiephoi.vietnamese import normalise, number, read_number
from lienhiephoi.whole_numbers import whole_number

QUALIFIER = ":muc"
ESTIMATE = ":uoc"
NOTE = ":ghichu"
ACTUAL = ":thuc"
REVISION = ":rev"

LONGEST_TEXT = 20_000
LONGEST_NOTE = 2_000
# What the column of amounts holds before the comma.
LARGEST = Decimal(10) ** 14
TOO_LARGE = "Số quá lớn, hãy kiểm tra lại đơn vị tính."
_NO = ("", "0", "false", "off", "không")
_CONTENT = ("text", "amount", "qualifier", "is_estimate", "note")


@dataclass(frozen=True)
class Entry:
    """A field as it was typed.

    `revision`: the revision of the answer that the person had before him; None or 0
    where he saw none. `is_untouched`: it says what it said when he began.
    """

    text: str = ""
    amount: Decimal | None = None
    qualifier: str = ""
    is_estimate: bool = False
    actual_amount: Decimal | None = None
    note: str = ""
    revision: int | None = None
    is_untouched: bool = False


def content(answer: "Answer | Entry | None") -> dict:
    """What an answer says, apart from who said it when; of None, of an empty one."""
    answer = answer or Entry()
    return {name: getattr(answer, name) for name in _CONTENT}


def stamp(answer: "Answer | Entry | None") -> str:
    """The value of the hidden part `:rev`: the revision and a digest of the content.

    By the digest the server knows a field that was posted as it was shown. It is then
    left alone, whatever another person has made of it meanwhile.
    """
    revision = (answer.revision if answer else 0) or 0
    return f"{revision}.{_digest(answer)}"


def _digest(answer: "Answer | Entry | None") -> str:
    said = content(answer)
    said["amount"] = "" if said["amount"] is None else number(said["amount"])
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


def read_entry(field: FormField, posted: Mapping[str, str]) -> Entry:
    """What was posted for one field.

    Raises:
        ValidationError: all that cannot be kept, in Vietnamese; the code of each
            error is the suffix of the part.
    """
    reader = _Reader(field, posted)
    entry = reader.figure() if field.kind is FieldKind.FIGURE else reader.prose()
    if reader.errors:
        raise ValidationError(reader.errors)
    revision, _, digest = reader.part(REVISION).partition(".")
    return replace(
        entry,
        revision=whole_number(revision),
        is_untouched=digest == _digest(entry),
    )


def read_entries(
    form: Form, posted: Mapping[str, str]
) -> tuple[dict[str, Entry], dict[str, list[str]]]:
    """All fields of the form that were posted, and what is wrong with the others."""
    entries, errors = {}, {}
    for field in form.fields:
        if field.key not in posted or field.kind is FieldKind.FILE:
            continue
        try:
            entries[field.key] = read_entry(field, posted)
        except ValidationError as error:
            errors[field.key] = error.messages
    return entries, errors


class _Reader:
    """Reads the parts of one field, and gathers what is wrong with them."""

    def __init__(self, field: FormField, posted: Mapping[str, str]) -> None:
        self.field = field
        self.posted = posted
        self.errors: list[ValidationError] = []

    def refuse(self, suffix: str, message: str) -> None:
        self.errors.append(ValidationError(message, code=suffix))

    def part(self, suffix: str = "") -> str:
        value = self.posted.get(self.field.key + suffix)
        return normalise(value).strip() if isinstance(value, str) else ""

    def prose(self) -> Entry:
        return Entry(text=self._text("", LONGEST_TEXT), note=self._note())

    def figure(self) -> Entry:
        qualifier = self.part(QUALIFIER)
        if qualifier not in Qualifier.values:
            self.refuse(QUALIFIER, "Mức chính xác không có trong danh sách.")
        return Entry(
            amount=self._amount(""),
            qualifier=qualifier,
            is_estimate=self.part(ESTIMATE).lower() not in _NO,
            actual_amount=self._amount(ACTUAL),
            note=self._note(),
        )

    def _note(self) -> str:
        return self._text(NOTE, LONGEST_NOTE)

    def _text(self, suffix: str, longest: int) -> str:
        text = self.part(suffix)
        if len(text) > longest:
            self.refuse(
                suffix,
                f"Dài {number(len(text))} ký tự, quá {number(longest)} ký tự. "
                "Hãy rút gọn, hoặc gửi phần chi tiết thành tệp kèm theo.",
            )
        return text

    def _amount(self, suffix: str) -> Decimal | None:
        text = self.part(suffix)
        if not text:
            return None
        try:
            amount = read_number(text, self.field.decimals)
        except ValueError as error:
            self.refuse(suffix, str(error))
            return None
        if abs(amount) >= LARGEST:
            self.refuse(suffix, TOO_LARGE)
        return amount
