"""The second factor of staff: an authenticator app and recovery codes."""

import base64

from django.utils.safestring import SafeString
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lienhiephoi import qr

RECOVERY_CODES = 8


def pending_device(user) -> TOTPDevice:
    """The app being bound: kept until confirmed, so that a reload shows the same."""
    device = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    if device is None:
        device = TOTPDevice.objects.create(
            user=user, name="Ứng dụng xác thực", confirmed=False
        )
    device.base32_key = base64.b32encode(device.bin_key).decode()
    return device


def qr_code(device: TOTPDevice) -> SafeString:
    """The binding as an inline SVG; drawn here, so the secret goes to no other host."""
    return qr.svg(device.config_url)


def new_recovery_codes(user) -> list[str]:
    """Codes that each work once; earlier ones stop working."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Mã dự phòng")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(
        StaticToken(device=device, token=code) for code in codes
    )
    return codes
