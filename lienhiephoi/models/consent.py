"""Consent to the use of personal data: the texts, and who agreed to which."""

from django.conf import settings
from django.db import models

from lienhiephoi.fields import ProseField


class ConsentPurpose(models.TextChoices):
    CONTACT = "contact", "Thư liên hệ"
    ACCOUNT = "account", "Tài khoản người đại diện"


class ConsentTextQuerySet(models.QuerySet):
    def newest(self, purpose: str) -> "ConsentText":
        return self.filter(purpose=purpose).latest()


class ConsentText(models.Model):
    """A version of the text that a person agrees to, for one purpose.

    The newest version of a purpose is the one shown; an older one stays as what
    earlier people agreed to, and is not edited (Luật 91/2025/QH15: explicit, for each
    purpose, withdrawable, with proof of who, when and which text).
    """

    purpose = models.CharField("mục đích", max_length=20, choices=ConsentPurpose)
    text = ProseField("nội dung đồng ý")
    retention_months = models.PositiveSmallIntegerField("lưu trong (tháng)", default=24)
    valid_from = models.DateTimeField("dùng từ", auto_now_add=True)

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đồng ý xử lý dữ liệu"
        verbose_name_plural = "văn bản đồng ý xử lý dữ liệu"
        ordering = ["-pk"]
        get_latest_by = "pk"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=ConsentPurpose.values),
                name="lienhiephoi_consenttext_purpose_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, bản {self.pk}"


class Consent(models.Model):
    """Somebody with an account agreed to a text; withdrawing adds a moment."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đồng ý",
        on_delete=models.PROTECT,
        related_name="consents",
    )
    text = models.ForeignKey(
        ConsentText, verbose_name="văn bản", on_delete=models.PROTECT
    )
    given_at = models.DateTimeField("đồng ý lúc", auto_now_add=True)
    withdrawn_at = models.DateTimeField("rút lại lúc", null=True, blank=True)

    class Meta:
        verbose_name = "sự đồng ý"
        verbose_name_plural = "sự đồng ý"
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"],
                condition=models.Q(withdrawn_at=None),
                name="lienhiephoi_consent_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None)
                | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="lienhiephoi_consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.text}"
