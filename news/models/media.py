"""Albums and videos."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from lienhiephoi import video
from lienhiephoi.fields import LineField, ProseField
from news.models.pictures import Picture
from news.models.publishing import Publishable


class Album(Publishable):
    """A set of photographs of one occasion."""

    taken_on = models.DateField("ngày chụp", null=True, blank=True)
    intro = ProseField("giới thiệu", blank=True)
    pictures = models.ManyToManyField(Picture, through="AlbumPicture")

    class Meta(Publishable.Meta):
        verbose_name = "album ảnh"
        verbose_name_plural = "thư viện ảnh"

    def get_absolute_url(self) -> str:
        return reverse("news:album", args=[self.slug])


class AlbumPicture(models.Model):
    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="entries")
    picture = models.ForeignKey(
        Picture, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+"
    )
    caption = LineField("chú thích", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "ảnh trong album"
        verbose_name_plural = "ảnh trong album"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["album", "picture"],
                name="news_albumpicture_once",
                violation_error_message="Ảnh này đã có trong album.",
            )
        ]

    def __str__(self) -> str:
        return self.caption or str(self.picture)


def validate_video_address(value: str) -> None:
    if video.parse(value) is None:
        raise ValidationError(
            "Chỉ nhận địa chỉ video của YouTube hoặc Vimeo, ví dụ "
            "https://www.youtube.com/watch?v=…",
            code="video",
        )


class Video(Publishable):
    """A video at another house, shown on click only."""

    address = models.URLField(
        "địa chỉ video", max_length=300, validators=[validate_video_address]
    )
    description = ProseField("mô tả", blank=True)
    recorded_on = models.DateField("ngày quay", null=True, blank=True)
    picture = models.ForeignKey(
        Picture,
        verbose_name="ảnh bìa",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Publishable.Meta):
        verbose_name = "video"
        verbose_name_plural = "video"

    @property
    def source(self) -> video.Video | None:
        return video.parse(self.address)

    def get_absolute_url(self) -> str:
        return reverse("news:video", args=[self.slug])
