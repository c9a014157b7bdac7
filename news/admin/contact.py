"""Messages from the public: read, answered by mail, and noted here."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from lienhiephoi import desk
from lienhiephoi.admin_base import RecordAdmin
from lienhiephoi.models import ConsentText
from news.admin.filters import AnsweredFilter
from news.models import ContactMessage


class AnswerForm(forms.ModelForm):
    is_answered = forms.BooleanField(
        label="Đã trả lời",
        required=False,
        help_text="Trả lời bằng thư điện tử, rồi đánh dấu ở đây.",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_answered"] = self.instance.answered_at is not None


@admin.register(ContactMessage)
class ContactMessageAdmin(RecordAdmin):
    desk_group = desk.READERS
    desk_order = 1
    form = AnswerForm
    fieldsets = [
        ("Thư", {"fields": ["subject", "sender", "message", "sent_at", "consent"]}),
        (
            "Trả lời",
            {"fields": ["is_answered", "answer_note", "answered_by", "answered_at"]},
        ),
    ]
    readonly_fields = [
        *("subject", "sender", "message", "sent_at", "consent"),
        *("answered_by", "answered_at"),
    ]
    list_display = ["subject", "name", "sent_at", "state", "answered_by"]
    list_filter = [AnsweredFilter]
    list_select_related = ["answered_by"]
    search_fields = ["subject", "name", "email"]
    date_hierarchy = "sent_at"
    long_fields = ("message",)
    csv_fields = (
        *("sent_at", "name", "email", "phone", "subject", "message"),
        *("answered_at", "answered_by", "answer_note"),
    )

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        is_answered = form.cleaned_data["is_answered"]
        if is_answered and obj.answered_at is None:
            obj.answered_at, obj.answered_by = timezone.now(), request.user
        elif not is_answered:
            obj.answered_at = obj.answered_by = None
        super().save_model(request, obj, form, change)

    @admin.display(description="Người gửi")
    def sender(self, message: ContactMessage):
        return format_html(
            '{}, <a href="mailto:{}">{}</a> {}',
            message.name,
            message.email,
            message.email,
            message.phone,
        )

    @admin.display(description="Trạng thái", ordering="answered_at")
    def state(self, message: ContactMessage):
        key, label = (
            ("good", "Đã trả lời")
            if message.answered_at
            else ("submitted", "Chưa trả lời")
        )
        return format_html('<span class="badge badge--{}">{}</span>', key, label)


@admin.register(ConsentText)
class ConsentTextAdmin(RecordAdmin):
    """Only added: what earlier senders agreed to stays as it was."""

    desk_group = desk.READERS
    desk_order = 40
    fields = ["purpose", "text", "retention_months", "valid_from"]
    readonly_fields = ["valid_from"]
    list_display = ["__str__", "purpose", "valid_from", "retention_months"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
