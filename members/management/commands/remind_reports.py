"""Write today's reminders of reports that are owed; a timer runs it every morning."""

import datetime as dt

from django.core.management.base import BaseCommand
from django.utils import timezone

from lienhiephoi.command_days import day
from lienhiephoi.vietnamese import date_text
from members import notifications, reminders


class Command(BaseCommand):
    help = "Lập thư nhắc báo cáo theo số ngày trước và sau hạn của từng kỳ."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lập")
        parser.add_argument(
            "--day", type=day, help="như thể hôm nay là ngày này (20/11/2026)"
        )

    def handle(self, *, dry_run: bool, day: dt.date | None, **_options):
        if not dry_run and day is None:
            notifications.cancel_for_the_gone(timezone.localdate())
        plan = reminders.plan(day)
        for each in plan.reminders:
            names = "; ".join(str(report) for report in each.reports)
            state = "đã nhắc hôm nay" if each.is_repeat else names
            self.stdout.write(f"{each.to.name} <{each.to.email}>: {state}")
        for report in plan.unreachable:
            self.stdout.write(f"Không có thư điện tử: {report}")
        count = len(plan.fresh) if dry_run else len(reminders.write(plan))
        verb = "Sẽ lập" if dry_run else "Đã lập"
        self.stdout.write(
            f"{date_text(plan.day)}. {verb} {count} thư nhắc, "
            f"đã nhắc từ trước {len(plan.reminders) - len(plan.fresh)}, "
            f"không có địa chỉ {len(plan.unreachable)}."
        )
