"""Counts of the office's own books: reviews, conferences, agreements."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.db.models import Min
from django.urls import reverse
from django.utils.http import urlencode

from conferences.facts import Fact, SourceMissing
from conferences.models import (
    OVER,
    Agreement,
    AgreementKind,
    Conference,
    ConferenceKind,
    ConferenceReport,
    ReviewKind,
    SocialReview,
    Source,
)
from conferences.sources.registry import Binding, SourceKind
from conferences.sources.times import day_text, span_before, span_text, year_before
from lienhiephoi.vietnamese import date_text

ALL = "all"
Row = tuple[str, dt.date, bool]


class _Events:
    """Dated rows of a book (kind, day, is it public), counted by kind and time.

    `first`: when the book begins. Before it a count is not nought but unknown.
    """

    def __init__(self, rows: Iterable[Row], first: dt.date | None) -> None:
        self.rows = list(rows)
        self.first = first

    def count(self, kind: str, starts_on: dt.date, ends_on: dt.date) -> Decimal | None:
        if self.first is None or ends_on < self.first:
            return None
        return Decimal(len(self._within(kind, starts_on, ends_on)))

    def url(self, name: str, kind: str, starts_on: dt.date, ends_on: dt.date) -> str:
        """The public list of a kind in the year; "" where it would be empty.

        The lists know years, not months: of half a year the whole is shown, dated.
        """
        shown = any(row[2] for row in self._within(kind, starts_on, ends_on))
        if not shown or starts_on.year != ends_on.year:
            return ""
        return _list_url(name, kind, nam=starts_on.year)

    def _within(self, kind: str, starts_on: dt.date, ends_on: dt.date) -> list[Row]:
        return [
            row
            for row in self.rows
            if kind in {ALL, row[0]} and starts_on <= row[1] <= ends_on
        ]


def _list_url(name: str, kind: str, **chosen) -> str:
    if kind != ALL:
        chosen["loai"] = kind
    query = f"?{urlencode(chosen)}" if chosen else ""
    return reverse(f"conferences:{name}") + query


def _whole_time(bindings: Sequence[Binding]) -> tuple[dt.date, dt.date]:
    """From the first day of the earliest time before to the last of all."""
    spans = [(each.starts_on, each.ends_on) for each in bindings]
    spans += [span_before(*each) for each in spans]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _known(binding: Binding, labels: dict[str, str], book: str) -> str:
    if binding.measure not in labels:
        raise SourceMissing(f"Hãy chọn số đếm của {book}.")
    return labels[binding.measure]


def _of_time(
    binding: Binding, events: _Events, label: str, *, page: str, **told
) -> Fact:
    """What happened in the time; a book that begins later has nought.

    `page` names the public list where the rows can be read.
    """
    before = span_before(binding.starts_on, binding.ends_on)
    now = binding.starts_on, binding.ends_on
    return Fact(
        amount=events.count(binding.measure, *now) or Decimal(0),
        label=label,
        period=span_text(*now),
        url=events.url(page, binding.measure, *now),
        previous=events.count(binding.measure, *before),
        previous_period=span_text(*before),
        **told,
    )


# --- Reviews --------------------------------------------------------------------


def review_measures(_report: ConferenceReport | None = None) -> list[tuple[str, str]]:
    return [
        (ALL, "Nhiệm vụ tư vấn, phản biện, giám định, tất cả"),
        *((kind, f"Nhiệm vụ: {label.lower()}") for kind, label in ReviewKind.choices),
    ]


def read_reviews(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    events = _Events(
        SocialReview.objects.finished_between(*_whole_time(bindings)).values_list(
            *("kind", "delivered_on", "is_public")
        ),
        SocialReview.objects.aggregate(first=Min("received_on"))["first"],
    )
    labels = dict(review_measures())

    def tell(binding: Binding) -> Fact:
        return _of_time(
            binding,
            events,
            _known(binding, labels, "sổ tư vấn, phản biện"),
            page="review_list",
            unit="nhiệm vụ",
            definition="Nhiệm vụ đã gửi kết quả trong kỳ, kể cả của các hội chủ trì.",
            origin="Sổ tư vấn, phản biện và giám định xã hội của Liên hiệp Hội",
        )

    return tell


# --- Conferences ----------------------------------------------------------------


def conference_measures(
    _report: ConferenceReport | None = None,
) -> list[tuple[str, str]]:
    return [(ALL, "Hội nghị, hội thảo đã họp, tất cả"), *ConferenceKind.choices]


def read_conferences(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    held = Conference.objects.filter(status__in=OVER)
    starts_on, ends_on = _whole_time(bindings)
    events = _Events(
        held.filter(starts_on__gte=starts_on, starts_on__lte=ends_on).values_list(
            *("kind", "starts_on", "is_public")
        ),
        held.aggregate(first=Min("starts_on"))["first"],
    )
    labels = dict(conference_measures())

    def tell(binding: Binding) -> Fact:
        return _of_time(
            binding,
            events,
            _known(binding, labels, "sổ hội nghị"),
            page="conference_list",
            unit="cuộc",
            definition="Cuộc họp đã diễn ra trong kỳ do Liên hiệp Hội ghi sổ.",
            origin="Sổ hội nghị của Liên hiệp Hội",
        )

    return tell


# --- Agreements -----------------------------------------------------------------

_IN_FORCE, _SIGNED = "in_force", "signed"


def agreement_measures(
    _report: ConferenceReport | None = None,
) -> list[tuple[str, str]]:
    found = []
    for code, words in ((_IN_FORCE, "Đang hiệu lực"), (_SIGNED, "Ký trong kỳ")):
        found.append((code, f"{words}: tất cả"))
        found += [
            (f"{code}:{kind}", f"{words}: {label.lower()}")
            for kind, label in AgreementKind.choices
        ]
    return found


def read_agreements(_bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    agreements = list(
        Agreement.objects.only(
            *("kind", "signed_on", "starts_on", "ends_on", "ended_on", "is_public")
        )
    )
    first = min((each.signed_on for each in agreements), default=None)
    signed = _Events(
        ((each.kind, each.signed_on, each.is_public) for each in agreements), first
    )
    labels = dict(agreement_measures())
    origin = "Sổ phối hợp của Liên hiệp Hội"

    def held(kind: str, day: dt.date) -> list[Agreement]:
        return [e for e in agreements if kind in {ALL, e.kind} and e.holds_on(day)]

    def in_force(kind: str, day: dt.date) -> Decimal | None:
        if first is None or day < first:
            return None
        return Decimal(len(held(kind, day)))

    def tell(binding: Binding) -> Fact:
        label = _known(binding, labels, "sổ phối hợp")
        side, _, kind = binding.measure.partition(":")
        kind = kind or ALL
        if side == _SIGNED:
            now = binding.starts_on, binding.ends_on
            before = span_before(*now)
            return Fact(
                amount=signed.count(kind, *now) or Decimal(0),
                label=label,
                unit="văn bản",
                definition="Quy chế, chương trình, giao ước ký trong kỳ.",
                period=span_text(*now),
                origin=origin,
                url=signed.url("agreement_list", kind, *now),
                previous=signed.count(kind, *before),
                previous_period=span_text(*before),
            )
        day = year_before(binding.as_of)
        is_shown = any(each.is_public for each in held(kind, binding.as_of))
        return Fact(
            amount=in_force(kind, binding.as_of) or Decimal(0),
            label=label,
            unit="văn bản",
            definition="Quy chế, chương trình, giao ước còn hiệu lực vào ngày tính.",
            period=day_text(binding.as_of),
            origin=f"{origin}, tính đến ngày {date_text(binding.as_of)}",
            # Those that have ended since stand in the list too, with their days.
            url=_list_url("agreement_list", kind) if is_shown else "",
            previous=in_force(kind, day),
            previous_period=day_text(day),
        )

    return tell


KINDS = [
    SourceKind(Source.REVIEWS, Source.REVIEWS.label, read_reviews, review_measures),
    SourceKind(
        Source.CONFERENCES,
        Source.CONFERENCES.label,
        read_conferences,
        conference_measures,
    ),
    SourceKind(
        Source.AGREEMENTS, Source.AGREEMENTS.label, read_agreements, agreement_measures
    ),
]
