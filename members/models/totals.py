"""Published totals: what the union said of a period, frozen."""

from django.conf import settings
from django.db import models

from lienhiephoi.fields import ProseField
from members.models.periods import ReportingPeriod


class PublishedTotals(models.Model):
    """The roll-up of a period as it was published; never changed or deleted.

    `contents` is complete (members.publication says of what it is made): definitions,
    totals, coverage and lines. A later correction of a report changes the current
    roll-up and not this; publishing anew adds a row with the next number.
    """

    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ báo cáo",
        on_delete=models.PROTECT,
        related_name="publications",
    )
    number = models.PositiveSmallIntegerField("lần công bố")
    contents = models.JSONField("nội dung")
    checksum = models.CharField("mã kiểm", max_length=64)
    note = ProseField("ghi chú", blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người công bố",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("công bố lúc")

    class Meta:
        verbose_name = "số liệu công bố"
        verbose_name_plural = "số liệu công bố"
        ordering = ["-period__ends_on", "-number"]
        default_permissions = ("add", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "number"], name="members_publishedtotals_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}, công bố lần {self.number}"
