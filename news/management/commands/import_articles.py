"""Bring articles in from a file: JSON Lines, or an export of WordPress."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from news.imports.categories import FALLBACK, Categories
from news.imports.records import BrokenFileError
from news.imports.running import Options, run


class Command(BaseCommand):
    help = "Nhập bài viết từ tệp JSON Lines hoặc tệp WordPress (xem docs/import.md)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tệp .jsonl hoặc .xml, có thể .gz")
        parser.add_argument("--images", type=Path, help="thư mục chứa ảnh của bài viết")
        parser.add_argument(
            "--category", default="", help="chuyên mục cho bài không ghi chuyên mục"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="đọc và kiểm tra, không ghi gì"
        )
        parser.add_argument(
            "--force", action="store_true", help="ghi đè cả bài đã sửa trong trang"
        )
        parser.add_argument(
            "--limit", type=_positive, help="chỉ đọc chừng này dòng hoặc mục đầu tiên"
        )
        parser.add_argument(
            "--spread-days",
            type=_positive,
            default=0,
            help="chỉ để chạy thử: rải bài không có ngày đăng ra N ngày gần đây",
        )

    def handle(self, *, file: Path, images: Path | None, category: str, **options):
        if images and not images.is_dir():
            raise CommandError(f"Không có thư mục ảnh {images}.")
        try:
            summary = run(
                file,
                Options(
                    images=images,
                    default_category=_existing(category) if category else FALLBACK,
                    limit=options["limit"],
                    spread_days=options["spread_days"],
                    is_forced=options["force"],
                    is_trial=options["dry_run"],
                ),
                self._say,
                sys.stderr,
            )
        except BrokenFileError as error:
            raise CommandError(str(error)) from error
        if summary.has_failed:
            # The summary stays the last line.
            sys.exit(1)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _existing(named: str) -> str:
    found = Categories().get(named)
    if found is None:
        raise CommandError(f"Không có chuyên mục «{named}».")
    return found.slug
