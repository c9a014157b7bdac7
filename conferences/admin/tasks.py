"""Tasks and their progress."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.html import format_html

from conferences import notifications, permissions
from conferences.models import (
    UNFINISHED,
    Conference,
    Task,
    TaskProgress,
    TaskStatus,
)
from conferences.progress import report_progress
from conferences.workflow import TASKS
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.vietnamese import date_text
from lienhiephoi.whole_numbers import whole_number
from lienhiephoi.workflow import TransitionError

# How many conferences the filter of the list offers, the newest first.
SHOWN_CONFERENCES = 12


class DueFilter(admin.SimpleListFilter):
    title = "thời hạn"
    parameter_name = "han"

    def lookups(self, request, model_admin):
        return [("qua-han", "Đã quá hạn"), ("khong-han", "Không có hạn")]

    def queryset(self, request, queryset):
        if self.value() == "qua-han":
            return queryset.overdue()
        if self.value() == "khong-han":
            return queryset.filter(due_on=None)
        return queryset


class OwnerFilter(admin.SimpleListFilter):
    title = "chủ trì"
    parameter_name = "chu-tri"

    def lookups(self, request, model_admin):
        return [
            ("chua-co", "Chưa có chủ trì"),
            ("hoi", "Hội"),
            ("nguoi", "Cá nhân"),
        ]

    def queryset(self, request, queryset):
        wanted = {
            "chua-co": Q(association=None, person=None),
            "hoi": Q(association__isnull=False),
            "nguoi": Q(person__isnull=False),
        }
        return queryset.filter(wanted.get(self.value(), Q()))


class ConferenceFilter(admin.SimpleListFilter):
    title = "hội nghị"
    parameter_name = "hoi-nghi"

    def lookups(self, request, model_admin):
        giving = Conference.objects.filter(tasks__isnull=False).distinct()
        return [
            (each.pk, f"{each.title}, {date_text(each.starts_on)}")
            for each in giving.newest_first()[:SHOWN_CONFERENCES]
        ]

    def queryset(self, request, queryset):
        chosen = whole_number(self.value())
        return queryset if chosen is None else queryset.filter(conference=chosen)


class TaskForm(VersionedForm):
    def clean(self):
        cleaned = super().clean()
        # The database refuses it as well; its status is on no form (test_layering).
        is_given = self.instance.status != TaskStatus.DRAFT
        if is_given and not (cleaned.get("association") or cleaned.get("person")):
            raise ValidationError("Nhiệm vụ đã giao phải có chủ trì.")
        return cleaned


class ProgressInline(admin.TabularInline):
    """What was told stays; the office may tell what it heard by telephone."""

    model = TaskProgress
    fields = ["text", "percent", "at", "by"]
    readonly_fields = ["at", "by"]
    can_delete = False
    verbose_name_plural = "Tiến độ đã báo"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    def get_extra(self, request, obj=None, **kwargs):
        return 1

    def has_add_permission(self, request, obj=None):
        return (
            obj is not None
            and obj.status in UNFINISHED
            and permissions.runs_tasks(request.user)
        )

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Task)
class TaskAdmin(WorkflowAdminMixin, RecordAdmin):
    form = TaskForm
    workflow = TASKS
    bulk_moves = ("give", "confirm", "drop")
    saving_moves = {"give": "Lưu và giao nhiệm vụ"}
    stays_on_page = True
    desk_group = desk.CONFERENCES
    desk_order = 3
    change_form_template = "admin/conferences/task/change_form.html"
    long_fields = ("detail",)
    fieldsets = [
        ("Nhiệm vụ", {"fields": ["conference", "resolution", "title", "detail"]}),
        ("Chủ trì: một hội hoặc một người", {"fields": ["association", "person"]}),
        ("Thời hạn, công bố", {"fields": ["due_on", "is_public", "order"]}),
    ]
    autocomplete_fields = ["conference", "resolution", "association", "person"]
    inlines = [ProgressInline]
    list_display = ["title", "state", "owner", "due", "told"]
    list_select_related = ["association", "person", "conference"]
    list_filter = ["status", DueFilter, OwnerFilter, ConferenceFilter]
    search_fields = ["title", "association__name", "person__full_name"]
    csv_fields = (
        *("title", "status", "owner", "due_on", "done_on", "told", "conference"),
    )
    ordering = ["-conference__starts_on", "order", "pk"]

    class Media:
        css = {"all": ["css/admin-minutes.css"]}

    def has_delete_permission(self, request, obj=None):
        """What was given has a history; it is dropped with a reason instead."""
        is_given = obj is not None and obj.status != TaskStatus.DRAFT
        return not is_given and super().has_delete_permission(request, obj)

    def get_queryset(self, request):
        told = Max("progress__percent")
        return super().get_queryset(request).annotate(told_percent=told)

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, task: Task):
        return format_html(
            '<span class="badge badge--{}">{}</span>',
            task.status,
            task.get_status_display(),
        )

    @admin.display(description="Chủ trì", empty_value="Chưa có")
    def owner(self, task: Task):
        return task.owner or None

    @admin.display(description="Hạn", ordering="due_on")
    def due(self, task: Task):
        if task.done_on:
            return f"xong {date_text(task.done_on)}"
        if task.due_on is None:
            return ""
        if not task.is_overdue:
            return date_text(task.due_on)
        return format_html(
            '{} <strong class="late">quá hạn</strong>', date_text(task.due_on)
        )

    @admin.display(description="Tiến độ (%)", ordering="told_percent")
    def told(self, task: Task):
        return task.told_percent

    # --- Saving -------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        is_new_owner = {"association", "person"} & set(form.changed_data)
        if change and is_new_owner and obj.status in UNFINISHED:
            transaction.on_commit(
                lambda: notifications.task_handed_on(obj, request.user), robust=True
            )

    def save_formset(self, request, form, formset, change):
        """What is told goes through the one function, whoever tells it."""
        if formset.model is not TaskProgress:
            super().save_formset(request, form, formset, change)
            return
        for told in formset.save(commit=False):
            try:
                report_progress(
                    told.task, told.text, percent=told.percent, by=request.user
                )
            except TransitionError as refusal:
                for reason in refusal.reasons:
                    self.message_user(request, reason, messages.ERROR)

    def consequences(self, record, move):
        if move.name == "give":
            readers = notifications.task_owners([record]).get(record.pk, [])
            if not readers:
                return ["Chủ trì chưa có thư điện tử: hãy báo bằng điện thoại."]
            names = ", ".join(each.name for each in readers)
            return [
                f"Thư báo cho {names} được lập, chờ văn phòng đọc rồi mới gửi.",
                "Chủ trì thấy nhiệm vụ trong không gian làm việc và báo tiến độ ở đó.",
            ]
        if move.name == "confirm":
            today = date_text(timezone.localdate())
            return [f"Ngày hoàn thành được ghi là {today}."]
        return []
