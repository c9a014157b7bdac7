"""Checks of single values that several apps share."""

import re

from django.core.exceptions import ValidationError

# Browsers drop some control characters and read on.
_NEVER = r"\s\\\x00-\x1f\x7f-\x9f"
_LOCAL = re.compile(rf"/(?![/\\])[^{_NEVER}]*")
_WEB = re.compile(rf"https?://[^{_NEVER}/@]+(/[^{_NEVER}]*)?", re.IGNORECASE)


def validate_web_address(value: str) -> None:
    """An address on the web: http or https, and no other scheme."""
    if not _WEB.fullmatch(value):
        raise ValidationError("Hãy ghi địa chỉ https://…", code="address")


def validate_local_or_web_address(value: str) -> None:
    """An address within the site ("/van-ban/") or on the web, nothing else."""
    if not (_LOCAL.fullmatch(value) or _WEB.fullmatch(value)):
        raise ValidationError(
            "Hãy ghi địa chỉ trong trang (bắt đầu bằng /) hoặc địa chỉ https://…",
            code="address",
        )
