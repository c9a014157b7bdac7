"""Files that hang on an article, a notice or a document."""

from django.db import models
from django.urls import reverse

from lienhiephoi import filekinds, files
from lienhiephoi.fields import LineField

_LABELS = {kind.mime_type: kind.label for kind in filekinds.ATTACHMENTS}
_SHOWN_BY_BROWSERS = {kind.mime_type for kind in (filekinds.PDF, *filekinds.PICTURES)}


class Attachment(models.Model):
    """A file, handed out by a view that checks whether its owner is public.

    Exactly one owner is set.
    """

    article = models.ForeignKey(
        "news.Article", null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    notice = models.ForeignKey(
        "news.Notice", null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        "news.Document", null=True, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(
        "tệp",
        upload_to=files.RandomPath("attachments"),
        storage=files.private_storage,
        max_length=200,
    )
    name = LineField("tên tệp", max_length=200, blank=True)
    size = models.PositiveBigIntegerField("dung lượng", editable=False)
    mime_type = models.CharField("kiểu", max_length=100, editable=False)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False, notice=None, document=None)
                | models.Q(article=None, notice__isnull=False, document=None)
                | models.Q(article=None, notice=None, document__isnull=False),
                name="news_attachment_one_owner",
                violation_error_message="Tệp phải thuộc đúng một nội dung.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Reads size and kind from the content when a new file is given."""
        if self.file and not self.file._committed:
            kind = files.check_upload(self.file.file)
            self.mime_type = kind.mime_type
            self.size = self.file.size
            self.name = self.name or files.clean_name(self.file.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(
            "news:attachment", args=[self.pk, files.download_name(self.name)]
        )

    @property
    def kind_label(self) -> str:
        return _LABELS.get(self.mime_type, "Tệp")

    @property
    def opens_in_browser(self) -> bool:
        return self.mime_type in _SHOWN_BY_BROWSERS

    @property
    def owner(self):
        return self.article or self.notice or self.document

    def clean(self):
        if self.file and not self.file._committed:
            files.check_upload(self.file.file)
