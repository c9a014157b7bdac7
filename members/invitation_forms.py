"""Forms of inviting a representative, of accepting, and of ending."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import BaseUserCreationForm
from django.core.validators import RegexValidator

from lienhiephoi.models import ConsentText
from lienhiephoi.vietnamese import clean_line
from members import invitations
from members.models import Invitation, Representative, RepresentativeRole


class InviteForm(forms.ModelForm):
    """Whom to invite; the association is the page's."""

    class Meta:
        model = Invitation
        fields = ["full_name", "position", "email", "role"]
        widgets = {"role": forms.RadioSelect}
        help_texts = {
            "email": "Để trống nếu bạn gửi đường dẫn qua Zalo hoặc tin nhắn.",
            "role": "Người ký, gửi cũng lập được báo cáo; người lập thì không gửi được.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = RepresentativeRole.choices


class EndForm(forms.Form):
    """Until when a person acts, and why it ends.

    `last_day` of the cleaned data is None for at once, as `invitations.end` takes it.
    """

    NOW, DAY = "now", "day"
    when = forms.ChoiceField(
        label="Kết thúc",
        choices=[(NOW, "Ngay bây giờ"), (DAY, "Hết ngày ghi dưới đây")],
        initial=NOW,
        widget=forms.RadioSelect,
        help_text="Từ lúc ấy người này không vào được báo cáo của hội nữa.",
    )
    last_day = forms.DateField(
        label="Ngày cuối cùng",
        required=False,
        help_text="Chỉ ghi khi kết thúc vào một ngày; sớm nhất là hôm nay.",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": "Ví dụ: bàn giao theo phân công mới"}
        ),
    )

    def __init__(self, representative: Representative, *args, **kwargs) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.representative = representative
        if invitations.is_last_signer(representative):
            self.fields["when"].help_text = (
                "Đây là người ký, gửi cuối cùng của hội: sau đó không còn ai gửi được "
                "báo cáo. Nên mời người mới trước."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        when, day = cleaned.pop("when", None), cleaned.get("last_day")
        if when == self.NOW:
            cleaned["last_day"] = None
        elif when == self.DAY and day is None and "last_day" not in self.errors:
            self.add_error("last_day", "Hãy ghi ngày cuối cùng.")
        return cleaned

    def clean_reason(self) -> str:
        return clean_line(self.cleaned_data["reason"])


class AgreeForm(forms.Form):
    """Consent to the very text that was shown; the box is never ticked beforehand."""

    text = forms.IntegerField(widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label="Tôi đã đọc và đồng ý.",
        error_messages={
            "required": "Cần đánh dấu đồng ý thì mới lập được tài khoản đại diện."
        },
    )

    def __init__(self, *args, consent: ConsentText, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.consent = consent
        self.initial["text"] = consent.pk

    def clean_text(self) -> int:
        if self.cleaned_data["text"] != self.consent.pk:
            self.data = {**self.data.dict(), "text": self.consent.pk}
            raise forms.ValidationError(
                "Văn bản đồng ý vừa thay đổi. Hãy đọc lại rồi đánh dấu đồng ý."
            )
        return self.consent.pk


_NAME = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{2,}\Z",
    "Tên đăng nhập gồm ít nhất 3 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc "
    "gạch dưới.",
)


class NewAccountForm(AgreeForm, BaseUserCreationForm):
    """An account for who has none yet."""

    field_order = ["full_name", "position", "email", "username"]

    class Meta:
        model = get_user_model()
        fields = ["full_name", "position", "email", "username"]
        help_texts = {
            "email": "Để nhận biên nhận, thư nhắc và đặt lại mật khẩu khi quên.",
            "username": "Dùng để đăng nhập; cũng đăng nhập được bằng thư điện tử.",
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        self.fields["username"].validators.append(_NAME)
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["password1"].label = "Mật khẩu"
        self.fields["password2"].label = "Gõ lại mật khẩu"
        self.fields["password2"].help_text = ""

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].lower()
        return self._free(
            name, "Tên đăng nhập này đã có người dùng; hãy chọn tên khác."
        )

    def clean_email(self) -> str:
        return self._free(
            self.cleaned_data["email"],
            "Thư điện tử này đã có tài khoản. Hãy đăng nhập rồi mở lại đường dẫn.",
        )

    def _free(self, name: str, refusal: str) -> str:
        """No name is another's address, and no address another's name: one sign-in."""
        if get_user_model().objects.with_sign_in_name(name).exists():
            raise forms.ValidationError(refusal)
        return name
