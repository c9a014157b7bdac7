"""Remove what was promised to be kept no longer."""

import datetime as dt

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from lienhiephoi import letters, search
from lienhiephoi.models import RateCounter
from news.counting import KEPT
from news.models import ContactMessage, SeenMark


class Command(BaseCommand):
    help = "Xóa thư quá hạn lưu, phiên đăng nhập và dấu đếm đã hết hạn."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xóa")

    def handle(self, *, dry_run: bool, **_options):
        now = timezone.now()
        expired = {
            "thư liên hệ": ContactMessage.objects.past_retention(now),
            "thư gửi đi": letters.past_retention(now),
            "dấu đếm": SeenMark.objects.filter(seen_at__lt=now - KEPT),
            "bộ đếm giới hạn": RateCounter.objects.filter(
                window_start__lt=now - dt.timedelta(days=1)
            ),
            "câu tìm lẻ": search.old_single_misses(),
        }
        parts = []
        for label, rows in expired.items():
            count = rows.count() if dry_run else rows.delete()[0]
            parts.append(f"{label} {count}")
        if not dry_run:
            call_command("clearsessions")
        verb = "Sẽ xóa" if dry_run else "Đã xóa"
        self.stdout.write(f"{verb}: " + " · ".join(parts))
