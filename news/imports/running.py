"""A whole import: the file read, rows prepared and written, everything told."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.utils import timezone

from news.imports.categories import FALLBACK
from news.imports.pictures import NoPictures, PictureFolder
from news.imports.progress import Progress
from news.imports.reading import ImportFile
from news.imports.records import BrokenFileError, Fault, Record, Skipped
from news.imports.rows import Row, RowError, prepare
from news.imports.summary import Outcome, Summary
from news.imports.writing import Result, Terms, Writer
from news.models import ImportRun

# A batch ends at whichever comes first, so that memory has a bound.
BATCH_ROWS = 300
BATCH_CHARACTERS = 4_000_000


@dataclass(frozen=True)
class Options:
    images: Path | None = None
    default_category: str = FALLBACK
    limit: int | None = None
    spread_days: int = 0
    is_forced: bool = False
    is_trial: bool = False


def run(
    path: Path, options: Options, say: Callable[[str], None], progress_to: TextIO
) -> Summary:
    """`say` gets every line but the progress. A trial leaves nothing behind.

    Raises:
        BrokenFileError: nothing of the file can be read.
    """
    started = time.monotonic()
    source = ImportFile(path)
    progress = Progress(progress_to, source.fraction_read)

    def say_clearly(text: str) -> None:
        progress.clear()
        say(text)

    with transaction.atomic() if options.is_trial else nullcontext():
        summary = _Import(source, options, say_clearly, progress).run()
        if options.is_trial:
            transaction.set_rollback(True)
    for remark in summary.remarks():
        say_clearly(remark)
    if options.is_trial:
        say_clearly("Chạy thử: chưa ghi gì vào trang.")
    say_clearly(summary.line(time.monotonic() - started))
    return summary


class _Import:
    def __init__(self, source: ImportFile, options: Options, say, progress) -> None:
        self._source = source
        self._options = options
        self._say = say
        self._progress = progress
        self._summary = Summary()
        # A mark of each key: the only thing that grows with the file.
        self._seen: set[int] = set()
        self._find_picture = (
            PictureFolder(options.images, trial=options.is_trial)
            if options.images
            else NoPictures()
        )
        self._record = ImportRun(
            file_name=source.path.name[:300], started_at=timezone.now()
        )
        self._writer = Writer(
            Terms(
                file_name=source.path.name,
                started_at=self._record.started_at,
                is_forced=options.is_forced,
                default_category=options.default_category,
                spread=dt.timedelta(days=options.spread_days),
            )
        )

    def run(self) -> Summary:
        self._record.save()
        try:
            for batch in _batches(self._rows()):
                with transaction.atomic():
                    self._write(batch)
                    self._keep_record()
        except KeyboardInterrupt:
            self._summary.is_broken = True
            self._say(
                "Dừng giữa chừng. Những bài đã ghi vẫn còn; chạy lại để tiếp tục."
            )
        self._record.finished_at = timezone.now()
        self._keep_record()
        return self._summary

    def _write(self, batch: list[Row]) -> None:
        for result in self._writer.write(batch):
            self._summary.outcomes[result.outcome] += 1
            if reason := _reason(result):
                self._tell(result.row.number, reason, result.row.title)

    def _rows(self) -> Iterator[Row]:
        """The rows that are in order; the others are told and counted."""
        for item in self._items():
            try:
                row = self._read(item)
            except RowError as error:
                title = item.fields.get("title") if isinstance(item, Record) else ""
                self._summary.outcomes[Outcome.FAILED] += 1
                self._tell(item.number, str(error), title)
            else:
                if row:
                    yield row
            self._progress.step()

    def _items(self) -> Iterator[Record | Fault | Skipped]:
        with_pictures = self._options.images is not None
        with closing(self._source.records(with_pictures=with_pictures)) as items:
            try:
                yield from islice(items, self._options.limit)
            except BrokenFileError as error:
                self._summary.is_broken = True
                self._say(str(error))

    def _read(self, item: Record | Fault | Skipped) -> Row | None:
        if isinstance(item, Fault):
            raise RowError([item.reason])
        if isinstance(item, Skipped):
            self._summary.outcomes[Outcome.SKIPPED] += 1
            self._summary.skipped[item.what] += 1
            return None
        row = prepare(item, self._source.key_prefix, self._find_picture)
        mark = hash(row.key)
        if mark in self._seen:
            raise RowError(
                ["trùng id (hoặc trùng tiêu đề, khi không có id) với một bài ở trên"]
            )
        self._seen.add(mark)
        self._note(row)
        return row

    def _note(self, row: Row) -> None:
        self._summary.note_unknown(row.unknown)
        self._summary.lost_pictures += len(row.lost_pictures)
        lost = row.lost_pictures if self._options.images else ()
        for remark in (*lost, *row.remarks):
            self._tell(row.number, remark, row.title)

    def _tell(self, number: int, text: str, title: object) -> None:
        about = f" («{title[:60]}»)" if title and isinstance(title, str) else ""
        self._say(f"{self._source.unit} {number}{about}: {text}")

    def _keep_record(self) -> None:
        outcomes = self._summary.outcomes
        self._record.read = self._summary.read
        self._record.created = outcomes[Outcome.CREATED]
        self._record.updated = outcomes[Outcome.UPDATED]
        self._record.unchanged = outcomes[Outcome.UNCHANGED] + outcomes[Outcome.KEPT]
        self._record.failed = outcomes[Outcome.FAILED]
        self._record.save()


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch, size = [], 0
    for row in rows:
        batch.append(row)
        size += row.size
        if len(batch) >= BATCH_ROWS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _reason(result: Result) -> str:
    if result.outcome == Outcome.KEPT:
        return "đã được sửa trong trang, giữ nguyên"
    return result.reason
