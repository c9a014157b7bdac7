"""Checks of single values that several apps share."""

import re

from django.core.exceptions import ValidationError

_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")
_WEB = re.compile(r"https?://[^\s/\\@]+(/\S*)?", re.IGNORECASE)


def validate_local_or_web_address(value: str) -> None:
    """An address within the site ("/van-ban/") or on the web, nothing else."""
    if not (_LOCAL.fullmatch(value) or _WEB.fullmatch(value)):
        raise ValidationError(
            "Hãy ghi địa chỉ trong trang (bắt đầu bằng /) hoặc địa chỉ https://…",
            code="address",
        )
