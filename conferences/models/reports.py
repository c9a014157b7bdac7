"""The report of a conference: text with figures in it, each bound to its source."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conferences.models.conferences import Conference
from conferences.models.contests import ContestEdition, HonourRound
from conferences.models.days import LIKELY, likely_days
from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped, StatusChange
from members.models import ReportingPeriod

KEY = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
    "Mã gồm chữ thường không dấu, số và gạch nối, ví dụ hoi-vien.",
)

# How the import key of a news draft begins that was drawn from a report.
NEWS_KEY = "conference-report/"


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    CHECKING = "checking", "Chờ duyệt"
    PUBLISHED = "published", "Đã công bố"


class ConferenceReport(Stamped):
    """A báo cáo given at a conference; one meeting may hear several (S0: two).

    Its text names figures as [[hoi-vien]]. While it is a draft each figure is drawn
    from its source; publishing freezes text and figures into an edition, and the
    public page, the files and the news are drawn from that.
    """

    conference = models.ForeignKey(
        Conference,
        verbose_name="hội nghị",
        on_delete=models.PROTECT,
        related_name="reports",
    )
    kind_label = LineField("tên loại", max_length=60, default="Báo cáo")
    subject = LineField(
        "trích yếu",
        max_length=300,
        help_text="Ví dụ: Tổng kết công tác năm 2026, phương hướng năm 2027.",
    )
    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ số liệu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conference_reports",
        help_text="Số liệu tổng hợp của báo cáo lấy từ kỳ này nếu không ghi khác.",
    )
    starts_on = models.DateField("kỳ báo cáo từ")
    ends_on = models.DateField("kỳ báo cáo đến")
    document_number = models.PositiveIntegerField("số", null=True, blank=True)
    document_code = LineField("ký hiệu", max_length=40, default="BC-LHH")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer_authority = LineField(
        "thẩm quyền ký", max_length=80, blank=True, default="TM. BAN THƯỜNG VỤ"
    )
    signer_position = LineField(
        "chức vụ người ký", max_length=80, blank=True, default="CHỦ TỊCH"
    )
    signer_name = LineField(
        "người ký",
        max_length=120,
        blank=True,
        help_text="Để trống: Chủ tịch của nhiệm kỳ vào ngày ban hành.",
    )
    recipients = ProseField("nơi nhận", blank=True, help_text="Mỗi nơi một dòng.")
    status = models.CharField(
        "trạng thái",
        max_length=20,
        choices=ReportStatus,
        default=ReportStatus.DRAFT,
        editable=False,
    )

    class Meta:
        verbose_name = "báo cáo hội nghị"
        verbose_name_plural = "báo cáo hội nghị"
        ordering = ["-ends_on", "-pk"]
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ReportStatus.values),
                name="conferences_conferencereport_status_known",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=LIKELY[0], ends_on__lte=LIKELY[1]),
                name="conferences_conferencereport_period_likely",
                violation_error_message=(
                    "Hãy xem lại năm: kỳ báo cáo từ năm 1900 đến năm 2199."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="conferences_conferencereport_ends_after_start",
                violation_error_message="Kỳ báo cáo phải kết thúc sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.subject[:1].lower()}{self.subject[1:]}"

    def get_absolute_url(self) -> str:
        return reverse("conferences:report", args=[self.conference.slug, self.pk])

    @property
    def newest_edition(self) -> "ReportEdition | None":
        return self.editions.first()


class ConferenceReportStatusChange(StatusChange):
    record = models.ForeignKey(
        ConferenceReport, on_delete=models.PROTECT, related_name="status_changes"
    )


class ReportPart(models.Model):
    """A section: heading and prose, a paragraph a line, "- " before a point."""

    report = models.ForeignKey(
        ConferenceReport, on_delete=models.CASCADE, related_name="parts"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    level = models.PositiveSmallIntegerField(
        "cấp", choices=[(1, "Phần"), (2, "Mục"), (3, "Tiểu mục")], default=1
    )
    number = LineField("số mục", max_length=12, blank=True)
    title = LineField("tiêu đề", max_length=300)
    body = ProseField(
        "nội dung",
        blank=True,
        help_text="Đưa số liệu vào bằng mã của nó, ví dụ [[hoi-vien]].",
    )

    class Meta:
        verbose_name = "phần báo cáo"
        verbose_name_plural = "các phần của báo cáo"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class Source(models.TextChoices):
    """Where a figure comes from; other apps add theirs (conferences.sources)."""

    ROLLUP = "rollup", "Số liệu tổng hợp đã công bố"
    REGISTER = "register", "Sổ hội vào một ngày"
    CONTEST = "contest", "Hội thi, cuộc thi"
    HONOURS = "honours", "Đợt xét, tôn vinh"
    REVIEWS = "reviews", "Sổ tư vấn, phản biện"
    CONFERENCES = "conferences", "Sổ hội nghị"
    AGREEMENTS = "agreements", "Sổ phối hợp"
    TASKS = "tasks", "Nhiệm vụ được giao"
    TYPED = "typed", "Ghi tay, có nguồn"


class ReportFigure(models.Model):
    """A figure of a report and what it is bound to; [[key]] puts it into the text.

    `measure` says which count of the source: an indicator's code of a roll-up, a kind
    of member of the register, a level of prize… (conferences.sources names them).
    """

    report = models.ForeignKey(
        ConferenceReport, on_delete=models.CASCADE, related_name="figures"
    )
    key = models.CharField("mã", max_length=40, validators=[KEY])
    label = LineField("tên số liệu", max_length=200)
    source = models.CharField("lấy từ", max_length=20, default=Source.ROLLUP)
    measure = models.CharField("số đếm", max_length=80, blank=True)
    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ báo cáo",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Để trống: kỳ của báo cáo.",
    )
    as_of = models.DateField(
        "tính đến ngày",
        null=True,
        blank=True,
        help_text="Để trống: ngày cuối kỳ, hoặc ngày họp nếu họp trước; "
        "của nhiệm vụ: ngày ban hành báo cáo, hoặc ngày họp.",
    )
    edition = models.ForeignKey(
        ContestEdition,
        verbose_name="kỳ thi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    round = models.ForeignKey(
        HonourRound,
        verbose_name="đợt xét",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    amount = models.DecimalField(
        "giá trị ghi tay", max_digits=18, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(
        "mức chính xác", max_length=20, choices=Qualifier, blank=True
    )
    unit = LineField("đơn vị tính", max_length=40, blank=True)
    source_text = LineField(
        "nguồn của số ghi tay",
        max_length=300,
        blank=True,
        help_text="Văn bản, cơ quan, ngày; người đọc sẽ thấy.",
    )
    compared_amount = models.DecimalField(
        "giá trị kỳ trước (ghi tay)",
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "số liệu của báo cáo"
        verbose_name_plural = "số liệu của báo cáo"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="conferences_reportfigure_key_once",
                violation_error_message="Mã này đã có trong báo cáo.",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.TYPED)
                | (Q(amount__isnull=False) & ~Q(source_text="")),
                name="conferences_reportfigure_typed_has_source",
                violation_error_message="Số ghi tay phải có giá trị và nguồn.",
            ),
            models.CheckConstraint(
                condition=Q(qualifier="") | Q(qualifier__in=Qualifier.values),
                name="conferences_reportfigure_qualifier_known",
            ),
            likely_days("reportfigure", "as_of"),
        ]

    def __str__(self) -> str:
        return self.label


class ReportEdition(models.Model):
    """A report as it was published; never changed or deleted.

    `contents` is complete (conferences.editions says of what it is made): text, each
    figure with its value, origin and comparison, and who signed.
    """

    report = models.ForeignKey(
        ConferenceReport, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveSmallIntegerField("lần công bố")
    contents = models.JSONField("nội dung")
    checksum = models.CharField("mã kiểm", max_length=64)
    note = ProseField("ghi chú", blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người công bố",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    published_at = models.DateTimeField("công bố lúc")

    class Meta:
        verbose_name = "bản công bố"
        verbose_name_plural = "bản công bố"
        ordering = ["-number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="conferences_reportedition_number_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}, công bố lần {self.number}"
