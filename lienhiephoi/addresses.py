"""Old addresses keep answering: a changed one is written down as it is left."""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import post_save, pre_save

from lienhiephoi.models import OldAddress

_was_public: dict[type[models.Model], Callable[[models.Model], bool]] = {}


def keep_addresses(
    model: type[models.Model], was_public: Callable[[models.Model], bool]
) -> None:
    """From now on an address that a record of the model leaves leads to it.

    `was_public(record)`: whether readers may know the address it had.
    """
    _was_public[model] = was_public
    name = model.__name__
    pre_save.connect(_note_address, sender=model, dispatch_uid=f"leave-{name}")
    post_save.connect(_keep_address, sender=model, dispatch_uid=f"keep-{name}")


def remember_address(record: models.Model, path: str) -> None:
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
    was_known = before is not None and _was_public[sender](before)
    instance.left_address = before.get_absolute_url() if was_known else None


def _keep_address(sender, instance, raw=False, **_kwargs) -> None:
    left = getattr(instance, "left_address", None)
    if left and left != (now := instance.get_absolute_url()):
        remember_address(instance, left)
        # Else what once stood here would be shown when this record is withdrawn.
        OldAddress.objects.filter(path=now).delete()
