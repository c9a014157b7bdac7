"""Addresses of the register and the figures for the site map."""

from functools import cached_property

from django.contrib.sitemaps import Sitemap

from members import figures
from members.models import Association


class _ReadOnce(Sitemap):
    """A short list: counted and dated without asking the database again."""

    def items(self):
        return self.rows


class AssociationSitemap(_ReadOnce):
    limit = 1000

    @cached_property
    def rows(self) -> list[Association]:
        listed = Association.objects.filter(is_listed=True).order_by("pk")
        return list(listed.only("slug", "updated_at"))

    def lastmod(self, association):
        return association.updated_at


class TotalsSitemap(_ReadOnce):
    @cached_property
    def rows(self) -> list[figures.Published]:
        return figures.newest_of_each()

    def lastmod(self, published):
        return published.published_at


SITEMAPS = {"hoi-thanh-vien": AssociationSitemap, "so-lieu": TotalsSitemap}
