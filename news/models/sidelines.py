"""Small things beside the news: web links and the quotation of the day."""

import datetime as dt

from django.db import models
from django.db.models import Count, F, Window
from django.db.models.functions import Mod, RowNumber

from lienhiephoi.fields import LineField, ProseField


class WebLink(models.Model):
    """A link to another institution's site (liên kết web)."""

    group = LineField("nhóm", max_length=100, blank=True)
    label = LineField("tên", max_length=150)
    url = models.URLField("địa chỉ", max_length=300)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_shown = models.BooleanField("hiện", default=True)

    class Meta:
        verbose_name = "liên kết web"
        verbose_name_plural = "liên kết web"
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label


class QuoteQuerySet(models.QuerySet):
    def of_the_day(self, day: dt.date):
        """Another quotation each day, the same all day, each in its turn."""
        numbered = self.filter(is_shown=True).annotate(
            turn=Window(RowNumber(), order_by="pk") - 1, count=Window(Count("*"))
        )
        return numbered.filter(turn=Mod(day.toordinal(), F("count"))).first()


class Quote(models.Model):
    """A quotation on science (danh ngôn khoa học), with where it stands."""

    text = ProseField("câu nói")
    author = LineField("tác giả", max_length=120)
    source = LineField("nguồn", max_length=300, blank=True)
    is_shown = models.BooleanField("hiện", default=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "danh ngôn"
        verbose_name_plural = "danh ngôn khoa học"

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"
