"""Addresses of the whole portal."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path, re_path

from lienhiephoi import views
from news.sitemaps import SITEMAPS
from news.views.home import home

urlpatterns = [
    path("", home, name="home"),
    path("tim-kiem/", views.search, name="search"),
    path("suc-khoe/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        sitemaps.sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap-part",
    ),
    path("tai-khoan/", include("members.account_urls")),
    path("quan-tri/", admin.site.urls),
    path("", include("news.urls")),
    # Where nginx stands in front it answers for /media/ itself.
    re_path(
        r"^media/(?P<path>.+)$",
        views.media,
        name="media",
    ),
]

handler400 = "lienhiephoi.errors.bad_request"
handler403 = "lienhiephoi.errors.permission_denied"
handler404 = "lienhiephoi.errors.not_found"
