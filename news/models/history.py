"""Histories of status, one table for each kind of publication."""

from django.db import models

from lienhiephoi.models import StatusChange


def _record(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        model, on_delete=models.PROTECT, related_name="status_changes"
    )


class ArticleStatusChange(StatusChange):
    record = _record("news.Article")


class ThreadStatusChange(StatusChange):
    record = _record("news.Thread")


class NoticeStatusChange(StatusChange):
    record = _record("news.Notice")


class PageStatusChange(StatusChange):
    record = _record("news.Page")


class DocumentStatusChange(StatusChange):
    record = _record("news.Document")


class AlbumStatusChange(StatusChange):
    record = _record("news.Album")


class VideoStatusChange(StatusChange):
    record = _record("news.Video")
