"""Keeping what was typed, for several people at once, so that nothing is lost.

An answer is never deleted and its revision only grows. Whoever saves names the
revision he saw; where another person has been faster, both values are kept: the stored
one stays, and the typed one goes back to its writer with the other's name.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from lienhiephoi.dossiers.entries import Entry, content
from lienhiephoi.dossiers.fields import FieldKind, Form
from lienhiephoi.dossiers.models import Answer

UNKNOWN = "Mẫu này không có trường đó."
NOT_EDITABLE = "Ô này hiện không được sửa."
_CHANGED = (
    *("text", "amount", "qualifier", "is_estimate", "actual_amount", "note"),
    *("revision", "changed_by", "changed_at"),
)


@dataclass(frozen=True)
class Conflict:
    """What stands in the field, and who wrote it there meanwhile."""

    answer: Answer
    by: models.Model | None
    at: dt.datetime


@dataclass
class Saved:
    """What became of each field; those in `saved` have that revision now."""

    at: dt.datetime
    saved: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        return not (self.conflicts or self.refused)


def locked(dossier: models.Model) -> models.Model:
    """The dossier as it is now, kept so until the transaction ends.

    Whatever changes a dossier passes here, so that its saving, marking and sending
    happen one after the other.
    """
    rows = type(dossier)._base_manager.select_for_update(of=("self",))
    return rows.get(pk=dossier.pk)


@transaction.atomic
def save_entries(
    dossier: models.Model,
    form: Form,
    entries: Mapping[str, Entry],
    *,
    by,
    at: dt.datetime | None = None,
    editable: Collection[str],
) -> Saved:
    """Keep each entry, or say why not; one bad field does not stop the others.

    What says nothing new makes no revision, and is allowed everywhere.
    """
    locked(dossier)
    saved = Saved(at=at or timezone.now())
    stored = {each.key: each for each in dossier.answers.select_related("changed_by")}
    fresh, changed = [], []
    for key, entry in entries.items():
        answer = stored.get(key)
        if key not in form or form[key].kind is FieldKind.FILE:
            saved.refused[key] = UNKNOWN
        elif entry.is_untouched or content(entry) == content(answer):
            saved.saved[key] = answer.revision if answer else 0
        elif key not in editable:
            saved.refused[key] = NOT_EDITABLE
        elif answer and answer.revision != entry.revision:
            saved.conflicts[key] = Conflict(
                answer, answer.changed_by, answer.changed_at
            )
        else:
            (changed if answer else fresh).append(
                _written(answer or _new(dossier, key), entry, by, saved.at)
            )
    dossier.answers.bulk_create(fresh)
    dossier.answers.bulk_update(changed, _CHANGED)
    saved.saved.update({each.key: each.revision for each in [*fresh, *changed]})
    return saved


def _new(dossier: models.Model, key: str) -> Answer:
    return dossier.answers.model(dossier=dossier, key=key, revision=0)


def _written(answer: Answer, entry: Entry, by, at: dt.datetime) -> Answer:
    for name, value in content(entry).items():
        setattr(answer, name, value)
    if not answer.is_estimate:
        answer.actual_amount = None
    answer.revision += 1
    answer.changed_by = by
    answer.changed_at = at
    return answer
