"""Addresses of conferences and their registers for the site map."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from conferences.models import Agreement, Conference, SocialReview


class PublicSitemap(Sitemap):
    """Every public record of one model."""

    limit = 1000

    def __init__(self, model) -> None:
        self.model = model

    def items(self):
        return self.model.objects.public().order_by("pk").only("slug", "updated_at")

    def lastmod(self, record):
        return record.updated_at


class ListSitemap(Sitemap):
    names = (
        *("conferences:conference_list", "conferences:calendar"),
        *("conferences:review_list", "conferences:agreement_list"),
    )

    def items(self):
        return self.names

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {
    "danh-sach-hoi-nghi": ListSitemap,
    "hoi-nghi": PublicSitemap(Conference),
    "tu-van-phan-bien": PublicSitemap(SocialReview),
    "chuong-trinh-phoi-hop": PublicSitemap(Agreement),
}
