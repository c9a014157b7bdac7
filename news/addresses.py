"""Which addresses of the news readers have known, and so keep answering."""

from django.utils import timezone

from lienhiephoi.addresses import keep_addresses
from news.models import (
    Album,
    Article,
    Category,
    Document,
    Notice,
    Page,
    PublishingStatus,
    Thread,
    Video,
)

_PUBLICATIONS = (Album, Article, Document, Notice, Page, Thread, Video)


def connect() -> None:
    for model in _PUBLICATIONS:
        keep_addresses(model, _was_public)
    keep_addresses(Category, lambda _category: True)


def _was_public(record) -> bool:
    """Whether readers may know its address: a draft's tells them what is coming."""
    return (
        record.status in (PublishingStatus.PUBLISHED, PublishingStatus.WITHDRAWN)
        and record.published_at is not None
        and record.published_at <= timezone.now()
    )
