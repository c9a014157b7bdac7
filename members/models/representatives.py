"""Who acts for an association, from when to when, and how they were invited."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from lienhiephoi.dated import Dated, DatedQuerySet, one_at_a_time
from lienhiephoi.fields import LineField
from members.models.associations import Association


class RepresentativeRole(models.TextChoices):
    PREPARES = "prepares", "Người lập báo cáo"
    SIGNS = "signs", "Người ký, gửi"


class RepresentativeQuerySet(DatedQuerySet):
    def current(self):
        """Who acts now: asked wherever a right or a letter depends on it.

        More than `on(today)`: who was ended at once is out the same minute.
        """
        return super().current().filter(ended_at=None)

    def over(self):
        """Those who act no more; who begins later is not among them."""
        return self.filter(
            Q(ended_at__isnull=False) | Q(ends_on__lt=timezone.localdate())
        )

    def only_signers(self):
        """Without whom nobody would send the association's reports sooner or later.

        Another signer whose end is written down already does not count.
        """
        others = (
            Representative.objects.current()
            .filter(
                association=OuterRef("association"),
                role=RepresentativeRole.SIGNS,
                ends_on=None,
                user__is_active=True,
            )
            .exclude(user=OuterRef("user"))
        )
        return self.filter(~Exists(others), role=RepresentativeRole.SIGNS)


class Representative(Dated):
    """A person acts for an association; ended at a hand-over, never deleted.

    The end is a day, till whose night the person acts, or a moment (`ended_at`, with
    its day in `ends_on`): a link that came to the wrong person is undone at once.
    """

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
    ended_at = models.DateTimeField("kết thúc ngay lúc", null=True, editable=False)

    objects = RepresentativeQuerySet.as_manager()

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
                # Who was ended at once may be called back the same day.
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ends_on__isnull=False),
                name="members_representative_ended_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(role__in=RepresentativeRole.values),
                name="members_representative_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"

    @property
    def is_acting(self) -> bool:
        return self.ended_at is None and self.holds_on(timezone.localdate())


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
