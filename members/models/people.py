"""Persons: named once, whatever offices they hold."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.models import Stamped
from lienhiephoi.vietnamese import fold

EARLIEST_BIRTH = 1900


class Person(Stamped):
    """An officer, a committee member, an expert; mostly without an account.

    Two people may share a name: the year of birth tells them apart, and is shown to
    staff alone (personal data, Luật 91/2025/QH15).
    """

    full_name = LineField("họ và tên", max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    academic_title = LineField(
        "học hàm, học vị",
        max_length=60,
        blank=True,
        help_text="Ví dụ: PGS.TS., BSCKII.",
    )
    birth_year = models.PositiveSmallIntegerField(
        "năm sinh",
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST_BIRTH), MaxValueValidator(2100)],
        help_text="Chỉ văn phòng thấy; dùng để phân biệt người trùng tên.",
    )
    workplace = LineField("nơi công tác", max_length=200, blank=True)
    phone = LineField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    note = ProseField("ghi chú của văn phòng", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="tài khoản",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )

    class Meta:
        verbose_name = "nhân sự"
        verbose_name_plural = "nhân sự"
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["full_name", "birth_year"],
                condition=models.Q(birth_year__isnull=False),
                name="members_person_name_and_birth_once",
                violation_error_message="Đã có người cùng họ tên và năm sinh này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.academic_title} {self.full_name}".strip()

    def save(self, *args, **kwargs):
        self.folded_name = fold(self.full_name)
        super().save(*args, **kwargs)
