"""Filters of the document library."""

import re

import django_filters
from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.utils import timezone

from lienhiephoi import search
from lienhiephoi.caching import remember
from lienhiephoi.filters import ChosenFilterSet
from lienhiephoi.vietnamese import normalise
from news.models import Document, DocumentKind, IssuingBody, number_key
from news.models.documents import KEY_SEPARATOR, plain_digits

# "05/QĐ-LHH" or "số 05", within other words.
_NUMBER = re.compile(
    r"\d\w*(?:\s*[/.–-]\s*\w+)+|(?<=\bsố)\W*\d\w*|(?<=\bso)\W*\d\w*",
    re.IGNORECASE,
)


class DocumentFilter(ChosenFilterSet):
    """Documents by words or number, kind, issuing body, year, and being in force."""

    q = django_filters.CharFilter(
        label="Số, ký hiệu hoặc trích yếu",
        method="by_words",
        max_length=200,
        widget=forms.SearchInput(attrs={"placeholder": "128/KH-LHH hoặc từ khóa"}),
    )
    kind = django_filters.ChoiceFilter(
        label="Loại văn bản",
        choices=lambda: _choices(DocumentKind),
        empty_label="Tất cả các loại",
    )
    issuing_body = django_filters.ChoiceFilter(
        label="Cơ quan ban hành",
        choices=lambda: _choices(IssuingBody),
        empty_label="Tất cả cơ quan",
    )
    year = django_filters.ChoiceFilter(
        label="Năm ban hành",
        field_name="issued_on__year",
        choices=lambda: remember("document-years", _years),
        empty_label="Tất cả các năm",
    )
    in_force = django_filters.BooleanFilter(
        label="Chỉ văn bản còn hiệu lực",
        method="only_in_force",
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Document
        fields = ["q", "kind", "issuing_body", "year", "in_force"]

    def by_words(self, queryset, _name, value):
        """A number is found however it is typed; words are found without marks."""
        value = plain_digits(normalise(value))
        wanted = Q(pk__in=_with_words(value))
        if by_number := _by_number(value):
            joined = Replace("number_key", Value(KEY_SEPARATOR), Value(""))
            numbered = Document.objects.alias(joined=joined).filter(by_number)
            wanted |= Q(pk__in=numbered.values("pk"))
        return queryset.filter(wanted)

    def only_in_force(self, queryset, _name, value):
        if not value:
            return queryset
        today = timezone.localdate()
        return queryset.filter(
            Q(expired_on=None) | Q(expired_on__gt=today),
            Q(effective_on=None) | Q(effective_on__lte=today),
        ).exclude(replaced_by__in=Document.objects.published())


def _choices(model) -> list[tuple[str, str]]:
    return remember("document-choices", _kinds_and_bodies)[model]


def _kinds_and_bodies() -> dict[type, list[tuple[str, str]]]:
    """Both lists in one statement, each in its own order."""
    models = (DocumentKind, IssuingBody)
    first, second = (
        model.objects.order_by().values_list(Value(number), "order", "name", "pk")
        for number, model in enumerate(models)
    )
    rows = sorted(first.union(second))
    return {
        model: [(str(pk), name) for of, _, name, pk in rows if of == number]
        for number, model in enumerate(models)
    }


def _years() -> list[tuple[str, str]]:
    years = Document.objects.published().dates("issued_on", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in years]


def _by_number(value: str) -> Q:
    """Numbers begin with what is typed, or with the number among other words; letters
    alone stand anywhere in them."""
    typed = [value, *_NUMBER.findall(value)]
    keys = {number_key(each).replace(KEY_SEPARATOR, "") for each in typed} - {""}
    found = Q()
    for key in keys:
        has_digit = any(character.isdigit() for character in key)
        found |= Q(**{f"joined__{'startswith' if has_digit else 'contains'}": key})
    return found


def _with_words(value: str):
    query = search.parse(value, remember("synonyms", search.synonyms))
    if query.is_empty:
        return []
    return search.Results(query, kind="document").object_ids()
