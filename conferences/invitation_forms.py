"""What an invitee answers, and what is typed at the door."""

from django import forms
from django.core.exceptions import ValidationError

from conferences.models import Reply


class AnswerForm(forms.Form):
    """Đi, cử người đi thay, or vắng mặt; what a reply needs is asked by conferences.invitees."""

    reply = forms.ChoiceField(
        label="Trả lời của Ông/Bà",
        choices=[each for each in Reply.choices if each[0]],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một trong ba câu trả lời."},
    )
    substitute_name = forms.CharField(
        label="Họ và tên người đi thay",
        max_length=120,
        required=False,
        help_text="Chỉ ghi khi cử người đi thay.",
    )
    substitute_position = forms.CharField(
        label="Chức vụ người đi thay", max_length=200, required=False
    )
    reason = forms.CharField(
        label="Lý do vắng mặt",
        max_length=300,
        required=False,
        help_text="Chỉ ghi khi vắng mặt; ghi ngắn gọn, ví dụ «trùng lịch công tác».",
    )

    def add_refusal(self, refusal: ValidationError) -> None:
        """Put what conferences.invitees refuses at the fields of this form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        own = {"reply_reason": "reason"}
        for name, errors in refusal.error_dict.items():
            field = own.get(name, name)
            self.add_error(field if field in self.fields else None, errors)


class NameForm(forms.Form):
    """Self sign-in at the door: the name alone finds the invitee."""

    name = forms.CharField(
        label="Họ và tên",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Ghi đủ họ, tên đệm và tên, có dấu hoặc không dấu.",
    )


class GuestForm(NameForm):
    """Somebody who is not on the list, where the office lets such people in."""

    body = forms.CharField(
        label="Đơn vị",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
