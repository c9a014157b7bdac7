"""Who may do what with the register and the reports, as named questions."""

from django.db.models import Q

from members.models import (
    EDITABLE,
    PeriodStatus,
    Report,
    ReportStatus,
    Representative,
    RepresentativeRole,
)


def representation(user, association) -> Representative | None:
    """How this person acts for the association now, if at all."""
    if not (user.is_authenticated and user.is_active):
        return None
    return (
        Representative.objects.current()
        .filter(user=user, association=association)
        .first()
    )


def is_reporting_officer(user) -> bool:
    """Staff who check reports (Cán bộ hội viên and above)."""
    return user.is_active and user.is_staff and user.has_perm("members.review_report")


def can_fill_in(user, report: Report) -> bool:
    """Representatives while it is theirs to write; the office for a paper report.

    A closed period takes no changes, whoever still had some to make.
    """
    is_open = report.period.status == PeriodStatus.OPEN
    if not is_open or report.status not in EDITABLE:
        return False
    if report.is_from_paper:
        return is_reporting_officer(user)
    return representation(user, report.association) is not None


def can_record_actual(user, report: Report) -> bool:
    """What came true of an estimate, once the report was accepted: who may send.

    It counts in the totals at once, like a report that is sent and accepted.
    """
    return report.status == ReportStatus.ACCEPTED and can_send(user, report)


def can_send(user, report: Report) -> bool:
    """Who signs for the association sends; a paper report its typist sends."""
    if report.is_from_paper:
        return is_reporting_officer(user)
    acting = representation(user, report.association)
    return acting is not None and acting.role == RepresentativeRole.SIGNS


def can_return(user, _report: Report) -> bool:
    return is_reporting_officer(user)


def can_accept(user, report: Report) -> bool:
    """Nobody accepts what he typed or sent himself: two pairs of eyes, always."""
    return is_reporting_officer(user) and not _had_a_hand_in(user, report)


def _had_a_hand_in(user, report: Report) -> bool:
    if report.pk is None:
        return False
    hand = Q(entered_by=user) | Q(answers__changed_by=user) | Q(versions__sent_by=user)
    return Report.objects.filter(hand, pk=report.pk).exists()


def can_run_periods(user, _period) -> bool:
    return (
        user.is_active
        and user.is_staff
        and user.has_perm("members.change_reportingperiod")
    )


def can_publish(user) -> bool:
    """Who may say in public what the reports add up to."""
    return (
        user.is_active
        and user.is_staff
        and user.has_perm("members.add_publishedtotals")
    )


def can_manage_representatives(user, association) -> bool:
    """The office, or whoever signs for the association."""
    if user.is_active and user.is_staff and user.has_perm("members.add_invitation"):
        return True
    acting = representation(user, association)
    return acting is not None and acting.role == RepresentativeRole.SIGNS
