"""Addresses of the register for the site map."""

from django.contrib.sitemaps import Sitemap

from members import figures
from members.models import Association


class AssociationSitemap(Sitemap):
    limit = 1000

    def items(self):
        return Association.objects.filter(is_listed=True).order_by("pk")

    def lastmod(self, association):
        return association.updated_at


class TotalsSitemap(Sitemap):
    def items(self):
        return figures.newest_of_each()

    def lastmod(self, published):
        return published.published_at


SITEMAPS = {"hoi-thanh-vien": AssociationSitemap, "so-lieu": TotalsSitemap}
