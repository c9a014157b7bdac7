"""The editor of formatted text; what it gives still passes the one allow-list."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django import forms
from django.core.exceptions import ValidationError
from django.utils.decorators import method_decorator
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
    formfield_overrides = {
        HtmlField: {"form_class": EditorField, "widget": CKEditor5Widget}
    }

    # The editor tells bullets pasted from Word from numbers by their <style>, which a
    # strict policy would blank; scripts stay as strict as everywhere.
    @method_decorator(csp_update({"style-src": [UNSAFE_INLINE]}))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)
