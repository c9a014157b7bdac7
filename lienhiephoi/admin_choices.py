"""Search boxes for many records that read the chosen ones once.

Django reads them to know which are chosen, and again for their names; a form with five
such boxes would spend half its budget of queries on that.
"""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model

from lienhiephoi.whole_numbers import whole_number


class OnlyKeys:
    """A search box shows what was chosen, and nothing for what is no key.

    Django asks the database for anything that was sent; the field refuses it in words.
    """

    def optgroups(self, name, value, attr=None):
        keys = [each for each in value if each in ("", None) or _is_key(each)]
        return super().optgroups(name, keys, attr)


def _is_key(sent) -> bool:
    return whole_number(str(sent)) is not None


class SearchSelect(OnlyKeys, AutocompleteSelect):
    pass


class ChosenWidget(OnlyKeys, AutocompleteSelectMultiple):
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


# --- One of many, in each row -----------------------------------------------------


class KnownSelect(SearchSelect):
    """A search box for one record that shows the chosen one without reading it.

    Django reads the label of each box by itself; thirty rows would ask thirty times.
    """

    known: Model | None = None

    def optgroups(self, name, value, attr=None):
        known = self.known
        if known is None or [str(known.pk)] != [str(each) for each in value]:
            return super().optgroups(name, value, attr)
        options = [
            self.create_option(name, known.pk, str(known), selected=True, index=1)
        ]
        if not self.is_required:
            empty = self.create_option(name, "", "", selected=False, index=0)
            options.insert(0, empty)
        return [(None, options, 0)]


class KnownChoicesForm(forms.ModelForm):
    """Hands what was read with its row over to the search boxes."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # The admin wraps the widget to add its buttons.
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownSelect):
                widget.known = self._read(name)

    def _read(self, name: str) -> Model | None:
        relation = self.instance._meta.get_field(name)
        if not relation.is_cached(self.instance):
            return None
        return getattr(self.instance, name)


class KnownChoicesMixin:
    """For an admin or inline whose records point at others by search boxes; its `form`
    is a KnownChoicesForm."""

    def get_queryset(self, request):
        names = [
            name
            for name in self.get_autocomplete_fields(request)
            if self.model._meta.get_field(name).many_to_one
        ]
        found = super().get_queryset(request)
        # Without a name it would read everything that the rows point at.
        return found.select_related(*names) if names else found

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(
                db_field, self.admin_site, using=kwargs.get("using")
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
