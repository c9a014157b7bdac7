"""A dossier with all that its pages show, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import models

from lienhiephoi.dossiers import checks, versions
from lienhiephoi.dossiers.checks import Problem
from lienhiephoi.dossiers.fields import Form, FormSection
from lienhiephoi.dossiers.models import Answer, DossierFile, FieldMark


@dataclass(frozen=True)
class Filling:
    """By key: `files` are those attached now, `marks` the open ones, `previous` the
    figures of the year before, `editable` what the state of the dossier leaves open.
    `settled_marks` are those that an earlier sending closed.
    """

    form: Form
    heading: Mapping[str, str]
    answers: Mapping[str, Answer]
    files: Mapping[str, list[DossierFile]]
    marks: Mapping[str, FieldMark]
    settled_marks: list[FieldMark]
    previous: Mapping[str, Decimal]
    editable: set[str]

    @cached_property
    def file_counts(self) -> dict[str, int]:
        return {key: len(files) for key, files in self.files.items()}

    @cached_property
    def problems(self) -> list[Problem]:
        return checks.problems(self.form, self.answers, self.file_counts, self.previous)

    def filled(self, section: FormSection) -> int:
        """How many of its fields say something."""
        return sum(
            checks.is_filled(each, self.answers, self.file_counts)
            for each in section.fields
        )

    def contents(self) -> dict:
        """What would be sealed now, for a preview or a comparison."""
        files = [each for files in self.files.values() for each in files]
        return versions.contents(self.form, self.answers, files, self.heading)


def fill(
    dossier: models.Model,
    form: Form,
    *,
    heading: Mapping[str, str],
    previous: Mapping[str, Decimal],
    editable: set[str],
) -> Filling:
    """Read a dossier's rows; three queries, whatever it holds."""
    files: dict[str, list[DossierFile]] = {}
    for each in dossier.files.filter(removed_at=None).select_related("uploaded_by"):
        files.setdefault(each.key, []).append(each)
    answers = dossier.answers.select_related("changed_by")
    marks = list(dossier.marks.select_related("by"))
    return Filling(
        form=form,
        heading=heading,
        answers={each.key: each for each in answers},
        files=files,
        marks={each.key: each for each in marks if each.is_open},
        settled_marks=[each for each in marks if not each.is_open],
        previous=previous,
        editable=editable,
    )
