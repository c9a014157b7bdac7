"""Abstract tables of a dossier; an app adds the foreign key `dossier` to each.

Every concrete model names it `dossier`, with the related names `answers`, `files`,
`marks`, `versions`; so the mechanism works on any of them.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.files import RandomPath, private_storage


class Qualifier(models.TextChoices):
    """How exact a figure is, as reports word it."""

    EXACT = "", "đúng"
    ABOUT = "about", "khoảng"
    OVER = "over", "hơn"
    NEARLY = "nearly", "gần"


def _person(label: str, **options) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        related_name="+",
        **options,
    )


class Answer(models.Model):
    """What a dossier says in one field.

    `amount` is what was reported; `actual_amount`, given later, is what came true of
    an estimate ("ước đến 31/12"). `revision` grows by one with every change: whoever
    saves says which revision he had before him, so that nobody's words are lost.
    """

    key = models.CharField("trường", max_length=60)
    text = ProseField("nội dung", blank=True)
    amount = models.DecimalField(
        "số liệu", max_digits=18, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(
        "mức chính xác", max_length=10, choices=Qualifier, blank=True, default=""
    )
    is_estimate = models.BooleanField("số ước", default=False)
    actual_amount = models.DecimalField(
        "số thực hiện", max_digits=18, decimal_places=4, null=True, blank=True
    )
    note = ProseField("giải thích", blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = _person("người sửa", null=True)
    changed_at = models.DateTimeField("sửa lúc")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "key"],
                name="%(app_label)s_%(class)s_one_per_field",
            ),
            models.CheckConstraint(
                condition=Q(qualifier__in=Qualifier.values),
                name="%(app_label)s_%(class)s_qualifier_known",
            ),
            models.CheckConstraint(
                condition=Q(actual_amount=None) | Q(is_estimate=True),
                name="%(app_label)s_%(class)s_actual_of_estimate",
                violation_error_message="Chỉ số ước mới có số thực hiện ghi sau.",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def value(self) -> Decimal | None:
        """The figure that counts: what came true, else what was reported."""
        return self.amount if self.actual_amount is None else self.actual_amount


class DossierFile(models.Model):
    """A file handed in with a dossier; given out only through a view that asks who."""

    key = models.CharField("trường", max_length=60)
    file = models.FileField(
        "tệp",
        upload_to=RandomPath("dossiers"),
        storage=private_storage,
        max_length=200,
    )
    name = LineField("tên tệp", max_length=120)
    size = models.PositiveIntegerField("dung lượng")
    uploaded_by = _person("người tải lên")
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    removed_at = models.DateTimeField("gỡ lúc", null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["key", "pk"]

    def __str__(self) -> str:
        return self.name


class FieldMark(models.Model):
    """A reviewer's mark at one field (or at the whole dossier: "*") with the reason.

    It is open from the moment it is made until the dossier is sent again; while a
    dossier is returned, only fields with an open mark may be changed.
    """

    key = models.CharField("trường", max_length=60)
    reason = ProseField("lý do")
    by = _person("người ghi")
    at = models.DateTimeField("ghi lúc", auto_now_add=True)
    closed_by_version = models.PositiveIntegerField(
        "đóng ở lần gửi", null=True, blank=True
    )

    class Meta:
        abstract = True
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "key"],
                condition=Q(closed_by_version=None),
                name="%(app_label)s_%(class)s_one_open_per_field",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"

    @property
    def is_open(self) -> bool:
        return self.closed_by_version is None


class DossierVersion(models.Model):
    """A dossier as it was sent; rows are added, never changed or deleted.

    `contents` is the form with its answers, complete enough to be read without any
    other table (lienhiephoi.dossiers.versions); `checksum` is the SHA-256 of it in
    canonical JSON, and stands on the receipt. The migration of a concrete model puts
    the trigger `lhh_insert_only` on its table.
    """

    number = models.PositiveIntegerField("lần gửi")
    contents = models.JSONField("nội dung")
    checksum = models.CharField("mã kiểm", max_length=64)
    receipt = models.CharField("số biên nhận", max_length=40, unique=True)
    sent_by = _person("người gửi", null=True)
    sent_at = models.DateTimeField("gửi lúc")

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"],
                name="%(app_label)s_%(class)s_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.receipt
