"""Notices (thông báo), which mostly expire."""

from django.db import models
from django.urls import reverse

from lienhiephoi.fields import HtmlField
from news.models.publishing import Publishable


class Notice(Publishable):
    """A notice to the public or to member associations."""

    body = HtmlField("nội dung")
    is_pinned = models.BooleanField("ghim lên đầu", default=False)

    class Meta(Publishable.Meta):
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        indexes = [models.Index(fields=["-is_pinned", "-published_at", "-id"])]

    def get_absolute_url(self) -> str:
        return reverse("news:notice", args=[self.slug])
