"""Write the search anew from the records it is drawn from."""

from django.core.management.base import BaseCommand

from lienhiephoi import search


class Command(BaseCommand):
    help = "Lập lại chỉ mục tìm kiếm từ mọi nội dung công khai."

    def handle(self, **_options):
        done = 0
        for done in search.rebuild():
            self.stderr.write(f"\r{done} mục", ending="")
        self.stderr.write("")
        self.stdout.write(f"Đã lập chỉ mục {done} mục.")
