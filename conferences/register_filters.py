"""Filters of the public registers: social reviews, and what was signed with whom."""

import django_filters
from django import forms
from django.db.models import Func, TextField
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from conferences.models import (
    Agreement,
    AgreementKind,
    Outcome,
    ReviewKind,
    SocialReview,
)
from lienhiephoi.caching import remember
from lienhiephoi.filters import ChosenFilterSet
from lienhiephoi.vietnamese import clean_line, fold

_ANSWERS = [
    *((value, label) for value, label in Outcome.choices if value),
    ("none", Outcome.UNKNOWN.label),
]
_STATES = [("con", "Đang hiệu lực"), ("het", "Không còn hiệu lực")]


def _search(placeholder: str) -> forms.SearchInput:
    return forms.SearchInput(attrs={"placeholder": placeholder})


def _with_words(queryset, field: str, text: str):
    """Every word, with or without its marks, somewhere in the field."""
    folded = Func(field, function="lhh_fold", output_field=TextField())
    queryset = queryset.alias(folded=folded)
    for word in fold(clean_line(text)).split():
        queryset = queryset.filter(folded__contains=word)
    return queryset


class ReviewFilter(ChosenFilterSet):
    """Reviews by the year of their result, or of their receipt while there is none."""

    q = django_filters.CharFilter(
        label="Nội dung",
        method="by_words",
        max_length=200,
        widget=_search("Có thể gõ không dấu"),
    )
    nam = django_filters.ChoiceFilter(
        label="Năm",
        method="by_year",
        choices=lambda: remember("review-years", _review_years),
        empty_label="Tất cả các năm",
    )
    loai = django_filters.ChoiceFilter(
        label="Loại",
        field_name="kind",
        choices=ReviewKind,
        empty_label="Tất cả các loại",
    )
    phan_hoi = django_filters.ChoiceFilter(
        label="Phản hồi",
        method="by_outcome",
        choices=_ANSWERS,
        empty_label="Tất cả",
    )

    class Meta:
        model = SocialReview
        fields = ["q", "nam", "loai", "phan_hoi"]

    def by_words(self, queryset, _name, value):
        return _with_words(queryset, "title", value)

    def by_year(self, queryset, _name, value):
        return queryset.filter(shown_on__year=int(value))

    def by_outcome(self, queryset, _name, value):
        return queryset.filter(outcome="" if value == "none" else value)


class AgreementFilter(ChosenFilterSet):
    q = django_filters.CharFilter(
        label="Tên, trích yếu",
        method="by_words",
        max_length=200,
        widget=_search("Có thể gõ không dấu"),
    )
    loai = django_filters.ChoiceFilter(
        label="Loại",
        field_name="kind",
        choices=AgreementKind,
        empty_label="Tất cả các loại",
    )
    hieu_luc = django_filters.ChoiceFilter(
        label="Hiệu lực",
        method="by_state",
        choices=_STATES,
        empty_label="Tất cả",
    )
    nam = django_filters.ChoiceFilter(
        label="Năm ký",
        field_name="signed_on__year",
        choices=lambda: remember("agreement-years", _agreement_years),
        empty_label="Tất cả các năm",
    )

    class Meta:
        model = Agreement
        fields = ["q", "loai", "hieu_luc", "nam"]

    def by_words(self, queryset, _name, value):
        return _with_words(queryset, "title", value)

    def by_state(self, queryset, _name, value):
        in_force = Agreement.objects.in_force(timezone.localdate()).values("pk")
        if value == "con":
            return queryset.filter(pk__in=in_force)
        return queryset.exclude(pk__in=in_force)


def _review_years() -> list[tuple[str, str]]:
    year = ExtractYear(Coalesce("delivered_on", "received_on"))
    return _choices(SocialReview.objects.public().order_by().annotate(year=year))


def _agreement_years() -> list[tuple[str, str]]:
    year = ExtractYear("signed_on")
    return _choices(Agreement.objects.public().order_by().annotate(year=year))


def _choices(queryset) -> list[tuple[str, str]]:
    years = queryset.values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]
