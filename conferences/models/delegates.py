"""Who was invited, what they answered, and whether they came."""

import re
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from conferences.models.conferences import Conference
from lienhiephoi.fields import LineField
from lienhiephoi.models import Stamped
from lienhiephoi.vietnamese import fold
from members.models import Association, CommitteeSeat, Person


class InviteeGroup(models.TextChoices):
    COMMITTEE = "committee", "Ủy viên"
    ASSOCIATION = "association", "Đại biểu hội, đơn vị"
    GUEST = "guest", "Khách mời"
    PRESS = "press", "Báo chí"
    STAFF = "staff", "Ban tổ chức"


class Reply(models.TextChoices):
    NONE = "", "Chưa trả lời"
    GOING = "going", "Sẽ dự"
    SUBSTITUTE = "substitute", "Cử người đi thay"
    ABSENT = "absent", "Vắng mặt"


class Arrival(models.TextChoices):
    """How somebody's presence became known."""

    BADGE = "badge", "Quét mã"
    SELF = "self", "Tự điểm danh"
    LIST = "list", "Nhập từ danh sách"


_NAMES_A_BODY = re.compile(
    r"\b(?:Hội|Liên hiệp|Ban|Ủy ban|UBND|Sở|Phòng|Trung tâm|Viện|Trường|Khoa) \w|,"
)


def new_nonce() -> str:
    return secrets.token_urlsafe(9)


class InviteeQuerySet(models.QuerySet):
    def present(self):
        return self.filter(arrived_at__isnull=False)

    def in_order(self):
        return self.select_related("association", "person").order_by(
            "group", "order", "folded_name", "pk"
        )


class Invitee(Stamped):
    """One person invited to one conference, or who came without being invited.

    The name, position and body are those of the day, as the letter and the badge say
    them; `person`, `association` and `seat` lead to the register. The personal link
    is signed from the number and the nonce (conferences.links): a new nonce makes the
    old link and its QR worthless.
    """

    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        related_name="invitees",
    )
    group = models.CharField(
        "nhóm", max_length=20, choices=InviteeGroup, default=InviteeGroup.ASSOCIATION
    )
    person = models.ForeignKey(
        Person,
        verbose_name="nhân sự trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    seat = models.ForeignKey(
        CommitteeSeat,
        verbose_name="ghế trong ban",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitees",
    )
    honorific = LineField(
        "cách xưng hô", max_length=40, blank=True, help_text="Ông, Bà, PGS.TS. …"
    )
    full_name = LineField("họ và tên", max_length=120)
    # Some letters are more when they are folded.
    folded_name = models.TextField(editable=False)
    position = LineField("chức vụ", max_length=200, blank=True)
    body = LineField(
        "đơn vị",
        max_length=200,
        blank=True,
        help_text="Để trống: tên hội đã chọn trong sổ.",
    )
    email = models.EmailField("thư điện tử", blank=True)
    phone = LineField("điện thoại", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    was_invited = models.BooleanField(
        "được mời", default=True, help_text="Bỏ chọn: người đến dự không có giấy mời."
    )
    nonce = models.CharField(
        max_length=20, default=new_nonce, editable=False, unique=True
    )

    reply = models.CharField(
        "trả lời", max_length=20, choices=Reply, blank=True, default=Reply.NONE
    )
    reply_reason = LineField("lý do vắng", max_length=300, blank=True)
    substitute_name = LineField("người đi thay", max_length=120, blank=True)
    substitute_position = LineField("chức vụ người thay", max_length=200, blank=True)
    replied_at = models.DateTimeField("trả lời lúc", null=True, editable=False)

    arrived_at = models.DateTimeField("có mặt lúc", null=True, editable=False)
    arrival = models.CharField(
        "cách điểm danh", max_length=20, choices=Arrival, blank=True, editable=False
    )
    arrived_as_substitute = models.BooleanField(
        "người đi thay có mặt", default=False, editable=False
    )
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người điểm danh",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = InviteeQuerySet.as_manager()

    class Meta:
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        ordering = ["group", "order", "folded_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=InviteeGroup.values),
                name="conferences_invitee_group_known",
            ),
            models.CheckConstraint(
                condition=Q(reply__in=Reply.values),
                name="conferences_invitee_reply_known",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at=None, arrival="")
                | Q(arrived_at__isnull=False, arrival__in=Arrival.values),
                name="conferences_invitee_arrival_known",
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None)
                | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="conferences_invitee_reply_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(reply=Reply.SUBSTITUTE) | ~Q(substitute_name=""),
                name="conferences_invitee_substitute_named",
                violation_error_message="Hãy ghi họ tên người đi thay.",
            ),
            models.CheckConstraint(
                condition=~Q(reply=Reply.ABSENT) | ~Q(reply_reason=""),
                name="conferences_invitee_absence_explained",
                violation_error_message="Hãy ghi lý do vắng.",
            ),
            models.UniqueConstraint(
                fields=["conference", "person"],
                condition=Q(person__isnull=False),
                name="conferences_invitee_person_once",
                violation_error_message="Người này đã có trong danh sách mời.",
            ),
        ]

    def __str__(self) -> str:
        return self.addressed

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.full_name)
        super().save(*args, **kwargs)

    @property
    def addressed(self) -> str:
        return f"{self.honorific} {self.full_name}".strip()

    @property
    def body_name(self) -> str:
        if self.body or not self.association_id:
            return self.body
        return self.association.name_on(self.conference.starts_on)

    @property
    def office(self) -> str:
        """ "Chủ tịch Hội Cơ khí"; a comma where the position names a body itself."""
        is_plain = self.position and not _NAMES_A_BODY.search(self.position)
        joint = " " if is_plain else ", "
        return joint.join(filter(None, (self.position, self.body_name)))

    @property
    def who_came(self) -> str:
        return self.substitute_name if self.arrived_as_substitute else self.full_name

    @property
    def is_present(self) -> bool:
        return self.arrived_at is not None


class InvitationAnswer(models.Model):
    """What was answered, each time; rows are added, never changed."""

    invitee = models.ForeignKey(
        Invitee, on_delete=models.PROTECT, related_name="answers"
    )
    reply = models.CharField("trả lời", max_length=20, choices=Reply)
    reason = LineField("lý do", max_length=300, blank=True)
    substitute = LineField("người đi thay", max_length=330, blank=True)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "lần trả lời"
        verbose_name_plural = "các lần trả lời"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_reply_display()
