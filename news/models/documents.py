"""The document library (văn bản)."""

from django.db import models
from django.urls import reverse

from lienhiephoi import vietnamese
from lienhiephoi.fields import LineField, ProseField
from news.models.publishing import Publishable, PublishableQuerySet, free_slug


class DocumentKind(models.Model):
    """Tên loại: nghị quyết, quyết định, kế hoạch… with its code (NĐ 30/2020)."""

    name = LineField("tên loại", max_length=60, unique=True)
    code = LineField("chữ viết tắt", max_length=10, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "loại văn bản"
        verbose_name_plural = "loại văn bản"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class IssuingBody(models.Model):
    """Cơ quan ban hành."""

    name = LineField("tên", max_length=200, unique=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


def number_key(number: str) -> str:
    """A document number as it is compared: "5395 / KH-UBND" → "5395khubnd".

    Leading zeros go too, so that "Số: 05/QĐ-LHH" is found as "5/qd-lhh".
    """
    joined = "".join(vietnamese.words(number))
    return vietnamese.fold(joined).removeprefix("so").lstrip("0")


class DocumentQuerySet(PublishableQuerySet):
    def newest_first(self):
        return self.order_by("-issued_on", "-pk")

    def for_lists(self):
        return self.select_related("kind", "issuing_body").prefetch_related(
            "attachments"
        )


class Document(Publishable):
    """An official document; `title` is its trích yếu."""

    number = LineField("số, ký hiệu", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, editable=False, db_index=True)
    kind = models.ForeignKey(
        DocumentKind, verbose_name="loại", on_delete=models.PROTECT
    )
    issuing_body = models.ForeignKey(
        IssuingBody, verbose_name="cơ quan ban hành", on_delete=models.PROTECT
    )
    issued_on = models.DateField("ngày ban hành")
    effective_on = models.DateField("ngày có hiệu lực", null=True, blank=True)
    expired_on = models.DateField("ngày hết hiệu lực", null=True, blank=True)
    signer = LineField("người ký", max_length=120, blank=True)
    summary = ProseField("tóm tắt", blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="được thay thế bởi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        indexes = [models.Index(fields=["-issued_on", "-id"])]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["number_key", "issuing_body", "issued_on"],
                condition=~models.Q(number_key=""),
                name="news_document_number_once",
                violation_error_message=(
                    "Văn bản có số, ký hiệu, ngày và cơ quan ban hành này đã có."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None)
                | ~models.Q(replaced_by=models.F("id")),
                name="news_document_not_replaced_by_itself",
                violation_error_message="Văn bản không thể thay thế chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}" if self.number else self.title

    def save(self, *args, **kwargs):
        self.number_key = number_key(self.number)
        if not self.slug:
            self.slug = self._own_slug()
        super().save(*args, **kwargs)

    def _own_slug(self) -> str:
        return free_slug(type(self), f"{self.number} {self.title}"[:100], self.pk)

    def get_absolute_url(self) -> str:
        return reverse("news:document", args=[self.slug])
