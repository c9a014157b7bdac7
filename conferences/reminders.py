"""One reminder of a task, in the week before it is due."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from conferences import notifications
from conferences.models import Task, TaskStatus
from lienhiephoi.models import Letter
from members.notifications import Addressee

# A week is left to do it, or to say that it cannot be done.
BEFORE = dt.timedelta(days=7)


@dataclass
class Plan:
    """Letters of a day, by task; `unreachable` are those nobody can be written about."""

    day: dt.date
    fresh: list[tuple[Task, list[Addressee]]] = field(default_factory=list)
    reminded: list[Task] = field(default_factory=list)
    unreachable: list[Task] = field(default_factory=list)


def plan(day: dt.date | None = None) -> Plan:
    """Open tasks due within a week that were not reminded of for this due day.

    A task put off to a later day is reminded of again; one claimed waits for the
    office, not for its owner.
    """
    day = day or timezone.localdate()
    tasks = list(
        Task.objects.filter(
            status=TaskStatus.OPEN, due_on__gte=day, due_on__lte=day + BEFORE
        )
        .select_related("association", "person__user", "conference")
        .order_by("due_on", "pk")
    )
    owners = notifications.task_owners(tasks)
    made = Plan(day)
    written = _written(tasks)
    for task in tasks:
        if any(key.startswith(f"{_key(task)}:") for key in written):
            made.reminded.append(task)
        elif task.pk in owners:
            made.fresh.append((task, owners[task.pk]))
        else:
            made.unreachable.append(task)
    return made


def write(made: Plan) -> list[Letter]:
    return [
        letter
        for task, owners in made.fresh
        for letter in notifications.write_about_task(
            task, "task_due", _key(task), notifications.TASK_DUE, to=owners
        )
    ]


def _key(task: Task) -> str:
    return f"task-due:{task.pk}:{task.due_on.isoformat()}"


def _written(tasks: list[Task]) -> list[str]:
    found = Letter.objects.filter(
        kind=notifications.TASK_DUE, object_id__in=[task.pk for task in tasks]
    )
    return list(found.values_list("key", flat=True))
