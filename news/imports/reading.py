"""An import file: opened, recognised by its content, read as a stream."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from news.imports import jsonl, wxr
from news.imports.records import BrokenFileError, Fault, Record, Skipped

_GZIP = b"\x1f\x8b"
_HEAD = 64 * 1024
_BOM = b"\xef\xbb\xbf"


class ImportFile:
    """`key_prefix` begins the import keys; `unit` is what the numbers count.

    Raises:
        BrokenFileError: the file is missing, or is of no kind known here.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._raw: BufferedReader | None = None
        try:
            self._size = path.stat().st_size
            with path.open("rb") as file:
                self._is_gzip = file.read(2) == _GZIP
            is_xml = self._is_xml()
        except OSError as error:
            raise BrokenFileError(
                f"Không mở được tệp {path}: {error.strerror or error}"
            ) from error
        self._reader = wxr if is_xml else jsonl
        self.key_prefix, self.unit = ("wxr", "Mục") if is_xml else ("jsonl", "Dòng")

    def records(self, *, with_pictures: bool) -> Iterator[Record | Fault | Skipped]:
        """Ends with BrokenFileError, after all that was readable, if it is broken."""
        return self._reader.records(self._opened, with_pictures=with_pictures)

    def fraction_read(self) -> float:
        """From 0 to 1, by bytes; of the last pass, where several are made."""
        if self._raw is None or self._raw.closed:
            return 1.0
        return self._raw.tell() / max(self._size, 1)

    @contextmanager
    def _opened(self) -> Iterator[BufferedReader]:
        """The unpacked bytes; what breaks on the way is a BrokenFileError."""
        with self.path.open("rb") as self._raw:
            stream = gzip.GzipFile(fileobj=self._raw) if self._is_gzip else self._raw
            try:
                yield stream
            except EOFError as error:
                raise BrokenFileError(
                    "Tệp nén bị cắt giữa chừng: phần sau chỗ đứt không đọc được. "
                    "Hãy tải lại tệp rồi chạy lại; bài đã nhập sẽ không bị lặp."
                ) from error
            except (gzip.BadGzipFile, zlib.error) as error:
                raise BrokenFileError(
                    "Tệp nén bị hỏng: phần sau chỗ hỏng không đọc được."
                ) from error

    def _is_xml(self) -> bool:
        with self._opened() as stream:
            # read1: what can be unpacked of a file that is cut in its first block.
            head = stream.read1(_HEAD).removeprefix(_BOM)
        if not head.strip():
            raise BrokenFileError("Tệp rỗng.")
        if head.lstrip().startswith(b"<"):
            return True
        if any(line.lstrip().startswith(b"{") for line in head.splitlines()):
            return False
        raise BrokenFileError(
            "Không nhận ra định dạng. Cần tệp JSON Lines (mỗi dòng một đối tượng "
            "{…}) hoặc tệp XML xuất từ WordPress, có thể nén .gz."
        )
