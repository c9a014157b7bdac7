"""Who owes a report in a period, and until when."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import Association, MemberStanding, Report, ReportingPeriod


def owing_associations(period: ReportingPeriod):
    """Active members, of the kinds the period asks, on its last day or today.

    A period is mostly opened before its figures end: whoever belongs to the union on
    the day of opening owes the report.
    """
    day = min(period.ends_on, max(timezone.localdate(), period.starts_on))
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


def extend(report: Report, until: dt.date, reason: str, *, by) -> None:
    """Give one association more time.

    Raises:
        ValidationError: the reason is missing, or the day brings nothing.
    """
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
