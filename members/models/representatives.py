"""Who acts for an association, from when to when, and how they were invited."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lienhiephoi.dated import Dated, one_at_a_time
from lienhiephoi.fields import LineField
from members.models.associations import Association


class RepresentativeRole(models.TextChoices):
    PREPARES = "prepares", "Người lập báo cáo"
    SIGNS = "signs", "Người ký, gửi"


class Representative(Dated):
    """A person acts for an association; ended at a hand-over, never deleted."""

    association = models.ForeignKey(
        Association,
        verbose_name="hội",
        on_delete=models.PROTECT,
        related_name="representatives",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        on_delete=models.PROTECT,
        related_name="representations",
    )
    role = models.CharField("vai trò", max_length=20, choices=RepresentativeRole)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mời",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    end_reason = LineField("lý do kết thúc", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "người đại diện"
        verbose_name_plural = "người đại diện"
        ordering = ["association__name", "-starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time(
                *("association", "user"),
                name="members_representative_one_role_at_a_time",
                message="Người này đang đại diện cho hội trong những ngày ấy rồi.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=RepresentativeRole.values),
                name="members_representative_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


class InvitationQuerySet(models.QuerySet):
    def open(self, at: dt.datetime | None = None):
        return self.filter(
            accepted_at=None, revoked_at=None, expires_at__gt=at or timezone.now()
        )


class Invitation(models.Model):
    """A link, good once and for some days, that makes its bearer a representative.

    Only the SHA-256 of the link's secret is kept.
    """

    association = models.ForeignKey(
        Association,
        verbose_name="hội",
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    role = models.CharField("vai trò", max_length=20, choices=RepresentativeRole)
    full_name = LineField("họ và tên", max_length=120)
    email = models.EmailField(
        "thư điện tử", blank=True, help_text="Để trống: gửi đường dẫn qua Zalo."
    )
    position = LineField("chức vụ trong hội", max_length=120, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mời",
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("mời lúc", auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    accepted_at = models.DateTimeField("nhận lúc", null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người nhận",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=RepresentativeRole.values),
                name="members_invitation_role_known",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="members_invitation_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="members_invitation_expires_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} – {self.association}"
