"""A report as its reviewer reads it: answers, last year, questions, what changed."""

from collections import defaultdict
from dataclasses import dataclass

from lienhiephoi.dossiers import marks
from lienhiephoi.dossiers.fields import WHOLE_DOSSIER, FormSection
from lienhiephoi.dossiers.pages import FilledForm, ShownField
from lienhiephoi.dossiers.versions import Difference, compare
from members import reporting
from members.models import Report
from members.report_forms import SCAN, form_of


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


def filled(report: Report) -> FilledForm:
    """The form with all that the report holds; nothing in it may be edited."""
    files = defaultdict(list)
    for each in report.files.filter(removed_at=None).select_related("uploaded_by"):
        files[each.key].append(each)
    return FilledForm(
        form=form_of(report.period),
        answers={each.key: each for each in report.answers.all()},
        files=files,
        previous=reporting.previous_values(report),
        marks=marks.open_marks(report),
        editable=frozenset(),
    )


def review(report: Report) -> Review:
    form = filled(report)
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
                    note=_note(form, shown.field.key),
                    asked=asked.get(shown.field.key, ""),
                    changes=changes[shown.field.key],
                )
                for shown in form.show(section.fields, names_missing=True)
            ],
        )
        for section in form.form.sections
    ]
    return Review(
        sections=sections,
        problems=[each for each in form.problems() if each.is_blocking],
        asked_of_all=asked.get(WHOLE_DOSSIER, ""),
        is_sent_again=len(versions) == 2,
        scans=form.files.get(SCAN, []),
    )


def _note(form: FilledForm, key: str) -> str:
    answer = form.answers.get(key)
    return answer.note if answer else ""
