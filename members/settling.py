"""What becomes of reports when a body ends, or begins, while a period is open.

Who was a member on a period's last day owes its report, whatever came after. Who ended
before it is exempt where nothing has been written; a report that was begun or sent
stays owed, and the office decides: what it holds, the successor does not say again.
"""

from django.db.models import Exists, OuterRef, Q

from lienhiephoi.dossiers.saving import locked
from lienhiephoi.vietnamese import date_text
from members import obligations, permissions
from members.models import (
    Membership,
    PeriodStatus,
    RegisterEvent,
    Report,
    ReportAnswer,
    ReportFile,
    ReportingPeriod,
    ReportStatus,
)
from members.workflow import REPORTS

UNSETTLED = (ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.RETURNED)


def settle(event: RegisterEvent) -> None:
    """Excuse those whom the event ended, and oblige those in whom they went on."""
    still_there = Membership.objects.on(event.on).values("association")
    ended = event.associations.exclude(pk__in=still_there)
    for report in open_reports(ended).filter(period__ends_on__gte=event.on):
        fresh = locked(report)
        if fresh.status == ReportStatus.DRAFT and not _is_begun(fresh):
            _excuse(fresh, event)
    begun = event.associations.filter(predecessors__event=event)
    for period in ReportingPeriod.objects.open().filter(ends_on__gte=event.on):
        owing = obligations.owing_associations(period).filter(pk__in=begun.values("pk"))
        for association in owing:
            obligations.oblige_while_open(period, association)


def open_reports(associations):
    """Of open periods: what is neither accepted nor exempt."""
    return (
        Report.objects.filter(
            period__status=PeriodStatus.OPEN,
            status__in=UNSETTLED,
            association__in=associations,
        )
        .select_related("period", "association")
        .order_by("period__ends_on", "pk")
    )


def begun_reports(associations):
    """Those of the open reports that stay owed when their bodies end; one statement."""
    answers = ReportAnswer.objects.filter(dossier=OuterRef("pk"))
    files = ReportFile.objects.filter(dossier=OuterRef("pk"))
    return open_reports(associations).filter(
        ~Q(status=ReportStatus.DRAFT)
        | Q(is_from_paper=True)
        | Exists(answers)
        | Exists(files)
    )


def _is_begun(report: Report) -> bool:
    return begun_reports([report.association_id]).filter(pk=report.pk).exists()


def _excuse(report: Report, event: RegisterEvent) -> None:
    # Who keeps the register need not be one of those who check reports.
    by = event.by if event.by and permissions.is_reporting_officer(event.by) else None
    decision = f", theo {event.decision}" if event.decision else ""
    note = f"{event.get_kind_display()} từ ngày {date_text(event.on)}{decision}."
    successors = event.associations.filter(
        predecessors__event=event, predecessors__predecessor=report.association
    )
    names = ", ".join(each.name_on(event.on) for each in successors)
    if names:
        note += f" Hội kế thừa: {names}."
    REPORTS.apply(report, "exempt", by=by, note=note)
