"""Addresses of conferences and their registers for the site map."""

from functools import cached_property

from django.contrib.sitemaps import Sitemap
from django.db.models import Value
from django.urls import reverse

from conferences.models import Agreement, Conference, SocialReview


class RegisterSitemap(Sitemap):
    """Conferences, reviews and agreements together: counted and dated by one query.

    The whole map is put together on one page, so that each part costs two.
    """

    limit = 1000

    @cached_property
    def rows(self) -> list[tuple]:
        first, *others = (
            model.objects.public()
            .order_by()
            .annotate(view=Value(view))
            .values_list("view", "slug", "updated_at")
            for model, view in PAGES.items()
        )
        return sorted(first.union(*others, all=True))

    def items(self):
        return self.rows

    def location(self, row) -> str:
        view, slug, _updated_at = row
        return reverse(view, args=[slug])

    def lastmod(self, row):
        return row[-1]


PAGES = {
    Conference: "conferences:conference",
    SocialReview: "conferences:review",
    Agreement: "conferences:agreement",
}


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
    "hoi-nghi": RegisterSitemap,
}
