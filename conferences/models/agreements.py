"""Coordination: what was signed with whom, and until when it holds."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from conferences.models.conferences import Conference
from conferences.models.days import likely_days
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.filekinds import PDF
from lienhiephoi.files import (
    RandomPath,
    check_upload,
    clean_name,
    download_name,
    private_storage,
)
from lienhiephoi.models import Slugged, Stamped
from members.models import Association
from news.models import Document


class AgreementKind(models.TextChoices):
    REGULATION = "regulation", "Quy chế phối hợp"
    PROGRAMME = "programme", "Chương trình phối hợp"
    PACT = "pact", "Giao ước thi đua"
    COOPERATION = "cooperation", "Thỏa thuận hợp tác"


def _in_force(day: dt.date) -> Q:
    return Q(
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(ended_on=None) | Q(ended_on__gte=day),
        Q(starts_on__lte=day) | Q(starts_on=None, signed_on__lte=day),
    )


class AgreementQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def in_force(self, day: dt.date | None = None):
        """As `Agreement.holds_on`."""
        return self.filter(_in_force(day or timezone.localdate()))

    def in_force_first(self, day: dt.date | None = None):
        """`is_in_force` of each, those first; within both the newest signed first."""
        condition = _in_force(day or timezone.localdate())
        # As Case: a condition on days that are not known is neither true nor false.
        return self.annotate(
            is_in_force=models.Case(models.When(condition, then=True), default=False)
        ).order_by("-is_in_force", "-signed_on", "-pk")

    def due_for_renewal(self, day: dt.date | None = None):
        """In force, not renewed yet, and near their end: as many days as each says."""
        day = day or timezone.localdate()
        left = models.ExpressionWrapper(
            F("ends_on") - day, output_field=models.DurationField()
        )
        notice = models.ExpressionWrapper(
            F("renewal_days") * dt.timedelta(days=1),
            output_field=models.DurationField(),
        )
        return (
            self.in_force(day)
            .filter(ends_on__isnull=False, renewals=None)
            .alias(left=left, notice=notice)
            .filter(left__lte=F("notice"))
        )


class Agreement(Slugged, Stamped):
    """A quy chế or chương trình phối hợp, a giao ước: with partners, for a time."""

    kind = models.CharField("loại", max_length=20, choices=AgreementKind)
    title = LineField("tên, trích yếu", max_length=300)
    slug = models.SlugField(
        "tên trong địa chỉ", max_length=120, unique=True, blank=True
    )
    number = LineField("số, ký hiệu", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký")
    starts_on = models.DateField(
        "hiệu lực từ", null=True, blank=True, help_text="Để trống: từ ngày ký."
    )
    ends_on = models.DateField(
        "hiệu lực đến", null=True, blank=True, help_text="Để trống: không thời hạn."
    )
    ended_on = models.DateField("chấm dứt sớm ngày", null=True, blank=True)
    renewal_days = models.PositiveSmallIntegerField(
        "nhắc gia hạn trước (ngày)", default=60
    )
    renews = models.ForeignKey(
        "self",
        verbose_name="gia hạn, thay cho",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )
    conference = models.ForeignKey(
        Conference,
        verbose_name="ký tại hội nghị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    subject = ProseField("nội dung chính", blank=True)
    signed_for_union = LineField(
        "người ký phía Liên hiệp Hội", max_length=200, blank=True
    )
    document = models.ForeignKey(
        Document,
        verbose_name="văn bản trong thư viện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreements",
    )
    file = models.FileField(
        "bản chụp",
        upload_to=RandomPath("agreements"),
        storage=private_storage,
        blank=True,
        max_length=200,
    )
    file_name = LineField("tên tệp", max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField("dung lượng", default=0, editable=False)
    mime_type = models.CharField("kiểu", max_length=100, blank=True, editable=False)
    is_file_public = models.BooleanField("công khai bản chụp", default=False)
    is_public = models.BooleanField("hiện trên trang công khai", default=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản phối hợp"
        verbose_name_plural = "quy chế, chương trình phối hợp"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgreementKind.values),
                name="conferences_agreement_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("signed_on")),
                name="conferences_agreement_ends_after_signing",
                violation_error_message="Ngày hết hiệu lực không được trước ngày ký.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("signed_on")),
                name="conferences_agreement_ended_after_signing",
                violation_error_message="Ngày chấm dứt không được trước ngày ký.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="conferences_agreement_ends_after_start",
                violation_error_message="Hiệu lực phải kết thúc sau khi bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | ~Q(renews=F("id")),
                name="conferences_agreement_not_own_renewal",
                violation_error_message="Văn bản không thể gia hạn chính nó.",
            ),
            likely_days("agreement", "signed_on", "starts_on", "ends_on", "ended_on"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        """Reads name, size and kind from a new file."""
        if self.file and not self.file._committed:
            self.mime_type = check_upload(self.file.file).mime_type
            self.size, self.file_name = self.file.size, clean_name(self.file.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("conferences:agreement", args=[self.slug])

    def answers_public(self) -> bool:
        return self.is_public

    @property
    def opens_in_browser(self) -> bool:
        return self.mime_type == PDF.mime_type

    @property
    def file_url(self) -> str:
        return reverse(
            "conferences:agreement-file", args=[self.pk, download_name(self.file_name)]
        )

    def holds_on(self, day: dt.date) -> bool:
        ends = [each for each in (self.ends_on, self.ended_on) if each]
        return (self.starts_on or self.signed_on) <= day and all(
            day <= each for each in ends
        )


class AgreementPartner(models.Model):
    """The other side: a body outside, or one of the register."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="partners"
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_roles",
    )
    name = LineField("cơ quan khác", max_length=200, blank=True)
    signed_by = LineField("người ký", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "bên ký kết"
        verbose_name_plural = "bên ký kết"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=False, name="")
                | (Q(association=None) & ~Q(name="")),
                name="conferences_agreementpartner_one_way_named",
                violation_error_message="Chọn một hội trong sổ hoặc ghi tên cơ quan.",
            )
        ]

    def __str__(self) -> str:
        if self.association_id:
            return self.association.name_on(self.agreement.signed_on)
        return self.name
