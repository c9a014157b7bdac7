"""The document library (văn bản)."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from lienhiephoi import vietnamese
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.slugs import take_turns
from news.models.publishing import Publishable, PublishableQuerySet


class DocumentKind(models.Model):
    """Tên loại: nghị quyết, quyết định, kế hoạch… with its code (NĐ 30/2020)."""

    name = LineField("tên loại", max_length=60, unique=True)
    code = LineField("chữ viết tắt", max_length=10, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "loại văn bản"
        verbose_name_plural = "loại văn bản"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class IssuingBody(models.Model):
    """Cơ quan ban hành."""

    name = LineField("tên", max_length=200, unique=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


KEY_SEPARATOR = "/"
_BEFORE_NUMBER = re.compile(r"^\W*s[oố]\W*(?=\d)", re.IGNORECASE)


def plain_digits(text: str) -> str:
    """Digits of any width and script as 0 to 9."""
    return re.sub(r"\d", lambda digit: str(int(digit[0])), text)


def number_key(number: str) -> str:
    """A document number as it is compared: "Số: 05 / QĐ-LHH" → "5/qd/lhh".

    One separator stands for all, so that "12/A" and "1/2A" stay two numbers.
    """
    number = _BEFORE_NUMBER.sub("", plain_digits(vietnamese.normalise(number)))
    first, *rest = [vietnamese.fold(w) for w in vietnamese.words(number)] or [""]
    first = first.lstrip("0") or first[:1]
    return KEY_SEPARATOR.join([first, *rest])


class DocumentQuerySet(PublishableQuerySet):
    def newest_first(self):
        return self.order_by("-issued_on", "-pk")

    def for_lists(self):
        return self.select_related("kind", "issuing_body").prefetch_related(
            "attachments"
        )


class Document(Publishable):
    """An official document; `title` is its trích yếu."""

    number = LineField("số, ký hiệu", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, editable=False)
    kind = models.ForeignKey(
        DocumentKind, verbose_name="loại", on_delete=models.PROTECT
    )
    issuing_body = models.ForeignKey(
        IssuingBody, verbose_name="cơ quan ban hành", on_delete=models.PROTECT
    )
    issued_on = models.DateField("ngày ban hành")
    effective_on = models.DateField("ngày có hiệu lực", null=True, blank=True)
    expired_on = models.DateField("ngày hết hiệu lực", null=True, blank=True)
    signer = LineField("người ký", max_length=120, blank=True)
    summary = ProseField("tóm tắt", blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="được thay thế bởi",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
    )
    implements = models.ManyToManyField(
        "self",
        verbose_name="triển khai, cụ thể hóa văn bản",
        symmetrical=False,
        blank=True,
        related_name="implemented_by",
        help_text="Văn bản cấp trên mà văn bản này thực hiện.",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        indexes = [models.Index(fields=["-issued_on", "-id"])]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["number_key", "issuing_body", "issued_on"],
                condition=~models.Q(number_key=""),
                name="news_document_number_once",
                violation_error_message=(
                    "Văn bản có số, ký hiệu, ngày và cơ quan ban hành này đã có."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(replaced_by=None)
                | ~models.Q(replaced_by=models.F("id")),
                name="news_document_not_replaced_by_itself",
                violation_error_message="Văn bản không thể thay thế chính nó.",
            ),
            models.CheckConstraint(
                condition=models.Q(expired_on=None)
                | models.Q(expired_on__gte=models.F("issued_on")),
                name="news_document_expires_after_issue",
                violation_error_message=(
                    "Ngày hết hiệu lực không được trước ngày ban hành."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(expired_on=None)
                | models.Q(effective_on=None)
                | models.Q(expired_on__gte=models.F("effective_on")),
                name="news_document_expires_after_taking_effect",
                violation_error_message=(
                    "Ngày hết hiệu lực không được trước ngày có hiệu lực."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} – {self.title}" if self.number else self.title

    def clean(self):
        super().clean()
        self.number_key = number_key(self.number)
        if self._is_number_taken():
            raise ValidationError(
                {"number": "Cơ quan này đã có văn bản cùng số, ký hiệu và ngày."}
            )
        self._refuse_circle()

    def _is_number_taken(self) -> bool:
        """Repeats the constraint, which names the key, and that is on no form."""
        if not (self.number_key and self.issuing_body_id and self.issued_on):
            return False
        take_turns(Document)
        same = Document.objects.filter(
            number_key=self.number_key,
            issuing_body=self.issuing_body_id,
            issued_on=self.issued_on,
        )
        return same.exclude(pk=self.pk).exists()

    def _refuse_circle(self) -> None:
        """Replacements lead on to the newest, and never back."""
        seen = {self.pk}
        later = self.replaced_by
        while later and self.pk:
            if later.pk in seen:
                raise ValidationError(
                    {
                        "replaced_by": "Văn bản không thể thay thế chính nó, "
                        "kể cả qua văn bản khác."
                    }
                )
            seen.add(later.pk)
            later = later.replaced_by

    def save(self, *args, **kwargs):
        self.number_key = number_key(self.number)
        super().save(*args, **kwargs)

    @property
    def slug_source(self) -> str:
        return f"{self.number} {self.title}"[:100]

    def get_absolute_url(self) -> str:
        return reverse("news:document", args=[self.slug])
