"""What an uploaded file really is, told from its bytes alone.

Reads in pieces, counts pixels and zip expansion before anything is decoded, and
refuses with a ValidationError that says what is wrong and what to do. Legacy Word,
Excel and PowerPoint files (.doc, .xls, .ppt) are taken without looking for macros:
offices still hold them, and the program that opens them asks first.
"""

import codecs
import copy
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.files import File
from PIL import Image

from lienhiephoi.filekinds import (
    CSV,
    DOC,
    DOCX,
    GIF,
    JPEG,
    ODS,
    ODT,
    OLE,
    PDF,
    PICTURES,
    PNG,
    PPT,
    PPTX,
    TEXTS,
    TXT,
    WEBP,
    XLS,
    XLSX,
    ZIP,
    FileKind,
    refusal,
)

MEGABYTE = 1024 * 1024
CHUNK = 64 * 1024
MAX_PIXELS = 40_000_000
MAX_MEMBERS = 5_000
MAX_EXPANSION = 200 * MEGABYTE
MAX_RATIO = 200


def recognise(file: File, claimed: FileKind | None) -> FileKind | None:
    """The kind of the content, checked to its end; None if it is no kind known here.

    `claimed` is what the name says. It decides only where bytes cannot (CSV or plain
    text, a Word file with a sheet inside) and how an unreadable file is called.
    """
    promised = promised_kind(file)
    if promised is None:
        return _unrecognised(claimed)
    return _INSPECTORS[promised](file, promised, claimed)


_BLANK = codecs.BOM_UTF8 + b" \t\r\n\f"
_SIGNATURES = {
    rb"\xff\xd8\xff": JPEG,
    rb"\x89PNG\r\n\x1a\n": PNG,
    rb"RIFF.{4}WEBP": WEBP,
    rb"GIF8[79]a": GIF,
    rb"[%s]*%%PDF-" % _BLANK: PDF,
    rb"PK\x03\x04": ZIP,
    rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLE,
}
_FOREIGN = {
    rb"MZ.*\x00|\x7fELF|[\xce\xcf]\xfa\xed\xfe|#!": "program",
    rb"PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b": "archive",
    rb".{4}ftyp(?:hei|hev|mif1|msf1)": "heic",
    rb"\{\\rtf": "rtf",
    rb"[^\x00]*<svg[\s>]": "svg",
    rb"[%s]*<(?:[?!]|[a-z]+[\s>])" % _BLANK: "markup",
    rb"[^\x00]*<(?:html|body|script|iframe)[\s>]": "markup",
}


def promised_kind(file: File) -> FileKind | None:
    """The kind its first bytes promise, None for bytes unknown here.

    Raises for contents that are refused under whatever name. ZIP and OLE stand for
    the documents inside; TXT for any text.
    """
    file.seek(0)
    head = file.read(4096)
    for signature, kind in _SIGNATURES.items():
        if re.match(signature, head, re.DOTALL):
            return kind
    for signature, code in _FOREIGN.items():
        if re.match(signature, head, re.DOTALL | re.IGNORECASE):
            raise refusal(code)
    return TXT if _is_text([head]) else None


def _unrecognised(claimed: FileKind | None) -> None:
    if claimed in TEXTS:
        raise refusal("encoding")
    if claimed:
        raise refusal("broken", extension=claimed.extension)


# All that zipfile, zlib and Pillow raise over bytes that do not follow their format.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


@contextmanager
def _reading(kind: FileKind) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise refusal("broken", extension=kind.extension) from error


def _chunks(file: File) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _is_text(chunks: Iterable[bytes], *, whole: bool = False) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _inspect_text(file: File, kind: FileKind, claimed: FileKind | None) -> FileKind:
    if not _is_text(_chunks(file), whole=True):
        raise refusal("encoding")
    return CSV if claimed == CSV else kind


def _inspect_pdf(file: File, kind: FileKind, _claimed: FileKind | None) -> FileKind:
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 2048))
    if b"%%EOF" not in file.read():
        raise refusal("broken", extension=kind.extension)
    return kind


@contextmanager
def open_picture(file: File, kind: FileKind) -> Iterator[Image.Image]:
    """Pillow's picture, not yet decoded and within MAX_PIXELS.

    What goes wrong over its bytes inside the block becomes a ValidationError.
    """
    file.seek(0)
    try:
        with (
            _reading(kind),
            Image.open(file, formats=("JPEG", "PNG", "WEBP", "GIF")) as picture,
        ):
            if picture.width * picture.height > MAX_PIXELS:
                raise refusal("pixels")
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise refusal("pixels") from error


def _inspect_picture(file: File, kind: FileKind, _claimed: FileKind | None) -> FileKind:
    with open_picture(file, kind) as picture:
        # Only as much as finds a missing end: PNG by its checksums, JPEG at an eighth
        # of the size, GIF by its first frame; WebP was read whole on opening.
        if kind == PNG:
            picture.verify()
        elif kind != WEBP:
            picture.draft("L", (1, 1))
            picture.load()
    return kind


def _inspect_archive(file: File, kind: FileKind, claimed: FileKind | None) -> FileKind:
    # Roughly counted before zipfile makes an object of every entry in the directory.
    if sum(chunk.count(b"PK\x01\x02") for chunk in _chunks(file)) > MAX_MEMBERS:
        raise refusal("expansion")
    with _reading(claimed or kind), zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        _refuse_expansion(members)
        if any(member.flag_bits & 1 for member in members):
            raise refusal("encrypted")
        for member in members:
            _read_through(archive, member)
        return _office_kind(archive)


def _refuse_expansion(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise refusal("expansion")
    if sum(member.file_size for member in members) > MAX_EXPANSION:
        raise refusal("expansion")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > MEGABYTE and ratio > MAX_RATIO:
            raise refusal("expansion")


def _read_through(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read to the end, where zipfile compares checksums.

    zipfile would stop at the declared size, so one byte more is asked for: a member
    that has it expands beyond what _refuse_expansion was told.
    """
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("Office files are stored or deflated")
    greedy = copy.copy(member)
    greedy.file_size += 1
    with archive.open(greedy) as content:
        size = sum(len(chunk) for chunk in iter(lambda: content.read(CHUNK), b""))
    if size != member.file_size:
        raise zipfile.BadZipFile("the directory lies about a size")


_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
    b"presentationml.presentation.main+xml": PPTX,
}


def _office_kind(archive: zipfile.ZipFile) -> FileKind:
    names = [name.lower() for name in archive.namelist()]
    if len(set(names)) < len(names):
        raise zipfile.BadZipFile("two members of one name: programs differ on which")
    types = _part(archive, "[content_types].xml").lower()
    if any(name.endswith("vbaproject.bin") for name in names) or re.search(
        rb"macroenabled|vbaproject|macrosheet", types
    ):
        raise refusal("macros")
    for mark, kind in _MAIN_PARTS.items():
        if mark in types:
            return kind
    return _open_document_kind(archive, names)


def _open_document_kind(archive: zipfile.ZipFile, names: list[str]) -> FileKind:
    mime_type = _part(archive, "mimetype").decode("ascii", "replace").strip()
    kind = next((kind for kind in (ODT, ODS) if kind.mime_type == mime_type), None)
    if kind is None:
        raise refusal("archive")
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise refusal("macros")
    if b"encryption-data" in _part(archive, "meta-inf/manifest.xml"):
        raise refusal("encrypted")
    return kind


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    for member in archive.infolist():
        if member.filename.lower() == name:
            if member.file_size > MEGABYTE:
                raise zipfile.BadZipFile("too large for a table of contents")
            return archive.read(member)
    return b""


def _ole_name(text: str) -> bytes:
    return text.encode("utf-16-le").ljust(64, b"\0")


_OLE_STREAMS = {
    _ole_name("WordDocument"): DOC,
    _ole_name("Workbook"): XLS,
    _ole_name("Book"): XLS,
    _ole_name("PowerPoint Document"): PPT,
}


def _inspect_ole(
    file: File, kind: FileKind, claimed: FileKind | None
) -> FileKind | None:
    """Found by the names in the container's directory, not by walking its tree.

    One document may hold another (a sheet inside a text): then the name decides.
    """
    with _reading(claimed or kind):
        _check_ole_header(file)
    found = []
    for chunk in _chunks(file):
        if _ole_name("EncryptedPackage") in chunk:
            raise refusal("encrypted")
        found += [kind for stream, kind in _OLE_STREAMS.items() if stream in chunk]
    if not found:
        return _unrecognised(claimed)
    return claimed if claimed in found else found[0]


def _check_ole_header(file: File) -> None:
    """[MS-CFB] 2.2: the directory and the allocation tables lie inside the file."""
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(0)
    header = file.read(512)
    (shift,) = struct.unpack_from("<H", header, 30)
    (directory,) = struct.unpack_from("<I", header, 48)
    tables = [n for n in struct.unpack_from("<109I", header, 76) if n < 0xFFFFFFFA]
    if shift not in (9, 12) or (max(directory, *tables, 0) + 1) << shift >= size:
        raise ValueError("sectors beyond the end of the file")


_INSPECTORS = {
    PDF: _inspect_pdf,
    ZIP: _inspect_archive,
    OLE: _inspect_ole,
    TXT: _inspect_text,
} | dict.fromkeys(PICTURES, _inspect_picture)
