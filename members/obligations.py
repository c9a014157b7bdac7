"""Who owes a report in a period, and until when."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members.models import (
    EDITABLE,
    Association,
    MemberStanding,
    PeriodStatus,
    Report,
    ReportingPeriod,
)


def day_of_owing(period: ReportingPeriod) -> dt.date:
    """The day whose members owe: the period's last one, today while it lasts."""
    return min(period.ends_on, max(timezone.localdate(), period.starts_on))


def owing_associations(period: ReportingPeriod):
    """Active members, of the kinds the period asks, on its last day or today.

    A period is mostly opened before its figures end: whoever belongs to the union on
    the day of opening owes the report.
    """
    day = day_of_owing(period)
    return (
        Association.objects.members_on(day, *period.kinds_owing)
        .with_membership(day)
        .filter(standing_then=MemberStanding.ACTIVE)
    )


def oblige(period: ReportingPeriod) -> int:
    """Make the reports that are owed and not there yet; how many."""
    present = set(period.reports.values_list("association_id", flat=True))
    owing = owing_associations(period).exclude(pk__in=present)
    rows = [Report(period=period, association=each) for each in owing]
    return len(Report.objects.bulk_create(rows))


@transaction.atomic
def oblige_while_open(
    period: ReportingPeriod, association: Association | None = None
) -> int:
    """Add those who have come to owe a report, or one association by hand; how many.

    A period that is still planned makes its obligations by opening, and a closed one
    takes no more.
    """
    held = ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if held.status != PeriodStatus.OPEN:
        return 0
    if association is None:
        return oblige(held)
    _, is_new = Report.objects.get_or_create(period=held, association=association)
    return int(is_new)


@transaction.atomic
def extend(report: Report, until: dt.date, reason: str, *, by) -> None:
    """Give one association more time.

    Raises:
        ValidationError: the reason is missing, the day brings nothing, or the report
            is no longer waited for.
    """
    # Locked, for it may be sent or exempted at this moment.
    status = Report.objects.select_for_update().values_list("status", flat=True)
    if status.get(pk=report.pk) not in EDITABLE:
        raise ValidationError("Báo cáo này không còn chờ gửi nên không cần gia hạn.")
    if until <= report.period.deadline_on:
        raise ValidationError(
            {"extended_until": "Ngày gia hạn phải sau hạn chung của kỳ."}
        )
    if not reason.strip():
        raise ValidationError({"extension_reason": "Hãy ghi lý do gia hạn."})
    report.extended_until = until
    report.extension_reason = reason
    report.extended_by = by
    report.save(update_fields=["extended_until", "extension_reason", "extended_by"])
