"""What the owner of a task tells of it, until the office confirms that it is done."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from conferences import permissions
from conferences.models import UNFINISHED, Task, TaskProgress, TaskStatus
from conferences.workflow import TASKS
from lienhiephoi.workflow import TransitionError, TransitionForbidden
from members.models import Representative


def tasks_of(user):
    """`permissions.owns_task` as a query; what is not given yet is nobody's."""
    acting = Representative.objects.current().filter(user=user)
    return Task.objects.given().filter(
        Q(association__in=acting.values("association")) | Q(person__user=user)
    )


# Long enough for a second click; who says the same a day later does tell it again.
_AT_ONCE = dt.timedelta(minutes=10)


@transaction.atomic
def report_progress(
    task: Task,
    text: str,
    *,
    by,
    percent: int | None = None,
    is_done: bool = False,
    at: dt.datetime | None = None,
) -> TaskProgress:
    """Keep what the owner, or the office for them, tells; nothing is ever overwritten.

    The same told again at once, as by a second click, is kept one time.

    `is_done` claims the task as done in the same breath, or keeps neither.

    Raises:
        TransitionForbidden: they neither own the task nor run tasks.
        TransitionError: it is not being done, or cannot be claimed.
        ValidationError: nothing is told, or more than the whole is done.
    """
    fresh = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if not permissions.can_claim_task(by, fresh):
        raise TransitionForbidden("Bạn không có quyền báo tiến độ nhiệm vụ này.")
    if fresh.status not in UNFINISHED:
        state = fresh.get_status_display().lower()
        raise TransitionError(
            f"Nhiệm vụ đang ở trạng thái «{state}», không nhận thêm báo cáo."
        )
    at = at or timezone.now()
    told = TaskProgress(task=fresh, text=text, percent=percent, by=by, at=at)
    told.full_clean()
    last = fresh.progress.first()
    if last and _is_same(told, last):
        told = last
    else:
        told.save()
    if is_done and fresh.status == TaskStatus.OPEN:
        TASKS.apply(fresh, "claim", by=by, at=at)
    return told


def _is_same(told: TaskProgress, last: TaskProgress) -> bool:
    said = (told.text, told.percent, told.by_id)
    is_said = said == (last.text, last.percent, last.by_id)
    return is_said and abs(told.at - last.at) <= _AT_ONCE
