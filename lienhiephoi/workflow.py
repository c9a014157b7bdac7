"""The only door to a status.

Each app states its moves as one table in its own `workflow.py`; the admin, the public
views and the commands all call `Workflow.apply()` and hold no rules of their own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone


class TransitionError(Exception):
    """A move that may not be made; `reasons` says all of why, in Vietnamese."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class TransitionForbidden(TransitionError):  # noqa: N818 -- a refusal, named as one
    """The person has no right to this move, whatever the record's state."""


def _anyone(_user, _record) -> bool:
    return True


def _no_reasons(_record, _at: datetime) -> list[str]:
    return []


def _nothing(_record, _by, _at: datetime) -> None:
    return None


@dataclass(frozen=True)
class Transition:
    """One legal move, a row of a table that a clerk could read.

    allowed(user, record) -> bool: a predicate of the app's permissions.py.
    requires(record, at) -> list of reasons against, in Vietnamese, all at once.
    effect(record, by, at): stamps fields of the record, saved with the status.
    notify(record, by, note): runs after the commit.
    """

    name: str
    label: str
    source: tuple[str, ...]
    target: str
    allowed: Callable = _anyone
    needs_note: bool = False
    requires: Callable[..., list[str]] = _no_reasons
    effect: Callable = _nothing
    notify: Callable | None = None


class Workflow:
    """The moves of one kind of record.

    The model has a `status` field, and a history (a StatusChange) reached as
    `record.status_changes`.
    """

    def __init__(self, *transitions: Transition) -> None:
        self.transitions = {each.name: each for each in transitions}

    def available(self, record: models.Model, user) -> list[Transition]:
        """The moves this person may make now; every button is drawn from it."""
        return [
            each
            for each in self.transitions.values()
            if record.status in each.source and each.allowed(user, record)
        ]

    def missing(
        self, record: models.Model, name: str, at: datetime | None = None
    ) -> list[str]:
        """Everything that still stands against a move, for a preview of it."""
        return self.transitions[name].requires(record, at or timezone.now())

    def apply(
        self,
        record: models.Model,
        name: str,
        *,
        by,
        note: str = "",
        at: datetime | None = None,
    ) -> models.Model:
        """Make a move and return the fresh record (the caller's copy is stale).

        `by=None` is the system itself. The row is locked, so of several people
        making the same move at once one wins and the others are told.

        Raises:
            TransitionForbidden: the person has no right to it.
            TransitionError: wrong state, note missing, requirement unmet, or a
                value that the model refuses.
        """
        move = self.transitions.get(name)
        if move is None:
            raise TransitionError("Không có bước xử lý này.")
        at = at or timezone.now()
        note = note.strip()
        with transaction.atomic():
            # Related rows are not locked, and a nullable join cannot be.
            fresh = (
                type(record)
                ._base_manager.select_for_update(of=("self",))
                .get(pk=record.pk)
            )
            self._check(move, fresh, by, note, at)
            source, fresh.status = fresh.status, move.target
            move.effect(fresh, by, at)
            _save_checked(fresh)
            fresh.status_changes.create(
                transition=move.name,
                from_status=source,
                to_status=move.target,
                by=by,
                at=at,
                note=note,
            )
            if move.notify:
                # The move is made: a letter that fails must not say otherwise.
                transaction.on_commit(lambda: move.notify(fresh, by, note), robust=True)
        return fresh

    def _check(self, move: Transition, record, by, note: str, at: datetime) -> None:
        if by is not None and not move.allowed(by, record):
            raise TransitionForbidden(f"Bạn không có quyền «{move.label}».")
        if record.status not in move.source:
            raise TransitionError(
                f"Không thể «{move.label}» khi đang ở trạng thái "
                f"«{record.get_status_display()}». Có thể người khác vừa xử lý; "
                "hãy tải lại trang."
            )
        reasons = list(move.requires(record, at))
        if move.needs_note and not note:
            reasons.insert(0, f"Hãy ghi lý do «{move.label}».")
        if reasons:
            raise TransitionError(*reasons)


def _save_checked(record: models.Model) -> None:
    try:
        record.full_clean()
    except ValidationError as error:
        raise TransitionError(*_flat(error)) from error
    record.save()


def _flat(error: ValidationError) -> Iterable[str]:
    return [str(message) for message in error.messages]
