"""Counts of the office's own books: reviews, conferences, agreements, tasks."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from django.db.models import Min
from django.utils import timezone

from conferences.facts import Fact, SourceMissing
from conferences.models import (
    GIVEN,
    OVER,
    UNFINISHED,
    Agreement,
    AgreementKind,
    Conference,
    ConferenceKind,
    ConferenceReport,
    ReviewKind,
    SocialReview,
    Source,
    Task,
    TaskStatus,
)
from conferences.sources.registry import Binding, SourceKind
from conferences.sources.times import day_text, span_before, span_text, year_before
from lienhiephoi.vietnamese import date_text

ALL = "all"
Row = tuple[str, dt.date]


class _Events:
    """Dated rows of a book, counted by kind and time.

    `first`: when the book begins. Before it a count is not nought but unknown.
    """

    def __init__(self, rows: Iterable[Row], first: dt.date | None) -> None:
        self.rows = list(rows)
        self.first = first

    def count(self, kind: str, starts_on: dt.date, ends_on: dt.date) -> Decimal | None:
        if self.first is None or ends_on < self.first:
            return None
        return Decimal(
            sum(
                kind in {ALL, own} and starts_on <= day <= ends_on
                for own, day in self.rows
            )
        )


def _whole_time(bindings: Sequence[Binding]) -> tuple[dt.date, dt.date]:
    """From the first day of the earliest time before to the last of all."""
    spans = [(each.starts_on, each.ends_on) for each in bindings]
    spans += [span_before(*each) for each in spans]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _known(binding: Binding, labels: dict[str, str], book: str) -> str:
    if binding.measure not in labels:
        raise SourceMissing(f"Hãy chọn số đếm của {book}.")
    return labels[binding.measure]


def _of_time(binding: Binding, events: _Events, label: str, **told) -> Fact:
    """What happened in the time; a book that begins later has nought."""
    before = span_before(binding.starts_on, binding.ends_on)
    count = events.count(binding.measure, binding.starts_on, binding.ends_on)
    return Fact(
        amount=count or Decimal(0),
        label=label,
        period=span_text(binding.starts_on, binding.ends_on),
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
            "kind", "delivered_on"
        ),
        SocialReview.objects.aggregate(first=Min("received_on"))["first"],
    )
    labels = dict(review_measures())

    def tell(binding: Binding) -> Fact:
        return _of_time(
            binding,
            events,
            _known(binding, labels, "sổ tư vấn, phản biện"),
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
            "kind", "starts_on"
        ),
        held.aggregate(first=Min("starts_on"))["first"],
    )
    labels = dict(conference_measures())

    def tell(binding: Binding) -> Fact:
        return _of_time(
            binding,
            events,
            _known(binding, labels, "sổ hội nghị"),
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
        Agreement.objects.only("kind", "signed_on", "starts_on", "ends_on", "ended_on")
    )
    first = min((each.signed_on for each in agreements), default=None)
    signed = _Events(((each.kind, each.signed_on) for each in agreements), first)
    labels = dict(agreement_measures())
    origin = "Sổ phối hợp của Liên hiệp Hội"

    def in_force(kind: str, day: dt.date) -> Decimal | None:
        if first is None or day < first:
            return None
        return Decimal(
            sum(kind in {ALL, e.kind} and e.holds_on(day) for e in agreements)
        )

    def tell(binding: Binding) -> Fact:
        label = _known(binding, labels, "sổ phối hợp")
        side, _, kind = binding.measure.partition(":")
        kind = kind or ALL
        if side == _SIGNED:
            before = span_before(binding.starts_on, binding.ends_on)
            count = signed.count(kind, binding.starts_on, binding.ends_on)
            return Fact(
                amount=count or Decimal(0),
                label=label,
                unit="văn bản",
                definition="Quy chế, chương trình, giao ước ký trong kỳ.",
                period=span_text(binding.starts_on, binding.ends_on),
                origin=origin,
                previous=signed.count(kind, *before),
                previous_period=span_text(*before),
            )
        day = year_before(binding.as_of)
        return Fact(
            amount=in_force(kind, binding.as_of) or Decimal(0),
            label=label,
            unit="văn bản",
            definition="Quy chế, chương trình, giao ước còn hiệu lực vào ngày tính.",
            period=day_text(binding.as_of),
            origin=f"{origin}, tính đến ngày {date_text(binding.as_of)}",
            previous=in_force(kind, day),
            previous_period=day_text(day),
        )

    return tell


# --- Tasks ----------------------------------------------------------------------

_TASKS = {
    "given": (GIVEN, "đã giao"),
    "done": ((TaskStatus.DONE,), "đã hoàn thành"),
    "unfinished": (UNFINISHED, "đang thực hiện"),
    "dropped": ((TaskStatus.DROPPED,), "không thực hiện nữa"),
}
_OVERDUE = "overdue"
_LAST = "last"


def task_measures(_report: ConferenceReport | None = None) -> list[tuple[str, str]]:
    states = [(code, words) for code, (_, words) in _TASKS.items()]
    states.append((_OVERDUE, "quá hạn"))
    return [
        *((code, f"Nhiệm vụ hội nghị này giao: {words}") for code, words in states),
        *(
            (f"{_LAST}:{code}", f"Nhiệm vụ kỳ trước giao: {words}")
            for code, words in states
        ),
    ]


def read_tasks(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    keys = {each.conference for each in bindings}
    conferences = Conference.objects.in_bulk(keys)
    asks_back = any(each.measure.startswith(f"{_LAST}:") for each in bindings)
    last = {pk: each.previous() for pk, each in conferences.items() if asks_back}
    wanted = keys | {each.pk for each in last.values() if each}
    tasks = list(Task.objects.given().filter(conference__in=wanted))
    labels = dict(task_measures())
    today = timezone.localdate()

    def tell(binding: Binding) -> Fact:
        label = _known(binding, labels, "nhiệm vụ")
        is_last = binding.measure.startswith(f"{_LAST}:")
        conference = (last if is_last else conferences).get(binding.conference)
        if conference is None:
            raise SourceMissing("Không có hội nghị kỳ trước trong chuỗi.")
        code = binding.measure.removeprefix(f"{_LAST}:")
        own = [each for each in tasks if each.conference_id == conference.pk]
        return Fact(
            amount=Decimal(sum(_counts(each, code) for each in own)),
            label=label,
            unit="nhiệm vụ",
            definition="Nhiệm vụ đã giao chủ trì; nhiệm vụ chưa giao không tính.",
            period=day_text(today),
            origin=f"Nhiệm vụ của {conference.title} "
            f"ngày {date_text(conference.starts_on)}",
            url=conference.get_absolute_url() if conference.is_public else "",
        )

    return tell


def _counts(task: Task, code: str) -> bool:
    return task.is_overdue if code == _OVERDUE else task.status in _TASKS[code][0]


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
    SourceKind(Source.TASKS, Source.TASKS.label, read_tasks, task_measures),
]
