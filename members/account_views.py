"""Signing in, the second factor, passwords."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from axes.utils import reset as forget_wrong_passwords
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_otp import login as pass_second_factor

from lienhiephoi.context_processors import site_settings
from lienhiephoi.errors import too_many_requests
from lienhiephoi.limits import is_over_limit
from members.account_forms import SecondFactorForm, SignInForm
from members.models import Representative
from members.second_factor import new_recovery_codes, pending_device, qr_code

RESETS_PER_HOUR = 5


class _OurSite:
    """Django's own views call the host `site`, and would hide the union's name."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for name in ("site", "site_name"):
            context.pop(name, None)
        return context


class SignIn(_OurSite, auth_views.LoginView):
    template_name = "account/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True
    extra_context = {"breadcrumbs": [("Đăng nhập", None)]}

    def get_default_redirect_url(self):
        """Staff go to the desk, representatives to their tasks, others to the account."""
        user = self.request.user
        if user.is_staff:
            return reverse("admin:index")
        acts = Representative.objects.current().filter(user=user).exists()
        return reverse("workspace:home" if acts else "account:home")


class _RedirectThen(HttpResponseRedirect):
    """A redirect, and a work that is done once it has been sent."""

    def __init__(self, address: str, work: Callable[[], object]) -> None:
        super().__init__(address)
        self.work = work

    def close(self) -> None:
        self.work()
        super().close()


class ForgottenPassword(_OurSite, auth_views.PasswordResetView):
    """Says the same, and as fast, whether or not the address is known."""

    template_name = "account/password_reset.html"
    email_template_name = "account/mail/password_reset.txt"
    subject_template_name = "account/mail/password_reset_subject.txt"
    success_url = reverse_lazy("account:password-reset-sent")

    @property
    def extra_email_context(self) -> dict:
        """The host of the request is only what the browser claims."""
        ours = urlsplit(settings.SITE_URL)
        link = {"protocol": ours.scheme, "domain": ours.netloc} if ours.netloc else {}
        return {"site_name": site_settings().short_name, **link}

    def form_valid(self, form):
        """The letter is written after the answer, whose time would tell otherwise."""
        return _RedirectThen(self.get_success_url(), partial(super().form_valid, form))

    def post(self, request, *args, **kwargs):
        if is_over_limit(request, "reset", limit=RESETS_PER_HOUR, seconds=3600):
            return too_many_requests(request)
        return super().post(request, *args, **kwargs)


class NewPassword(auth_views.PasswordResetConfirmView):
    template_name = "account/password_reset_confirm.html"
    success_url = reverse_lazy("account:password-reset-done")

    def form_valid(self, form):
        """Who reads the account's letters need not wait for the lock to open."""
        forget_wrong_passwords(username=self.user.get_username())
        return super().form_valid(form)


@login_required
def home(request):
    context = {
        "represents": Representative.objects.current()
        .filter(user=request.user)
        .exists(),
        "breadcrumbs": [("Tài khoản", None)],
    }
    return render(request, "account/home.html", context)


@login_required
def second_factor(request):
    """Ask for the code of the second factor; lead to setting one up where none is."""
    if not request.user.has_second_factor:
        return redirect("account:second-factor-setup")
    form = SecondFactorForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        pass_second_factor(request, form.device)
        return redirect(_wanted_page(request))
    return render(request, "account/second_factor.html", {"form": form})


@never_cache
@login_required
def second_factor_setup(request):
    """Bind an authenticator app; the binding counts once a code of it was given."""
    if request.user.has_second_factor and not request.user.is_verified():
        return redirect("account:second-factor")
    device = pending_device(request.user)
    form = SecondFactorForm(request.user, request.POST or None, device=device)
    if request.method == "POST" and form.is_valid():
        device.confirmed = True
        device.save()
        pass_second_factor(request, device)
        request.session["recovery_codes"] = new_recovery_codes(request.user)
        return redirect("account:recovery-codes")
    context = {"form": form, "qr_svg": qr_code(device), "secret": device.base32_key}
    return render(request, "account/second_factor_setup.html", context)


@never_cache
@login_required
def recovery_codes(request):
    """Shown once, right after they were made."""
    codes = request.session.pop("recovery_codes", None)
    if codes is None:
        messages.info(request, "Mã dự phòng chỉ hiện một lần, ngay sau khi tạo.")
        return redirect("account:home")
    return render(request, "account/recovery_codes.html", {"codes": codes})


def _wanted_page(request) -> str:
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return resolve_url("admin:index" if request.user.is_staff else "account:home")
