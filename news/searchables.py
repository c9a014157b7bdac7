"""How each kind of publication appears in the search."""

from operator import attrgetter

from django.db.models.signals import post_save

from lienhiephoi import search
from lienhiephoi.html import plain_text
from news.models import (
    Album,
    Article,
    Document,
    DocumentKind,
    IssuingBody,
    Notice,
    Page,
    Thread,
    Video,
)
from news.models.publishing import PublishingStatus


def _visible(record):
    if record.status != PublishingStatus.PUBLISHED:
        return None
    return record.published_at, record.expires_at


def _title(record) -> str:
    return record.title


def _document_title(document: Document) -> str:
    return f"{document.kind.name} {document.number}: {document.title}"


_KINDS = {
    Article: ("article", "Bài viết", lambda a: f"{a.lead}\n{plain_text(a.body)}"),
    Notice: ("notice", "Thông báo", lambda n: plain_text(n.body)),
    Document: (
        "document",
        "Văn bản",
        lambda d: f"{d.issuing_body} {d.signer}\n{d.summary}",
    ),
    Page: ("page", "Trang giới thiệu", lambda p: f"{p.lead}\n{plain_text(p.body)}"),
    Thread: ("thread", "Chuyên đề", lambda t: t.intro),
    Album: ("album", "Ảnh", lambda a: a.intro),
    Video: ("video", "Video", lambda v: v.description),
}


def register() -> None:
    for model, (kind, label, text) in _KINDS.items():
        title, dated = _title, None
        if model is Document:
            title, dated = _document_title, attrgetter("issued_on")
        search.register(
            model, search.Searchable(kind, label, title, text, _visible, dated)
        )
    for model in (DocumentKind, IssuingBody):
        post_save.connect(
            _rename, sender=model, dispatch_uid=f"rename-{model.__name__}"
        )


def _rename(instance, created, raw=False, **_kwargs) -> None:
    """The entries of its documents hold the name of a kind or issuing body."""
    if created or raw:
        return
    documents = instance.document_set.select_related("kind", "issuing_body")
    search.index(list(documents))
