"""A task is given, reported as done, and confirmed, or dropped with a reason."""

from django.utils import timezone

from conferences import notifications, permissions
from conferences.models import TaskStatus
from lienhiephoi.workflow import Transition, Workflow


def _has_owner(task, _at) -> list[str]:
    if task.association_id or task.person_id:
        return []
    return ["Nhiệm vụ chưa có hội hoặc người chủ trì."]


def _is_told_of(task, _at) -> list[str]:
    if task.progress.exists():
        return []
    return ["Hãy báo kết quả trước khi báo đã xong."]


def _stamp_done(task, _by, at) -> None:
    task.done_on = timezone.localdate(at)


def _unstamp(task, _by, _at) -> None:
    task.done_on = None


TASKS = Workflow(
    Transition(
        name="give",
        label="Giao nhiệm vụ",
        source=(TaskStatus.DRAFT,),
        target=TaskStatus.OPEN,
        allowed=permissions.runs_tasks,
        requires=_has_owner,
        notify=notifications.task_given,
    ),
    Transition(
        name="claim",
        label="Báo đã xong",
        source=(TaskStatus.OPEN,),
        target=TaskStatus.CLAIMED,
        allowed=permissions.can_claim_task,
        requires=_is_told_of,
    ),
    Transition(
        name="confirm",
        label="Xác nhận đã hoàn thành",
        source=(TaskStatus.OPEN, TaskStatus.CLAIMED),
        target=TaskStatus.DONE,
        allowed=permissions.runs_tasks,
        effect=_stamp_done,
    ),
    Transition(
        name="send_back",
        label="Đề nghị làm tiếp",
        source=(TaskStatus.CLAIMED,),
        target=TaskStatus.OPEN,
        allowed=permissions.runs_tasks,
        needs_note=True,
        notify=notifications.task_sent_back,
    ),
    Transition(
        name="drop",
        label="Không thực hiện nữa",
        source=(TaskStatus.OPEN, TaskStatus.CLAIMED),
        target=TaskStatus.DROPPED,
        allowed=permissions.runs_tasks,
        needs_note=True,
    ),
    Transition(
        name="reopen",
        label="Mở lại",
        source=(TaskStatus.DONE, TaskStatus.DROPPED),
        target=TaskStatus.OPEN,
        allowed=permissions.runs_tasks,
        needs_note=True,
        effect=_unstamp,
    ),
)
