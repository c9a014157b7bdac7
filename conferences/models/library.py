"""Documents and photographs of a conference, out of the library of the news."""

from django.db import models
from django.db.models import Q

from conferences.models.conferences import Conference
from lienhiephoi.fields import LineField
from news.models import Document, Picture


class DocumentRole(models.TextChoices):
    BASIS = "basis", "Văn bản được triển khai, quán triệt"
    PAPER = "paper", "Tài liệu của hội nghị"
    ADOPTED = "adopted", "Văn bản được thông qua"


class ConferenceDocument(models.Model):
    """A document of the library, and what it was to the conference."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="document_roles"
    )
    document = models.ForeignKey(
        Document,
        verbose_name="văn bản",
        on_delete=models.PROTECT,
        related_name="conference_roles",
    )
    role = models.CharField(
        "vai trò", max_length=20, choices=DocumentRole, default=DocumentRole.PAPER
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "văn bản của hội nghị"
        verbose_name_plural = "văn bản của hội nghị"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "document"],
                name="conferences_conferencedocument_once",
                violation_error_message="Văn bản này đã có trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=DocumentRole.values),
                name="conferences_conferencedocument_role_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class ConferencePicture(models.Model):
    """A photograph; its caption says what is seen at this conference."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="photographs"
    )
    picture = models.ForeignKey(
        Picture, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+"
    )
    caption = LineField("chú thích", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.picture)
