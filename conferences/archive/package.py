"""A zip being written: each name once, each file summed as it goes in."""

import hashlib
import zipfile
from typing import BinaryIO

from django.core.files.storage import Storage

from lienhiephoi.files import extension_of
from lienhiephoi.vietnamese import slugify

SUMS = "SHA256SUMS"
# The first moment a zip archive can tell: the same records give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 16
_LONGEST = 60


class Package:
    """Files are copied in blocks; only what the portal itself writes is in memory."""

    def __init__(self, target: BinaryIO, folder: str) -> None:
        self._zip = zipfile.ZipFile(target, "w")
        self._folder = folder
        self._sums: dict[str, str] = {}

    def add(self, name: str, content: bytes | str) -> str:
        """Returns the name, as pages of the archive link it."""
        data = content.encode() if isinstance(content, str) else content
        with self._member(name) as member:
            member.write(data)
        self._sums[name] = hashlib.sha256(data).hexdigest()
        return name

    def store(self, folder: str, stored: str, storage: Storage, title: str) -> str:
        """Copy a stored file in under a name made of its title; "" where it is lost."""
        try:
            source = storage.open(stored)
        except FileNotFoundError:
            return ""
        name = self._free(folder, title, extension_of(stored))
        digest = hashlib.sha256()
        with source, self._member(name) as member:
            while block := source.read(_BLOCK):
                digest.update(block)
                member.write(block)
        self._sums[name] = digest.hexdigest()
        return name

    def close(self) -> None:
        lines = [f"{each}  {name}\n" for name, each in sorted(self._sums.items())]
        with self._member(SUMS) as member:
            member.write("".join(lines).encode())
        self._zip.close()

    def _member(self, name: str):
        info = zipfile.ZipInfo(f"{self._folder}/{name}", _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return self._zip.open(info, "w", force_zip64=True)

    def _free(self, folder: str, title: str, extension: str) -> str:
        """Numbered in the order they come, so that two of one title stay two."""
        place = 1 + sum(each.startswith(f"{folder}/") for each in self._sums)
        stem = slugify(title)[:_LONGEST].strip("-") or "tep"
        return f"{folder}/{place:02}-{stem}.{extension}"
