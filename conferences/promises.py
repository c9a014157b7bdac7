"""Promises kept: what a conference opens with is what became of the last one's tasks."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from conferences.models import GIVEN, UNFINISHED, Conference, Task, TaskStatus


@dataclass(frozen=True)
class Promises:
    """Tasks given by the previous conference of a series, and how they stand now.

    `older` are those of conferences before it that are not finished to this day: a
    promise is not forgotten because one more meeting went by.
    """

    previous: Conference | None = None
    tasks: tuple[Task, ...] = ()
    older: tuple[Task, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.tasks or self.older)

    @property
    def total(self) -> int:
        return len(self.tasks)

    @property
    def done(self) -> int:
        return self._count(TaskStatus.DONE)

    @property
    def open(self) -> int:
        """Still to be done, those late among them."""
        return self._count(*UNFINISHED)

    @property
    def overdue(self) -> int:
        return sum(task.is_overdue for task in self.tasks)

    @property
    def dropped(self) -> int:
        return self._count(TaskStatus.DROPPED)

    @property
    def minutes_url(self) -> str:
        return public_minutes_url(self.previous) if self.previous else ""

    def _count(self, *statuses: TaskStatus) -> int:
        return sum(task.status in statuses for task in self.tasks)


def left_by(conference: Conference, *, in_office: bool = False) -> Promises:
    """What stands open or closed from before a conference; two queries.

    In public only what is public: tasks that may be shown, of conferences that are.
    """
    previous = conference.previous(in_public=not in_office)
    if previous is None:
        return Promises()
    before = Q(
        conference__series=conference.series_id,
        conference__starts_on__lte=previous.starts_on,
        status__in=UNFINISHED,
    )
    if not in_office:
        before &= Q(conference__is_public=True)
    found = [
        task
        for task in _given(in_office).filter(Q(conference=previous) | before)
        if task.conference_id != conference.pk
    ]
    return Promises(
        previous,
        tuple(task for task in found if task.conference_id == previous.pk),
        tuple(task for task in found if task.conference_id != previous.pk),
    )


def public_minutes_url(conference: Conference) -> str:
    """Where anybody reads the minutes of a conference, "" where nobody is to.

    Needs no query where the conference was read with its `minutes`.
    """
    minutes = getattr(conference, "minutes", None)
    if not (minutes and minutes.is_public and conference.is_public):
        return ""
    return reverse("conferences:minutes", args=[conference.slug])


def given_at(conference: Conference, *, in_office: bool = False) -> list[Task]:
    """The tasks that a conference itself gave."""
    return list(_given(in_office).filter(conference=conference))


def _given(in_office: bool):
    shown = Task.objects.filter(status__in=GIVEN)
    if not in_office:
        shown = shown.filter(is_public=True)
    return shown.select_related("association", "person", "conference").order_by(
        "-conference__starts_on", "order", "pk"
    )
