"""What the portal itself wrote down: visits and imports, to look at only."""

from django.contrib import admin

from lienhiephoi import desk
from lienhiephoi.admin_base import ReadOnlyAdmin
from news.models import ImportRun, VisitDay


@admin.register(VisitDay)
class VisitDayAdmin(ReadOnlyAdmin):
    desk_group = desk.FIGURES
    desk_order = 1
    list_display = ["day", "visits", "views"]
    date_hierarchy = "day"
    csv_fields = ("day", "visits", "views")


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    desk_group = desk.FIGURES
    desk_order = 2
    list_display = [
        *("file_name", "started_at", "finished_at", "read", "created"),
        *("updated", "unchanged", "failed"),
    ]
    date_hierarchy = "started_at"
    csv_fields = (
        *("file_name", "started_at", "finished_at", "read", "created"),
        *("updated", "unchanged", "failed"),
    )
