"""Letters that wait: written now, read and released by staff, sent by a command."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from lienhiephoi.fields import LineField, ProseField


class LetterStatus(models.TextChoices):
    HELD = "held", "Chờ kiểm tra"
    READY = "ready", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Gửi lỗi"
    CANCELLED = "cancelled", "Đã hủy"


class Letter(models.Model):
    """A letter of the portal in its queue (lienhiephoi.letters).

    `key` says what it is and for which day or event, so that nobody is written to
    twice about the same thing: "remind:report:12:2026-11-20".
    """

    key = models.CharField("khóa", max_length=120, unique=True, editable=False)
    kind = LineField("loại thư", max_length=60)
    to = models.EmailField("gửi tới")
    recipient = LineField("người nhận", max_length=200, blank=True)
    subject = LineField("tiêu đề", max_length=200)
    body = ProseField("nội dung")
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=LetterStatus,
        default=LetterStatus.READY,
        editable=False,
    )
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, editable=False, on_delete=models.CASCADE
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    about = GenericForeignKey()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người lập",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("lập lúc", auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người cho gửi",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField("cho gửi lúc", null=True, editable=False)
    sent_at = models.DateTimeField("gửi lúc", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0, editable=False)
    next_attempt_at = models.DateTimeField("gửi lại lúc", null=True, editable=False)
    last_error = models.TextField("lỗi gần nhất", blank=True, editable=False)

    class Meta:
        verbose_name = "thư"
        verbose_name_plural = "thư gửi đi"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "next_attempt_at"], name="letter_queue"),
            models.Index(fields=["content_type", "object_id"], name="letter_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=LetterStatus.values),
                name="lienhiephoi_letter_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=LetterStatus.SENT)
                | models.Q(sent_at__isnull=False),
                name="lienhiephoi_letter_sent_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
