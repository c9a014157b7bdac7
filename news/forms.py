"""The contact form."""

from django import forms
from django.core import signing

from lienhiephoi.models import ConsentText
from news.models import ContactMessage

# A person needs longer than this to write a letter; a program does not wait.
SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 60 * 60
_SALT = "news.contact"


class ContactForm(forms.ModelForm):
    """Guarded without any foreign service: a field that only programs fill in, and a
    signed mark of when the form was shown and with which text of consent."""

    website = forms.CharField(
        label="Để trống ô này",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)
    agrees = forms.BooleanField(
        label="Tôi đồng ý để Liên hiệp Hội xử lý dữ liệu cá nhân như trên",
        error_messages={"required": "Cần sự đồng ý của bạn để gửi và trả lời thư."},
    )

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "phone", "subject", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
            "message": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, consent: ConsentText, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.consent = consent
        self.initial["shown_at"] = signing.dumps(consent.pk, salt=_SALT)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            raise forms.ValidationError(
                "Thư chưa gửi được. Hãy để trống ô «Để trống ô này» rồi gửi lại."
            )
        self._check_mark(cleaned.get("shown_at", ""))
        return cleaned

    def _check_mark(self, mark: str) -> None:
        try:
            shown = signing.loads(mark, salt=_SALT, max_age=LONGEST_SECONDS)
        except signing.BadSignature as error:
            raise forms.ValidationError(
                "Trang đã mở quá lâu. Nội dung bạn viết còn nguyên; hãy bấm gửi lại."
            ) from error
        if shown != self.instance.consent_id:
            raise forms.ValidationError(
                "Phần «Xử lý dữ liệu cá nhân» vừa được sửa. Hãy đọc lại rồi bấm gửi."
            )
        try:
            signing.loads(mark, salt=_SALT, max_age=SHORTEST_SECONDS)
        except signing.SignatureExpired:
            return
        raise forms.ValidationError("Thư gửi quá nhanh. Hãy đợi vài giây rồi gửi lại.")
