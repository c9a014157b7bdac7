"""Counts of visits; the method is stated on a public page."""

from django.db import models


class VisitDay(models.Model):
    """Visits and page views of one day."""

    day = models.DateField("ngày", primary_key=True)
    visits = models.PositiveIntegerField("lượt truy cập", default=0)
    views = models.PositiveIntegerField("lượt xem trang", default=0)

    class Meta:
        verbose_name = "lượt truy cập theo ngày"
        verbose_name_plural = "lượt truy cập theo ngày"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class SeenMark(models.Model):
    """That a device was seen within the hour, as a keyed digest that holds no address.

    Rows are removed two hours later.
    """

    mark = models.BinaryField(max_length=16, primary_key=True)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "dấu đếm"
        verbose_name_plural = "dấu đếm"

    def __str__(self) -> str:
        return self.mark.hex()
