"""Search boxes for many records that read the chosen ones once.

Django reads them to know which are chosen, and again for their names; a form with five
such boxes would spend half its budget of queries on that.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Model


class ChosenWidget(AutocompleteSelectMultiple):
    chosen: tuple[Model, ...] = ()

    def optgroups(self, name, value, attr=None):
        known = {str(each.pk): each for each in self.chosen}
        if not known or set(map(str, value)) != known.keys():
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance
        options = [
            self.create_option(name, pk, label(each), selected=True, index=place)
            for place, (pk, each) in enumerate(known.items())
        ]
        return [(None, options, 0)]


class ChosenField(forms.ModelMultipleChoiceField):
    """Hands the records that a form begins with over to its widget."""

    def prepare_value(self, value):
        if isinstance(value, list) and all(isinstance(e, Model) for e in value):
            # The admin wraps the widget to add its buttons.
            widget = getattr(self.widget, "widget", self.widget)
            widget.chosen = tuple(value)
        return super().prepare_value(value)
