"""Load the demonstration content of the fictional province of Lam Giang."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from conferences.demonstration.loading import load as load_conferences
from lienhiephoi.models import Letter
from news.demonstration.loading import load as load_news
from news.models import Article


class Command(BaseCommand):
    help = "Nạp nội dung minh họa (tỉnh Lam Giang) vào một cơ sở dữ liệu còn trống."

    def handle(self, **_options):
        if Article.objects.exists():
            raise CommandError(
                "Đã có bài viết; nội dung minh họa chỉ nạp vào chỗ trống."
            )
        with transaction.atomic():
            parts = [load(self._progress) for load in (load_news, load_conferences)]
        # Its years of letters are history, not mail to be sent.
        Letter.objects.all().delete()
        self.stdout.write(f"Đã nạp: {', '.join(parts)}")

    def _progress(self, text: str) -> None:
        self.stdout.write(f"  {text}")
        self.stdout.flush()
