"""The agenda: what is dealt with when, who speaks, and what is handed out."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from conferences.models.conferences import Conference
from conferences.models.days import likely_days
from lienhiephoi import filekinds, files
from lienhiephoi.fields import LineField, ProseField
from lienhiephoi.files import RandomPath, private_storage
from members.models import Association, Person

_LABELS = {kind.mime_type: kind.label for kind in filekinds.ATTACHMENTS}
_SHOWN_BY_BROWSERS = {kind.mime_type for kind in (filekinds.PDF, *filekinds.PICTURES)}


class Audience(models.TextChoices):
    PUBLIC = "public", "Mọi người"
    DELEGATES = "delegates", "Người được mời"
    OFFICE = "office", "Chỉ văn phòng"


class AgendaItem(models.Model):
    """One item; the hours are those of its day, where the programme names them."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="agenda"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    day = models.DateField(
        "ngày", null=True, blank=True, help_text="Để trống: ngày họp đầu tiên."
    )
    starts = models.TimeField("từ", null=True, blank=True)
    ends = models.TimeField("đến", null=True, blank=True)
    title = LineField("nội dung", max_length=300)
    presenter = LineField("người trình bày, điều hành", max_length=200, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name="nhân sự trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_items",
    )
    note = ProseField("ghi chú", blank=True)

    class Meta:
        verbose_name = "mục chương trình"
        verbose_name_plural = "chương trình"
        ordering = [F("day").asc(nulls_first=True), "order", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts__isnull=False, ends__gt=F("starts")),
                name="conferences_agendaitem_hours_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            likely_days("agendaitem", "day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        return self.presenter or (str(self.person) if self.person_id else "")


class HandedOut(models.Model):
    """A file that only a view hands out, to those it is meant for.

    `place`: which of the two tables it is in, as addresses say it.
    """

    place: str

    file = models.FileField(
        "tệp",
        upload_to=RandomPath("conferences"),
        storage=private_storage,
        blank=True,
        max_length=200,
    )
    file_name = LineField("tên tệp", max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField("dung lượng", default=0, editable=False)
    mime_type = models.CharField("kiểu", max_length=100, blank=True, editable=False)
    audience = models.CharField(
        "ai xem được", max_length=20, choices=Audience, default=Audience.DELEGATES
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="%(app_label)s_%(class)s_audience_known",
            )
        ]

    def save(self, *args, **kwargs):
        """Reads name, size and kind from a new file."""
        if self.file and not self.file._committed:
            self.mime_type = files.check_upload(self.file.file).mime_type
            self.size = self.file.size
            self.file_name = files.clean_name(self.file.name)
        elif not self.file:
            self.mime_type = self.file_name = ""
            self.size = 0
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(
            "conferences:file",
            args=[self.place, self.pk, files.download_name(self.file_name)],
        )

    def clean(self):
        if self.file and not self.file._committed:
            files.check_upload(self.file.file)

    @property
    def kind_label(self) -> str:
        return _LABELS.get(self.mime_type, "Tệp")

    @property
    def opens_in_browser(self) -> bool:
        return self.mime_type in _SHOWN_BY_BROWSERS


class Paper(HandedOut):
    """A tham luận: by whom, on what, with its text where it was handed in.

    Its title belongs to the programme; the audience is that of the file, but what is
    for the office alone is not named to others either.
    """

    place = "tham-luan"

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="papers"
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name="mục chương trình",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="papers",
    )
    title = LineField("tên tham luận", max_length=300)
    author = LineField("tác giả", max_length=200, blank=True)
    person = models.ForeignKey(
        Person,
        verbose_name="nhân sự trong sổ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    association = models.ForeignKey(
        Association,
        verbose_name="hội",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
    )
    abstract = ProseField("tóm tắt", blank=True)

    class Meta(HandedOut.Meta):
        verbose_name = "tham luận"
        verbose_name_plural = "tham luận"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def by(self) -> str:
        return self.author or (str(self.person) if self.person_id else "")


class ConferenceFile(HandedOut):
    """Anything else handed out: a draft, a list, slides; for an item or for all."""

    place = "tai-lieu"

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="files"
    )
    item = models.ForeignKey(
        AgendaItem,
        verbose_name="mục chương trình",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="files",
    )
    title = LineField("tên tài liệu", max_length=200)

    class Meta(HandedOut.Meta):
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title
