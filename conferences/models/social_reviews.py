"""Advice, critique and appraisal for society (tư vấn, phản biện, giám định xã hội)."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conferences.models.conferences import Conference
from conferences.models.days import likely_days
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Slugged, Stamped, StatusChange
from members.models import Association, Person
from news.models import Document


class ReviewKind(models.TextChoices):
    """The three tasks of Quyết định 14/2014/QĐ-TTg."""

    ADVICE = "advice", "Tư vấn"
    CRITIQUE = "critique", "Phản biện"
    APPRAISAL = "appraisal", "Giám định xã hội"


class ReviewedThing(models.TextChoices):
    PLAN = "plan", "Quy hoạch, kế hoạch"
    PROGRAMME = "programme", "Chương trình"
    SCHEME = "scheme", "Đề án"
    PROJECT = "project", "Dự án"
    DRAFT = "draft", "Dự thảo văn bản"
    OTHER = "other", "Khác"


class ReviewStatus(models.TextChoices):
    RECEIVED = "received", "Mới tiếp nhận"
    UNDER_WAY = "under_way", "Đang thực hiện"
    DELIVERED = "delivered", "Đã gửi kết quả"
    ANSWERED = "answered", "Đã có phản hồi"
    DROPPED = "dropped", "Không thực hiện"


class Outcome(models.TextChoices):
    UNKNOWN = "", "Chưa có phản hồi"
    ACCEPTED = "accepted", "Được tiếp thu"
    PARTLY = "partly", "Được tiếp thu một phần"
    REJECTED = "rejected", "Không được tiếp thu"


FINISHED = (ReviewStatus.DELIVERED, ReviewStatus.ANSWERED)


class ReviewQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True).exclude(status=ReviewStatus.DROPPED)

    def finished_between(self, starts_on: dt.date, ends_on: dt.date):
        """Those whose result went out in that time: what a year's figures count."""
        return self.filter(
            status__in=FINISHED, delivered_on__gte=starts_on, delivered_on__lte=ends_on
        )


class SocialReview(Slugged, Stamped):
    """An assignment: who asked, about what, who did it, and what came of it.

    Asked for by a body with a letter, or proposed by the union itself (Quyết định
    14/2014/QĐ-TTg).
    """

    kind = models.CharField("loại", max_length=20, choices=ReviewKind)
    thing = models.CharField(
        "đối tượng", max_length=20, choices=ReviewedThing, default=ReviewedThing.PROJECT
    )
    title = LineField("nội dung tư vấn, phản biện, giám định", max_length=300)
    slug = models.SlugField(
        "tên trong địa chỉ", max_length=120, unique=True, blank=True
    )
    is_own_proposal = models.BooleanField("Liên hiệp Hội tự đề xuất", default=False)
    requester = LineField("cơ quan đề nghị", max_length=200, blank=True)
    request_letter = LineField(
        "văn bản đề nghị", max_length=160, blank=True, help_text="Số, ký hiệu, ngày."
    )
    received_on = models.DateField("ngày tiếp nhận")
    due_on = models.DateField("hạn gửi kết quả", null=True, blank=True)
    lead = models.ForeignKey(
        Association,
        verbose_name="hội chủ trì",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_reviews",
        help_text="Để trống: văn phòng Liên hiệp Hội chủ trì.",
    )
    meetings = models.ManyToManyField(
        Conference,
        verbose_name="cuộc họp, hội thảo",
        blank=True,
        related_name="reviews",
    )
    delivered_on = models.DateField("ngày gửi kết quả", null=True, blank=True)
    result_number = LineField("văn bản kết quả", max_length=160, blank=True)
    result = models.ForeignKey(
        Document,
        verbose_name="văn bản trong thư viện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    summary = ProseField("ý kiến chính", blank=True)
    outcome = models.CharField(
        "phản hồi", max_length=20, choices=Outcome, blank=True, default=Outcome.UNKNOWN
    )
    outcome_note = ProseField("nội dung phản hồi", blank=True)
    is_public = models.BooleanField("hiện trên trang công khai", default=True)
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=ReviewStatus,
        default=ReviewStatus.RECEIVED,
        editable=False,
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ tư vấn, phản biện"
        verbose_name_plural = "tư vấn, phản biện, giám định xã hội"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReviewKind.values),
                name="conferences_socialreview_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(thing__in=ReviewedThing.values),
                name="conferences_socialreview_thing_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values),
                name="conferences_socialreview_status_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="conferences_socialreview_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(is_own_proposal=True) | ~Q(requester=""),
                name="conferences_socialreview_asked_for_by_somebody",
                violation_error_message=(
                    "Hãy ghi cơ quan đề nghị, hoặc đánh dấu Liên hiệp Hội tự đề xuất."
                ),
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("received_on")),
                name="conferences_socialreview_delivered_after_receipt",
                violation_error_message="Ngày gửi kết quả không trước ngày tiếp nhận.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=FINISHED) | Q(delivered_on__isnull=False),
                name="conferences_socialreview_delivered_on_a_day",
            ),
            likely_days("socialreview", "received_on", "due_on", "delivered_on"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conferences:review", args=[self.slug])

    def answers_public(self) -> bool:
        return self.is_public and self.status != ReviewStatus.DROPPED


class SocialReviewStatusChange(StatusChange):
    record = models.ForeignKey(
        SocialReview, on_delete=models.PROTECT, related_name="status_changes"
    )


class ReviewExpert(models.Model):
    """A scientist who took part, and as what."""

    review = models.ForeignKey(
        SocialReview, on_delete=models.CASCADE, related_name="experts"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="chuyên gia",
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    role = LineField("vai trò", max_length=120, default="Thành viên tổ chuyên gia")
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chuyên gia"
        verbose_name_plural = "chuyên gia"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                name="conferences_reviewexpert_once",
                violation_error_message="Chuyên gia này đã có trong danh sách.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"
