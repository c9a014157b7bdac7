"""Addresses: parts of them, and pages that are only read."""

from django.urls import path
from django.views.decorators.http import require_safe


def page(route: str, view, name: str, **extra):
    """A page that is only ever read: anything but GET and HEAD is answered 405."""
    return path(route, require_safe(view), extra or None, name=name)


class FourDigitYear:
    regex = "[12][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value) -> str:
        return str(value)


class TwoDigitMonth:
    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value) -> str:
        return f"{int(value):02d}"
