"""Invitees: who is asked, what they answered, who came."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from conferences import invitees, links, notifications, permissions
from conferences.admin.door import DoorPages
from conferences.admin.invitee_letters import LetterPages
from conferences.admin.invitee_lists import ListPages
from conferences.models import Conference, Invitee, Reply
from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_deeds import Deed, DeedAdminMixin
from lienhiephoi.admin_versions import VersionedForm
from lienhiephoi.vietnamese import date_text, moment_text
from lienhiephoi.whole_numbers import whole_number

_TONES = {
    Reply.NONE: "draft",
    Reply.GOING: "good",
    Reply.SUBSTITUTE: "submitted",
    Reply.ABSENT: "withdrawn",
}
ANSWER = ("reply", "reply_reason", "substitute_name", "substitute_position")
_RECENT = 15


class ConferenceFilter(admin.SimpleListFilter):
    """The newest ones; the page of a conference leads to its own list."""

    title = "hội nghị"
    parameter_name = "conference__id__exact"

    def lookups(self, request, model_admin):
        newest = Conference.objects.exclude(invitees=None).newest_first()
        return [
            (each.pk, f"{date_text(each.starts_on)}: {each.title}")
            for each in newest.only("title", "starts_on")[:_RECENT]
        ]

    def queryset(self, request, queryset):
        chosen = whole_number(self.value())
        return queryset if chosen is None else queryset.filter(conference=chosen)


class PresenceFilter(admin.SimpleListFilter):
    title = "điểm danh"
    parameter_name = "co-mat"

    def lookups(self, request, model_admin):
        return [("co", "Có mặt"), ("khong", "Chưa có mặt"), ("ngoai", "Không được mời")]

    def queryset(self, request, queryset):
        if self.value() == "co":
            return queryset.present()
        if self.value() == "khong":
            return queryset.filter(arrived_at=None)
        if self.value() == "ngoai":
            return queryset.filter(was_invited=False)
        return queryset


class InviteeForm(VersionedForm):
    """An answer heard by telephone is typed here, under the same rules."""

    def clean(self):
        cleaned = super().clean()
        if not self.errors and set(ANSWER) & set(self.changed_data):
            self._check_answer(cleaned)
        return cleaned

    def _check_answer(self, cleaned: dict) -> None:
        if self.instance.pk is None:
            if cleaned["reply"]:
                self.add_error("reply", "Hãy lưu đại biểu trước rồi ghi trả lời.")
            return
        try:
            invitees.check_answer(
                self.instance,
                cleaned["reply"],
                reason=cleaned["reply_reason"],
                substitute_name=cleaned["substitute_name"],
            )
        except ValidationError as refusal:
            named = hasattr(refusal, "error_dict")
            self.add_error(None if named else "reply", refusal)


def _renew(_request, invitee: Invitee, _form) -> str:
    notifications.cancel_invitations([invitee])
    invitees.renew_link(invitee)
    return f"Đã lập đường dẫn mới cho {invitee}; đường dẫn và thẻ cũ không dùng được."


@admin.register(Invitee)
class InviteeAdmin(ListPages, LetterPages, DoorPages, DeedAdminMixin, RecordAdmin):
    desk_group = desk.CONFERENCES
    desk_order = 3

    class Media:
        css = {"all": ["css/admin-delegates.css"]}

    form = InviteeForm
    change_list_template = "admin/conferences/invitee/change_list.html"
    fieldsets = [
        (
            "Người được mời",
            {
                "fields": [
                    "conference",
                    "group",
                    *("person", "honorific", "full_name"),
                    *("position", "association", "body"),
                    *("email", "phone"),
                    *("was_invited", "order"),
                ]
            },
        ),
        ("Trả lời", {"fields": [*ANSWER, "replied", "history"]}),
        ("Điểm danh và đường dẫn", {"fields": ["arrived", "personal_link"]}),
    ]
    readonly_fields = ["replied", "history", "arrived", "personal_link"]
    autocomplete_fields = ["person", "association"]
    list_display = [
        *("addressed", "post", "group"),
        *("replied_with", "came", "conference"),
    ]
    list_filter = [ConferenceFilter, PresenceFilter, "group", "reply"]
    list_select_related = ["conference", "association", "person"]
    search_fields = ["full_name", "position", "body", "association__name"]
    csv_fields = (
        *("conference", "group", "honorific", "full_name", "position", "body_of_day"),
        *("email", "phone", "reply", "substitute_name", "replied_at", "arrived_at"),
    )
    deeds = (
        Deed(
            "duong-dan-moi",
            "Lập đường dẫn mới",
            _renew,
            lambda each: each.was_invited,
            (
                "Đường dẫn trong thư, giấy mời và mã trên thẻ đã in không dùng được nữa.",
                "Gửi lại thư mời ở trang «Đại biểu» của hội nghị.",
            ),
        ),
    )

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return found.prefetch_related("association__names")

    def get_fieldsets(self, request, obj=None):
        """The personal link answers in the invitee's name: it is for who invites."""
        if permissions.runs_conferences(request.user):
            return self.fieldsets
        return [
            (
                title,
                {
                    "fields": [
                        each for each in part["fields"] if each != "personal_link"
                    ]
                },
            )
            for title, part in self.fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "conference"] if obj else fields

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "conference":
            kwargs["queryset"] = Conference.objects.newest_first()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        chosen = _chosen(request)
        page = (
            ""
            if chosen is None
            else reverse("admin:conferences_invitee_office", args=[chosen])
        )
        return super().changelist_view(
            request, {"office_url": page, **(extra_context or {})}
        )

    def has_delete_permission(self, request, obj=None):
        """Who came stays: the quorum of the meeting is counted from them."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.is_present)

    @transaction.atomic
    def delete_model(self, request, obj):
        notifications.cancel_invitations([obj])
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        notifications.cancel_invitations(queryset)
        super().delete_queryset(request, queryset)

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        """An answer goes the way of all answers: with its moment, into the history."""
        answered = {name: getattr(obj, name) for name in ANSWER}
        if not (change and set(ANSWER) & set(form.changed_data)):
            super().save_model(request, obj, form, change)
            return
        for name in ANSWER:
            setattr(obj, name, form.initial[name])
        super().save_model(request, obj, form, change)
        invitees.answer(
            obj,
            answered["reply"],
            reason=answered["reply_reason"],
            substitute_name=answered["substitute_name"],
            substitute_position=answered["substitute_position"],
            by=request.user,
        )

    def get_list_display(self, request):
        """The list of one conference does not repeat its title in each row."""
        shown = super().get_list_display(request)
        if _chosen(request) is None:
            return shown
        return [each for each in shown if each != "conference"]

    # --- What is shown ----------------------------------------------------------

    @admin.display(description="Họ và tên", ordering="folded_name")
    def addressed(self, invitee: Invitee):
        return invitee.addressed

    @admin.display(description="Chức vụ, đơn vị")
    def post(self, invitee: Invitee):
        return ", ".join(filter(None, (invitee.position, invitee.body_name))) or "–"

    @admin.display(description="Đơn vị")
    def body_of_day(self, invitee: Invitee):
        return invitee.body_name

    @admin.display(description="Trả lời", ordering="reply")
    def replied_with(self, invitee: Invitee):
        if not invitee.was_invited:
            return "Không được mời"
        return _badge(_TONES[invitee.reply], invitee.get_reply_display())

    @admin.display(description="Có mặt", ordering="arrived_at")
    def came(self, invitee: Invitee):
        return _badge("good", "Có mặt") if invitee.is_present else "–"

    @admin.display(description="Trả lời lúc")
    def replied(self, invitee: Invitee):
        return _moment(invitee.replied_at)

    @admin.display(description="Các lần trả lời")
    def history(self, invitee: Invitee):
        if invitee.pk is None:
            return "–"
        lines = [
            " · ".join(
                filter(
                    None,
                    (
                        _moment(each.at),
                        each.get_reply_display(),
                        each.substitute or each.reason,
                        f"{each.by} ghi" if each.by_id else "tự trả lời",
                    ),
                )
            )
            for each in invitee.answers.select_related("by")
        ]
        return "; ".join(lines) or "Chưa trả lời"

    @admin.display(description="Có mặt lúc")
    def arrived(self, invitee: Invitee):
        if not invitee.is_present:
            return "Chưa điểm danh"
        how = invitee.get_arrival_display().lower()
        return f"{_moment(invitee.arrived_at)} ({how}): {invitee.who_came}"

    @admin.display(description="Đường dẫn riêng")
    def personal_link(self, invitee: Invitee):
        if invitee.pk is None or not invitee.was_invited:
            return "–"
        return format_html('<a href="{0}">{0}</a>', links.link_of(invitee))


def _chosen(request) -> int | None:
    """The conference whose list is shown."""
    return whole_number(request.GET.get(ConferenceFilter.parameter_name))


def _badge(tone: str, label: str):
    return format_html('<span class="badge badge--{}">{}</span>', tone, label)


def _moment(moment) -> str:
    return moment_text(timezone.localtime(moment)) if moment else "–"
