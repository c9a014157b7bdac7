"""A reviewer's marks: what has to be corrected, and what may therefore be changed."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import models, transaction

from lienhiephoi.dossiers.fields import WHOLE_DOSSIER, Form
from lienhiephoi.dossiers.models import FieldMark
from lienhiephoi.dossiers.saving import locked
from lienhiephoi.vietnamese import normalise


@transaction.atomic
def put_marks(
    dossier: models.Model, marks: Mapping[str, str], *, by
) -> dict[str, FieldMark]:
    """Make these the open marks of `by`, and return all that are open now.

    Marks of other reviewers stay as they are, also at a field that is marked here.

    Raises:
        ValidationError: by key, where a reason is missing.
    """
    reasons = {key: normalise(reason).strip() for key, reason in marks.items()}
    missing = {key: "Hãy ghi lý do." for key, reason in reasons.items() if not reason}
    if missing:
        raise ValidationError(missing)
    locked(dossier)
    standing = open_marks(dossier)
    own = {key: mark for key, mark in standing.items() if mark.by_id == by.pk}
    dossier.marks.filter(pk__in=[own[key].pk for key in own.keys() - reasons]).delete()
    for key in reasons.keys() & own.keys():
        own[key].reason = reasons[key]
        own[key].save(update_fields=["reason"])
    for key, reason in reasons.items():
        if key not in standing:
            dossier.marks.create(key=key, reason=reason, by=by)
    return open_marks(dossier)


@transaction.atomic
def drop_marks(dossier: models.Model, keys: Collection[str]) -> list[FieldMark]:
    """Take off open marks, whoever made them, and return them for the caller's log."""
    locked(dossier)
    dropped = [mark for key, mark in open_marks(dossier).items() if key in keys]
    dossier.marks.filter(pk__in=[mark.pk for mark in dropped]).delete()
    return dropped


def open_marks(dossier: models.Model) -> dict[str, FieldMark]:
    rows = dossier.marks.filter(closed_by_version=None).select_related("by")
    return {each.key: each for each in rows}


def editable_keys(dossier: models.Model, form: Form, *, is_returned: bool) -> set[str]:
    """Every field of a draft; of a returned dossier those that are marked.

    A mark on the whole dossier opens all of it.
    """
    keys = {field.key for field in form.fields}
    if not is_returned:
        return keys
    marked = set(open_marks(dossier))
    return keys if WHOLE_DOSSIER in marked else keys & marked
