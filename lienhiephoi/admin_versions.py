"""Two people at one form: the second save is refused, and what was typed stays."""

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils import timezone

from lienhiephoi import vietnamese


class VersionedForm(forms.ModelForm):
    """Carries the moment of the version that was opened (a Stamped's `updated_at`).

    The row is locked while the moments are compared, so of two saves at once the
    second sees the first.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.updated_at.isoformat()

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self._refuse_if_changed_since()
        return cleaned

    def _refuse_if_changed_since(self) -> None:
        manager = type(self.instance)._base_manager
        # Compared with the stored row: the form's own copy was read before the lock.
        stored = manager.select_for_update(of=("self",)).get(pk=self.instance.pk)
        opened = self.data.get(self.add_prefix("version"), "")
        if opened != stored.updated_at.isoformat():
            raise ValidationError(_who_was_faster(stored), code="changed_since")


def _who_was_faster(record) -> str:
    moment = vietnamese.moment_text(timezone.localtime(record.updated_at))
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(type(record)),
            object_id=record.pk,
        )
        .select_related("user")
        .first()
    )
    who = f"{entry.user} đã lưu" if entry else "Có người đã lưu"
    return (
        f"{who} nội dung này lúc {moment}, sau khi bạn mở trang. Bản của bạn chưa "
        "được lưu và còn nguyên dưới đây. Hãy mở bản mới nhất ở thẻ khác để so sánh, "
        "rồi chép phần của bạn sang đó."
    )
