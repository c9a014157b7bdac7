"""Admin forms filled in as a browser would send them."""

from django.urls import reverse


def admin_url(record_or_model, page: str, *args) -> str:
    meta = record_or_model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def change_url(record) -> str:
    return admin_url(record, "change", record.pk)


def move_url(record, name: str) -> str:
    return admin_url(record, "transition", record.pk, name)


def filled_in(response, **typed) -> dict:
    """What the shown form would send, with what a person typed over it."""
    data = {}
    forms = [response.context["adminform"].form]
    for shown in response.context["inline_admin_formsets"]:
        forms += [shown.formset.management_form, *shown.formset.forms]
    for form in forms:
        for field in form:
            data |= _sent(field)
    return data | typed


def _sent(field) -> dict:
    """A widget of two boxes sends two values, an unticked box none."""
    value = field.value()
    widget = getattr(field.field.widget, "widgets", None)
    if widget:
        parts = field.field.widget.decompress(value)
        return {
            f"{field.html_name}_{place}": each.format_value(part) or ""
            for place, (each, part) in enumerate(zip(widget, parts, strict=True))
        }
    if value is None or value is False or hasattr(value, "storage"):
        return {}
    if isinstance(value, list):
        return {field.html_name: [getattr(each, "pk", each) for each in value]}
    return {field.html_name: getattr(value, "pk", value)}


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
