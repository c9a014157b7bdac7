"""Facts that hold for a time: names, offices, memberships.

`starts_on` and `ends_on` are both days on which the fact still holds, as people write
them; an empty start is "from before our books", an empty end "until further notice".
"""

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q, Value
from django.utils import timezone


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """The condition that a dated row, or one reached by `prefix`, holds on a day."""
    return (
        Q(**{f"{prefix}starts_on": None}) | Q(**{f"{prefix}starts_on__lte": day})
    ) & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day}))


class DatedQuerySet(models.QuerySet):
    def on(self, day: dt.date):
        return self.filter(holds_on(day))

    def current(self):
        return self.on(timezone.localdate())


class Dated(models.Model):
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField(
        "đến hết ngày", null=True, blank=True, help_text="Để trống: còn hiệu lực."
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            )
        ]

    def holds_on(self, day: dt.date) -> bool:
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or self.ends_on >= day
        )


def one_at_a_time(
    *keys: str, name: str, message: str, condition: Q | None = None
) -> ExclusionConstraint:
    """No two rows with the same foreign keys hold on the same day.

    A key is written as a range of one number, because ranges can be excluded without
    the extension btree_gist.
    """
    whole = Value("[]")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *(
                (Func(F(key), F(key), whole, function="int8range"), "&&")
                for key in keys
            ),
            (
                Func(F("starts_on"), F("ends_on"), whole, function="daterange"),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
        # So that rows which change together may be written one after the other.
        deferrable=Deferrable.IMMEDIATE,
        violation_error_message=message,
    )
