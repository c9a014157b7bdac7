"""Tasks that conferences gave, and what became of them."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from conferences.models.conferences import Conference
from conferences.models.minutes import Resolution
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped, StatusChange
from members.models import Association, Person


class TaskStatus(models.TextChoices):
    DRAFT = "draft", "Chưa giao"
    OPEN = "open", "Đang thực hiện"
    CLAIMED = "claimed", "Báo đã xong, chờ xác nhận"
    DONE = "done", "Đã hoàn thành"
    DROPPED = "dropped", "Không thực hiện nữa"


GIVEN = (TaskStatus.OPEN, TaskStatus.CLAIMED, TaskStatus.DONE, TaskStatus.DROPPED)
UNFINISHED = (TaskStatus.OPEN, TaskStatus.CLAIMED)


class TaskQuerySet(models.QuerySet):
    def given(self):
        return self.filter(status__in=GIVEN)

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def overdue(self, day: dt.date | None = None):
        return self.unfinished().filter(due_on__lt=day or timezone.localdate())


class Task(Stamped):
    """A nhiệm vụ with an owner and a day; one without an owner stays a draft."""

    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    resolution = models.ForeignKey(
        Resolution,
        verbose_name="theo nghị quyết",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    title = LineField("nhiệm vụ", max_length=300)
    detail = ProseField("yêu cầu cụ thể", blank=True)
    association = models.ForeignKey(
        Association,
        verbose_name="hội chủ trì",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="người chủ trì",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    due_on = models.DateField("hạn hoàn thành", null=True, blank=True)
    is_public = models.BooleanField("công khai", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    done_on = models.DateField("hoàn thành ngày", null=True, editable=False)
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=TaskStatus,
        default=TaskStatus.DRAFT,
        editable=False,
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ được giao"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values),
                name="conferences_task_status_known",
            ),
            models.CheckConstraint(
                condition=Q(association=None) | Q(person=None),
                name="conferences_task_one_owner",
                violation_error_message="Chỉ chọn một chủ trì: một hội hoặc một người.",
            ),
            models.CheckConstraint(
                condition=Q(status=TaskStatus.DRAFT)
                | Q(association__isnull=False)
                | Q(person__isnull=False),
                name="conferences_task_given_to_somebody",
                violation_error_message="Nhiệm vụ đã giao phải có chủ trì.",
            ),
            models.CheckConstraint(
                condition=~Q(status=TaskStatus.DONE) | Q(done_on__isnull=False),
                name="conferences_task_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> str:
        return str(self.association or self.person or "")

    @property
    def is_overdue(self) -> bool:
        return self._is_late(self.status, timezone.localdate())

    def status_on(self, day: dt.date) -> str:
        """As it stood at the end of a day, by its history (`status_changes`).

        A task that was given stands open from its conference on, also where the office
        wrote that down later.
        """
        for change in self.status_changes.all():
            if timezone.localdate(change.at) <= day:
                return change.to_status
        return TaskStatus.OPEN if self.status in GIVEN else self.status

    def is_overdue_on(self, day: dt.date) -> bool:
        return self._is_late(self.status_on(day), day)

    def _is_late(self, status: str, day: dt.date) -> bool:
        return status in UNFINISHED and self.due_on is not None and self.due_on < day


class TaskStatusChange(StatusChange):
    record = models.ForeignKey(
        Task, on_delete=models.PROTECT, related_name="status_changes"
    )


class TaskProgress(models.Model):
    """What the owner reports; rows are added, never changed."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="progress")
    text = ProseField("kết quả, tiến độ")
    percent = models.PositiveSmallIntegerField("hoàn thành (%)", null=True, blank=True)
    at = models.DateTimeField("lúc", default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người báo",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "báo tiến độ"
        verbose_name_plural = "báo tiến độ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100),
                name="conferences_taskprogress_percent",
                violation_error_message="Tỷ lệ từ 0 đến 100.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
