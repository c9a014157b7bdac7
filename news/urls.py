from django.urls import path, register_converter

from lienhiephoi.converters import FourDigitYear, TwoDigitMonth
from news.feeds import ArticleFeed
from news.views import articles, contact, count, documents, media, notices, pages

app_name = "news"

register_converter(FourDigitYear, "yyyy")
register_converter(TwoDigitMonth, "mm")

urlpatterns = [
    path("tin-tuc/", articles.index, name="index"),
    path("tin-tuc/<yyyy:year>/", articles.year, name="year"),
    path("tin-tuc/<yyyy:year>/<mm:month>/", articles.month, name="month"),
    path(
        "tin-tuc/<yyyy:year>/<mm:month>/<slug:slug>/",
        articles.article,
        name="article",
    ),
    path("tin-tuc/<slug:slug>/", articles.category, name="category"),
    path("chuyen-de/", articles.thread_list, name="thread_list"),
    path("chuyen-de/<slug:slug>/", articles.thread, name="thread"),
    path("thong-bao/", notices.notice_list, name="notice_list"),
    path("thong-bao/<slug:slug>/", notices.notice, name="notice"),
    path("van-ban/", documents.document_list, name="document_list"),
    path("van-ban/<slug:slug>/", documents.document, name="document"),
    path("tep/<int:pk>/<str:name>", documents.attachment, name="attachment"),
    path("thu-vien-anh/", media.album_list, name="album_list"),
    path("thu-vien-anh/<slug:slug>/", media.album, name="album"),
    path("video/", media.video_list, name="video_list"),
    path("video/<slug:slug>/", media.video, name="video"),
    path("gioi-thieu/", pages.page_index, name="page_index"),
    path("gioi-thieu/<slug:slug>/", pages.page, name="page"),
    path("lien-ket/", pages.link_list, name="link_list"),
    path("lien-he/", contact.contact, name="contact"),
    path("lien-he/da-gui/", contact.contact_sent, name="contact_sent"),
    path("rss/", ArticleFeed(), name="feed"),
    path("rss/<slug:slug>/", ArticleFeed(), name="category_feed"),
    path("dem/", count.count, name="count"),
]
