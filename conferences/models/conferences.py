"""Conferences: what was planned, called together and held."""

import datetime as dt

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone

from conferences.models.days import LIKELY
from conferences.models.series import Series
from lienhiephoi.fields import LineField, ProseField, WebField
from lienhiephoi.models import Slugged, Stamped, StatusChange
from lienhiephoi.vietnamese import roman
from members.models import Committee, Term
from news.models import Article, Document, Video


class ConferenceKind(models.TextChoices):
    EXECUTIVE = "executive", "Hội nghị Ban Chấp hành"
    ANNUAL_REVIEW = "annual_review", "Hội nghị tổng kết, sơ kết"
    DISSEMINATION = "dissemination", "Hội nghị quán triệt, triển khai"
    WORKSHOP = "workshop", "Hội thảo khoa học"
    DISCUSSION = "discussion", "Tọa đàm"
    CONGRESS = "congress", "Đại hội"
    CLUSTER = "cluster", "Hội nghị cụm, khối thi đua"
    TRAINING = "training", "Tập huấn"
    OTHER = "other", "Cuộc họp khác"


class ConferenceStatus(models.TextChoices):
    PLANNED = "planned", "Dự kiến"
    INVITED = "invited", "Đã mời"
    HELD = "held", "Đã họp"
    REPORTED = "reported", "Đã báo cáo"
    POSTPONED = "postponed", "Hoãn"
    CANCELLED = "cancelled", "Hủy"


OVER = (ConferenceStatus.HELD, ConferenceStatus.REPORTED)
CALLED_OFF = (ConferenceStatus.POSTPONED, ConferenceStatus.CANCELLED)


class ConferenceQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def newest_first(self):
        return self.order_by("-starts_on", "-pk")

    def upcoming(self, day: dt.date | None = None):
        """Those not over yet on a day, the next one first."""
        day = day or timezone.localdate()
        return self.filter(Q(starts_on__gte=day) | Q(ends_on__gte=day)).order_by(
            "starts_on", "start_time", "pk"
        )

    def with_delegates(self):
        """How many were `invited`, of them `answered`, and how many `came`, invited
        or not."""
        invited = Q(invitees__was_invited=True)
        return self.annotate(
            invited=Count("invitees", filter=invited),
            answered=Count("invitees", filter=invited & ~Q(invitees__reply="")),
            came=Count("invitees", filter=Q(invitees__arrived_at__isnull=False)),
        )


class Conference(Slugged, Stamped):
    """One meeting, from the plan to its report.

    A meeting of the Ban Chấp hành is numbered within its term ("lần thứ VI, nhiệm kỳ
    2019–2024"); the ordinal of other kinds runs as their organisers count it. The day
    is always known, the hour not always.
    """

    kind = models.CharField("loại", max_length=20, choices=ConferenceKind)
    title = LineField(
        "tên hội nghị",
        max_length=300,
        help_text="Ví dụ: Hội nghị tổng kết công tác năm 2026, phương hướng năm 2027.",
    )
    slug = models.SlugField(
        "tên trong địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: lấy theo tên. Đổi thì địa chỉ cũ vẫn dẫn tới trang này.",
    )
    series = models.ForeignKey(
        Series,
        verbose_name="chuỗi hội nghị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
        help_text="Kỳ sau của chuỗi mở đầu bằng nhiệm vụ mà kỳ trước đã giao.",
    )
    term = models.ForeignKey(
        Term,
        verbose_name="nhiệm kỳ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
    )
    ordinal = models.PositiveSmallIntegerField(
        "lần thứ", null=True, blank=True, help_text="Ghi số: 6 cho lần thứ VI."
    )
    is_extended = models.BooleanField(
        "mở rộng", default=False, help_text="Họp mở rộng, có người ngoài ban dự."
    )
    starts_on = models.DateField("ngày họp")
    start_time = models.TimeField("giờ bắt đầu", null=True, blank=True)
    ends_on = models.DateField(
        "đến ngày", null=True, blank=True, help_text="Để trống: họp trong một ngày."
    )
    end_time = models.TimeField("giờ kết thúc", null=True, blank=True)
    place = LineField("địa điểm", max_length=300, blank=True)
    online_address = WebField(
        "đường dẫn họp trực tuyến",
        blank=True,
        help_text="Chỉ người được mời thấy.",
    )
    summary = ProseField("giới thiệu, mục đích", blank=True)
    committee = models.ForeignKey(
        Committee,
        verbose_name="ban họp",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conferences",
        help_text="Số ủy viên có mặt được tính trên tổng số ủy viên của ban này.",
    )
    quorum_parts = models.PositiveSmallIntegerField("hợp lệ khi có mặt", default=2)
    quorum_of = models.PositiveSmallIntegerField("trên tổng số chia", default=3)
    door_opens_minutes = models.PositiveSmallIntegerField(
        "mở điểm danh trước (phút)", default=90
    )
    is_public = models.BooleanField(
        "hiện trên trang công khai",
        default=False,
        help_text="Trang hội nghị, lịch công tác và tệp lịch cho mọi người.",
    )
    documents = models.ManyToManyField(
        Document,
        verbose_name="văn bản",
        blank=True,
        through="ConferenceDocument",
        related_name="conferences",
    )
    videos = models.ManyToManyField(
        Video, verbose_name="video", blank=True, related_name="conferences"
    )
    articles = models.ManyToManyField(
        Article, verbose_name="tin, bài", blank=True, related_name="conferences"
    )
    office_note = ProseField("ghi chú của văn phòng", blank=True)
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=ConferenceStatus,
        default=ConferenceStatus.PLANNED,
        editable=False,
    )

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["-starts_on", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ConferenceKind.values),
                name="conferences_conference_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=ConferenceStatus.values),
                name="conferences_conference_status_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__range=LIKELY)
                & (Q(ends_on=None) | Q(ends_on__lte=LIKELY[1])),
                name="conferences_conference_day_likely",
                violation_error_message=(
                    "Hãy xem lại năm: ngày họp từ năm 1900 đến năm 2199."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="conferences_conference_ends_after_start",
                violation_error_message="Ngày kết thúc không được trước ngày họp.",
            ),
            models.CheckConstraint(
                condition=Q(end_time=None)
                | Q(ends_on__gt=F("starts_on"))
                | Q(start_time__isnull=False, end_time__gt=F("start_time")),
                name="conferences_conference_hours_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(quorum_parts__gte=1, quorum_of__gte=F("quorum_parts")),
                name="conferences_conference_quorum_is_a_share",
                violation_error_message="Tỷ lệ hợp lệ phải từ 1 phần đến toàn bộ.",
            ),
            models.UniqueConstraint(
                fields=["kind", "term", "ordinal"],
                condition=Q(ordinal__isnull=False, term__isnull=False),
                name="conferences_conference_ordinal_once_a_term",
                violation_error_message=(
                    "Nhiệm kỳ này đã có hội nghị cùng loại mang số thứ tự đó."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conferences:conference", args=[self.slug])

    def answers_public(self) -> bool:
        return self.is_public

    @property
    def last_day(self) -> dt.date:
        return self.ends_on or self.starts_on

    @property
    def starts_at(self) -> dt.datetime | None:
        """The moment it begins, where its hour is known."""
        return _moment(self.starts_on, self.start_time)

    @property
    def ends_at(self) -> dt.datetime | None:
        return _moment(self.last_day, self.end_time)

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def is_called_off(self) -> bool:
        return self.status in CALLED_OFF

    @property
    def place_in_term(self) -> str:
        """ "lần thứ VI (mở rộng), nhiệm kỳ 2019–2024", as far as it is known."""
        parts = []
        if self.ordinal:
            parts.append(f"lần thứ {roman(self.ordinal)}")
        if self.is_extended:
            parts.append("(mở rộng)")
        place = " ".join(parts)
        if self.term_id:
            years = f"nhiệm kỳ {self.term.years}"
            place = f"{place}, {years}" if place else years
        return place

    def previous(self, *, in_public: bool = False) -> "Conference | None":
        """The last one of its series that was held before it, or the last of those
        that are public. Of two on one day the one written down later follows."""
        if self.series_id is None:
            return None
        same_day = Q(starts_on=self.starts_on)
        if self.pk:
            same_day &= Q(pk__lt=self.pk)
        before = Conference.objects.filter(
            Q(starts_on__lt=self.starts_on) | same_day,
            series=self.series_id,
            status__in=OVER,
        )
        return (
            (before.public() if in_public else before)
            .select_related("minutes")
            .order_by("-starts_on", "-pk")
            .first()
        )


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, time)) if time else None


class ConferenceStatusChange(StatusChange):
    record = models.ForeignKey(
        Conference, on_delete=models.PROTECT, related_name="status_changes"
    )
