"""Reporting periods (kỳ báo cáo): what is asked, from whom, by when."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped, StatusChange
from lienhiephoi.slugs import free_slug
from members.models.associations import MemberKind


class PeriodKind(models.TextChoices):
    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Năm"
    MIDTERM = "midterm", "Giữa nhiệm kỳ"
    TERM = "term", "Nhiệm kỳ"
    AD_HOC = "ad_hoc", "Đột xuất"


class PeriodStatus(models.TextChoices):
    PLANNED = "planned", "Đang chuẩn bị"
    OPEN = "open", "Đang nhận báo cáo"
    CLOSED = "closed", "Đã đóng"


def full_members() -> list[str]:
    return [MemberKind.MEMBER.value]


def week_and_day() -> list[int]:
    return [7, 1]


def _days_of_reminders(label: str) -> ArrayField:
    return ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=label,
        default=week_and_day,
        blank=True,
        help_text="Cách nhau bằng dấu phẩy, ví dụ 7, 1. Để trống: không nhắc.",
    )


class OfPeriod:
    """A period, or something of one: it has a `kind`, `name` and `ends_on`."""

    @property
    def year(self) -> str:
        return str(self.ends_on.year)

    @property
    def short_name(self) -> str:
        """For the head of a narrow column."""
        return f"Năm {self.year}" if self.kind == PeriodKind.YEAR else self.name


class PeriodQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status=PeriodStatus.OPEN)


class ReportingPeriod(OfPeriod, Stamped):
    """One call for reports, with its own form, copied from an earlier one.

    Deadlines differ from union to union and year to year (an example: due 20/11 with
    figures "ước đến 31/12", Công văn số 63/HTS năm 2020), so every date is its own.
    A report is late after `deadline_on`, and no longer taken after `grace_until`,
    unless its own extension says otherwise.
    """

    kind = models.CharField("loại kỳ", max_length=20, choices=PeriodKind)
    name = LineField(
        "tên kỳ", max_length=120, help_text="Ví dụ: Báo cáo năm 2026.", unique=True
    )
    slug = models.SlugField("tên trong địa chỉ", max_length=60, unique=True, blank=True)
    starts_on = models.DateField("số liệu từ ngày")
    ends_on = models.DateField("số liệu đến ngày")
    opens_on = models.DateField("mở nhận từ")
    deadline_on = models.DateField("hạn gửi")
    grace_until = models.DateField(
        "còn nhận đến",
        null=True,
        blank=True,
        help_text="Báo cáo gửi sau hạn đến ngày này vẫn được nhận, ghi là trễ hạn.",
    )
    kinds_owing = ArrayField(
        models.CharField(max_length=20, choices=MemberKind),
        verbose_name="loại hội phải báo cáo",
        default=full_members,
    )
    previous = models.ForeignKey(
        "self",
        verbose_name="kỳ để so sánh",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="later",
        help_text="Số liệu của kỳ này hiện cạnh ô nhập, thường là kỳ năm trước.",
    )
    guidance = ProseField("hướng dẫn chung", blank=True)
    call_letter = LineField("công văn đề nghị báo cáo", max_length=160, blank=True)
    remind_before = _days_of_reminders("nhắc trước hạn (số ngày)")
    remind_after = _days_of_reminders("nhắc sau hạn (số ngày)")
    holds_reminders = models.BooleanField(
        "giữ thư nhắc để kiểm tra",
        default=True,
        help_text="Thư nhắc tự động chờ văn phòng đọc và cho gửi.",
    )
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=PeriodStatus,
        default=PeriodStatus.PLANNED,
        editable=False,
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-ends_on", "-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PeriodKind.values),
                name="members_reportingperiod_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=PeriodStatus.values),
                name="members_reportingperiod_status_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="members_reportingperiod_ends_after_start",
                violation_error_message="Ngày cuối của số liệu phải sau ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(deadline_on__gte=F("opens_on")),
                name="members_reportingperiod_deadline_after_opening",
                violation_error_message="Hạn gửi không được trước ngày mở.",
            ),
            models.CheckConstraint(
                condition=Q(grace_until=None) | Q(grace_until__gte=F("deadline_on")),
                name="members_reportingperiod_grace_after_deadline",
                violation_error_message="Ngày còn nhận không được trước hạn gửi.",
            ),
            models.CheckConstraint(
                condition=Q(previous=None) | ~Q(previous=F("id")),
                name="members_reportingperiod_not_own_previous",
                violation_error_message="Kỳ không thể so sánh với chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = free_slug(type(self), self.name, self.pk)[:60]
        super().save(*args, **kwargs)

    @property
    def last_day(self) -> dt.date:
        """The last day on which a report without an extension is taken."""
        return self.grace_until or self.deadline_on

    def days_left(self, day: dt.date | None = None) -> int:
        return (self.deadline_on - (day or timezone.localdate())).days


class PeriodStatusChange(StatusChange):
    record = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="status_changes"
    )
