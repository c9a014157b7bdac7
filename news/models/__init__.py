"""Models of the news, a file a noun."""

from news.models.articles import (
    Article,
    ArticleCount,
    Category,
    Correction,
    GalleryPicture,
    Thread,
)
from news.models.attachments import Attachment
from news.models.contact import ContactMessage
from news.models.documents import Document, DocumentKind, IssuingBody, number_key
from news.models.history import (
    AlbumStatusChange,
    ArticleStatusChange,
    DocumentStatusChange,
    NoticeStatusChange,
    PageStatusChange,
    ThreadStatusChange,
    VideoStatusChange,
)
from news.models.imports import ImportRun
from news.models.media import Album, AlbumPicture, Video
from news.models.notices import Notice
from news.models.pages import Page
from news.models.pictures import Picture
from news.models.publishing import Publishable, PublishingStatus
from news.models.sidelines import Quote, WebLink
from news.models.visits import SeenMark, VisitDay

__all__ = [
    "Album",
    "AlbumPicture",
    "AlbumStatusChange",
    "Article",
    "ArticleCount",
    "ArticleStatusChange",
    "Attachment",
    "Category",
    "ContactMessage",
    "Correction",
    "Document",
    "DocumentKind",
    "DocumentStatusChange",
    "GalleryPicture",
    "ImportRun",
    "IssuingBody",
    "Notice",
    "NoticeStatusChange",
    "Page",
    "PageStatusChange",
    "Picture",
    "Publishable",
    "PublishingStatus",
    "Quote",
    "SeenMark",
    "Thread",
    "ThreadStatusChange",
    "Video",
    "VideoStatusChange",
    "VisitDay",
    "WebLink",
    "number_key",
]
