"""Send the letters whose turn it is; a timer runs it every minute."""

from django.core.management.base import BaseCommand, CommandError

from lienhiephoi import letters


class Command(BaseCommand):
    help = "Gửi những thư đang chờ gửi."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không gửi")
        parser.add_argument("--limit", type=int, default=100, help="nhiều nhất mấy thư")

    def handle(self, *, dry_run: bool, limit: int, **_options):
        if dry_run:
            waiting = letters.due()[:limit]
            for letter in waiting:
                self.stdout.write(f"{letter.to}: {letter.subject}")
            self.stdout.write(f"Sẽ gửi {len(waiting)} thư.")
            return
        done = letters.send_due(limit)
        self.stdout.write(f"Đã gửi {done.sent} thư, lỗi {done.failed}.")
        if done.problem:
            raise CommandError(done.problem)
