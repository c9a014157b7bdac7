"""What of the reports waits for the office: to be looked at, late, due, to be opened."""

import datetime as dt
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import desk
from lienhiephoi.vietnamese import date_text, moment_text, number
from members import permissions
from members.models import (
    EDITABLE,
    PeriodStatus,
    Report,
    ReportingPeriod,
    ReportStatus,
)
from members.models.reports import past_due

# How long before its day a deadline, or an opening, comes to the desk.
DUE_SOON = dt.timedelta(days=14)
OPENING_SOON = dt.timedelta(days=7)


def sections(user) -> list[desk.DeskSection]:
    """Three queries, whatever waits."""
    reviews = permissions.is_reporting_officer(user)
    runs = permissions.can_run_periods(user, None)
    if not (reviews or runs):
        return []
    today = timezone.localdate()
    periods = _periods(today)
    found = []
    if reviews:
        running = [each for each in periods if each.status == PeriodStatus.OPEN]
        found += [_to_review(), _late(running, today), _due(running, today)]
    if runs:
        planned = [each for each in periods if each.status == PeriodStatus.PLANNED]
        found.append(_to_open(planned, today))
    return found


def _to_review() -> desk.DeskSection:
    waiting = (
        Report.objects.filter(status=ReportStatus.SUBMITTED)
        .select_related("association", "period")
        .order_by("submitted_at")
    )
    rows, total = desk.with_total(waiting)
    address = reverse("admin:members_report_changelist")
    return desk.DeskSection(
        key="reports-submitted",
        overview=_overview(),
        title="Báo cáo của hội chờ xem",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=report.association.name,
                url=reverse("admin:members_report_change", args=[report.pk]),
                action="Xem báo cáo",
                kind=report.period.name,
                detail=_sent_at(report),
            )
            for report in rows
        ],
        counts=[desk.DeskCount("báo cáo", total, f"{address}?status__exact=submitted")],
    )


def _sent_at(report: Report) -> str:
    sent = f"gửi lúc {moment_text(timezone.localtime(report.submitted_at))}"
    return f"{sent}, trễ hạn" if report.is_late() else sent


def _periods(today: dt.date) -> list[ReportingPeriod]:
    """Those that are open or soon to open, with how many reports are awaited or late."""
    awaited = Q(reports__status__in=EDITABLE)
    is_late = past_due(today, report="reports__", period="")
    soon = Q(status=PeriodStatus.PLANNED, opens_on__lte=today + OPENING_SOON)
    return list(
        ReportingPeriod.objects.filter(Q(status=PeriodStatus.OPEN) | soon)
        .order_by("deadline_on", "pk")
        .annotate(
            awaited=Count("reports", filter=awaited),
            late=Count("reports", filter=awaited & is_late),
        )
    )


def _late(open_periods: list[ReportingPeriod], today: dt.date) -> desk.DeskSection:
    late = [period for period in open_periods if period.late]
    rows = []
    if late:
        rows = list(
            Report.objects.overdue(today)
            .filter(period__in=late)
            .select_related("association", "period")
            .order_by("period__deadline_on", "association__name")[: desk.ROWS]
        )
    return desk.DeskSection(
        key="reports-late",
        overview=_overview(),
        title="Hội trễ hạn báo cáo",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=report.association.name,
                url=reverse("admin:members_report_change", args=[report.pk]),
                action="Xem, nhắc hội",
                kind=report.period.name,
                detail=f"hạn {date_text(report.due_on)}, "
                f"trễ {number((today - report.due_on).days)} ngày",
            )
            for report in rows
        ],
        counts=[
            desk.DeskCount(
                "hội trễ hạn", period.late, _owing_url(period, "tre"), period.name
            )
            for period in late
        ],
    )


def _due(open_periods: list[ReportingPeriod], today: dt.date) -> desk.DeskSection:
    due = [
        period
        for period in open_periods
        if period.awaited and today <= period.deadline_on <= today + DUE_SOON
    ]
    return desk.DeskSection(
        key="reports-due",
        overview=_overview(),
        title="Sắp đến hạn báo cáo",
        rows=[
            desk.DeskRow(
                title=period.name,
                url=_owing_url(period, "chua-gui"),
                action="Xem hội chưa gửi",
                detail=f"hạn {date_text(period.deadline_on)}, "
                f"{_days_left(period.days_left(today))}; "
                f"{number(period.awaited)} hội chưa gửi hoặc đang sửa",
            )
            for period in due[: desk.ROWS]
        ],
        counts=[
            desk.DeskCount(
                "hội chưa gửi hoặc đang sửa",
                period.awaited,
                _owing_url(period, "chua-gui"),
                period.name,
            )
            for period in due
        ],
    )


def _to_open(planned: list[ReportingPeriod], today: dt.date) -> desk.DeskSection:
    planned = sorted(planned, key=lambda period: period.opens_on)
    until = today + OPENING_SOON
    address = reverse("admin:members_reportingperiod_changelist")
    query = urlencode({"status__exact": "planned", "opens_on__lte": until.isoformat()})
    return desk.DeskSection(
        key="periods-planned",
        title="Kỳ báo cáo sắp mở",
        rows=[
            desk.DeskRow(
                title=period.name,
                url=reverse("admin:members_reportingperiod_change", args=[period.pk]),
                action="Chuẩn bị và mở",
                detail=f"định mở ngày {date_text(period.opens_on)}",
            )
            for period in planned[: desk.ROWS]
        ],
        counts=[desk.DeskCount("kỳ báo cáo", len(planned), f"{address}?{query}")],
    )


def _overview() -> tuple[str, str]:
    return "Tình hình báo cáo của các hội", reverse("admin:members_report_grid")


def _owing_url(period: ReportingPeriod, view: str) -> str:
    address = reverse("admin:members_reportingperiod_owing", args=[period.pk])
    return f"{address}?xem={view}"


def _days_left(days: int) -> str:
    return f"còn {number(days)} ngày" if days else "hôm nay"


def register() -> None:
    desk.register_sections(sections)
