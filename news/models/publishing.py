"""What everything published has in common: status, moments, who may see it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lienhiephoi.fields import LineField
from lienhiephoi.models import Slugged, Stamped
from lienhiephoi.vietnamese import slugify

# Years that a moment may have; the addresses of articles hold four digits of them.
YEARS = range(1900, 2101)


class PublishingStatus(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Trả lại"
    PUBLISHED = "published", "Đã đăng"
    WITHDRAWN = "withdrawn", "Đã gỡ xuống"


class PublishableQuerySet(models.QuerySet):
    def published(self, at=None):
        """What the public may see at a moment.

        Scheduling and expiry are a matter of the clock alone: an approved record
        appears at `published_at` and goes at `expires_at` without any job running.
        """
        at = at or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=at),
            status=PublishingStatus.PUBLISHED,
            published_at__lte=at,
        )

    def visible_to(self, user, at=None):
        """Staff who may view the model see every state of it, others the public part."""
        permission = f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"
        if user.is_active and user.is_staff and user.has_perm(permission):
            return self
        return self.published(at)

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class Publishable(Slugged, Stamped):
    """A titled thing that goes through draft, approval and publication.

    `status` is changed by news.workflow alone, and is on no form.
    """

    title = LineField("tiêu đề", max_length=300)
    slug = models.SlugField(
        "tên trong địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: lấy theo tiêu đề. Đổi thì địa chỉ cũ vẫn dẫn tới bài.",
    )
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=PublishingStatus,
        default=PublishingStatus.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(
        "đăng lúc",
        null=True,
        blank=True,
        help_text="Để trống: lúc được duyệt. Ghi giờ sắp tới: hẹn giờ đăng.",
    )
    expires_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tạo",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PublishingStatus.values),
                name="%(app_label)s_%(class)s_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=PublishingStatus.PUBLISHED)
                | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_has_moment",
                violation_error_message="Nội dung đã đăng phải có thời điểm đăng.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                name="%(app_label)s_%(class)s_expires_after_publishing",
                violation_error_message="Hạn hiển thị phải sau thời điểm đăng.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self):
        super().clean()
        errors = dict(self._wrong_moments())
        if not self.slug and not slugify(self.title):
            errors["title"] = "Tiêu đề phải có chữ hoặc số."
        if errors:
            raise ValidationError(errors)

    def _wrong_moments(self):
        """Field and reason. The constraint cannot say the first on a form: it names
        the status, which is on none."""
        if self.status == PublishingStatus.PUBLISHED and self.published_at is None:
            yield "published_at", "Nội dung đã đăng phải có thời điểm đăng."
        for name in ("published_at", "expires_at"):
            moment = getattr(self, name)
            if moment and moment.year not in YEARS:
                yield name, f"Năm phải từ {YEARS[0]} đến {YEARS[-1]}."

    def is_public(self, at=None) -> bool:
        at = at or timezone.now()
        return (
            self.status == PublishingStatus.PUBLISHED
            and self.published_at <= at
            and (self.expires_at is None or self.expires_at > at)
        )

    def answers_public(self, at=None) -> bool:
        """Whether its address, and those of its files, answer everybody."""
        return self.is_public(at)

    @property
    def is_scheduled(self) -> bool:
        return (
            self.status == PublishingStatus.PUBLISHED
            and self.published_at > timezone.now()
        )
