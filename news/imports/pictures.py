"""Pictures of imported articles: local files, made anew and kept in the library.

A picture's name is the digest of its file. So a file that is used by many articles,
in one run or in ten, is one picture, and an article read again has the same body.
"""

import hashlib
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lienhiephoi import images
from lienhiephoi.files import clean_name
from news.models import Picture

BODY_WIDTH = 960
_REMEMBERED = 1000
# WordPress names a scaled copy photo-300x200.jpg; the original shows better.
_SCALED = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")


class LostPictureError(Exception):
    """A picture that cannot be kept; says which and why, in Vietnamese."""


class NoPictures:
    """For an import without a folder of pictures."""

    def __call__(self, address: str, alt: str = "") -> Picture:
        raise LostPictureError(f"bỏ ảnh {_short(address)}: không có --images")


class PictureFolder:
    """Finds a picture in a folder by its old address, and keeps it in the library.

    `trial`: everything is checked, and no file is written.
    """

    def __init__(self, root: Path, *, trial: bool = False) -> None:
        self._root = root.resolve()
        self._trial = trial
        self._known: dict[Path, Picture] = {}

    def __call__(self, address: str, alt: str = "") -> Picture:
        path = self._path(address)
        if path is None:
            raise LostPictureError(f"không tìm thấy ảnh {_short(address)}")
        if path not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[path] = self._kept(path, alt)
        return self._known[path]

    def _path(self, address: str) -> Path | None:
        """Of https://host/a/b/c.jpg: a/b/c.jpg, b/c.jpg or c.jpg in the folder."""
        for parts in _candidates(address):
            try:
                path = self._root.joinpath(*parts).resolve()
                if path.is_relative_to(self._root) and path.is_file():
                    return path
            except (OSError, ValueError):  # A name that no file can have.
                continue
        return None

    def _kept(self, path: Path, alt: str) -> Picture:
        try:
            file = path.open("rb")
        except OSError as error:
            raise LostPictureError(
                f"không mở được ảnh {path.name}: {error.strerror}"
            ) from error
        with file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
            name = f"pictures/imported/{digest[:2]}/{digest}"
            known = Picture.objects.filter(name=name).first()
            return known or self._stored(name, File(file, path.name), alt)

    def _stored(self, name: str, file: File, alt: str) -> Picture:
        try:
            image = images.process(file)
        except ValidationError as error:
            raise LostPictureError(
                f"bỏ ảnh {file.name}: {' '.join(error.messages)}"
            ) from error
        if not self._trial:
            for width, content in image.renditions.items():
                rendition = images.rendition_name(name, width)
                # What an import that was killed has left.
                default_storage.delete(rendition)
                default_storage.save(rendition, ContentFile(content))
        stem = Path(clean_name(file.name)).stem
        return Picture.objects.create(
            name=name,
            width=image.width,
            height=image.height,
            original_name=clean_name(file.name),
            title=(alt or stem)[:200],
            alt=alt[:300],
        )


def shown_size(picture: Picture) -> tuple[str, int, int]:
    """Address, width and height of the rendition that stands in a text."""
    width = next((w for w in picture.widths if w >= BODY_WIDTH), picture.widths[-1])
    height = max(1, round(picture.height * width / picture.width))
    return picture.url(BODY_WIDTH), width, height


def _candidates(address: str):
    try:
        path = unquote(urlsplit(address.replace("\\", "/")).path)
    except ValueError:
        return
    if address.startswith("data:"):
        return
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    for wanted in dict.fromkeys((_SCALED.sub("", path), path)):
        name = wanted.rpartition("/")[2]
        for form in ("NFC", "NFD"):
            whole = [unicodedata.normalize(form, part) for part in [*parts[:-1], name]]
            for start in range(len(whole)):
                yield whole[start:]


def _short(address: str) -> str:
    if address.startswith("data:"):
        return "ghi thẳng trong bài (data:)"
    return f"«{address[-80:]}»"
