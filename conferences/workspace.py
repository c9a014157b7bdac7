"""Tasks of conferences in the workspace: what waits for an association, or a person."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from conferences.models import UNFINISHED, Task, TaskStatus
from lienhiephoi.vietnamese import date_text
from lienhiephoi.workspace import OwnRoom, Room, WaitingTask, register_room

OWN_LABEL = "Nhiệm vụ giao cho tôi"


def waiting(associations: Collection[int]) -> dict[int, list[WaitingTask]]:
    """Open tasks by the association that owns them; those claimed wait for the office."""
    found: dict[int, list[WaitingTask]] = {}
    tasks = (
        Task.objects.filter(association__in=associations, status=TaskStatus.OPEN)
        .select_related("conference")
        .annotate(told=Max("progress__percent"))
    )
    for task in tasks:
        found.setdefault(task.association_id, []).append(waiting_task(task))
    return found


def waiting_task(task: Task) -> WaitingTask:
    percent = getattr(task, "told", None)
    told = f" Đã báo {percent} %." if percent is not None else ""
    return WaitingTask(
        task,
        title=task.title,
        action="Báo tiến độ",
        url=reverse("tasks:task", args=[task.pk]),
        due=due_text(task),
        detail=f"Nhiệm vụ giao tại: {task.conference}.{told}",
        day=task.due_on,
        is_urgent=task.is_overdue,
    )


def due_text(task: Task, day: dt.date | None = None) -> str:
    """ "Hạn 20/11/2026, còn 5 ngày"; a finished task says when it was finished."""
    if task.done_on:
        return f"Hoàn thành ngày {date_text(task.done_on)}"
    if task.due_on is None:
        return "Không có hạn"
    due = f"Hạn {date_text(task.due_on)}"
    if task.status not in UNFINISHED:
        return due
    left = (task.due_on - (day or timezone.localdate())).days
    if left > 0:
        return f"{due}, còn {left} ngày"
    return f"{due}, đã quá {-left} ngày" if left else f"{due}, là hôm nay"


def own(user) -> OwnRoom | None:
    """Tasks given to the person by name, whomever else they act for."""
    statuses = list(
        Task.objects.given().filter(person__user=user).values_list("status", flat=True)
    )
    if not statuses:
        return None
    count = statuses.count(TaskStatus.OPEN)
    detail = f"Có {count} nhiệm vụ đang thực hiện." if count else "Không có việc mới."
    return OwnRoom(OWN_LABEL, reverse("tasks:own"), detail, count)


def register() -> None:
    register_room(Room("Nhiệm vụ được giao", "tasks:association", waiting, own))
