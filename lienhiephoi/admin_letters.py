"""The queue of letters as staff read, correct, release and stop it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from lienhiephoi import desk, letters
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_deeds import Deed, DeedAdminMixin
from lienhiephoi.models import Letter, LetterStatus
from lienhiephoi.templatetags.lhh import status_badge
from lienhiephoi.vietnamese import moment_text
from lienhiephoi.workflow import TransitionError

# As many as one press sends, so that the page answers in time.
AT_ONCE = 20
CORRECTABLE = (LetterStatus.HELD, LetterStatus.FAILED)


def _release(request, letter: Letter, _form) -> str:
    letters.release(letter, by=request.user)
    return f"Thư tới {letter.to} sẽ được gửi trong ít phút."


def _cancel(_request, letter: Letter, _form) -> str:
    letters.cancel(letter)
    return f"Đã hủy thư tới {letter.to}."


@admin.register(Letter)
class LetterAdmin(DeedAdminMixin, RecordAdmin):
    desk_group = desk.REPORTS
    desk_order = 60
    long_fields = ("body", "last_error")
    fieldsets = [
        ("Thư", {"fields": ["kind", "recipient", "to", "subject", "body"]}),
        (
            "Gửi",
            {
                "fields": [
                    *("state", "created_at", "created_by", "released_by"),
                    *("released_at", "sent_at", "attempts", "last_error"),
                ]
            },
        ),
    ]
    readonly_fields = [
        *("kind", "state", "created_at", "created_by", "released_by"),
        *("released_at", "sent_at", "attempts", "last_error"),
    ]
    list_display = ["subject", "reader", "kind", "state", "when"]
    list_filter = ["status", "kind"]
    search_fields = ["subject", "recipient", "to"]
    date_hierarchy = "created_at"
    csv_fields = ("created_at", "kind", "recipient", "to", "subject", "status")
    actions = ["release_many", "cancel_many", "export_csv"]
    deeds = (
        Deed(
            "cho-gui",
            "Cho gửi",
            _release,
            lambda letter: letter.status in CORRECTABLE,
            ("Thư vào hàng chờ và được gửi trong ít phút, không lấy lại được.",),
        ),
        Deed(
            "huy",
            "Hủy thư",
            _cancel,
            lambda letter: letter.status in (*letters.WAITING, LetterStatus.FAILED),
            ("Thư không được gửi; trong danh sách vẫn còn, ghi là đã hủy.",),
        ),
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """A letter is corrected while it is held or after it failed, and then only."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.status in CORRECTABLE)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description="Người nhận", ordering="recipient")
    def reader(self, letter: Letter):
        return letter.recipient or letter.to

    @admin.display(description="Trạng thái", ordering="status")
    def state(self, letter: Letter):
        return status_badge(letter)

    @admin.display(description="Lúc", ordering="created_at")
    def when(self, letter: Letter):
        return moment_text(timezone.localtime(letter.sent_at or letter.created_at))

    # --- Many at once -----------------------------------------------------------

    @admin.action(description="Cho gửi", permissions=["change"])
    def release_many(self, request, queryset):
        self._each(request, queryset, "Đã cho gửi", letters.release, by=request.user)

    @admin.action(description="Hủy", permissions=["change"])
    def cancel_many(self, request, queryset):
        self._each(request, queryset, "Đã hủy", letters.cancel)

    def _each(self, request, queryset, done: str, deed, **by) -> None:
        count = 0
        for letter in queryset:
            try:
                deed(letter, **by)
            except TransitionError as refusal:
                self.message_user(request, f"{letter}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, letter, done)
                count += 1
        if count:
            self.message_user(request, f"{done} {count} thư.", messages.SUCCESS)

    # --- Sending by hand --------------------------------------------------------

    def get_urls(self):
        return [
            path(
                "gui-ngay/",
                self.admin_site.admin_view(self.send_now),
                name="lienhiephoi_letter_send",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        waiting = letters.due().count() if self.may_act(request) else 0
        return super().changelist_view(
            request, {"waiting": waiting, **(extra_context or {})}
        )

    def send_now(self, request):
        """For an office whose server has no timer, or that does not want to wait."""
        if not self.may_act(request):
            raise PermissionDenied("Bạn không có quyền gửi thư.")
        back_url = reverse("admin:lienhiephoi_letter_changelist")
        if request.method == "POST":
            done = letters.send_due(AT_ONCE)
            text = f"Đã gửi {done.sent} thư, lỗi {done.failed}. {done.problem}".strip()
            level = messages.WARNING if done.failed else messages.SUCCESS
            self.message_user(request, text, level)
            return HttpResponseRedirect(back_url)
        context = {
            **self.admin_site.each_context(request),
            "title": "Gửi ngay các thư đang chờ",
            "opts": self.opts,
            "button": "Gửi ngay",
            "consequences": [
                f"Mỗi lần bấm gửi nhiều nhất {AT_ONCE} thư, thư lập trước gửi trước.",
                "Thư đang chờ kiểm tra không được gửi.",
            ],
            "records": list(letters.due()[:AT_ONCE]),
            "back_url": back_url,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


def _letters_to_read(user) -> list[desk.DeskSection]:
    if not user.has_perm("lienhiephoi.change_letter"):
        return []
    address = reverse("admin:lienhiephoi_letter_changelist")
    states = {LetterStatus.HELD: "thư chờ kiểm tra", LetterStatus.FAILED: "thư gửi lỗi"}
    waiting = Letter.objects.filter(status__in=states).defer("body", "last_error")
    counted = waiting.order_by().values_list("status").annotate(Count("pk"))
    by_state = dict.fromkeys(states, 0) | dict(counted)
    rows = list(waiting[: desk.ROWS]) if any(by_state.values()) else []
    return [
        desk.DeskSection(
            key="letters",
            title="Thư cần đọc",
            rows=[
                desk.DeskRow(
                    title=letter.subject,
                    url=reverse("admin:lienhiephoi_letter_change", args=[letter.pk]),
                    action="Đọc, cho gửi",
                    kind=letter.kind,
                    detail=f"gửi tới {letter.recipient or letter.to}",
                )
                for letter in rows
            ],
            counts=[
                desk.DeskCount(label, by_state[state], f"{address}?status={state}")
                for state, label in states.items()
                if by_state[state]
            ],
            is_urgent=bool(by_state[LetterStatus.FAILED]),
        )
    ]


desk.register_sections(_letters_to_read)
