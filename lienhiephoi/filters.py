"""Filters of public lists: plain GET parameters, and what is chosen shown as chips."""

import datetime as dt

import django_filters

from lienhiephoi.vietnamese import date_text


class ChosenFilterSet(django_filters.FilterSet):
    def chosen(self) -> list[dict]:
        """What is filtered by, each with the address that takes it away."""
        if not self.form.is_valid():
            return []
        taken = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", False):
                continue
            query = self.data.copy()
            query.pop(name, None)
            query.pop("trang", None)
            field = self.form.fields[name]
            taken.append(
                {
                    "label": field.label,
                    "value": _words(field, value),
                    "url": f"?{query.urlencode()}",
                }
            )
        return taken


def _words(field, value):
    if value is True:
        return ""
    if isinstance(value, dt.date):
        return date_text(value)
    return dict(getattr(field, "choices", ())).get(value, value)
