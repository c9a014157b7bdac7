"""Terms of office of the union, and the committees elected for them."""

import datetime as dt

from django.db import models

from lienhiephoi.dated import Dated
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.vietnamese import roman
from members.models.associations import Association
from members.models.people import Person


class TermQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "Term | None":
        """The term in office on a day, extensions counted."""
        return self.filter(starts_on__lte=day).order_by("-starts_on").first()


class Term(models.Model):
    """A nhiệm kỳ: five years as planned, sometimes extended (S0: 2019–2024 → 2025).

    Terms are named by the ordinal of the congress (khóa V) and by their years; both
    are kept. A term lasts until the next one begins.
    """

    ordinal = models.PositiveSmallIntegerField(
        "khóa, đại hội thứ", unique=True, help_text="Ghi số: 5 cho khóa V."
    )
    starts_on = models.DateField("bắt đầu", unique=True)
    planned_end_on = models.DateField("kết thúc theo kế hoạch")
    extended_until = models.DateField("gia hạn đến", null=True, blank=True)
    extension_decision = LineField("văn bản gia hạn", max_length=160, blank=True)
    congress = LineField("đại hội", max_length=200, blank=True)
    note = ProseField("ghi chú", blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm kỳ"
        verbose_name_plural = "nhiệm kỳ"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_end_on__gt=models.F("starts_on")),
                name="members_term_ends_after_start",
                violation_error_message="Nhiệm kỳ phải kết thúc sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_until=None)
                | models.Q(extended_until__gt=models.F("planned_end_on")),
                name="members_term_extended_beyond_plan",
                violation_error_message="Ngày gia hạn phải sau ngày kết thúc kế hoạch.",
            ),
        ]

    def __str__(self) -> str:
        return f"Nhiệm kỳ {self.years}"

    @property
    def years(self) -> str:
        return f"{self.starts_on.year}–{self.planned_end_on.year}"

    @property
    def ends_on(self) -> dt.date:
        return self.extended_until or self.planned_end_on


class CommitteeKind(models.TextChoices):
    EXECUTIVE = "executive_committee", "Ban Chấp hành"
    STANDING_BOARD = "standing_board", "Ban Thường vụ"
    STANDING_OFFICE = "standing_office", "Thường trực"
    INSPECTION = "inspection_committee", "Ủy ban Kiểm tra"


class Committee(models.Model):
    """One elected body of one term."""

    term = models.ForeignKey(
        Term,
        verbose_name="nhiệm kỳ",
        on_delete=models.PROTECT,
        related_name="committees",
    )
    kind = models.CharField("cơ quan", max_length=30, choices=CommitteeKind)
    size = models.PositiveSmallIntegerField(
        "số ủy viên được bầu", null=True, blank=True
    )
    decision = LineField("văn bản công nhận", max_length=160, blank=True)

    class Meta:
        verbose_name = "ban, ủy ban"
        verbose_name_plural = "ban, ủy ban theo nhiệm kỳ"
        ordering = ["-term__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "kind"],
                name="members_committee_once_a_term",
                violation_error_message="Nhiệm kỳ này đã có ban, ủy ban đó.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CommitteeKind.values),
                name="members_committee_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} khóa {roman(self.term.ordinal)}"


class CommitteeSeat(Dated):
    """A person's seat; empty days mean the whole term."""

    committee = models.ForeignKey(
        Committee, on_delete=models.CASCADE, related_name="seats"
    )
    person = models.ForeignKey(
        Person, verbose_name="người", on_delete=models.PROTECT, related_name="seats"
    )
    position = LineField("chức danh", max_length=120, default="Ủy viên")
    association = models.ForeignKey(
        Association,
        verbose_name="thuộc hội",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="committee_seats",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta(Dated.Meta):
        verbose_name = "ủy viên"
        verbose_name_plural = "ủy viên"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.position}"
