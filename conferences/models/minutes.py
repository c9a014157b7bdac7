"""What was said, resolved and elected."""

from django.db import models
from django.db.models import F, Q

from conferences.models.conferences import Conference
from conferences.models.programme import AgendaItem
from lienhiephoi.dated import Dated
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped
from members.models import Association, Person
from news.models import Document


class Minutes(Stamped):
    """The biên bản of a conference: its frame; what was said stands per agenda item."""

    conference = models.OneToOneField(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.CASCADE,
        related_name="minutes",
    )
    opened_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    opening = ProseField("mở đầu", blank=True)
    closing = ProseField("kết luận chung", blank=True)
    is_public = models.BooleanField("công khai biên bản", default=False)

    class Meta:
        verbose_name = "biên bản"
        verbose_name_plural = "biên bản"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(opened_at=None)
                | Q(closed_at__gt=F("opened_at")),
                name="conferences_minutes_closed_after_opening",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return f"Biên bản {self.conference}"


class MinuteEntry(models.Model):
    """What was said on an item, what came of it, and the vote if there was one."""

    item = models.OneToOneField(
        AgendaItem,
        verbose_name="mục chương trình",
        on_delete=models.PROTECT,
        related_name="minute",
    )
    discussion = ProseField("diễn biến, ý kiến", blank=True)
    conclusion = ProseField("kết luận", blank=True)
    votes_for = models.PositiveSmallIntegerField("tán thành", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(
        "không tán thành", null=True, blank=True
    )
    votes_abstaining = models.PositiveSmallIntegerField(
        "không có ý kiến", null=True, blank=True
    )

    class Meta:
        verbose_name = "ghi biên bản"
        verbose_name_plural = "ghi biên bản"

    def __str__(self) -> str:
        return str(self.item)


class Resolution(Stamped):
    """A resolution adopted: its points, and the document of the library it became."""

    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        related_name="resolutions",
    )
    title = LineField("trích yếu", max_length=300)
    number = LineField(
        "số, ký hiệu", max_length=60, blank=True, help_text="Ví dụ: 05/NQ-LHH."
    )
    adopted_on = models.DateField("ngày thông qua", null=True, blank=True)
    text = ProseField(
        "nội dung", blank=True, help_text="Mỗi đoạn một dòng; mỗi điều một đoạn."
    )
    votes_for = models.PositiveSmallIntegerField("tán thành", null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField(
        "tổng số người biểu quyết", null=True, blank=True
    )
    document = models.ForeignKey(
        Document,
        verbose_name="văn bản trong thư viện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resolutions",
    )
    is_public = models.BooleanField("công khai", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nghị quyết"
        verbose_name_plural = "nghị quyết"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(votes_for=None)
                | Q(votes_total=None)
                | Q(votes_for__lte=F("votes_total")),
                name="conferences_resolution_votes_add_up",
                violation_error_message="Số tán thành không thể lớn hơn tổng số.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}" if self.number else self.title


class ElectionResult(Dated):
    """Who was elected to what, and for how long (S4: lead and deputy of a cụm)."""

    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        related_name="elections",
    )
    office = LineField("chức danh được bầu", max_length=160)
    elected = LineField("người, đơn vị trúng cử", max_length=200, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name="nhân sự trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elections",
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elections",
    )
    votes_for = models.PositiveSmallIntegerField("số phiếu bầu", null=True, blank=True)
    votes_total = models.PositiveSmallIntegerField(
        "tổng số phiếu", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta(Dated.Meta):
        verbose_name = "kết quả bầu"
        verbose_name_plural = "kết quả bầu"
        ordering = ["order", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(elected="")
                | Q(person__isnull=False)
                | Q(association__isnull=False),
                name="conferences_electionresult_somebody_elected",
                violation_error_message="Hãy ghi người hoặc đơn vị trúng cử.",
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None)
                | Q(votes_total=None)
                | Q(votes_for__lte=F("votes_total")),
                name="conferences_electionresult_votes_add_up",
                violation_error_message="Số phiếu bầu không thể lớn hơn tổng số.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.who}"

    @property
    def who(self) -> str:
        return self.elected or str(self.person or self.association or "")
