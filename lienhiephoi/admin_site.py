"""The admin site: the desk first, then the lists, grouped by what they are for."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from lienhiephoi import desk


class DeskSite(admin.AdminSite):
    site_header = "Bàn làm việc"
    site_title = "Bàn làm việc"
    index_title = "Bàn làm việc"
    index_template = "admin/desk.html"
    empty_value_display = "–"

    def admin_view(self, view, cacheable=False):
        """Who is signed in but not of the staff is told so, not sent to sign in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Tài khoản của bạn không vào được Bàn làm việc.")
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Signing in has one door, which is not here."""
        return redirect_to_login(self._wanted(request), resolve_url(settings.LOGIN_URL))

    def _wanted(self, request) -> str:
        wanted = request.GET.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            wanted, {request.get_host()}, require_https=request.is_secure()
        )
        return wanted if is_ours else reverse("admin:index", current_app=self.name)

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("account:password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account:password-changed")

    def index(self, request, extra_context=None):
        sections = desk.sections(request.user)
        return super().index(
            request, {"desk_sections": sections, **(extra_context or {})}
        )

    def get_app_list(self, request, app_label=None):
        """By purpose, not by the package that holds the code."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        groups: dict[str, list] = {name: [] for name in desk.GROUPS}
        for app in apps:
            for entry in app["models"]:
                model_admin = self._registry[entry["model"]]
                name = getattr(model_admin, "desk_group", desk.FIGURES)
                groups.setdefault(name, []).append(
                    entry | {"order": getattr(model_admin, "desk_order", 50)}
                )
        return [
            {"name": name, "models": sorted(models, key=lambda each: each["order"])}
            for name, models in groups.items()
            if models
        ]
