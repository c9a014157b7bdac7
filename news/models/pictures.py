"""The library of pictures."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models

from lienhiephoi import images
from lienhiephoi.fields import LineField
from lienhiephoi.models import Stamped


class Picture(Stamped):
    """A picture kept as WebP in several widths (lienhiephoi.images).

    `name` is the stem of its files in the storage. The alternative text says what is
    seen, for who cannot see it; the caption, written where the picture is used, says
    what it is about.
    """

    name = models.CharField(max_length=200, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    original_name = LineField("tên tệp gốc", max_length=200, blank=True, editable=False)
    title = LineField("tên ảnh", max_length=200)
    alt = LineField(
        "mô tả cho người không nhìn thấy ảnh",
        max_length=300,
        blank=True,
        help_text="Tả điều nhìn thấy trong ảnh; không chép lại chú thích.",
    )
    credit = LineField("tác giả, nguồn ảnh", max_length=120, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "kho ảnh"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def widths(self) -> list[int]:
        return images.available_widths(self.width)

    def url(self, width: int = 960) -> str:
        """Address of the smallest rendition at least `width` wide, else the largest."""
        fitting = next((w for w in self.widths if w >= width), self.widths[-1])
        return default_storage.url(images.rendition_name(self.name, fitting))

    @property
    def srcset(self) -> str:
        return images.srcset(self.name, self.width)
