"""Counts that conferences tell of: contests with their prizes, selections, honours.

Counted once here, by edition and round, and drawn from here into every report.
"""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from conferences.models.days import likely_days
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped
from news.models import Document


class Contest(models.Model):
    """A Hội thi or Cuộc thi that comes back, each time with its ordinal."""

    name = LineField("tên hội thi, cuộc thi", max_length=200, unique=True)
    entry_word = LineField(
        "bài dự thi gọi là", max_length=40, default="giải pháp", help_text="đề tài …"
    )
    organisers = LineField("cơ quan tổ chức", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "hội thi, cuộc thi"
        verbose_name_plural = "hội thi, cuộc thi"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ContestEdition(Stamped):
    """One edition, from the entries to the national prizes (S1: 45 → 25 → 02)."""

    contest = models.ForeignKey(
        Contest,
        verbose_name="hội thi, cuộc thi",
        on_delete=models.PROTECT,
        related_name="editions",
    )
    ordinal = models.PositiveSmallIntegerField("lần thứ")
    year = models.PositiveSmallIntegerField("năm trao giải")
    awarded_on = models.DateField("ngày trao giải", null=True, blank=True)
    decision = LineField("quyết định công nhận", max_length=160, blank=True)
    entries = models.PositiveIntegerField("số dự thi", null=True, blank=True)
    authors = models.PositiveIntegerField("số tác giả", null=True, blank=True)
    sent_to_national = models.PositiveIntegerField(
        "số gửi dự toàn quốc", null=True, blank=True
    )
    source = LineField(
        "nguồn số liệu", max_length=200, blank=True, help_text="Văn bản, biên bản …"
    )
    note = ProseField("ghi chú", blank=True)

    class Meta:
        verbose_name = "kỳ thi"
        verbose_name_plural = "kỳ hội thi, cuộc thi"
        ordering = ["-year", "contest__order", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "ordinal"],
                name="conferences_contestedition_ordinal_once",
                violation_error_message="Lần thi này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(sent_to_national=None)
                | Q(entries=None)
                | Q(sent_to_national__lte=F("entries")),
                name="conferences_contestedition_sent_of_entries",
                violation_error_message="Số gửi dự toàn quốc không quá số dự thi.",
            ),
            likely_days("contestedition", "awarded_on"),
        ]

    def __str__(self) -> str:
        return f"{self.contest} lần thứ {self.ordinal}"

    def prize_faults(self, prizes: Iterable["PrizeCount"]) -> list[str]:
        """What cannot be so: more prizes than works, or prizes counted twice.

        National prizes go to works sent there; where their number is not known, to
        works with a prize of the province.
        """
        ranks: dict[str, list[PrizeCount]] = {}
        for each in prizes:
            ranks.setdefault(each.level, []).append(each)
        total = {level: sum(e.count for e in rows) for level, rows in ranks.items()}
        provincial = total.get(PrizeLevel.PROVINCE, 0)
        national = total.get(PrizeLevel.NATIONAL, 0)
        faults = [
            f"{PrizeLevel(level).label}: ghi một dòng không chia hạng, hoặc từng hạng; "
            "không ghi cả hai vì giải bị tính hai lần."
            for level, rows in ranks.items()
            if len(rows) > 1 and any(not each.rank for each in rows)
        ]
        if self.entries is not None and provincial > self.entries:
            faults.append(
                f"Giải cấp tỉnh ({provincial}) nhiều hơn số dự thi ({self.entries})."
            )
        if self.sent_to_national is not None:
            if national > self.sent_to_national:
                faults.append(
                    f"Giải toàn quốc ({national}) nhiều hơn số gửi dự toàn quốc "
                    f"({self.sent_to_national})."
                )
        elif provincial and national > provincial:
            faults.append(
                f"Giải toàn quốc ({national}) nhiều hơn giải cấp tỉnh ({provincial})."
            )
        return faults


class PrizeLevel(models.TextChoices):
    PROVINCE = "province", "Cấp tỉnh"
    NATIONAL = "national", "Toàn quốc"


class PrizeCount(models.Model):
    """How many prizes of one rank an edition brought, in the province or nationally."""

    edition = models.ForeignKey(
        ContestEdition, on_delete=models.CASCADE, related_name="prizes"
    )
    level = models.CharField("cấp", max_length=20, choices=PrizeLevel)
    rank = LineField(
        "hạng giải", max_length=60, blank=True, help_text="Để trống: không chia hạng."
    )
    count = models.PositiveIntegerField("số giải")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "số giải"
        verbose_name_plural = "số giải"
        ordering = ["-level", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "level", "rank"],
                name="conferences_prizecount_rank_once",
                violation_error_message="Hạng giải này đã ghi.",
            ),
            models.CheckConstraint(
                condition=Q(level__in=PrizeLevel.values),
                name="conferences_prizecount_level_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.rank}".strip()


class HonourRound(Stamped):
    """A round of selecting and honouring, as counts: who decided it, and of how many.

    For what was decided before its dossiers are kept in the portal, or elsewhere
    (S0: giấy khen of 28/2; S3: 40 of 62 and 5 of 10 dossiers).
    """

    name = LineField("đợt xét, tôn vinh", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = LineField("cơ quan quyết định", max_length=200, blank=True)
    decision = LineField("văn bản", max_length=160, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name="văn bản trong thư viện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honour_rounds",
    )
    note = ProseField("ghi chú", blank=True)

    class Meta:
        verbose_name = "đợt xét, tôn vinh"
        verbose_name_plural = "đợt xét, tôn vinh (số đếm)"
        ordering = ["-year", "-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "year"],
                name="conferences_honourround_once_a_year",
                violation_error_message="Đợt này của năm đã có.",
            ),
            likely_days("honourround", "decided_on"),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"


class RecipientKind(models.TextChoices):
    TEAM = "team", "Tập thể"
    PERSON = "person", "Cá nhân"
    DOSSIER = "dossier", "Hồ sơ"


class HonourCount(models.Model):
    """Of how many proposed, how many were honoured with what."""

    round = models.ForeignKey(
        HonourRound, on_delete=models.CASCADE, related_name="counts"
    )
    label = LineField("hình thức, nhóm", max_length=160)
    recipient_kind = models.CharField("đối tượng", max_length=20, choices=RecipientKind)
    proposed = models.PositiveIntegerField("số đề nghị", null=True, blank=True)
    granted = models.PositiveIntegerField("số được chọn, tặng")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "số đếm"
        verbose_name_plural = "số đếm"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "label", "recipient_kind"],
                name="conferences_honourcount_once",
                violation_error_message="Dòng này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(recipient_kind__in=RecipientKind.values),
                name="conferences_honourcount_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(proposed=None) | Q(granted__lte=F("proposed")),
                name="conferences_honourcount_granted_of_proposed",
                violation_error_message="Số được tặng không quá số đề nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_recipient_kind_display().lower()})"
