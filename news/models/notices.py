"""Notices (thông báo), which mostly expire."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.fields import HtmlField
from news.models.publishing import Publishable, PublishingStatus


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

    def answers_public(self, at=None) -> bool:
        """A notice past its date leaves the lists, but its address still answers."""
        at = at or timezone.now()
        return self.status == PublishingStatus.PUBLISHED and self.published_at <= at
