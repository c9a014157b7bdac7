"""Articles and how they are arranged: categories and story threads."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.fields import HtmlField, LineField, ProseField
from lienhiephoi.models import Slugged, Stamped
from lienhiephoi.vietnamese import slugify
from members.models import Association
from news.models.pictures import Picture
from news.models.publishing import (
    Publishable,
    PublishableQuerySet,
    PublishingStatus,
)


class Category(Slugged):
    """A section of the news, in a tree of two levels."""

    name = LineField("tên", max_length=100)
    slug = models.SlugField(
        "tên trong địa chỉ", max_length=100, unique=True, blank=True
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc chuyên mục",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        limit_choices_to={"parent": None},
    )
    description = ProseField("giới thiệu", blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_on_home = models.BooleanField("hiện ở trang chủ", default=False)

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="news_category_not_own_parent",
                violation_error_message="Một chuyên mục không thể thuộc chính nó.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:category", args=[self.slug])

    @property
    def slug_source(self) -> str:
        """`/tin-tuc/2026/` is the archive of a year."""
        return f"muc {self.name}" if slugify(self.name).isdigit() else self.name

    def clean(self):
        # Repeats the constraint, which names `id`, and that is on no form.
        if self.pk and self.parent_id == self.pk:
            raise ValidationError(
                {"parent": "Một chuyên mục không thể thuộc chính nó."}
            )
        too_deep = self.parent and self.parent.parent_id
        has_children = self.pk and self.parent_id and self.children.exists()
        if too_deep or has_children:
            raise ValidationError({"parent": "Chuyên mục chỉ có hai cấp."})
        if self.slug.isdigit():
            raise ValidationError({"slug": "Tên trong địa chỉ không được là số."})


class Thread(Publishable):
    """A story followed over time (chuyên đề)."""

    intro = ProseField("giới thiệu", blank=True)
    picture = models.ForeignKey(
        Picture,
        verbose_name="ảnh",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta(Publishable.Meta):
        verbose_name = "chuyên đề"
        verbose_name_plural = "chuyên đề"

    def get_absolute_url(self) -> str:
        return reverse("news:thread", args=[self.slug])


class ArticleQuerySet(PublishableQuerySet):
    def for_lists(self):
        """Only what a list shows: the long columns stay in the database."""
        return self.select_related("category", "picture").only(
            "title",
            "slug",
            "lead",
            "status",
            "published_at",
            "expires_at",
            "event_on",
            "is_lead",
            "category__name",
            "category__slug",
            "picture__name",
            "picture__width",
            "picture__height",
            "picture__alt",
        )

    def in_category(self, category: Category):
        """Articles of a category and of those under it."""
        below = [child.pk for child in category.children.all()]
        return self.filter(category__in=[category.pk, *below])


class Article(Publishable):
    """A news article."""

    category = models.ForeignKey(
        Category,
        verbose_name="chuyên mục",
        on_delete=models.PROTECT,
        related_name="articles",
    )
    lead = ProseField("đoạn dẫn (sapo)", max_length=1000, blank=True)
    body = HtmlField("nội dung")
    picture = models.ForeignKey(
        Picture,
        verbose_name="ảnh đại diện",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    picture_caption = LineField("chú thích ảnh đại diện", max_length=300, blank=True)
    event_on = models.DateField(
        "ngày diễn ra sự kiện",
        null=True,
        blank=True,
        help_text="Ngày của sự việc, không phải ngày đăng.",
    )
    byline = LineField("tác giả", max_length=120, blank=True)
    source_name = LineField("nguồn", max_length=120, blank=True)
    source_url = models.URLField("địa chỉ nguồn", max_length=500, blank=True)
    is_lead = models.BooleanField("tin nổi bật", default=False)
    threads = models.ManyToManyField(
        Thread, verbose_name="chuyên đề", blank=True, related_name="articles"
    )
    related = models.ManyToManyField(
        "self", verbose_name="bài liên quan", blank=True, symmetrical=False
    )
    documents = models.ManyToManyField(
        "news.Document",
        verbose_name="văn bản được nhắc tới",
        blank=True,
        related_name="articles",
    )
    associations = models.ManyToManyField(
        Association,
        verbose_name="hội được nhắc tới",
        blank=True,
        related_name="articles",
        help_text="Bài hiện trên trang của các hội này.",
    )
    import_key = models.CharField(  # noqa: DJ001 -- unique where it is set
        max_length=200, null=True, unique=True, editable=False
    )
    imported_at = models.DateTimeField("nhập lúc", null=True, editable=False)
    view_baseline = models.PositiveIntegerField(
        "lượt xem ở trang cũ", default=0, editable=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(status=PublishingStatus.PUBLISHED),
                name="news_article_newest",
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                condition=Q(status=PublishingStatus.PUBLISHED),
                name="news_article_category",
            ),
            models.Index(
                fields=["-published_at"],
                condition=Q(status=PublishingStatus.PUBLISHED, is_lead=True),
                name="news_article_lead",
            ),
        ]

    def get_absolute_url(self) -> str:
        """`/tin-tuc/2026/11/ten-bai/`; before publication, by the month of writing."""
        moment = timezone.localtime(self.published_at or self.created_at)
        return reverse("news:article", args=[moment.year, moment.month, self.slug])


class GalleryPicture(models.Model):
    """A picture of an article's gallery."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="gallery"
    )
    picture = models.ForeignKey(
        Picture, verbose_name="ảnh", on_delete=models.PROTECT, related_name="+"
    )
    caption = LineField("chú thích", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "ảnh trong bài"
        verbose_name_plural = "ảnh trong bài"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.picture)


class Correction(Stamped):
    """A public note that a published article was wrong (đính chính)."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="corrections"
    )
    on = models.DateField("ngày đính chính")
    text = ProseField("nội dung đính chính")

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}"


class ArticleCount(models.Model):
    """Views of an article, apart from it so that counting never rewrites its text."""

    article = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="count"
    )
    views = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = "lượt xem"
        verbose_name_plural = "lượt xem"

    def __str__(self) -> str:
        return str(self.views)
