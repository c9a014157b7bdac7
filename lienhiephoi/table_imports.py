"""Imports of tables: a trial that changes nothing, then the same once more in earnest.

Both run the very same code; the trial is rolled back. A file is imported whole or, as
long as a row is wrong, not at all.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, transaction

from lienhiephoi.office import xlsx
from lienhiephoi.tables import (
    CellError,
    TableColumn,
    TableRow,
    cell_error,
    read_values,
)


class Effect(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Effect.NEW: "Thêm mới",
    Effect.CHANGED: "Sửa",
    Effect.SAME: "Không đổi",
    Effect.WRONG: "Lỗi",
}


@dataclass(frozen=True)
class Written:
    """What a row did: to which record, which changes, and what to look at twice."""

    title: str
    effect: Effect
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    number: int
    title: str
    effect: Effect
    changes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


@dataclass(frozen=True)
class Importer:
    """One kind of table.

    `write(values, by)` writes one row and raises ValidationError, by the keys of the
    columns where it can; `rows()` are the values of the exported table.
    """

    name: str
    title: str
    advice: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    write: Callable[[dict, object], Written]
    rows: Callable[[], Sequence[Sequence[xlsx.Value]]]
    # How many of the first columns come on paper; what follows is for the screen.
    printed: int = 0

    def export(self, *, author: str, is_blank: bool = False) -> bytes:
        """The table as .xlsx, which the import takes back; blank, to be filled in."""
        sheet = xlsx.Sheet(
            title=self.title,
            headings=(self.title, *self.advice),
            columns=[xlsx.Column(each.heading, each.width) for each in self.columns],
            rows=[xlsx.Row(values) for values in ([] if is_blank else self.rows())],
            frozen=1,
            printed=self.printed,
        )
        return xlsx.write([sheet], title=self.title, author=author)


def try_out(importer: Importer, rows: Sequence[TableRow], *, by) -> list[Outcome]:
    """What an import would do; nothing of it stays."""
    with transaction.atomic():
        outcomes = _write_all(importer, rows, by)
        transaction.set_rollback(True)
    return outcomes


def carry_out(
    importer: Importer, rows: Sequence[TableRow], *, by, expected: str
) -> list[Outcome]:
    """Import, if that does what was shown: `expected` is the digest of the trial.

    Raises:
        ValidationError: it would do something else by now, so nothing was done.
    """
    with transaction.atomic():
        outcomes = _write_all(importer, rows, by)
        if digest(outcomes) != expected or any(each.errors for each in outcomes):
            raise ValidationError(
                "Dữ liệu đã thay đổi từ khi xem trước nên chưa ghi gì. "
                "Hãy xem lại rồi xác nhận."
            )
    return outcomes


def digest(outcomes: list[Outcome]) -> str:
    facts = [[each.number, each.title, each.effect, each.changes] for each in outcomes]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _write_all(importer: Importer, rows, by) -> list[Outcome]:
    return [_write(importer, row, by) for row in rows]


def _write(importer: Importer, row: TableRow, by) -> Outcome:
    values, errors = read_values(row, importer.columns)
    if not errors:
        try:
            with transaction.atomic():
                done = importer.write(values, by)
        except ValidationError as refusal:
            errors = _errors(importer, row, refusal)
        except IntegrityError:
            errors = [CellError("", "", "Trái với dữ liệu đã có.")]
        except DataError:
            errors = [CellError("", "", "Có ô ghi dài quá hoặc số lớn quá.")]
        else:
            return Outcome(
                row.number, done.title, done.effect, done.changes, done.warnings
            )
    first = next((row.texts[c.key] for c in importer.columns if c.key in row.texts), "")
    return Outcome(row.number, first, Effect.WRONG, errors=errors)


def _errors(importer: Importer, row: TableRow, refusal) -> list[CellError]:
    columns = {each.key: each for each in importer.columns}
    named = getattr(refusal, "message_dict", {NON_FIELD_ERRORS: refusal.messages})
    return [
        cell_error(row, columns[name], message)
        if name in columns
        else CellError("", "", message)
        for name, messages in named.items()
        for message in messages
    ]
