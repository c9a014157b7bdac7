"""What every list and form of the admin has in common."""

import json

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field, unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Func, ProtectedError, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from lienhiephoi.admin_choices import ChosenField, ChosenWidget, SearchSelect
from lienhiephoi.csv_files import csv_response
from lienhiephoi.vietnamese import clean_line, fold, number


class RecordList(ChangeList):
    """A list that leaves the long columns in the database."""

    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters)
        return found.defer(*self.model_admin.long_fields)


class RecordAdmin(admin.ModelAdmin):
    """Search that ignores marks, CSV, refusals in words, no stale overwriting.

    `desk_group` and `desk_order` place the list on the desk; `long_fields` are left
    out of lists; `csv_fields` are the columns of the exported file, and without them
    there is none.
    """

    desk_group: str
    desk_order = 50
    long_fields: tuple[str, ...] = ()
    csv_fields: tuple[str, ...] = ()
    # Saving mostly stays on the form, as in a word processor.
    stays_on_page = False

    actions = ["export_csv"]
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    save_on_top = False

    def get_changelist(self, request, **kwargs):
        return RecordList

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            widget = SearchSelect(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs.setdefault("widget", widget)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            widget = ChosenWidget(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs |= {"form_class": ChosenField, "widget": widget}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # --- Search -----------------------------------------------------------------

    def get_search_results(self, request, queryset, search_term):
        """Every word, folded, somewhere in the search fields."""
        folded, wanted = self.folded_search(request, search_term)
        return queryset.alias(**folded).filter(wanted), False

    def folded_search(self, request, search_term: str) -> tuple[dict, Q]:
        """Aliases and a condition on them; it reads every row, without an index."""
        folded = {
            f"_folded_{place}": Func(
                models.F(name), function="lhh_fold", output_field=models.TextField()
            )
            for place, name in enumerate(self.get_search_fields(request))
        }
        wanted = Q()
        for word in fold(clean_line(search_term)).split():
            wanted &= Q(
                *((f"{name}__contains", word) for name in folded), _connector=Q.OR
            )
        return folded, wanted

    # --- CSV --------------------------------------------------------------------

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not self.csv_fields:
            actions.pop("export_csv", None)
        return actions

    @admin.action(description="Xuất danh sách (CSV)", permissions=["view"])
    def export_csv(self, request, queryset):
        labels = [
            capfirst(label_for_field(name, self.model, self))
            for name in self.csv_fields
        ]
        related = self.get_list_select_related(request)
        if related:
            queryset = queryset.select_related(*related)
        rows = (
            [self._csv_value(name, record) for name in self.csv_fields]
            for record in queryset.iterator(chunk_size=500)
        )
        return csv_response(self.opts.model_name, labels, rows)

    def _csv_value(self, name: str, record):
        try:
            field, _attribute, value = lookup_field(name, record, self)
        except ObjectDoesNotExist:
            return ""
        if field is not None and field.flatchoices:
            return dict(field.flatchoices).get(value, value)
        return value

    # --- Refusals ---------------------------------------------------------------

    def delete_view(self, request, object_id, extra_context=None):
        """What is in use is not deleted, and it is said where it is used."""
        record = self.get_object(request, unquote(object_id))
        may_delete = record and self.has_delete_permission(request, record)
        where = _uses(record) if may_delete else []
        if where:
            self.message_user(
                request,
                f"Không xóa được vì đang được dùng ở: {', '.join(where)}.",
                messages.ERROR,
            )
            return HttpResponseRedirect(self._change_url(object_id))
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:
            self.message_user(
                request, "Không xóa được vì vừa có nơi khác dùng.", messages.ERROR
            )
            return HttpResponseRedirect(self._change_url(object_id))

    def _change_url(self, object_id) -> str:
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change",
            args=[object_id],
        )

    # --- Forms ------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice: add one, change it; deleting has its own page."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def render_change_form(self, request, context, *args, **kwargs):
        context["stays_on_page"] = self.stays_on_page
        # A label stands above or beside its field and needs no colon.
        context["adminform"].form.label_suffix = ""
        for formset in context["inline_admin_formsets"]:
            formset.inline_formset_data = _data_of_rows(formset)
            for form in (*formset.formset.forms, formset.formset.empty_form):
                form.label_suffix = ""
        return super().render_change_form(request, context, *args, **kwargs)


def _data_of_rows(formset) -> str:
    """What the script of the rows is told; the button's words are one phrase."""
    data = json.loads(formset.inline_formset_data())
    data["options"]["addText"] = f"Thêm {formset.opts.verbose_name}"
    return json.dumps(data)


def _uses(record) -> list[str]:
    """How many of what point at the record and so protect it: "3 bài viết"."""
    found = []
    for relation in record._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is models.PROTECT:
            model = relation.related_model
            count = model._base_manager.filter(**{relation.field.name: record}).count()
            if count:
                found.append(f"{number(count)} {model._meta.verbose_name}")
    return found


class ReadOnlyAdmin(RecordAdmin):
    """A list to look at: nothing is added or changed by hand."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
