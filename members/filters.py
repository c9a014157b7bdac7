"""Filters of the public directory of associations."""

import datetime as dt

import django_filters
from django import forms
from django.db.models import Func, TextField
from django.utils import timezone

from lienhiephoi.caching import remember
from lienhiephoi.filters import ChosenFilterSet
from lienhiephoi.vietnamese import clean_line, fold
from members.models import Association, MemberKind, Sector


class AssociationFilter(ChosenFilterSet):
    """Members of the union on a day, by what they were and were called then.

    A name finds the association that bears it now or ever bore it.
    """

    q = django_filters.CharFilter(
        label="Tên hội",
        method="by_name",
        max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": "Có thể gõ không dấu"}),
    )
    loai = django_filters.ChoiceFilter(
        label="Loại",
        field_name="kind_then",
        choices=MemberKind,
        empty_label="Tất cả các loại",
    )
    linh_vuc = django_filters.ChoiceFilter(
        label="Lĩnh vực",
        field_name="sector",
        choices=lambda: remember("sectors", _sectors),
        empty_label="Tất cả lĩnh vực",
    )
    ngay = django_filters.DateFilter(
        label="Vào ngày",
        method="already_counted",
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
    )

    class Meta:
        model = Association
        fields = ["q", "loai", "linh_vuc", "ngay"]

    @property
    def day(self) -> dt.date:
        """The day asked for, or today."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return asked.get("ngay") or timezone.localdate()

    def filter_queryset(self, queryset):
        queryset = queryset.members_on(self.day)
        queryset = queryset.with_membership(self.day).with_name(self.day)
        return super().filter_queryset(queryset)

    def by_name(self, queryset, _name, value):
        folded = Func("every_name", function="lhh_fold", output_field=TextField())
        queryset = queryset.with_every_name().alias(folded_names=folded)
        for word in fold(clean_line(value)).split():
            queryset = queryset.filter(folded_names__contains=word)
        return queryset

    def already_counted(self, queryset, _name, _value):
        """The day is what the whole list is of."""
        return queryset


def _sectors() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Sector.objects.values_list("pk", "name")]
