"""Error pages in Vietnamese: what happened, and where to go."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

RETRY_SECONDS = 30


def bad_request(request, exception=None):
    return render(request, "400.html", {"message": _words(exception)}, status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", {"message": _words(exception)}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(_request):
    """Says 503 and when to come back while the database is away, else 500.

    The page asks neither the database nor the settings for anything.
    """
    page = get_template("500.html").render()
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        headers = {"Retry-After": str(RETRY_SECONDS)}
        return HttpResponse(page, status=503, headers=headers)
    return HttpResponse(page, status=500)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def too_many_requests(request, message: str = ""):
    return render(request, "429.html", {"message": message}, status=429)


def locked_out(request, response=None, credentials=None):
    """django-axes calls this once an account has seen too many wrong passwords."""
    return too_many_requests(
        request,
        "Tài khoản tạm khóa đăng nhập vì sai mật khẩu nhiều lần. "
        "Hãy thử lại sau 15 phút hoặc đặt lại mật khẩu.",
    )


def _words(exception) -> str:
    """Only a message that we wrote ourselves is shown."""
    text = str(exception) if exception else ""
    return text if text and not text.isascii() else ""
