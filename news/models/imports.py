"""What was brought in from elsewhere, and when."""

from django.db import models


class ImportRun(models.Model):
    """One run of `import_articles`, with its summary."""

    file_name = models.CharField("tệp", max_length=300)
    started_at = models.DateTimeField("bắt đầu")
    finished_at = models.DateTimeField("xong", null=True)
    read = models.PositiveIntegerField("đã đọc", default=0)
    created = models.PositiveIntegerField("thêm mới", default=0)
    updated = models.PositiveIntegerField("cập nhật", default=0)
    unchanged = models.PositiveIntegerField("không đổi", default=0)
    failed = models.PositiveIntegerField("lỗi", default=0)

    class Meta:
        verbose_name = "lần nhập dữ liệu"
        verbose_name_plural = "các lần nhập dữ liệu"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.file_name
