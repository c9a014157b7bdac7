"""Give a period the form that ships with the portal."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from members import period_forms
from members.models import ReportingPeriod


class Command(BaseCommand):
    help = "Lấy mẫu báo cáo chuẩn cho một kỳ chưa có mẫu."

    def add_arguments(self, parser):
        parser.add_argument("period", help="tên trong địa chỉ, ví dụ bao-cao-nam-2026")
        parser.add_argument(
            "--dry-run", action="store_true", help="chỉ nói sẽ làm gì, không ghi"
        )

    def handle(self, *, period: str, dry_run: bool, **_options):
        found = ReportingPeriod.objects.filter(slug=period).first()
        if found is None:
            known = ", ".join(ReportingPeriod.objects.values_list("slug", flat=True))
            raise CommandError(f"Không có kỳ «{period}». Các kỳ: {known or 'chưa có'}.")
        sections = period_forms.standard_form()["sections"]
        size = (
            f"{len(sections)} mục, "
            f"{sum(len(each['indicators']) for each in sections)} chỉ tiêu"
        )
        if dry_run:
            self.stdout.write(f"Sẽ lấy mẫu chuẩn cho «{found}»: {size}.")
            return
        try:
            period_forms.load_standard(found)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Đã lấy mẫu chuẩn cho «{found}»: {size}.")
