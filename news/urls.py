from django.urls import path, register_converter

from lienhiephoi.routing import FourDigitYear, TwoDigitMonth, page
from news.feeds import ArticleFeed
from news.views import (
    articles,
    contact,
    count,
    documents,
    editor,
    media,
    notices,
    pages,
)

app_name = "news"

register_converter(FourDigitYear, "yyyy")
register_converter(TwoDigitMonth, "mm")

_MONTH = "tin-tuc/<yyyy:year>/<mm:month>/"

urlpatterns = [
    page("tin-tuc/", articles.index, "index"),
    page("tin-tuc/<yyyy:year>/", articles.year, "year"),
    page(_MONTH, articles.month, "month"),
    page(f"{_MONTH}<slug:slug>/", articles.article, "article"),
    page("tin-tuc/<slug:slug>/", articles.category, "category"),
    page("tin-tuc/hoi/<slug:slug>/", articles.of_association, "association"),
    page("chuyen-de/", articles.thread_list, "thread_list"),
    page("chuyen-de/<slug:slug>/", articles.thread, "thread"),
    page("thong-bao/", notices.notice_list, "notice_list"),
    page("thong-bao/<slug:slug>/", notices.notice, "notice"),
    page("van-ban/", documents.document_list, "document_list"),
    page("van-ban/<slug:slug>/", documents.document, "document"),
    page("tep/<int:pk>/<str:name>", documents.attachment, "attachment"),
    page("thu-vien-anh/", media.album_list, "album_list"),
    page("thu-vien-anh/<slug:slug>/", media.album, "album"),
    page("video/", media.video_list, "video_list"),
    page("video/<slug:slug>/", media.video, "video"),
    page("gioi-thieu/", pages.page_index, "page_index"),
    page("gioi-thieu/<slug:slug>/", pages.page, "page"),
    page("lien-ket/", pages.link_list, "link_list"),
    path("lien-he/", contact.contact, name="contact"),
    page("lien-he/da-gui/", contact.contact_sent, "contact_sent"),
    page("rss/", ArticleFeed(), "feed"),
    page("rss/<slug:slug>/", ArticleFeed(), "category_feed"),
    path("dem/", count.count, name="count"),
    path("soan-thao/anh/", editor.editor_picture, name="editor-picture"),
]
