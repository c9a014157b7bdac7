"""Reports of associations: who owes one, what it says, each sending of it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.dossiers.models import Answer, DossierFile, DossierVersion, FieldMark
from lienhiephoi.fields import ProseField
from lienhiephoi.models import Stamped, StatusChange
from members.models.associations import Association
from members.models.periods import ReportingPeriod
from members.models.representatives import Representative


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Trả lại bổ sung"
    ACCEPTED = "accepted", "Đã chấp nhận"
    EXEMPT = "exempt", "Được miễn"


EDITABLE = (ReportStatus.DRAFT, ReportStatus.RETURNED)


def past_due(day: dt.date, report: str = "", period: str = "period__") -> Q:
    """Whether a report's own day is past; the prefixes lead to it and to its period."""
    own = f"{report}extended_until"
    return Q(**{own: None, f"{period}deadline_on__lt": day}) | Q(**{f"{own}__lt": day})


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the associations a person acts for now; staff see all."""
        if user.is_active and user.is_staff and user.has_perm("members.view_report"):
            return self
        if not (user.is_authenticated and user.is_active):
            return self.none()
        acts_for = Representative.objects.current().filter(user=user)
        return self.filter(association__in=acts_for.values("association"))

    def owing(self):
        """All that count in the coverage: an exempt association owes nothing."""
        return self.exclude(status=ReportStatus.EXEMPT)

    def accepted(self):
        return self.filter(status=ReportStatus.ACCEPTED)

    def awaited(self):
        """Those the office still waits for from the association."""
        return self.filter(status__in=EDITABLE)

    def overdue(self, day: dt.date):
        return self.awaited().filter(past_due(day))


class Report(Stamped):
    """The report an association owes in a period; the row itself is the obligation.

    Made for every association that owes one when the period opens. The association,
    not the person, owns it: any of its representatives of today may fill it in.
    """

    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ báo cáo",
        on_delete=models.PROTECT,
        related_name="reports",
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội",
        on_delete=models.PROTECT,
        related_name="reports",
    )
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=ReportStatus,
        default=ReportStatus.DRAFT,
        editable=False,
    )
    extended_until = models.DateField("gia hạn đến", null=True, blank=True)
    extension_reason = ProseField("lý do gia hạn", blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gia hạn",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Typed by the office from a paper report: a scan is attached, and another
    # person than the one who typed it accepts it.
    is_from_paper = models.BooleanField("nhập từ bản giấy", default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhập thay",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    submitted_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    accepted_at = models.DateTimeField("chấp nhận lúc", null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của hội"
        verbose_name_plural = "báo cáo của các hội"
        ordering = ["-period__ends_on", "association__name"]
        default_permissions = ("add", "change", "delete", "view", "review")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "association"],
                name="members_report_one_per_period",
                violation_error_message="Hội này đã có báo cáo của kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReportStatus.values),
                name="members_report_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[ReportStatus.SUBMITTED, ReportStatus.ACCEPTED])
                | Q(submitted_at__isnull=False),
                name="members_report_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.ACCEPTED)
                | Q(accepted_at__gte=F("submitted_at")),
                name="members_report_accepted_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(extended_until=None) | ~Q(extension_reason=""),
                name="members_report_extension_has_reason",
                violation_error_message="Hãy ghi lý do gia hạn.",
            ),
            models.CheckConstraint(
                condition=Q(is_from_paper=False) | Q(entered_by__isnull=False),
                name="members_report_paper_entered_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}, {self.association}"

    def get_absolute_url(self) -> str:
        return reverse("workspace:report", args=[self.pk])

    @property
    def due_on(self) -> dt.date:
        return self.extended_until or self.period.deadline_on

    @property
    def last_day(self) -> dt.date:
        """The last day on which it is taken."""
        return max(self.extended_until or dt.date.min, self.period.last_day)

    def is_late(self, day: dt.date | None = None) -> bool:
        """Sent after its day, or not sent and its day is past."""
        if self.submitted_at and self.status not in EDITABLE:
            day = timezone.localdate(self.submitted_at)
        return (day or timezone.localdate()) > self.due_on

    @property
    def association_name(self) -> str:
        """As the association was called at the period's end."""
        return self.association.name_on(self.period.ends_on)


def _dossier(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Report,
        verbose_name="báo cáo",
        on_delete=models.PROTECT,
        related_name=related_name,
    )


class ReportAnswer(Answer):
    dossier = _dossier("answers")

    class Meta(Answer.Meta):
        verbose_name = "số liệu, nội dung báo cáo"
        verbose_name_plural = "số liệu, nội dung báo cáo"
        # What the roll-up reads: all answers to one indicator.
        indexes = [models.Index(fields=["key", "dossier"], name="reportanswer_key")]


class ReportFile(DossierFile):
    dossier = _dossier("files")

    class Meta(DossierFile.Meta):
        verbose_name = "tệp của báo cáo"
        verbose_name_plural = "tệp của báo cáo"

    def get_absolute_url(self) -> str:
        return reverse("workspace:file", args=[self.dossier_id, self.pk])


class ReportMark(FieldMark):
    dossier = _dossier("marks")

    class Meta(FieldMark.Meta):
        verbose_name = "chỗ cần sửa"
        verbose_name_plural = "chỗ cần sửa"


class ReportVersion(DossierVersion):
    dossier = _dossier("versions")

    class Meta(DossierVersion.Meta):
        verbose_name = "lần gửi báo cáo"
        verbose_name_plural = "các lần gửi báo cáo"


class ReportStatusChange(StatusChange):
    record = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="status_changes"
    )
