"""A report drawn from its text and from what its sources say now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from conferences import comparisons, sources
from conferences.editions.contents import (
    Contents,
    FrozenFigure,
    Head,
    Meeting,
    Part,
    Promise,
    Signature,
)
from conferences.facts import Fact, SourceMissing
from conferences.models import ConferenceReport, TaskStatus
from conferences.promises import left_by
from members.documents.letterheads import chair_of_union


@dataclass(frozen=True)
class Drawing:
    """`missing`: key → why its source gives no figure."""

    contents: Contents
    missing: dict[str, str]


def draw(report: ConferenceReport) -> Drawing:
    figures = list(report.figures.select_related("period"))
    for each in figures:
        each.report = report
    bindings = [sources.bound(each) for each in figures]
    found, missing = {}, {}
    told = sources.resolve_all(bindings)
    for figure, binding, fact in zip(figures, bindings, told, strict=True):
        if isinstance(fact, SourceMissing):
            missing[figure.key] = str(fact)
        elif fact.amount is None:
            missing[figure.key] = "Nguồn không có số liệu này."
        else:
            found[figure.key] = frozen(figure.key, figure.label, binding, fact)
    return Drawing(
        Contents(
            report=_head(report),
            conference=_meeting(report.conference),
            parts=tuple(
                Part(each.level, each.number, each.title, each.body)
                for each in report.parts.all()
            ),
            figures=found,
            promises=tuple(_promises(report)),
        ),
        missing,
    )


def frozen(key: str, label: str, binding: sources.Binding, fact: Fact) -> FrozenFigure:
    fact = worded(binding, fact)
    return FrozenFigure(
        key=key,
        label=label,
        source=binding.source,
        amount=fact.amount,
        decimals=fact.decimals,
        unit=fact.unit,
        qualifier=fact.qualifier,
        text=fact.text,
        definition=fact.definition,
        period=fact.period,
        coverage=fact.coverage,
        origin=fact.origin,
        url=fact.url,
        previous=fact.previous,
        previous_period=fact.previous_period,
        comparison=comparisons.sentence(fact),
        binding=binding.to_json(),
    )


def worded(binding: sources.Binding, fact: Fact) -> Fact:
    """With the unit and the exactness that the report itself gives, where it does."""
    return replace(
        fact,
        unit=binding.unit or fact.unit,
        qualifier=binding.qualifier or fact.qualifier,
    )


def _head(report: ConferenceReport) -> Head:
    day = report.issued_on or report.conference.starts_on
    return Head(
        kind_label=report.kind_label,
        subject=report.subject,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        number=report.document_number,
        code=report.document_code,
        issued_on=report.issued_on,
        recipients=tuple(_lines(report.recipients)),
        signature=Signature(
            report.signer_authority,
            report.signer_position,
            report.signer_name or chair_of_union(day).name,
        ),
    )


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


def _meeting(conference) -> Meeting:
    return Meeting(
        conference.title, conference.slug, conference.starts_on, conference.place
    )


def _promises(report: ConferenceReport) -> Iterable[Promise]:
    """As the tasks stood on the report's own day, like the figures that count them."""
    day = sources.day_of(report)
    left = left_by(report.conference)
    tasks = [*left.tasks, *left.older]
    prefetch_related_objects(tasks, "status_changes")
    for task in tasks:
        status = TaskStatus(task.status_on(day))
        yield Promise(
            conference=task.conference.title,
            title=task.title,
            owner=task.owner,
            due_on=task.due_on,
            done_on=task.done_on if status == TaskStatus.DONE else None,
            status=status.value,
            state=status.label,
            is_overdue=task.is_overdue_on(day),
        )
