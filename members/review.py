"""A report as its reviewer reads it: answers, last year, questions, what changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lienhiephoi.dossiers.checks import question
from lienhiephoi.dossiers.fields import WHOLE_DOSSIER, Form, FormField, FormSection
from lienhiephoi.dossiers.models import FieldMark
from lienhiephoi.dossiers.pages import ShownField, show_fields
from lienhiephoi.dossiers.versions import Difference, compare
from members import reporting
from members.models import Report
from members.report_forms import SCAN


@dataclass(frozen=True)
class ReviewRow:
    """A field; `asked` is what it was last returned for, `changes` what came of it.

    `depth`: 0 for a figure of its own, 1 for a part of it, 2 for a part of that part.
    """

    shown: ShownField
    depth: int
    question: str
    note: str
    asked: str
    changes: list[Difference]


@dataclass(frozen=True)
class ReviewSection:
    section: FormSection
    rows: list[ReviewRow]

    @property
    def figures(self) -> list[ReviewRow]:
        return [row for row in self.rows if row.shown.is_figure]

    @property
    def others(self) -> list[ReviewRow]:
        return [row for row in self.rows if not row.shown.is_figure]


@dataclass(frozen=True)
class Pointer:
    """What is to be looked at, and at which field."""

    key: str
    text: str


@dataclass(frozen=True)
class Review:
    """`versions` newest first; `marks` the open ones, by key."""

    sections: list[ReviewSection]
    problems: list[Pointer]
    questions: list[Pointer]
    asked_of_all: str
    scans: list
    versions: list
    marks: Mapping[str, FieldMark]

    @property
    def is_sent_again(self) -> bool:
        return len(self.versions) > 1

    lacks_scan: bool


def review(report: Report) -> Review:
    held = reporting.filling(report)
    versions = list(report.versions.select_related("sent_by"))
    changes = defaultdict(list)
    asked = {}
    if len(versions) > 1:
        newest, before = versions[:2]
        for each in compare(before.contents, newest.contents):
            changes[each.key].append(each)
        asked = {
            mark.key: mark.reason
            for mark in held.settled_marks
            if mark.closed_by_version == newest.number
        }
    questions = _questions(held)
    sections = [
        ReviewSection(
            section,
            [
                ReviewRow(
                    shown,
                    depth=_depth(held.form, shown.field),
                    question=questions.get(shown.field.key, ""),
                    note=_note(held, shown.field.key),
                    asked=asked.get(shown.field.key, ""),
                    changes=changes[shown.field.key],
                )
                for shown in show_fields(held, section.fields, (), names_missing=True)
            ],
        )
        for section in held.form.sections
    ]
    return Review(
        sections=sections,
        problems=[
            Pointer(each.key, each.message)
            for each in held.problems
            if each.is_blocking
        ],
        questions=[
            Pointer(key, f"{held.form[key].label}: {asked}")
            for key, asked in questions.items()
        ],
        asked_of_all=asked.get(WHOLE_DOSSIER, ""),
        versions=versions,
        marks=held.marks,
        scans=held.files.get(SCAN, []),
        lacks_scan=report.is_from_paper and not held.files.get(SCAN),
    )


def _questions(held: reporting.Filling) -> dict[str, str]:
    """What the association was asked and has not explained, without the request."""
    keys = [each.key for each in held.problems if each.is_question]
    return {
        key: question(held.form[key], held.answers[key].amount, held.previous.get(key))
        for key in keys
    }


def _depth(form: Form, field: FormField) -> int:
    depth = 0
    while field.part_of in form:
        field, depth = form[field.part_of], depth + 1
    return depth


def _note(held: reporting.Filling, key: str) -> str:
    answer = held.answers.get(key)
    return answer.note if answer else ""
