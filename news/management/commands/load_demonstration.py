"""Load the demonstration content of the fictional province of Lam Giang."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from lienhiephoi.models import Letter
from news.demonstration.loading import load
from news.models import Article


class Command(BaseCommand):
    help = "Nạp nội dung minh họa (tỉnh Lam Giang) vào một cơ sở dữ liệu còn trống."

    def handle(self, **_options):
        if Article.objects.exists():
            raise CommandError(
                "Đã có bài viết; nội dung minh họa chỉ nạp vào chỗ trống."
            )
        with transaction.atomic():
            summary = load(progress=self._progress)
        # Its years of letters are history, not mail to be sent.
        Letter.objects.all().delete()
        self.stdout.write(f"Đã nạp: {summary}")

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()
