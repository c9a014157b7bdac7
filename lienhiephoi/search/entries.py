"""What is kept: one entry for each public thing, in step with its record."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from lienhiephoi.models import SearchEntry
from lienhiephoi.search.days import start_of

INDEXED_TEXT = 100_000


@dataclass(frozen=True)
class Searchable:
    """How one kind of record appears in the search.

    title(record), text(record): plain text. visible(record): the pair of moments
    (from, until) between which the public may find it, or None when it may not.
    dated(record): the day it bears itself, where it is sorted and filtered by that and
    not by when it appeared.
    """

    kind: str
    label: str
    title: object
    text: object
    visible: object
    dated: object = None


_registry: dict[type[models.Model], Searchable] = {}


def register(model: type[models.Model], searchable: Searchable) -> None:
    """Keep the search in step with a model from now on."""
    _registry[model] = searchable
    post_save.connect(_on_save, sender=model, dispatch_uid=f"search-{model.__name__}")
    post_delete.connect(
        _on_delete, sender=model, dispatch_uid=f"unsearch-{model.__name__}"
    )


def kinds() -> dict[str, str]:
    """Kind → Vietnamese label, in the order of registration."""
    return {each.kind: each.label for each in _registry.values()}


def index(records: list[models.Model]) -> None:
    """Write (or remove) the entries of records of one model, in one transaction."""
    if not records:
        return
    model = type(records[0])
    content_type = ContentType.objects.get_for_model(model)
    entries = [_entry(record, content_type) for record in records]
    hidden = [
        record.pk
        for record, entry in zip(records, entries, strict=True)
        if entry is None
    ]
    with transaction.atomic():
        if hidden:
            _entries_of(model).filter(object_id__in=hidden).delete()
        SearchEntry.objects.bulk_create(
            [entry for entry in entries if entry is not None],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=[
                *("kind", "title", "text", "url"),
                *("visible_from", "visible_until", "dated"),
            ],
        )


def rebuild(batch: int = 200):
    """Write every entry anew; yields the number done so far, for a progress line."""
    done = 0
    for model in _registry:
        pending = []
        for record in model._default_manager.all().iterator(chunk_size=batch):
            pending.append(record)
            if len(pending) == batch:
                index(pending)
                done += len(pending)
                pending = []
                yield done
        index(pending)
        done += len(pending)
        live = model._default_manager.values("pk")
        _entries_of(model).exclude(object_id__in=live).delete()
        yield done


def _entries_of(model):
    return SearchEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model)
    )


def _entry(record, content_type) -> SearchEntry | None:
    searchable = _registry[type(record)]
    window = searchable.visible(record)
    if window is None:
        return None
    return SearchEntry(
        kind=searchable.kind,
        content_type=content_type,
        object_id=record.pk,
        title=searchable.title(record),
        text=searchable.text(record)[:INDEXED_TEXT],
        url=record.get_absolute_url(),
        visible_from=window[0],
        visible_until=window[1],
        dated=searchable.dated and start_of(searchable.dated(record)),
    )


def _on_save(sender, instance, **_kwargs) -> None:
    index([instance])


def _on_delete(sender, instance, **_kwargs) -> None:
    _entries_of(sender).filter(object_id=instance.pk).delete()
