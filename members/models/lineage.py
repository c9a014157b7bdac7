"""What happened to associations: renamed, merged, split, left."""

from django.conf import settings
from django.db import models

from lienhiephoi.fields import LineField, ProseField
from members.models.associations import Association


class RegisterEventKind(models.TextChoices):
    JOINED = "joined", "Kết nạp"
    RENAMED = "renamed", "Đổi tên"
    MERGED = "merged", "Hợp nhất, sáp nhập"
    SPLIT = "split", "Chia, tách"
    KIND_CHANGED = "kind_changed", "Đổi loại thành viên"
    SUSPENDED = "suspended", "Tạm ngừng"
    RESUMED = "resumed", "Hoạt động lại"
    LEFT = "left", "Rời Liên hiệp Hội"
    DISSOLVED = "dissolved", "Giải thể"


class RegisterEvent(models.Model):
    """An entry of the register's history, on its day and by its decision.

    Written by members.register alone, which also changes the dated rows.
    """

    kind = models.CharField("sự kiện", max_length=20, choices=RegisterEventKind)
    on = models.DateField("ngày")
    associations = models.ManyToManyField(
        Association, verbose_name="hội", related_name="events"
    )
    decision = LineField("văn bản", max_length=160, blank=True)
    note = ProseField("diễn giải", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "sự kiện của sổ hội"
        verbose_name_plural = "lịch sử sổ hội"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=RegisterEventKind.values),
                name="members_registerevent_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Succession(models.Model):
    """One body went on in another, by a merger or a split.

    Figures of predecessors are summed for comparison with their successor; they stay
    with the body that reported them.
    """

    event = models.ForeignKey(
        RegisterEvent, on_delete=models.CASCADE, related_name="successions"
    )
    predecessor = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="successors"
    )
    successor = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="predecessors"
    )

    class Meta:
        verbose_name = "quan hệ kế thừa"
        verbose_name_plural = "quan hệ kế thừa"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="members_succession_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="members_succession_not_of_itself",
                violation_error_message="Hội không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
