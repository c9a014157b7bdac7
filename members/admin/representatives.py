"""Representatives and their invitations, as the office sees and makes them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.admin_deeds import Deed, DeedAdminMixin
from members import invitations, notifications
from members.invitation_forms import EndForm
from members.models import Invitation, Representative
from members.views import invitation_links


def _badge(key: str, label: str):
    return format_html('<span class="badge badge--{}">{}</span>', key, label)


# --- Representatives ------------------------------------------------------------


class ActingFilter(admin.SimpleListFilter):
    title = "đang đại diện"
    parameter_name = "dang"

    def lookups(self, request, model_admin):
        return [("co", "Đang đại diện"), ("khong", "Đã kết thúc")]

    def queryset(self, request, queryset):
        if self.value() == "co":
            return queryset.current()
        if self.value() == "khong":
            return queryset.exclude(pk__in=Representative.objects.current())
        return queryset


@transaction.atomic
def _end(request, representative: Representative, form: EndForm) -> str:
    invitations.end(representative, **form.cleaned_data)
    notifications.representation_ended(representative, by=request.user)
    told = invitations.end_text(representative)
    if invitations.is_last_signer(representative):
        return f"{told} Sau đó hội không còn ai ký, gửi báo cáo: hãy mời người mới."
    return told


@admin.register(Representative)
class RepresentativeAdmin(DeedAdminMixin, RecordAdmin):
    """Made by accepting an invitation, ended by a deed, never edited or deleted."""

    desk_group = desk.REGISTER
    desk_order = 20
    fields = [
        *("association", "user", "role", "starts_on", "ends_on"),
        *("ended_at", "end_reason", "appointed_by"),
    ]
    list_display = ["user", "association", "role", "starts_on", "ends_on", "state"]
    list_filter = [ActingFilter, "role"]
    list_select_related = ["user", "association", "appointed_by"]
    search_fields = ["association__name", "user__full_name", "user__email"]
    csv_fields = ("association", "user", "role", "starts_on", "ends_on", "end_reason")
    deeds = (
        Deed(
            "ket-thuc",
            "Bàn giao, kết thúc",
            _end,
            lambda each: each.is_acting,
            (
                "Lời mời còn mở cho người này không dùng được nữa.",
                "Kết thúc ngay: cả những lời mời do người này lập cũng bị thu hồi.",
                "Những gì người này đã làm giữ nguyên tên người làm.",
            ),
            form=EndForm,
        ),
    )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="Hiện nay")
    def state(self, representative: Representative):
        if representative.is_acting:
            return _badge("good", "Đang đại diện")
        return _badge("draft", "Đã kết thúc")


# --- Invitations ----------------------------------------------------------------


def _is_open(invitation: Invitation) -> bool:
    is_over = invitation.accepted_at or invitation.revoked_at
    return not is_over and invitation.expires_at > timezone.now()


def _revoke(_request, invitation: Invitation, _form) -> str:
    invitations.revoke(invitation)
    return f"Đã thu hồi lời mời {invitation.full_name}."


def _renew(request, invitation: Invitation, _form):
    fresh, secret = invitations.renew(invitation, by=request.user)
    invitation_links.remember(request, fresh, secret)
    return HttpResponseRedirect(reverse("admin:members_invitation_link"))


class InvitationForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        wanted = ("association", "role")
        if self.instance.pk is None and all(cleaned.get(name) for name in wanted):
            known = ("association", "role", "full_name", "email")
            sent = {name: cleaned.get(name, "") for name in known}
            invitations.refuse_repeat(Invitation(**sent))
        return cleaned


@admin.register(Invitation)
class InvitationAdmin(DeedAdminMixin, RecordAdmin):
    """Adding one makes its link, which is shown once; afterwards it only ends."""

    desk_group = desk.REGISTER
    desk_order = 21
    form = InvitationForm
    fields = ["association", "full_name", "position", "email", "role"]
    autocomplete_fields = ["association"]
    list_display = ["full_name", "association", "role", "email", "state", "created_at"]
    list_filter = ["role"]
    list_select_related = ["association", "created_by", "accepted_by"]
    search_fields = ["full_name", "email", "association__name"]
    date_hierarchy = "created_at"
    deeds = (
        Deed(
            "thu-hoi",
            "Thu hồi",
            _revoke,
            _is_open,
            ("Đường dẫn đã gửi không dùng được nữa.",),
        ),
        Deed(
            "duong-dan-moi",
            "Lập đường dẫn mới",
            _renew,
            lambda each: each.accepted_at is None,
            (
                "Đường dẫn cũ không dùng được nữa.",
                "Có thư điện tử thì gửi thư lần nữa.",
            ),
        ),
    )

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if obj is None:
            return fields
        return [
            *(*fields, "state", "created_by", "created_at", "expires_at"),
            *("accepted_by", "accepted_at", "revoked_at"),
        ]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    @admin.display(description="Trạng thái")
    def state(self, invitation: Invitation):
        if invitation.accepted_at:
            return _badge("good", "Đã nhận")
        if invitation.revoked_at:
            return _badge("withdrawn", "Đã thu hồi")
        if _is_open(invitation):
            return _badge("submitted", "Chờ nhận")
        return _badge("expired", "Hết hạn")

    # --- The link, shown once ---------------------------------------------------

    def save_model(self, request, obj, form, change):
        request.invited = obj, invitations.invite(obj, by=request.user)

    def add_view(self, request, form_url="", extra_context=None):
        """The link is mailed once the transaction that made it has ended."""
        only_save = {
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        answer = super().add_view(
            request, form_url, {**only_save, **(extra_context or {})}
        )
        if hasattr(request, "invited"):
            invitation_links.remember(request, *request.invited)
        return answer

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(reverse("admin:members_invitation_link"))

    def get_urls(self):
        return [
            path(
                "duong-dan/",
                self.admin_site.admin_view(self.link_view),
                name="members_invitation_link",
            ),
            *super().get_urls(),
        ]

    def link_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied("Bạn không có quyền mời người đại diện.")
        shown = invitation_links.recall(request)
        if shown is None:
            self.message_user(request, "Đường dẫn chỉ hiện một lần, ngay sau khi mời.")
            address = reverse("admin:members_invitation_changelist")
            return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "title": "Đã lập lời mời",
            "opts": self.opts,
            "original": shown["invitation"],
            "back_url": self._change_url(quote(shown["invitation"].pk)),
            "media": self.media,
            **shown,
        }
        return TemplateResponse(request, "admin/members/invitation_link.html", context)
