"""What all publications have in common in the admin."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk, vietnamese
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.admin_workflow import WorkflowAdminMixin
from lienhiephoi.models import SearchEntry
from lienhiephoi.vietnamese import fold, moment_text
from news import permissions
from news.admin.filters import MineFilter, StateFilter
from news.models import PublishingStatus
from news.workflow import PUBLISHING

ADDRESS = ("Địa chỉ", {"fields": ["slug"], "classes": ["collapse"]})


class PublicationAdmin(WorkflowAdminMixin, RecordAdmin):
    """Writers change what is not yet published, approvers everything."""

    desk_group = desk.CONTENT
    form = VersionedForm
    stays_on_page = True
    workflow = PUBLISHING
    bulk_moves = ("submit", "publish", "withdraw")
    saving_moves = {"submit": "Lưu và gửi duyệt", "publish": "Lưu và đăng"}

    list_display = ["title", "state", "published", "created_by"]
    list_filter = [StateFilter, MineFilter]
    list_select_related = ["created_by"]
    search_fields = ["title"]
    date_hierarchy = "published_at"
    ordering = ["-updated_at", "-pk"]
    csv_fields = ("title", "state", "published_at", "expires_at", "created_by", "link")

    # --- Rights -----------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return super().has_change_permission(request)
        return permissions.can_write(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Only a draft that nobody has yet acted upon: the rest is withdrawn."""
        if not super().has_delete_permission(request, obj) or obj is None:
            return super().has_delete_permission(request, obj)
        return obj.status == PublishingStatus.DRAFT and not self._has_history(obj)

    @staticmethod
    def _has_history(obj) -> bool:
        if not hasattr(obj, "has_history"):
            obj.has_history = obj.status_changes.exists()
        return obj.has_history

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    # --- Form -------------------------------------------------------------------

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            # A refused form has left its values, good or bad, on `obj`.
            is_refused = context["adminform"].form.is_bound
            stored = self.model._base_manager.get(pk=obj.pk) if is_refused else obj
            context |= {
                "view_url": stored.get_absolute_url(),
                "view_label": "Xem trên trang" if stored.is_public() else "Xem trước",
                "state_badge": self.state(stored),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def consequences(self, record, move):
        now = timezone.now()
        if move.target == PublishingStatus.PUBLISHED:
            yield self._when_shown(record, now)
            if record.expires_at and record.expires_at > now:
                yield f"Tự ẩn lúc {_moment(record.expires_at)}."
        elif record.is_public(now):
            yield "Bạn đọc sẽ không còn thấy nội dung này; địa chỉ của nó báo «không có»."
        if move.name == "return":
            yield "Người viết thấy lý do ở Bàn làm việc và sửa tiếp được."
        if move.name == "submit":
            yield "Người viết chỉ xem được cho đến khi có kết quả duyệt."

    @staticmethod
    def _when_shown(record, now) -> str:
        if record.published_at and record.published_at > now:
            return f"Bạn đọc sẽ thấy từ {_moment(record.published_at)} (hẹn giờ)."
        return "Bạn đọc thấy ngay trên trang."

    # --- List -------------------------------------------------------------------

    def get_search_results(self, request, queryset, search_term):
        """What is published is found by its entry in the search, at any number of
        rows; only what is not yet, or no more, is read through."""
        words = [fold(word) for word in vietnamese.words(search_term)]
        if not words:
            return queryset, False
        folded, wanted = self.folded_search(request, search_term)
        prefixes = " & ".join(f"'{word}':*" for word in words)
        indexed = SearchEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            title_words=SearchQuery(prefixes, config="simple", search_type="raw"),
        ).values("object_id")
        is_unpublished = ~Q(status=PublishingStatus.PUBLISHED)
        return queryset.alias(**folded).filter(
            Q(pk__in=indexed) | (is_unpublished & wanted)
        ), False

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, record):
        key, label = state_of(record)
        return format_html('<span class="badge badge--{}">{}</span>', key, label)

    @admin.display(description="Đăng lúc", ordering="published_at")
    def published(self, record):
        """Day above time, so that the column stays narrow."""
        if record.published_at is None:
            return "–"
        time, day = _moment(record.published_at).split(", ")
        return format_html('<span class="moment">{}<br>{}</span>', day, time)

    @admin.display(description="Địa chỉ")
    def link(self, record):
        return record.get_absolute_url()


def state_of(record) -> tuple[str, str]:
    """Name and label of the state, with what the clock adds to it: scheduled, expired."""
    now = timezone.now()
    if record.status == PublishingStatus.PUBLISHED:
        if record.published_at > now:
            return "scheduled", "Hẹn giờ"
        if record.expires_at and record.expires_at <= now:
            return "expired", "Hết hạn"
    return record.status, record.get_status_display()


def _moment(value) -> str:
    return moment_text(timezone.localtime(value))
