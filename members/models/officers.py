"""Officers of an association."""

from django.db import models

from lienhiephoi.dated import Dated, one_at_a_time
from lienhiephoi.fields import LineField
from members.models.associations import Association
from members.models.people import Person


class Officer(Dated):
    """A person holds an office in an association for a time."""

    association = models.ForeignKey(
        Association,
        verbose_name="hội",
        on_delete=models.CASCADE,
        related_name="officers",
    )
    person = models.ForeignKey(
        Person, verbose_name="người", on_delete=models.PROTECT, related_name="offices"
    )
    position = LineField("chức danh", max_length=120)
    is_head = models.BooleanField(
        "đứng đầu hội", default=False, help_text="Chủ tịch, giám đốc, chủ nhiệm."
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta(Dated.Meta):
        verbose_name = "cán bộ hội"
        verbose_name_plural = "cán bộ hội"
        ordering = ["order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time(
                "association",
                name="members_officer_one_head_at_a_time",
                message="Mỗi ngày hội chỉ có một người đứng đầu.",
                condition=models.Q(is_head=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}"
