"""Uploads: checked by what they hold, kept under random names.

The browser's content type is never read, and a file's own name is only text: it has
to agree with the content and never becomes part of a path.
"""

import os
import re
import zipfile
from collections.abc import Collection
from datetime import UTC, datetime
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import storages
from django.utils.deconstruct import deconstructible

from lienhiephoi.contents import MEGABYTE, recognise
from lienhiephoi.filekinds import ATTACHMENTS, KINDS, FileKind, refusal
from lienhiephoi.vietnamese import clean_line, number, slugify

MAX_BYTES = 20 * MEGABYTE
MAX_NAME_LENGTH = 120


def check_upload(
    file: File,
    *,
    allowed: Collection[FileKind] = ATTACHMENTS,
    max_bytes: int = MAX_BYTES,
) -> FileKind:
    """Say what the file is, or raise a ValidationError saying what to do about it.

    Afterwards the name's extension is one of the kind's, so RandomPath keeps it.
    """
    try:
        check_size(file, max_bytes)
        extension = extension_of(file.name)
        kind = recognise(file, KINDS.get(extension))
        _check_extension(extension, kind, allowed)
    finally:
        file.seek(0)
    return kind


def check_size(file: File, max_bytes: int) -> None:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    if not size:
        raise refusal("empty")
    if size > max_bytes:
        raise refusal("too_large", size=_megabytes(size), limit=_megabytes(max_bytes))


def check_unpacked_size(file: File, max_bytes: int) -> None:
    """For an archive that is about to be read into memory.

    No reader of the archive gets more out of a member than it declares.
    """
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        size = sum(each.file_size for each in archive.infolist())
    file.seek(0)
    if size > max_bytes:
        raise refusal("expansion")


def _megabytes(size: int) -> str:
    # Upwards, lest a file one byte too large is said to weigh just the limit.
    return number(-(-size * 10 // MEGABYTE) / 10)


def _check_extension(
    extension: str, kind: FileKind | None, allowed: Collection[FileKind]
) -> None:
    claimed = KINDS.get(extension)
    if extension and claimed not in allowed:
        raise refusal("unlisted", extension=extension, accepted=accepted(allowed))
    if kind is None:
        raise refusal("unknown", accepted=accepted(allowed))
    if not extension:
        raise refusal("unnamed", content=str(kind), extension=kind.extension)
    if kind != claimed:
        raise refusal(
            "mismatch",
            claimed=str(claimed),
            content=str(kind),
            extension=kind.extension,
        )


def accepted(kinds: Collection[FileKind]) -> str:
    """One line for people: "PDF (.pdf), Word (.docx, .doc), …"."""
    extensions: dict[str, list[str]] = {}
    for kind in kinds:
        extensions.setdefault(kind.label, []).append(f".{kind.extension}")
    return ", ".join(
        f"{label} ({', '.join(known)})" for label, known in extensions.items()
    )


def clean_name(name: str | None) -> str:
    """The name as text to show: one line in NFC, no path, nothing invisible."""
    last = re.split(r"[/\\]", name or "")[-1]
    stem, suffix = _split(clean_line(last).strip(" ."))
    return stem[: MAX_NAME_LENGTH - len(suffix)].rstrip(" .") + suffix or "tep"


def _split(name: str) -> tuple[str, str]:
    """Stem and suffix; no suffix where the dot is only part of a sentence."""
    match = re.fullmatch(r"(.+)(\.[A-Za-z0-9]{1,10})", name)
    return (match[1], match[2]) if match else (name, "")


def extension_of(name: str | None) -> str:
    return _split(clean_name(name))[1].removeprefix(".").lower()


def random_name(extension: str) -> str:
    return f"{uuid4().hex}.{extension}"


def download_name(name: str) -> str:
    """The name for use inside an address: ASCII, with its extension."""
    stem, suffix = _split(clean_name(name))
    return (slugify(stem, max_length=100) or "tep") + suffix.lower()


def month_folder(folder: str) -> str:
    # UTC, since the month only spreads the files and is no date that anybody reads.
    return f"{folder}/{datetime.now(UTC):%Y/%m}"


@deconstructible
class RandomPath:
    """`upload_to` giving folder/2026/11/<random>.<ext>.

    Only extensions that check_upload accepts survive; anything else becomes .bin, so
    that no server ever hands it out as a page or runs it.
    """

    def __init__(self, folder: str):
        self.folder = folder

    def __call__(self, instance, name: str) -> str:
        kind = KINDS.get(extension_of(name))
        extension = kind.extension if kind else "bin"
        return f"{month_folder(self.folder)}/{random_name(extension)}"

    def __eq__(self, other):
        return isinstance(other, RandomPath) and other.folder == self.folder

    def __hash__(self):
        return hash(self.folder)


def upload_path(folder: str) -> RandomPath:
    return RandomPath(folder)


def private_storage():
    """Where files lie that only a view which asks who may hand out."""
    return storages["private"]
