"""Accounts and roles."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from members.models import User

# The keys of second factors are nobody's to look at.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.unregister(Group)


class NewAccountForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "full_name", "position", "email", "is_staff", "groups"]


@admin.register(User)
class AccountAdmin(RecordAdmin, UserAdmin):
    """Rights come from roles alone; only a superuser touches a superuser."""

    desk_group = desk.PEOPLE
    desk_order = 1
    form = forms.ModelForm
    add_form = NewAccountForm
    fieldsets = [
        ("Người", {"fields": ["full_name", "position", "email"]}),
        ("Đăng nhập", {"fields": ["username", "password_link", "second_factor"]}),
        ("Quyền", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("Thời điểm", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        ("Người", {"fields": ["full_name", "position", "email"]}),
        (
            "Đăng nhập",
            {"fields": ["username", "usable_password", "password1", "password2"]},
        ),
        ("Quyền", {"fields": ["is_staff", "groups"]}),
    ]
    readonly_fields = ["password_link", "second_factor", "last_login", "date_joined"]
    filter_horizontal = []
    list_display = [
        *("__str__", "username", "email", "roles"),
        *("has_device", "is_active", "last_login"),
    ]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["username", "full_name", "email"]
    csv_fields = ("username", "full_name", "position", "email", "roles", "is_active")

    # --- Rights -----------------------------------------------------------------

    def has_change_permission(self, request, obj=None):
        is_above = obj is not None and obj.is_superuser
        if is_above and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """What a person did stays theirs: an account is closed, not deleted."""
        return False

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    # --- Form -------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.widget.can_add_related = False
            field.label = "Vai trò"
            field.help_text = "Chọn mọi vai trò người này giữ; quyền đi theo vai trò."
        return field

    @admin.display(description="Mật khẩu")
    def password_link(self, user: User):
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">Đặt mật khẩu mới</a>', address)

    @admin.display(description="Xác thực hai bước")
    def second_factor(self, user: User):
        if not user.has_second_factor:
            return "Chưa cài đặt"
        address = reverse("admin:members_user_second_factor", args=[user.pk])
        return format_html('Đã cài đặt. <a href="{}">Bỏ xác thực hai bước</a>', address)

    # --- List -------------------------------------------------------------------

    def get_queryset(self, request):
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return (
            super()
            .get_queryset(request)
            .annotate(binds_device=Exists(devices))
            .prefetch_related("groups")
        )

    @admin.display(description="Vai trò")
    def roles(self, user: User):
        names = [group.name for group in user.groups.all()]
        return ", ".join(["Toàn quyền"] * user.is_superuser + names) or "–"

    @admin.display(description="Hai bước", boolean=True)
    def has_device(self, user: User):
        return user.binds_device

    # --- Second factor ----------------------------------------------------------

    def get_urls(self):
        return [
            path(
                "<int:pk>/bo-xac-thuc-hai-buoc/",
                self.admin_site.admin_view(self.reset_second_factor),
                name="members_user_second_factor",
            ),
            *super().get_urls(),
        ]

    def reset_second_factor(self, request, pk: int):
        """For a lost phone: the person binds a new one at the next sign-in."""
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404("Không có tài khoản này.")
        if not self.has_change_permission(request, user):
            raise PermissionDenied("Bạn không có quyền sửa tài khoản này.")
        back_url = self._change_url(pk)
        if request.method == "POST":
            TOTPDevice.objects.filter(user=user).delete()
            StaticDevice.objects.filter(user=user).delete()
            self.log_change(request, user, "Bỏ xác thực hai bước")
            self.message_user(
                request, f"Đã bỏ xác thực hai bước của {user}.", messages.SUCCESS
            )
            return HttpResponseRedirect(back_url)
        context = {
            **self.admin_site.each_context(request),
            "title": "Bỏ xác thực hai bước",
            "opts": self.opts,
            "original": user,
            "consequences": [
                "Ứng dụng xác thực và mã dự phòng của người này không dùng được nữa.",
                "Lần đăng nhập sau, người này cài đặt lại từ đầu.",
                "Chỉ làm khi chắc chắn chính người này yêu cầu.",
            ],
            "button": "Bỏ xác thực hai bước",
            "back_url": back_url,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


_ACTIONS = {
    "add": "Thêm",
    "change": "Sửa",
    "delete": "Xóa",
    "view": "Xem",
    "publish": "Duyệt và đăng",
}
# Rows that the machinery keeps for itself.
_INNER_APPS = {"admin", "axes", "contenttypes", "otp_static", "otp_totp", "sessions"}


class PermissionsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, permission: Permission) -> str:
        """ "bài viết: Sửa", where Django says "news | bài viết | Can change bài viết"."""
        action, _, _ = permission.codename.partition("_")
        model = permission.content_type.model_class()
        name = model._meta.verbose_name if model else permission.content_type.model
        return f"{name}: {_ACTIONS.get(action, permission.name)}"


@admin.register(Group)
class RoleAdmin(RecordAdmin, GroupAdmin):
    desk_group = desk.PEOPLE
    desk_order = 2
    list_display = ["name"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "permissions":
            kwargs["form_class"] = PermissionsField
            kwargs["queryset"] = Permission.objects.exclude(
                content_type__app_label__in=_INNER_APPS
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_actions(self, request):
        """A role is taken away one at a time, never by a slip in a list."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions
