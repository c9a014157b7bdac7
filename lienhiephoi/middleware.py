"""What happens around every view."""

from functools import cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from lienhiephoi.models import OldAddress

_PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), usb=(), interest-cohort=()"
)


def client_address(request) -> str:
    """The reader's address as far as our own proxies vouch for it.

    With TRUSTED_PROXIES = n, the n-th address from the right of X-Forwarded-For:
    those further left are only what the client claims.
    """
    if settings.TRUSTED_PROXIES:
        chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(chain) >= settings.TRUSTED_PROXIES:
            return chain[-settings.TRUSTED_PROXIES].strip()
    return request.META.get("REMOTE_ADDR", "")


class ResponseHeadersMiddleware:
    """Headers that Django and django-csp do not set."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS_POLICY)
        return response


class BadInputMiddleware:
    """A NUL can be in no address and no query that we ever made."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        if "\x00" in request.path or any(
            "\x00" in value for key in request.GET for value in request.GET.getlist(key)
        ):
            raise BadRequest("Địa chỉ có ký tự không hợp lệ.")


class SecondFactorMiddleware:
    """Staff are nobody in particular until they have given their second factor.

    Who has set one up must always give it; where STAFF_SECOND_FACTOR is on, who has
    not is first led to set it up. Until then the desk and the account lead to the
    second step, and every other page takes them for an anonymous reader.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if request.path in _addresses(*_STEPS):
            return self.get_response(request)
        if not request.path.startswith(_addresses("admin:index", _ACCOUNT)):
            # Lazy, because a page that asks for nobody stays without a session.
            user = request.user
            request.user = SimpleLazyObject(lambda: _fully_known(user))
        elif lacks_second_factor(request.user):
            return redirect(f"{reverse('account:second-factor')}?next={request.path}")
        return self.get_response(request)


_ACCOUNT = "account:home"
# What somebody half signed in needs in order to go on, or to leave.
_STEPS = (
    *("account:second-factor", "account:second-factor-setup"),
    *("account:recovery-codes", "account:sign-out"),
)


@cache
def _addresses(*names: str) -> tuple[str, ...]:
    return tuple(map(reverse, names))


def _fully_known(user):
    return AnonymousUser() if lacks_second_factor(user) else user


def lacks_second_factor(user) -> bool:
    """Whether a person of the staff still owes the second step of signing in."""
    if not (user.is_authenticated and user.is_staff) or user.is_verified():
        return False
    return settings.STAFF_SECOND_FACTOR or user.has_second_factor


class OldAddressMiddleware:
    """An address that was once public leads to where its content is now.

    Asked only where nothing else answers; and for the home page with a query, which
    is how WordPress writes the short address of an article (`/?p=12`).
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        is_read = request.method in ("GET", "HEAD")
        target = None
        if is_read and request.path == "/" and request.META.get("QUERY_STRING"):
            target = _target_of(request.get_full_path())
        response = None if target else self.get_response(request)
        if response is not None and response.status_code == 404 and is_read:
            target = _target_of(request.get_full_path(), escape_uri_path(request.path))
        return HttpResponsePermanentRedirect(target) if target else response


def _target_of(*paths: str) -> str | None:
    """Old portals tell pages apart by the query, so the whole address is tried first."""
    for path in dict.fromkeys(paths):
        known = OldAddress.objects.filter(path=path[:500]).first()
        target = known and known.leads_to()
        if target and target not in paths:
            return target
    return None
