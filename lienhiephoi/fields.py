"""Model fields that keep Vietnamese text in one form, whichever door it came in by."""

from django.core.exceptions import ValidationError
from django.db import models

from lienhiephoi.html import HtmlTooLong, clean_html
from lienhiephoi.vietnamese import clean_line, normalise


class _CleanedField:
    """Cleans its text on validation and again on the way to the database.

    Forms, imports, commands and `bulk_create` all pass `pre_save`; only
    `QuerySet.update()` does not, and it is not used for text.
    """

    def clean_text(self, text: str) -> str:
        raise NotImplementedError

    def to_python(self, value):
        value = super().to_python(value)
        return self.clean_text(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = self.clean_text(value)
            setattr(model_instance, self.attname, value)
        return value


class LineField(_CleanedField, models.CharField):
    """One line of text: NFC, no control characters, single blanks."""

    def clean_text(self, text: str) -> str:
        return clean_line(text)


class ProseField(_CleanedField, models.TextField):
    """Plain text of several lines: NFC, no control characters."""

    def clean_text(self, text: str) -> str:
        return normalise(text).strip()


class HtmlField(_CleanedField, models.TextField):
    """HTML that passed the one allow-list (lienhiephoi.html)."""

    def clean_text(self, text: str) -> str:
        try:
            return clean_html(text)
        except HtmlTooLong as error:
            raise ValidationError(str(error), code="too_long") from error

    def get_prep_value(self, value):
        # TextField would pass the value, clean since pre_save, through to_python.
        return models.Field.get_prep_value(self, value)


class WebField(models.URLField):
    """An address of the web; one typed without a scheme is taken for https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})
