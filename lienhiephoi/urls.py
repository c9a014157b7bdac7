"""Addresses of the whole portal."""

from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from conferences.sitemaps import SITEMAPS as CONFERENCES_SITEMAPS
from lienhiephoi import views
from lienhiephoi.routing import page
from members.sitemaps import SITEMAPS as MEMBERS_SITEMAPS
from news.sitemaps import SITEMAPS as NEWS_SITEMAPS
from news.views.home import home

SITEMAPS = NEWS_SITEMAPS | MEMBERS_SITEMAPS | CONFERENCES_SITEMAPS

urlpatterns = [
    page("", home, "home"),
    page("tim-kiem/", views.search, "search"),
    page("suc-khoe/", views.health, "health"),
    page("robots.txt", views.robots, "robots"),
    page(
        "sitemap.xml",
        sitemaps.index,
        "sitemap",
        sitemaps=SITEMAPS,
        sitemap_url_name="sitemap-part",
    ),
    page("sitemap-<section>.xml", sitemaps.sitemap, "sitemap-part", sitemaps=SITEMAPS),
    path("tai-khoan/", include("members.account_urls")),
    path("lam-viec/", include("members.workspace_urls")),
    path("lam-viec/", include("conferences.workspace_urls")),
    path("quan-tri/", admin.site.urls),
    path("", include("members.urls")),
    path("", include("conferences.urls")),
    path("", include("news.urls")),
    # Where nginx stands in front it answers for /media/ itself.
    page("media/<path:path>", views.media, "media"),
]

handler400 = "lienhiephoi.errors.bad_request"
handler403 = "lienhiephoi.errors.permission_denied"
handler404 = "lienhiephoi.errors.not_found"
handler500 = "lienhiephoi.errors.server_error"
