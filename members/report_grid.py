"""Who has sent what: periods across, associations down."""

import datetime as dt
from dataclasses import dataclass

from lienhiephoi.vietnamese import sort_key
from members.models import Report, ReportingPeriod, ReportStatus

PERIODS = 8


@dataclass(frozen=True)
class Cell:
    report: Report | None
    is_late: bool = False


@dataclass(frozen=True)
class GridRow:
    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Summary:
    """How a period stands: accepted and sent of those that owe."""

    period: ReportingPeriod
    accepted: int
    sent: int
    owing: int
    late: int


@dataclass(frozen=True)
class Grid:
    summaries: list[Summary]
    rows: list[GridRow]


def grid(day: dt.date) -> Grid:
    """The last periods; two statements, whatever their number."""
    periods = list(ReportingPeriod.objects.order_by("-ends_on", "-pk")[:PERIODS])[::-1]
    reports: dict[int, dict[int, Report]] = {}
    names: dict[int, str] = {}
    for report in Report.objects.filter(period__in=periods).select_related(
        "association", "period"
    ):
        reports.setdefault(report.association_id, {})[report.period_id] = report
        names[report.association_id] = report.association.name
    rows = [
        GridRow(
            names[association],
            [_cell(found.get(period.pk), day) for period in periods],
        )
        for association, found in reports.items()
    ]
    rows.sort(key=lambda row: sort_key(row.name))
    return Grid([_summary(period, reports, day) for period in periods], rows)


def _cell(report: Report | None, day: dt.date) -> Cell:
    if report is None or report.status == ReportStatus.EXEMPT:
        return Cell(report)
    return Cell(report, is_late=report.is_late(day))


def _summary(period: ReportingPeriod, reports: dict, day: dt.date) -> Summary:
    of_period = [found[period.pk] for found in reports.values() if period.pk in found]
    owing = [each for each in of_period if each.status != ReportStatus.EXEMPT]
    sent = [
        each
        for each in owing
        if each.status in (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)
    ]
    return Summary(
        period=period,
        accepted=sum(each.status == ReportStatus.ACCEPTED for each in owing),
        sent=len(sent),
        owing=len(owing),
        late=sum(each not in sent and each.is_late(day) for each in owing),
    )
