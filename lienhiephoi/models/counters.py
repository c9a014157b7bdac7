"""Counting: requests in a stretch of time, numbers of a series."""

from django.db import models


class RateCounter(models.Model):
    """How often something was done in one stretch of time.

    The key is a keyed digest, never an address; rows older than a day are removed.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    window_start = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "bộ đếm giới hạn"
        verbose_name_plural = "bộ đếm giới hạn"

    def __str__(self) -> str:
        return self.key


class NumberSeries(models.Model):
    """The last number given in a series of one year: receipts, decisions.

    Taken through lienhiephoi.numbering alone; a number is never given twice.
    """

    series = models.CharField("dãy số", max_length=40)
    year = models.PositiveSmallIntegerField("năm")
    last = models.PositiveIntegerField("số cuối đã cấp", default=0)

    class Meta:
        verbose_name = "dãy số"
        verbose_name_plural = "dãy số"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year"], name="lienhiephoi_numberseries_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"
