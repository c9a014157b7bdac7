"""A dossier as it was sent: sealed, numbered, comparable.

The contents of a version are complete: definitions, answers, names and digests of the
files. They are read without any other table, also when the form is long forgotten.
"""

import datetime as dt
import difflib
import hashlib
import itertools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import Literal

from django.db import models
from django.utils import timezone

from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.fields import FieldKind, Form, FormField
from lienhiephoi.dossiers.models import Answer, DossierFile, DossierVersion
from lienhiephoi.dossiers.saving import locked
from lienhiephoi.dossiers.wording import figure_text
from lienhiephoi.numbering import next_number

FORMAT = 1


# --- Contents -------------------------------------------------------------------


def contents(
    form: Form,
    answers: Mapping[str, Answer | Entry],
    files: Iterable[DossierFile],
    heading: Mapping[str, str],
) -> dict:
    """The dossier as plain JSON; amounts are texts, for a float is not exact."""
    by_key: dict[str, list[dict]] = {}
    for each in files:
        by_key.setdefault(each.key, []).append(_file(each))
    known = {field.key for field in form.fields}
    return {
        "format": FORMAT,
        # Pairs, for the database keeps no order of keys.
        "heading": [[label, text] for label, text in heading.items()],
        "sections": [
            {
                "key": section.key,
                "number": section.number,
                "title": section.title,
                "fields": [
                    _field(field, answers.get(field.key), by_key.get(field.key, []))
                    for field in section.fields
                ],
            }
            for section in form.sections
        ],
        "other_files": {key: by_key[key] for key in sorted(by_key.keys() - known)},
    }


def _field(field: FormField, answer: Answer | Entry | None, files: list[dict]) -> dict:
    answer = answer or Entry()
    said = {
        FieldKind.TEXT: {"text": answer.text},
        FieldKind.FIGURE: {
            "unit": field.unit,
            "decimals": field.decimals,
            "part_of": field.part_of,
            "amount": _plain(answer.amount),
            "qualifier": answer.qualifier,
            "is_estimate": answer.is_estimate,
            "actual_amount": _plain(answer.actual_amount),
        },
        FieldKind.FILE: {"files": files},
    }
    return {
        "key": field.key,
        "kind": field.kind.value,
        "number": field.number,
        "label": field.label,
        "note": answer.note,
        **said[field.kind],
    }


def _plain(amount: Decimal | None) -> str | None:
    """1500.0000 and 1500 are one amount, and must have one checksum."""
    return None if amount is None else format(amount.normalize() + 0, "f")


def _file(file: DossierFile) -> dict:
    with file.file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"id": file.pk, "name": file.name, "size": file.size, "sha256": digest}


def file_ids(contents: Mapping) -> set[int]:
    """Keys of all files that a version names."""
    fields = [each for part in contents["sections"] for each in part["fields"]]
    lists = [each.get("files", []) for each in fields]
    lists += contents["other_files"].values()
    return {file["id"] for files in lists for file in files}


def checksum(contents: Mapping) -> str:
    """SHA-256 of the contents in canonical JSON: sorted keys, UTF-8, no blanks."""
    text = json.dumps(
        contents, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


# --- Sealing --------------------------------------------------------------------


def seal(
    dossier: models.Model,
    form: Form,
    *,
    heading: Mapping[str, str],
    by,
    at: dt.datetime,
    series: str,
    closes_marks: bool = True,
) -> DossierVersion:
    """Keep the dossier as it is now, with the year's next receipt ("BN-2026-0007").

    Call it inside the transaction that sends the dossier. Sending answers the open
    marks, which are closed by it.
    """
    locked(dossier)
    sealed = contents(
        form,
        {each.key: each for each in dossier.answers.all()},
        dossier.files.filter(removed_at=None),
        heading,
    )
    last = dossier.versions.aggregate(last=models.Max("number"))["last"] or 0
    year = timezone.localtime(at).year
    version = dossier.versions.create(
        number=last + 1,
        contents=sealed,
        checksum=checksum(sealed),
        receipt=f"{series}-{year}-{next_number(series, year):04}",
        sent_by=by,
        sent_at=at,
    )
    if closes_marks:
        dossier.marks.filter(closed_by_version=None).update(
            closed_by_version=version.number
        )
    return version


# --- Comparing ------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A run of words that both texts have, or that one of them has."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class Difference:
    """A field that two versions tell differently; `pieces` give both texts at once."""

    key: str
    section: str
    label: str
    old: str
    new: str

    @property
    def pieces(self) -> list[Piece]:
        return words_compared(self.old, self.new)


def compare(old: Mapping, new: Mapping) -> list[Difference]:
    """Where two contents differ, in the order of the form."""
    before, after = _told(old), _told(new)
    keys = [*after, *(key for key in before if key not in after)]
    nothing = ("", "", "")
    differences = []
    for key in keys:
        section, label, _ = after.get(key) or before[key]
        texts = before.get(key, nothing)[2], after.get(key, nothing)[2]
        if texts[0] != texts[1]:
            differences.append(Difference(key[0], section, label, *texts))
    return differences


def _told(contents: Mapping) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(key, part) → (section, label, what is said there)."""
    told = {}
    for section in contents["sections"]:
        title = f"{section['number']}. {section['title']}".removeprefix(". ")
        for field in section["fields"]:
            label = field["label"]
            told[field["key"], ""] = (title, label, field_text(field))
            told[field["key"], "note"] = (title, f"{label}: giải thích", field["note"])
    for key, files in contents["other_files"].items():
        told[key, ""] = ("", "Tệp kèm thêm", _file_names(files))
    return told


def field_text(field: Mapping) -> str:
    """What a field of the contents says, as one text."""
    if field["kind"] == FieldKind.TEXT.value:
        return field["text"]
    if field["kind"] == FieldKind.FILE.value:
        return _file_names(field["files"])
    answer = Entry(
        amount=_amount(field["amount"]),
        qualifier=field["qualifier"],
        is_estimate=field["is_estimate"],
        actual_amount=_amount(field["actual_amount"]),
    )
    return figure_text(answer, decimals=field["decimals"], unit=field["unit"])


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _file_names(files: Iterable[Mapping]) -> str:
    """Two files of one name are told apart by a part of their digests."""
    return "\n".join(f"{each['name']} (mã {each['sha256'][:8]})" for each in files)


_WORD = re.compile(r"\S+\s*|\s+")


def words_compared(old: str, new: str) -> list[Piece]:
    """Both texts word by word: without what was added it is the old one."""
    runs = ((kind, text) for kind, text in _word_runs(old, new) if text)
    return [
        Piece(kind, "".join(text for _, text in group))
        for kind, group in itertools.groupby(runs, key=itemgetter(0))
    ]


def _word_runs(old: str, new: str):
    """Lines first, then the words of lines that differ: quick also for long texts."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for is_same, left, right in _matched(before, after):
        if is_same:
            yield "same", "".join(left)
            continue
        words = [_WORD.findall("".join(lines)) for lines in (left, right)]
        for is_equal, gone, come in _matched(*words):
            if is_equal:
                yield "same", "".join(gone)
            else:
                yield "removed", "".join(gone)
                yield "added", "".join(come)


def _matched(before: list[str], after: list[str]):
    matcher = difflib.SequenceMatcher(None, before, after)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind == "equal", before[a:b], after[c:d]
