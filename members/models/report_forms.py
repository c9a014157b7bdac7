"""The form of a period: sections, indicators, checks between them, files wanted.

Copied from the last period by members.report_forms and then its own; a period that
has opened keeps its form, for reports stand on it.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from lienhiephoi.fields import LineField, ProseField
from members.models.periods import ReportingPeriod

CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", "Mã chỉ gồm chữ thường không dấu, số và gạch dưới."
)


class Measure(models.TextChoices):
    """A stock is a value at the period's end; a flow is a sum over the period."""

    STOCK = "stock", "Số hiện có cuối kỳ"
    FLOW = "flow", "Số phát sinh trong kỳ"


class ReportSection(models.Model):
    """A heading of the form; it may ask for a narrative, and hold indicators."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="sections"
    )
    code = models.CharField("mã", max_length=40, validators=[CODE])
    number = LineField("số mục", max_length=12, help_text="Ví dụ: I, II.1")
    title = LineField("tên mục", max_length=200)
    guidance = ProseField("hướng dẫn", blank=True)
    has_narrative = models.BooleanField("có phần lời văn", default=True)
    is_narrative_required = models.BooleanField("bắt buộc viết", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "mục của mẫu báo cáo"
        verbose_name_plural = "mục của mẫu báo cáo"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "code"],
                name="members_reportsection_code_once",
                violation_error_message="Mẫu này đã có mục mang mã đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Indicator(models.Model):
    """A figure that is asked for; `code` is the same indicator in every year."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="indicators"
    )
    section = models.ForeignKey(
        ReportSection,
        verbose_name="mục",
        on_delete=models.CASCADE,
        related_name="indicators",
    )
    code = models.CharField("mã", max_length=40, validators=[CODE])
    number = LineField("số thứ tự", max_length=12, blank=True)
    label = LineField("tên chỉ tiêu", max_length=200)
    unit = LineField("đơn vị tính", max_length=30, blank=True)
    group = LineField("nhóm", max_length=80, blank=True)
    measure = models.CharField("cách tính", max_length=10, choices=Measure)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    minimum = models.DecimalField(
        "nhỏ nhất", max_digits=18, decimal_places=4, null=True, blank=True, default=0
    )
    maximum = models.DecimalField(
        "lớn nhất", max_digits=18, decimal_places=4, null=True, blank=True
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name="trong đó, của",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="parts",
    )
    is_required = models.BooleanField("bắt buộc", default=False)
    is_public = models.BooleanField(
        "công bố", default=True, help_text="Tổng của chỉ tiêu hiện ở trang Số liệu."
    )
    is_headline = models.BooleanField(
        "số nổi bật", default=False, help_text="Hiện ở trang chủ và biểu đồ."
    )
    question_percent = models.PositiveSmallIntegerField(
        "hỏi lại khi lệch quá (%)",
        null=True,
        blank=True,
        default=50,
        help_text="So với kỳ trước; để trống: không hỏi.",
    )
    guidance = ProseField("giải thích cách tính", blank=True)
    caution = LineField(
        "lưu ý khi cộng",
        max_length=200,
        blank=True,
        help_text="Hiện cạnh tổng, ví dụ: một người có thể thuộc nhiều hội.",
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "code"],
                name="members_indicator_code_once",
                violation_error_message="Mẫu này đã có chỉ tiêu mang mã đó.",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values),
                name="members_indicator_measure_known",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4),
                name="members_indicator_decimals_kept",
                violation_error_message="Nhiều nhất 4 chữ số thập phân.",
            ),
            models.CheckConstraint(
                condition=Q(minimum=None)
                | Q(maximum=None)
                | Q(maximum__gte=F("minimum")),
                name="members_indicator_limits_in_order",
                violation_error_message="Số lớn nhất không được nhỏ hơn số nhỏ nhất.",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="members_indicator_not_own_part",
                violation_error_message="Chỉ tiêu không thể là phần của chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CheckSign(models.TextChoices):
    AT_MOST = "<=", "không lớn hơn"
    AT_LEAST = ">=", "không nhỏ hơn"
    EQUAL = "=", "bằng"


class IndicatorCheck(models.Model):
    """A rule between two indicators, such as: prizes won ≤ entries made."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="checks"
    )
    left = models.ForeignKey(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.CASCADE, related_name="+"
    )
    sign = models.CharField("phải", max_length=2, choices=CheckSign)
    right = models.ForeignKey(
        Indicator,
        verbose_name="so với chỉ tiêu",
        on_delete=models.CASCADE,
        related_name="+",
    )
    message = LineField("câu báo khi sai", max_length=200, blank=True)
    is_blocking = models.BooleanField(
        "không cho gửi khi sai", default=True, help_text="Bỏ chọn: chỉ nhắc."
    )

    class Meta:
        verbose_name = "phép kiểm tra"
        verbose_name_plural = "phép kiểm tra giữa các chỉ tiêu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["left", "sign", "right"], name="members_indicatorcheck_once"
            ),
            models.CheckConstraint(
                condition=Q(sign__in=CheckSign.values),
                name="members_indicatorcheck_sign_known",
            ),
            models.CheckConstraint(
                condition=~Q(left=F("right")),
                name="members_indicatorcheck_two_indicators",
                violation_error_message="Hãy chọn hai chỉ tiêu khác nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.get_sign_display()} {self.right}"


class WantedFile(models.Model):
    """A file that goes with the report."""

    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.CASCADE, related_name="wanted_files"
    )
    code = models.CharField("mã", max_length=40, validators=[CODE])
    label = LineField("tên tệp cần nộp", max_length=200)
    guidance = ProseField("hướng dẫn", blank=True)
    is_required = models.BooleanField("bắt buộc", default=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tệp cần nộp"
        verbose_name_plural = "tệp cần nộp"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "code"],
                name="members_wantedfile_code_once",
                violation_error_message="Mẫu này đã có tệp mang mã đó.",
            )
        ]

    def __str__(self) -> str:
        return self.label
