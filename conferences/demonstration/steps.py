"""What happened at which moment: all that is told is done again in its order.

A report published in January finds the tasks as they stood in January.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from lienhiephoi.workflow import Workflow


@dataclass(frozen=True)
class Step:
    at: dt.datetime
    take: Callable[[], object]


def moment(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def moves(workflow: Workflow, record, rows: Iterable, by) -> list[Step]:
    """Of (name, moment) or (name, moment, note)."""
    return [
        Step(
            moment(at),
            partial(
                workflow.apply, record, name, by=by, at=moment(at), note="".join(note)
            ),
        )
        for name, at, *note in rows
    ]


def take_all(steps: Iterable[Step]) -> None:
    """Of one moment, in the order given."""
    for step in sorted(steps, key=lambda each: each.at):
        step.take()
