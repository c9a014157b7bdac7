"""Who held a conference, took part in it, chaired it and kept its minutes."""

from django.db import models
from django.db.models import Q

from conferences.models.conferences import Conference
from lienhiephoi.fields import LineField
from members.models import Association, Person


class BodyRole(models.TextChoices):
    HOST = "host", "Chủ trì tổ chức"
    CO_HOST = "co_host", "Phối hợp tổ chức"
    PARTICIPANT = "participant", "Đơn vị tham gia"


class ConferenceBody(models.Model):
    """A body that held the conference or took part: one of the register, or named."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="bodies"
    )
    role = models.CharField(
        "vai trò", max_length=20, choices=BodyRole, default=BodyRole.HOST
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conference_roles",
    )
    name = LineField(
        "tên cơ quan khác",
        max_length=200,
        blank=True,
        help_text="Khi không có trong sổ hội.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "cơ quan tổ chức, tham gia"
        verbose_name_plural = "cơ quan tổ chức, tham gia"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=BodyRole.values),
                name="conferences_conferencebody_role_known",
            ),
            models.CheckConstraint(
                condition=Q(association__isnull=False, name="")
                | (Q(association=None) & ~Q(name="")),
                name="conferences_conferencebody_one_way_named",
                violation_error_message="Chọn một hội trong sổ hoặc ghi tên cơ quan.",
            ),
        ]

    def __str__(self) -> str:
        if self.association_id:
            return self.association.name_on(self.conference.starts_on)
        return self.name


class PresiderRole(models.TextChoices):
    CHAIR = "chair", "Chủ trì"
    CO_CHAIR = "co_chair", "Đồng chủ trì"
    SECRETARY = "secretary", "Thư ký"


class Presider(models.Model):
    """Who chairs, or keeps the minutes; from the register or named with a position."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="presiders"
    )
    role = models.CharField(
        "vai trò", max_length=20, choices=PresiderRole, default=PresiderRole.CHAIR
    )
    person = models.ForeignKey(
        Person,
        verbose_name="nhân sự",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="presided",
    )
    name = LineField("họ và tên", max_length=120, blank=True)
    position = LineField("chức vụ", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "người chủ trì, thư ký"
        verbose_name_plural = "người chủ trì, thư ký"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=PresiderRole.values),
                name="conferences_presider_role_known",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="conferences_presider_is_somebody",
                violation_error_message="Chọn người trong sổ hoặc ghi họ và tên.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.full_name, self.position)))

    @property
    def full_name(self) -> str:
        return str(self.person) if self.person_id else self.name
