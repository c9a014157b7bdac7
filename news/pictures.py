"""The library: new pictures, replaced ones, and where each is used."""

from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from lienhiephoi import files, images
from lienhiephoi.vietnamese import clean_line
from news.models import Article, Notice, Page, Picture

# Texts that the editor writes, and that may show a picture by its address.
WITH_TEXT = (Article, Notice, Page)


@dataclass(frozen=True)
class NewImage:
    """Files that are stored already and belong to no picture yet."""

    stored: images.StoredImage
    original_name: str

    @classmethod
    def of(cls, upload: UploadedFile) -> "NewImage":
        """Raises ValidationError, worded for whoever uploads, when it is no picture."""
        return cls(images.store(upload), files.clean_name(upload.name))


def add_picture(upload: UploadedFile, *, by, title: str = "", alt: str = "") -> Picture:
    """Stored first, then written down, or not at all.

    Without a title, the file's own name stands in for it. Raises ValidationError as
    NewImage.of does.
    """
    picture = Picture(title=clean_line(title), alt=alt, uploaded_by=by)
    put_image(picture, NewImage.of(upload))
    try:
        with transaction.atomic():
            picture.save()
    except BaseException:
        images.delete(picture.name, picture.width)
        raise
    return picture


def put_image(picture: Picture, image: NewImage) -> None:
    """Point an unsaved picture at stored files."""
    picture.name = image.stored.name
    picture.width, picture.height = image.stored.width, image.stored.height
    picture.original_name = image.original_name
    if not picture.title:
        stem, _, _ = image.original_name.rpartition(".")
        picture.title = stem or image.original_name


def replace_image(picture: Picture, image: NewImage) -> None:
    """Another image in the place of the old one, wherever that is shown; saves.

    Texts that show the old files by address are rewritten; the old files go when the
    change is committed.
    """
    old = Picture(name=picture.name, width=picture.width)
    put_image(picture, image)
    with transaction.atomic():
        picture.save()
        for model in WITH_TEXT:
            for record in _showing(model, old.name):
                record.body = _with_new_address(record.body, old, picture)
                record.save()
        transaction.on_commit(lambda: images.delete(old.name, old.width))


def remove_picture(picture: Picture) -> None:
    """Delete the row now, its files once that is committed."""
    name, width = picture.name, picture.width
    picture.delete()
    transaction.on_commit(lambda: images.delete(name, width))


def _showing(model, name: str):
    return model._base_manager.filter(body__contains=name)


def _with_new_address(body: str, old: Picture, new: Picture) -> str:
    for width in old.widths:
        body = body.replace(old.url(width), new.url(width))
    return body


@dataclass(frozen=True)
class Use:
    """A record that shows the picture."""

    kind: str
    title: str
    record: models.Model


def uses(picture: Picture, limit: int = 20) -> list[Use]:
    """Where the picture stands: chosen on a form, or inside a text."""
    found = []
    for relation in Picture._meta.get_fields(include_hidden=True):
        if relation.one_to_many:
            model = relation.related_model
            owners = {"article", "album"} & {field.name for field in model._meta.fields}
            rows = model._base_manager.filter(
                **{relation.field.name: picture}
            ).select_related(*owners)
            found += [_use(row) for row in rows[:limit]]
    for model in WITH_TEXT:
        found += [_use(row) for row in _showing(model, picture.name)[:limit]]
    return list({(use.kind, use.record.pk): use for use in found}.values())


def _use(row) -> Use:
    """A row of a gallery or an album stands for its article or album."""
    record = getattr(row, "article", None) or getattr(row, "album", None) or row
    name = str(record._meta.verbose_name)
    return Use(name[0].upper() + name[1:], str(record), record)
