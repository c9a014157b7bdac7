"""The rows that belong to the whole portal: settings, menu, old addresses."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models

from lienhiephoi.fields import LineField
from lienhiephoi.files import RandomPath
from lienhiephoi.validators import validate_local_or_web_address


class SiteSettings(models.Model):
    """The union's own facts, one row: header, footer and documents draw from it.

    The footer's contents are those a website owner must show (NĐ 174/2026): managing
    body, governing body, address, phone, e-mail, person responsible for content, and
    the licence only where one is held.
    """

    name = LineField("tên đầy đủ", max_length=200)
    short_name = LineField("tên gọi tắt", max_length=80)
    tagline = LineField("dòng giới thiệu", max_length=200, blank=True)
    managing_body = LineField(
        "cơ quan quản lý trang", max_length=200, help_text="Ghi ở chân trang."
    )
    governing_body = LineField("cơ quan chủ quản", max_length=200, blank=True)
    address = LineField("địa chỉ", max_length=300, blank=True)
    phone = LineField("điện thoại", max_length=100, blank=True)
    fax = LineField("fax", max_length=60, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    working_hours = LineField("giờ làm việc", max_length=120, blank=True)
    responsible_person = LineField(
        "người chịu trách nhiệm quản lý nội dung", max_length=120, blank=True
    )
    responsible_position = LineField("chức vụ", max_length=120, blank=True)
    licence = LineField(
        "giấy phép",
        max_length=200,
        blank=True,
        help_text="Chỉ ghi khi có giấy phép, ví dụ: Giấy phép số 12/GP-TTĐT ngày …",
    )
    copyright_line = LineField("dòng bản quyền", max_length=300, blank=True)
    logo = models.ImageField(
        "biểu trưng",
        upload_to=RandomPath("site"),
        blank=True,
        validators=[FileExtensionValidator(["png", "webp", "jpg", "jpeg"])],
    )
    banner = models.ImageField(
        "ảnh đầu trang",
        upload_to=RandomPath("site"),
        blank=True,
        validators=[FileExtensionValidator(["png", "webp", "jpg", "jpeg"])],
    )
    facebook_url = models.URLField("Facebook", blank=True)
    youtube_url = models.URLField("YouTube", blank=True)
    zalo_url = models.URLField("Zalo", blank=True)
    visit_baseline = models.PositiveBigIntegerField(
        "lượt truy cập cũ",
        default=0,
        help_text="Số của trang cũ, được ghi riêng trên trang, không trộn vào số mới.",
    )
    visit_baseline_note = LineField(
        "ghi chú về số cũ",
        max_length=200,
        blank=True,
        help_text="Ví dụ: theo bộ đếm của trang cũ đến 31/12/2025.",
    )

    class Meta:
        verbose_name = "thông tin đơn vị"
        verbose_name_plural = "thông tin đơn vị"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="lienhiephoi_sitesettings_one_row",
                violation_error_message="Chỉ có một bản thông tin đơn vị.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class MenuItem(models.Model):
    """An entry of the public menu, a tree of two levels."""

    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc mục",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    label = LineField("nhãn", max_length=60)
    url = models.CharField(
        "địa chỉ",
        max_length=300,
        help_text="Địa chỉ trong trang, ví dụ /tin-tuc/, hoặc https://…",
        validators=[validate_local_or_web_address],
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_shown = models.BooleanField("hiện", default=True)

    class Meta:
        verbose_name = "mục trình đơn"
        verbose_name_plural = "trình đơn"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")),
                name="lienhiephoi_menuitem_not_own_parent",
                violation_error_message="Một mục không thể thuộc chính nó.",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self):
        # Repeats the constraint, which names `id`, and that is on no form.
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": "Một mục không thể thuộc chính nó."})
        too_deep = self.parent and self.parent.parent_id
        has_children = self.pk and self.parent_id and self.children.exists()
        if too_deep or has_children:
            raise ValidationError({"parent": "Trình đơn chỉ có hai cấp."})


class OldAddress(models.Model):
    """An address that was once public and answers for ever, by redirect.

    It points at the record, not at another address: renaming twice makes no chain.
    """

    path = models.CharField("địa chỉ cũ", max_length=500, unique=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    created_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "địa chỉ cũ"
        verbose_name_plural = "địa chỉ cũ"
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return self.path

    def clean(self):
        if not self.path.startswith("/"):
            raise ValidationError({"path": "Địa chỉ cũ phải bắt đầu bằng dấu /."})
        if self.content_type_id and self.object_id:
            if self.target is None:
                raise ValidationError({"object_id": "Không có nội dung này."})
            if self.path == self.target.get_absolute_url():
                raise ValidationError({"path": "Nội dung này đang ở chính địa chỉ đó."})

    def leads_to(self) -> str | None:
        """Where it leads now: nowhere while its record is not public."""
        record = self.target
        is_public = getattr(record, "is_public", record is not None)
        if callable(is_public):
            is_public = is_public()
        return record.get_absolute_url() if is_public else None
