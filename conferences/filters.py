"""Filters of the public list of conferences."""

import django_filters
from django import forms
from django.db.models import Func, TextField

from conferences.models import Conference, ConferenceKind
from lienhiephoi.caching import remember
from lienhiephoi.filters import ChosenFilterSet
from lienhiephoi.vietnamese import clean_line, fold
from members.models import Term


class ConferenceFilter(ChosenFilterSet):
    """By words of the title, year, kind, and term of office."""

    q = django_filters.CharFilter(
        label="Tên hội nghị",
        method="by_title",
        max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": "Có thể gõ không dấu"}),
    )
    nam = django_filters.ChoiceFilter(
        label="Năm",
        field_name="starts_on__year",
        choices=lambda: remember("conference-years", _years),
        empty_label="Tất cả các năm",
    )
    loai = django_filters.ChoiceFilter(
        label="Loại",
        field_name="kind",
        choices=ConferenceKind,
        empty_label="Tất cả các loại",
    )
    nhiem_ky = django_filters.ChoiceFilter(
        label="Nhiệm kỳ",
        field_name="term",
        choices=lambda: remember("conference-terms", _terms),
        empty_label="Tất cả nhiệm kỳ",
    )

    class Meta:
        model = Conference
        fields = ["q", "nam", "loai", "nhiem_ky"]

    def by_title(self, queryset, _name, value):
        folded = Func("title", function="lhh_fold", output_field=TextField())
        queryset = queryset.alias(folded_title=folded)
        for word in fold(clean_line(value)).split():
            queryset = queryset.filter(folded_title__contains=word)
        return queryset


def _years() -> list[tuple[str, str]]:
    held = Conference.objects.public().dates("starts_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in held]


def _terms() -> list[tuple[str, str]]:
    used = Term.objects.filter(conferences__is_public=True).distinct()
    return [(str(term.pk), term.years) for term in used.order_by("-starts_on")]
