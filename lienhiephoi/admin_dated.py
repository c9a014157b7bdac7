"""Dated rows of one record, corrected together in the admin.

A hand-over is one save: the old row ends and the new one begins. So rows are compared
with each other as they will be, not each with what still stands in the database.
"""

from collections import defaultdict
from itertools import pairwise

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from lienhiephoi.dated import Dated


class DatedInline(admin.TabularInline):
    """Narrow: days are typed, and beside a choice stands no more than "add"."""

    extra = 0
    formfield_overrides = {
        models.DateField: {
            "widget": forms.DateInput(attrs={"placeholder": "dd/mm/yyyy", "size": 10})
        }
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
            field.widget.can_change_related = False
        return field


class DatedForm(forms.ModelForm):
    def validate_constraints(self):
        """All but the exclusion, which the set of forms looks after."""
        left_out = self._get_validation_exclusions()
        for constraint in self.instance._meta.constraints:
            if isinstance(constraint, ExclusionConstraint):
                continue
            try:
                constraint.validate(type(self.instance), self.instance, left_out)
            except ValidationError as error:
                self.add_error(None, error)


class DatedFormSet(forms.BaseInlineFormSet):
    """For a model with an exclusion `one_at_a_time`."""

    def rival_key(self, row: Dated):
        """Rows of equal key may not hold on the same day; None has no rivals."""
        return "all"

    def clean(self):
        super().clean()
        rivals = defaultdict(list)
        for form in self._kept_forms():
            key = self.rival_key(form.instance)
            if key is not None:
                rivals[key].append(form.instance)
        if any(_overlap(rows) for rows in rivals.values()):
            raise ValidationError(self._message())

    def _kept_forms(self):
        return [
            form
            for form in self.forms
            if form.is_valid()
            and form not in self.deleted_forms
            and (form.instance.pk or form.has_changed())
        ]

    def _message(self) -> str:
        constraints = self.model._meta.constraints
        exclusions = [c for c in constraints if isinstance(c, ExclusionConstraint)]
        return exclusions[0].violation_error_message

    @transaction.atomic
    def save(self, commit=True):
        """Between the first row and the last, two may hold on one day."""
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            saved = super().save(commit)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return saved


def _overlap(rows: list[Dated]) -> bool:
    def begin(row):
        return row.starts_on.toordinal() if row.starts_on else 0

    ordered = sorted(rows, key=begin)
    return any(
        before.ends_on is None or before.ends_on.toordinal() >= begin(after)
        for before, after in pairwise(ordered)
    )
