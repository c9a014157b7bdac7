"""Forms of signing in."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django_otp import match_token

from lienhiephoi.vietnamese import normalise

# Of an e-mail address.
LONGEST_NAME = 254


class SignInForm(AuthenticationForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập hoặc thư điện tử"

    def clean_username(self) -> str:
        """The account's own name, however it was typed.

        Wrong passwords are counted by it: another case, or the e-mail in its place,
        gives no further tries.
        """
        typed = normalise(self.cleaned_data["username"]).strip()
        if len(typed) > LONGEST_NAME:
            raise self.get_invalid_login_error()
        accounts = get_user_model().objects.with_sign_in_name(typed)[:2]
        return accounts[0].username if len(accounts) == 1 else typed.lower()


class SecondFactorForm(forms.Form):
    """A code of six digits from the app, or a recovery code."""

    code = forms.CharField(
        label="Mã xác nhận",
        help_text="Sáu chữ số trên ứng dụng xác thực, hoặc một mã dự phòng.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, user, *args, device=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.device = user, device

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].replace(" ", "")
        if self.device is not None:
            is_right = self.device.verify_token(code)
        else:
            self.device = match_token(self.user, code)
            is_right = self.device is not None
        if not is_right:
            raise forms.ValidationError(
                "Mã chưa đúng hoặc đã hết hạn. Hãy nhập mã đang hiện trên ứng dụng; "
                "nếu vẫn sai, kiểm tra giờ trên điện thoại."
            )
        return code
