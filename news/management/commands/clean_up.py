"""Remove what was promised to be kept no longer."""

import datetime as dt

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from lienhiephoi import letters, search
from lienhiephoi.expiry import expiries
from lienhiephoi.models import RateCounter
from members import retention
from news.counting import KEPT
from news.models import ContactMessage, SeenMark


class Command(BaseCommand):
    help = (
        "Xóa thư, tài khoản người đã thôi đại diện, tệp đã gỡ khi quá hạn lưu; phiên "
        "đăng nhập và dấu đếm đã hết hạn."
    )

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
        people = retention.people_past_retention(timezone.localdate(now))
        files = retention.files_past_retention(now)
        parts += [f"tài khoản thôi đại diện {len(people)}", f"tệp đã gỡ {len(files)}"]
        for expiry in expiries():
            due = list(expiry.due(now))
            parts.append(f"{expiry.label} {len(due)}")
            for record in due if not dry_run else ():
                expiry.forget(record)
        if not dry_run:
            for person in people:
                retention.forget(person)
            for file in files:
                retention.delete_file(file)
            call_command("clearsessions")
        verb = "Sẽ xóa" if dry_run else "Đã xóa"
        self.stdout.write(f"{verb}: " + " · ".join(parts))
