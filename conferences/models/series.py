"""Series: meetings that take up where the last one left off."""

from django.db import models

from lienhiephoi.fields import LineField


class Series(models.Model):
    """For example the yearly review, or the meetings of the Ban Chấp hành."""

    name = LineField("tên chuỗi", max_length=160, unique=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chuỗi hội nghị"
        verbose_name_plural = "chuỗi hội nghị"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
