"""Old addresses keep answering: a changed one is written down as it is left."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from lienhiephoi.models import OldAddress
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

_ADDRESSED = (Album, Article, Category, Document, Notice, Page, Thread, Video)


def remember_address(record, path: str) -> None:
    """From now on `path` leads to `record`; the last record to leave it wins."""
    OldAddress.objects.update_or_create(
        path=path,
        defaults={
            "content_type": ContentType.objects.get_for_model(type(record)),
            "object_id": record.pk,
        },
    )


def _note_address(sender, instance, raw=False, **_kwargs) -> None:
    before = None
    if instance.pk and not raw:
        before = sender._base_manager.filter(pk=instance.pk).first()
    was_known = before is not None and _was_public(before)
    instance.left_address = before.get_absolute_url() if was_known else None


def _was_public(record) -> bool:
    """Whether readers may know its address: a draft's tells them what is coming."""
    if isinstance(record, Category):
        return True
    return (
        record.status in (PublishingStatus.PUBLISHED, PublishingStatus.WITHDRAWN)
        and record.published_at is not None
        and record.published_at <= timezone.now()
    )


def _keep_address(sender, instance, raw=False, **_kwargs) -> None:
    left = getattr(instance, "left_address", None)
    now = instance.get_absolute_url()
    if left and left != now:
        remember_address(instance, left)
        # Else what once stood here would be shown when this record is withdrawn.
        OldAddress.objects.filter(path=now).delete()


def connect() -> None:
    for model in _ADDRESSED:
        name = model.__name__
        pre_save.connect(_note_address, sender=model, dispatch_uid=f"leave-{name}")
        post_save.connect(_keep_address, sender=model, dispatch_uid=f"keep-{name}")
