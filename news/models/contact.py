"""Messages sent through the contact form."""

import datetime as dt

from django.conf import settings
from django.db import models

from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import ConsentText


class ContactMessageQuerySet(models.QuerySet):
    def past_retention(self, at):
        """Messages kept longer than the text their sender agreed to promised."""
        kept = models.ExpressionWrapper(
            models.F("sent_at")
            + models.F("consent__retention_months") * dt.timedelta(days=30.4375),
            output_field=models.DateTimeField(),
        )
        return self.filter(
            pk__in=self.annotate(until=kept).filter(until__lte=at).values("pk")
        )


class ContactMessage(models.Model):
    """A message from the public; personal data, kept no longer than promised."""

    name = LineField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử")
    phone = LineField("điện thoại", max_length=30, blank=True)
    subject = LineField("chủ đề", max_length=200)
    message = ProseField("nội dung", max_length=5000)
    consent = models.ForeignKey(
        ConsentText, verbose_name="bản đã đồng ý", on_delete=models.PROTECT
    )
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer_note = ProseField("ghi chú trả lời", blank=True)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "thư liên hệ"
        verbose_name_plural = "thư liên hệ"
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.subject
