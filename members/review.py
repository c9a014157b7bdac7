"""A report as its reviewer reads it: answers, last year, questions, what changed."""

from collections import defaultdict
from dataclasses import dataclass

from lienhiephoi.dossiers.fields import WHOLE_DOSSIER, FormSection
from lienhiephoi.dossiers.pages import ShownField, show_fields
from lienhiephoi.dossiers.versions import Difference, compare
from members import reporting
from members.models import Report
from members.report_forms import SCAN


@dataclass(frozen=True)
class ReviewRow:
    """A field; `asked` is what it was last returned for, `changes` what came of it."""

    shown: ShownField
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
class Review:
    sections: list[ReviewSection]
    problems: list
    asked_of_all: str
    is_sent_again: bool
    scans: list


def review(report: Report) -> Review:
    held = reporting.filling(report)
    versions = list(report.versions.order_by("-number")[:2])
    changes = defaultdict(list)
    asked = {}
    if len(versions) == 2:
        newest, before = versions
        for each in compare(before.contents, newest.contents):
            changes[each.key].append(each)
        asked = {
            mark.key: mark.reason
            for mark in report.marks.filter(closed_by_version=newest.number)
        }
    sections = [
        ReviewSection(
            section,
            [
                ReviewRow(
                    shown,
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
        problems=[each for each in held.problems if each.is_blocking],
        asked_of_all=asked.get(WHOLE_DOSSIER, ""),
        is_sent_again=len(versions) == 2,
        scans=held.files.get(SCAN, []),
    )


def _note(held: reporting.Filling, key: str) -> str:
    answer = held.answers.get(key)
    return answer.note if answer else ""
