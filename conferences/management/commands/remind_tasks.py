"""Write the reminders of tasks that are soon due; a timer runs it every morning."""

import datetime as dt

from django.core.management.base import BaseCommand

from conferences import reminders
from lienhiephoi.command_days import day
from lienhiephoi.vietnamese import date_text


class Command(BaseCommand):
    help = "Lập thư nhắc nhiệm vụ còn không quá bảy ngày là đến hạn."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem, không lập")
        parser.add_argument(
            "--day", type=day, help="như thể hôm nay là ngày này (20/11/2026)"
        )

    def handle(self, *, dry_run: bool, day: dt.date | None, **_options):
        plan = reminders.plan(day)
        for task, owners in plan.fresh:
            readers = ", ".join(f"{each.name} <{each.email}>" for each in owners)
            self.stdout.write(f"{task} (hạn {date_text(task.due_on)}): {readers}")
        for task in plan.unreachable:
            self.stdout.write(f"Không có thư điện tử: {task} ({task.owner})")
        if dry_run:
            count = sum(len(owners) for _, owners in plan.fresh)
        else:
            count = len(reminders.write(plan))
        verb = "Sẽ lập" if dry_run else "Đã lập"
        self.stdout.write(
            f"{date_text(plan.day)}. {verb} {count} thư nhắc, "
            f"nhiệm vụ đã nhắc từ trước {len(plan.reminded)}, "
            f"không có địa chỉ {len(plan.unreachable)}."
        )
