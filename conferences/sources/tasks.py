"""Counts of the tasks that a conference gave, as they stood on a day."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from conferences.facts import Fact, SourceMissing
from conferences.models import (
    GIVEN,
    UNFINISHED,
    Conference,
    ConferenceReport,
    Source,
    Task,
    TaskStatus,
)
from conferences.sources.registry import Binding, SourceKind
from conferences.sources.times import day_text
from lienhiephoi.vietnamese import date_text

_STATES = {
    "given": (GIVEN, "đã giao"),
    "done": ((TaskStatus.DONE,), "đã hoàn thành"),
    "unfinished": (UNFINISHED, "đang thực hiện"),
    "dropped": ((TaskStatus.DROPPED,), "không thực hiện nữa"),
}
_OVERDUE = "overdue"
_LAST = "last"


def measures(_report: ConferenceReport | None = None) -> list[tuple[str, str]]:
    states = [(code, words) for code, (_, words) in _STATES.items()]
    states.append((_OVERDUE, "quá hạn"))
    return [
        *((code, f"Nhiệm vụ hội nghị này giao: {words}") for code, words in states),
        *(
            (f"{_LAST}:{code}", f"Nhiệm vụ kỳ trước giao: {words}")
            for code, words in states
        ),
    ]


def read(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    keys = {each.conference for each in bindings}
    conferences = Conference.objects.in_bulk(keys)
    asks_back = any(each.measure.startswith(f"{_LAST}:") for each in bindings)
    last = {pk: each.previous() for pk, each in conferences.items() if asks_back}
    wanted = keys | {each.pk for each in last.values() if each}
    tasks = list(
        Task.objects.given()
        .filter(conference__in=wanted)
        .prefetch_related("status_changes")
    )
    labels = dict(measures())

    def tell(binding: Binding) -> Fact:
        if binding.measure not in labels:
            raise SourceMissing("Hãy chọn số đếm của nhiệm vụ.")
        is_last = binding.measure.startswith(f"{_LAST}:")
        conference = (last if is_last else conferences).get(binding.conference)
        if conference is None:
            raise SourceMissing("Không có hội nghị kỳ trước trong chuỗi.")
        code, day = binding.measure.removeprefix(f"{_LAST}:"), binding.as_of
        own = [each for each in tasks if each.conference_id == conference.pk]
        return Fact(
            amount=Decimal(sum(_counts(each, code, day) for each in own)),
            label=labels[binding.measure],
            unit="nhiệm vụ",
            definition="Nhiệm vụ đã giao chủ trì, theo tình trạng vào ngày tính; "
            "nhiệm vụ chưa giao không tính.",
            period=day_text(day),
            origin=f"Nhiệm vụ của {conference.title} "
            f"ngày {date_text(conference.starts_on)}",
            url=conference.get_absolute_url() if conference.is_public else "",
        )

    return tell


def _counts(task: Task, code: str, day: dt.date) -> bool:
    if code == _OVERDUE:
        return task.is_overdue_on(day)
    return task.status_on(day) in _STATES[code][0]


KIND = SourceKind(
    Source.TASKS, Source.TASKS.label, read, measures, is_told_at_the_meeting=True
)
