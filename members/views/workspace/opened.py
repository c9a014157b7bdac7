"""A report as it lies open before a person: what it holds, and what he may change."""

from dataclasses import dataclass

from django.urls import reverse

from lienhiephoi.dossiers.fields import WHOLE_DOSSIER, FormSection
from lienhiephoi.dossiers.filling import Filling
from lienhiephoi.dossiers.pages import SectionState, section_states
from members import permissions, reporting
from members.models import Report
from members.views.workspace import access
from members.workflow import REPORTS


@dataclass(frozen=True)
class OpenReport:
    report: Report
    filling: Filling
    editable: set[str]
    can_send: bool

    @property
    def states(self) -> list[SectionState]:
        return section_states(self.filling)

    @property
    def sections(self) -> list[FormSection]:
        return list(self.filling.form.sections)

    @property
    def whole_mark(self):
        return self.filling.marks.get(WHOLE_DOSSIER)


def open_report(user, pk: int) -> OpenReport:
    return opened(user, access.report_or_404(user, pk))


def opened(user, report: Report) -> OpenReport:
    filling = reporting.filling(report)
    moves = {move.name for move in REPORTS.available(report, user)}
    editable = filling.editable if permissions.can_fill_in(user, report) else set()
    return OpenReport(report, filling, editable, "submit" in moves)


def crumbs(report: Report, *more) -> list:
    tasks = reverse("workspace:tasks", args=[report.association_id])
    return [
        ("Việc cần làm", tasks),
        (report.period.name, report.get_absolute_url() if more else None),
        *more,
    ]
