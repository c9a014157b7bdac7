"""The register of associations (sổ hội): who they are, and what held when."""

import datetime as dt

from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.dated import Dated, DatedQuerySet, holds_on, one_at_a_time
from lienhiephoi.fields import HtmlField, LineField, ProseField, WebField
from lienhiephoi.files import RandomPath
from lienhiephoi.models import Slugged, Stamped
from lienhiephoi.validators import validate_web_address


class MemberKind(models.TextChoices):
    """How a body belongs to the union (Điều lệ của Liên hiệp Hội)."""

    MEMBER = "member", "Hội thành viên"
    AFFILIATE = "affiliate", "Thành viên liên kết"
    COLLECTIVE = "collective", "Hội viên tập thể"
    SUBORDINATE = "subordinate", "Đơn vị trực thuộc"
    CLUB = "club", "Câu lạc bộ"


class MemberStanding(models.TextChoices):
    ACTIVE = "active", "Đang hoạt động"
    SUSPENDED = "suspended", "Tạm ngừng hoạt động"


class Sector(models.Model):
    """A field of science by which associations are grouped."""

    name = LineField("tên lĩnh vực", max_length=100, unique=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class AssociationQuerySet(models.QuerySet):
    def members_on(self, day: dt.date, *kinds: str):
        """Those that belong to the union on a day, with any standing."""
        rows = Membership.objects.on(day).filter(association=OuterRef("pk"))
        if kinds:
            rows = rows.filter(kind__in=kinds)
        return self.filter(Exists(rows))

    def current(self):
        return self.members_on(timezone.localdate())

    def with_membership(self, day: dt.date):
        """`kind_then` and `standing_then`: what each was on a day, None if nothing."""
        rows = Membership.objects.on(day).filter(association=OuterRef("pk"))
        return self.annotate(
            kind_then=Subquery(rows.values("kind")[:1]),
            standing_then=Subquery(rows.values("standing")[:1]),
        )

    def with_name(self, day: dt.date):
        """`name_then`: the name each bore on a day, the first one if before it."""
        names = AssociationName.objects.filter(association=OuterRef("pk"))
        return self.annotate(
            name_then=models.functions.Coalesce(
                Subquery(names.filter(holds_on(day)).values("name")[:1]),
                Subquery(names.order_by("starts_on").values("name")[:1]),
            )
        )

    def with_every_name(self):
        """`every_name`: all names each has borne, for whoever looks by an old one."""
        names = AssociationName.objects.filter(association=OuterRef("pk")).order_by()
        both = Concat("name", Value(" "), "short_name", output_field=models.TextField())
        joined = names.values("association").annotate(every=StringAgg(both, " "))
        return self.annotate(every_name=Subquery(joined.values("every")))


class Association(Slugged, Stamped):
    """A body in the register, for ever the same row, however it is renamed.

    `name` and `short_name` are those of today, copied from AssociationName when that
    changes; what belongs to another day asks `name_on(day)`.
    """

    name = LineField("tên hiện nay", max_length=200, editable=False)
    short_name = LineField("tên gọi tắt", max_length=80, editable=False, blank=True)
    slug = models.SlugField(
        "tên trong địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: lấy theo tên. Đổi thì địa chỉ cũ vẫn dẫn tới hội.",
    )
    sector = models.ForeignKey(
        Sector, verbose_name="lĩnh vực", on_delete=models.PROTECT, null=True, blank=True
    )
    founded_on = models.DateField("ngày thành lập", null=True, blank=True)
    founding_decision = LineField("quyết định thành lập", max_length=120, blank=True)
    address = LineField("địa chỉ", max_length=300, blank=True)
    phone = LineField("điện thoại", max_length=60, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = WebField("trang web", blank=True, validators=[validate_web_address])
    logo = models.ImageField(
        "biểu trưng",
        upload_to=RandomPath("associations"),
        blank=True,
        validators=[FileExtensionValidator(["png", "webp", "jpg", "jpeg"])],
    )
    summary = ProseField("giới thiệu ngắn", max_length=600, blank=True)
    about = HtmlField("giới thiệu", blank=True)
    is_listed = models.BooleanField(
        "hiện trên trang công khai",
        default=True,
        help_text="Bỏ chọn để không hiện trong danh bạ.",
    )
    office_note = ProseField("ghi chú của văn phòng", blank=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "hội, đơn vị"
        verbose_name_plural = "sổ hội"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or f"Hội {self.pk}"

    @property
    def slug_source(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:association", args=[self.slug])

    def is_public(self) -> bool:
        """Whether it has a page; while it is being made it has no name and so none."""
        return self.is_listed and self.slug != ""

    def name_on(self, day: dt.date) -> str:
        # In Python, over the prefetched rows where they are: a body has few names.
        names = sorted(self.names.all(), key=lambda each: each.starts_on or dt.date.min)
        held = [each for each in names if each.holds_on(day)] or names[:1]
        return held[0].name if held else self.name

    def membership_on(self, day: dt.date) -> "Membership | None":
        return next((m for m in self.memberships.all() if m.holds_on(day)), None)


class AssociationName(Dated):
    """A name and the days on which it was borne."""

    association = models.ForeignKey(
        Association, on_delete=models.CASCADE, related_name="names"
    )
    name = LineField("tên đầy đủ", max_length=200)
    short_name = LineField("tên gọi tắt", max_length=80, blank=True)
    decision = LineField("văn bản đổi tên", max_length=160, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "tên theo thời gian"
        verbose_name_plural = "tên theo thời gian"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time(
                "association",
                name="members_associationname_one_at_a_time",
                message="Mỗi ngày hội chỉ mang một tên: hai khoảng ngày chồng nhau.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        super().clean()
        if self.starts_on and self.starts_on > timezone.localdate():
            raise ValidationError(
                {"starts_on": "Hãy ghi tên mới từ ngày đổi tên, không ghi trước."}
            )

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._copy_to_association()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        self._copy_to_association()
        return deleted

    def _copy_to_association(self) -> None:
        """The newest name is that of today, for no name begins in the future."""
        newest = (
            AssociationName.objects.filter(association=self.association_id)
            .order_by(models.F("starts_on").desc(nulls_last=True), "-pk")
            .first()
        )
        association = self.association
        if newest is None:
            return
        if (newest.name, newest.short_name) != (
            association.name,
            association.short_name,
        ):
            association.name = newest.name
            association.short_name = newest.short_name
            association.save()


class Membership(Dated):
    """That a body belonged to the union, as what, and by which decision."""

    association = models.ForeignKey(
        Association, on_delete=models.CASCADE, related_name="memberships"
    )
    kind = models.CharField("loại", max_length=20, choices=MemberKind)
    standing = models.CharField(
        "tình trạng",
        max_length=20,
        choices=MemberStanding,
        default=MemberStanding.ACTIVE,
    )
    decision_number = LineField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "tư cách thành viên"
        verbose_name_plural = "tư cách thành viên"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            one_at_a_time(
                "association",
                name="members_membership_one_at_a_time",
                message="Mỗi ngày hội chỉ có một tư cách: hai khoảng ngày chồng nhau.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=MemberKind.values),
                name="members_membership_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(standing__in=MemberStanding.values),
                name="members_membership_standing_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
