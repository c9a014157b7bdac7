"""What records of every app have in common."""

from django.conf import settings
from django.db import models, transaction

from lienhiephoi.fields import ProseField
from lienhiephoi.slugs import free_slug, take_turns


class Stamped(models.Model):
    """A row that knows when it was made and last changed."""

    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)

    class Meta:
        abstract = True


class Slugged(models.Model):
    """A record with a `slug`: when that is empty, it is made of the title on saving."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args, **kwargs):
        if not self.slug and self.slug_source:
            take_turns(type(self))
            self.slug = free_slug(type(self), self.slug_source, self.pk)
        super().save(*args, **kwargs)

    @property
    def slug_source(self) -> str:
        return self.title


class StatusChange(models.Model):
    """History of a record's status: rows are added, never changed or deleted.

    A concrete history adds `record`, a real foreign key with
    `related_name="status_changes"` and `on_delete=PROTECT`, and its migration puts
    the trigger `lhh_insert_only` on the table.
    """

    transition = models.CharField("bước", max_length=40)
    from_status = models.CharField("từ trạng thái", max_length=20)
    to_status = models.CharField("sang trạng thái", max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người thực hiện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("lúc")
    note = ProseField("lý do, ghi chú", blank=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"

    @property
    def actor(self) -> str:
        return str(self.by) if self.by else "Hệ thống"
