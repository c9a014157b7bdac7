"""The editor of formatted text; what it gives still passes the one allow-list."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django_ckeditor_5.widgets import CKEditor5Widget

from lienhiephoi.fields import HtmlField
from lienhiephoi.html import HtmlTooLong, clean_html


class EditorField(forms.CharField):
    """Cleans before asking whether anything is there: a blank paragraph is nothing,
    a lone video is something."""

    def to_python(self, value):
        try:
            return clean_html(super().to_python(value))
        except HtmlTooLong as error:
            raise ValidationError(str(error), code="too_long") from error


class EditorAdminMixin:
    """For a ModelAdmin with one formatted text, the field `html_field`."""

    html_field = "body"
    formfield_overrides = {
        HtmlField: {"form_class": EditorField, "widget": CKEditor5Widget}
    }

    # The editor tells bullets pasted from Word from numbers by their <style>, which a
    # strict policy would blank; scripts stay as strict as everywhere.
    @method_decorator(csp_update({"style-src": [UNSAFE_INLINE]}))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Who may only look sees the text as it will look, not its tags."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": self._with_shown_text(options["fields"])})
            for title, options in fieldsets
        ]

    def _with_shown_text(self, fields) -> list:
        return ["shown_text" if name == self.html_field else name for name in fields]

    @admin.display(description="Nội dung")
    def shown_text(self, record):
        # What is stored has passed the allow-list.
        text = mark_safe(getattr(record, self.html_field))  # noqa: S308
        return format_html('<div class="shown-text">{}</div>', text)
