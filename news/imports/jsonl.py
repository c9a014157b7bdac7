"""JSON Lines: an article a line."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from news.imports.records import Fault, Record

# A body at its limit, every letter of it written as \uXXXX, fits.
MAX_LINE = 8 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def records(opened, **_options) -> Iterator[Record | Fault]:
    with opened() as stream:
        for number, line in enumerate(_lines(stream), start=1):
            if line is None:
                yield Fault(number, "dòng dài quá 8 MB")
            elif line.strip():
                yield _record(number, line)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """None stands for a line too long to be held."""
    start = _BOM
    while line := stream.readline(MAX_LINE):
        if len(line) < MAX_LINE or line.endswith(b"\n"):
            yield line.removeprefix(start)
        else:
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield None
        start = b""


def _record(number: int, line: bytes) -> Record | Fault:
    try:
        fields = json.loads(line.strip().decode())
    except UnicodeDecodeError as error:
        return Fault(number, f"không phải UTF-8 (hỏng từ byte thứ {error.start + 1})")
    except json.JSONDecodeError as error:
        return Fault(number, f"JSON sai cú pháp ở ký tự thứ {error.pos + 1}")
    except (ValueError, RecursionError):
        return Fault(number, "JSON có số quá dài hoặc lồng quá sâu")
    if not isinstance(fields, dict):
        return Fault(number, "không phải một đối tượng JSON {…}")
    return Record(number, fields)
