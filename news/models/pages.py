"""Standing pages (Giới thiệu and the like), in a tree."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from lienhiephoi.fields import HtmlField, ProseField
from news.models.publishing import Publishable


class Page(Publishable):
    """A page below `/gioi-thieu/`; its address is the way through the tree."""

    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc trang",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    lead = ProseField("đoạn mở đầu", max_length=1000, blank=True)
    body = HtmlField("nội dung", blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta(Publishable.Meta):
        verbose_name = "trang"
        verbose_name_plural = "trang giới thiệu"
        ordering = ["order", "title"]

    def clean(self):
        super().clean()
        above = self.parent
        while above:
            if above.pk == self.pk:
                raise ValidationError(
                    {"parent": "Một trang không thể nằm dưới chính nó."}
                )
            above = above.parent

    def get_absolute_url(self) -> str:
        return reverse("news:page", args=[self.slug])
