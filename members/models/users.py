"""Accounts."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django_otp import user_has_device

from lienhiephoi.fields import LineField


class AccountManager(UserManager):
    def with_sign_in_name(self, text: str):
        """Accounts whose user name or e-mail is this; at most two, mostly one."""
        text = text.strip()
        if not text:
            return self.none()
        return self.filter(
            models.Q(username__iexact=text) | models.Q(email__iexact=text)
        )


class User(AbstractUser):
    """A person who signs in: staff of the office, or a representative.

    Vietnamese names are one string, family name first; they are not cut in two.
    """

    first_name = None
    last_name = None
    full_name = LineField("họ và tên", max_length=120, blank=True)
    position = LineField("chức vụ", max_length=120, blank=True)

    objects = AccountManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="members_user_username_once",
                violation_error_message="Tên đăng nhập này đã có người dùng.",
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="members_user_email_once",
                violation_error_message="Thư điện tử này đã thuộc tài khoản khác.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        """The given name, which in Vietnamese stands last."""
        return self.get_full_name().split()[-1]

    @property
    def has_second_factor(self) -> bool:
        return user_has_device(self)
