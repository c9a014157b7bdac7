"""Signing in by user name or by e-mail."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class NameOrEmailBackend(ModelBackend):
    """As Django's own, for either of the two names a person may type."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        model = get_user_model()
        if username is None or password is None:
            return None
        for user in model.objects.with_sign_in_name(username)[:2]:
            if user.check_password(password) and self.user_can_authenticate(user):
                return user
        if not model.objects.with_sign_in_name(username).exists():
            # As long as for a known name, so that time does not tell who exists.
            model().set_password(password)
        return None
