"""Letters that follow a move of a period or a report, and those about accounts.

All of them go through the queue of letters but one: the mail with an invitation's
link, whose secret is kept nowhere.
"""

import datetime as dt
import logging
import smtplib
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import letters
from lienhiephoi.context_processors import site_settings
from lienhiephoi.dossiers.fields import WHOLE_DOSSIER
from lienhiephoi.vietnamese import date_text
from members.models import Association, Invitation, Report, Representative
from members.report_forms import form_of

log = logging.getLogger(__name__)

# --- Who is written to ----------------------------------------------------------


@dataclass(frozen=True)
class Addressee:
    name: str
    email: str


def addressees(associations) -> dict[int, list[Addressee]]:
    """Who reads letters to each association, by its key; two queries for any number.

    Its representatives of today; where none of them has an address, its own one.
    """
    found: dict[int, list[Addressee]] = {}
    acting = (
        Representative.objects.current()
        .filter(association__in=associations, user__is_active=True)
        .exclude(user__email="")
        .select_related("user")
        .order_by("role", "pk")
    )
    for each in acting:
        person = Addressee(each.user.get_full_name(), each.user.email)
        found.setdefault(each.association_id, []).append(person)
    silent = Association.objects.filter(pk__in=[each.pk for each in associations])
    for association in silent.exclude(pk__in=found).exclude(email=""):
        found[association.pk] = [Addressee(association.name, association.email)]
    return found


def _write(template: str, key: str, kind: str, about, to, *, by=None, **context):
    """One letter each to several people, of the same words but for the salutation."""
    for person in to:
        subject, body = letters.render(template, {**context, "name": person.name})
        letters.write_letter(
            f"{key}:{letters.short_key(person.email)}",
            kind=kind,
            to=person.email,
            recipient=person.name,
            subject=subject,
            body=body,
            about=about,
            by=by,
        )


def _to_association(association: Association) -> list[Addressee]:
    return addressees([association]).get(association.pk, [])


def _to_office() -> list[Addressee]:
    union = site_settings()
    return [Addressee(union.short_name, union.email)] if union.email else []


# --- Periods --------------------------------------------------------------------


def period_opened(period, by, note: str) -> None:
    """Tell the representatives of every association that owes a report."""
    reports = list(
        period.reports.awaited()
        .filter(is_from_paper=False)
        .select_related("association", "period")
    )
    people = addressees([each.association for each in reports])
    for report in reports:
        _write(
            "members/letters/period_opened.txt",
            f"open:report:{report.pk}",
            "Mở kỳ báo cáo",
            report,
            people.get(report.association_id, []),
            by=by,
            report=report,
            period=period,
            link=letters.link(report.get_absolute_url()),
        )


# --- Reports --------------------------------------------------------------------


def report_sent(report, by, note: str) -> None:
    """The receipt, to the association; a word to the office."""
    version = report.versions.first()
    facts = {
        "report": report,
        "version": version,
        "sender": by,
        "link": letters.link(report.get_absolute_url()),
    }
    key = f"sent:{version.receipt}"
    _write(
        "members/letters/report_sent.txt",
        key,
        "Biên nhận báo cáo",
        report,
        _to_association(report.association),
        by=by,
        **facts,
    )
    if not report.is_from_paper:
        _write(
            "members/letters/report_arrived.txt",
            f"{key}:office",
            "Báo cáo mới đến",
            report,
            _to_office(),
            by=by,
            **facts,
        )


def report_returned(report, by, note: str) -> None:
    """What has to be corrected, to the association."""
    form = form_of(report.period)
    marks = [
        (_label(form, mark.key), mark.reason)
        for mark in report.marks.filter(closed_by_version=None)
    ]
    _write_about_move("returned", "Trả lại báo cáo", report, by, marks=marks, note=note)


def _label(form, key: str) -> str:
    """A field as a letter names it: "II.3. Số hội viên"; a text by its section."""
    if key == WHOLE_DOSSIER:
        return "Toàn báo cáo"
    for section in form.sections:
        for field in section.fields:
            if field.key == key:
                is_text = field.number == section.number
                label = section.title if is_text else field.label
                return f"{field.number}. {label}" if field.number else label
    return key


def report_accepted(report, by, note: str) -> None:
    """That the report was accepted, to the association."""
    _write_about_move("accepted", "Chấp nhận báo cáo", report, by, note=note)


def _write_about_move(name: str, kind: str, report: Report, by, **context) -> None:
    """The key names the move itself: a report may come back more than once."""
    move = report.status_changes.latest("at", "pk")
    _write(
        f"members/letters/report_{name}.txt",
        f"{name}:report:{report.pk}:{move.pk}",
        kind,
        report,
        _to_association(report.association),
        by=by,
        report=report,
        reviewer=by,
        link=letters.link(report.get_absolute_url()),
        **context,
    )


# --- Invitations ----------------------------------------------------------------


def invitation_link(secret: str) -> str:
    return letters.link(reverse("account:invitation", args=[secret]))


def invitation_text(invitation: Invitation, secret: str) -> str:
    """What is mailed, and what may be copied into Zalo."""
    _, body = _invitation(invitation, secret)
    return body


def _invitation(invitation: Invitation, secret: str) -> tuple[str, str]:
    return letters.render(
        "members/letters/invitation.txt",
        {
            "invitation": invitation,
            "last_day": date_text(timezone.localdate(invitation.expires_at)),
            "link": invitation_link(secret),
        },
    )


def mail_invitation(invitation: Invitation, secret: str) -> bool:
    """Send the link at once, past the queue; whether the mail server took it."""
    if not invitation.email:
        return False
    subject, body = _invitation(invitation, secret)
    try:
        EmailMessage(subject, body, to=[invitation.email]).send()
    except (OSError, smtplib.SMTPException):
        log.exception("Không gửi được thư mời %s", invitation.pk)
        return False
    return True


def invitation_accepted(invitation: Invitation) -> None:
    """To whoever invited: a link may have been passed on to somebody else."""
    inviter = invitation.created_by
    if not inviter.email:
        return
    _write(
        "members/letters/invitation_accepted.txt",
        f"accepted:invitation:{invitation.pk}",
        "Lời mời đã được nhận",
        invitation,
        [Addressee(inviter.get_full_name(), inviter.email)],
        invitation=invitation,
    )


def cancel_waiting(user, association: Association | None = None) -> int:
    """Take letters that still wait for a person out of the queue; how many.

    Of one association: those that are about it or lead to one of its reports.
    """
    if not user.email:
        return 0
    waiting = letters.waiting_for(user.email)
    if association is not None:
        reports = list(association.reports.all())
        about = {
            (model, pk)
            for model, rows in (
                ("report", reports),
                ("invitation", association.invitations.all()),
                ("representative", association.representatives.all()),
            )
            for pk in [each.pk for each in rows]
        }
        links = [letters.link(each.get_absolute_url()) for each in reports]
        waiting = [
            each
            for each in waiting.select_related("content_type")
            if (each.content_type and each.content_type.model, each.object_id) in about
            or any(link in each.body for link in links)
        ]
    return letters.cancel_waiting(waiting)


def cancel_for_the_gone(day: dt.date) -> int:
    """Take out what still waits for those whose planned last day is past, a week back:
    nobody is there at midnight to do it. How many letters that was."""
    gone = Representative.objects.filter(
        ended_at=None, ends_on__lt=day, ends_on__gte=day - dt.timedelta(days=7)
    ).select_related("user", "association")
    acting = set(Representative.objects.current().values_list("association", "user"))
    return sum(
        cancel_waiting(each.user, each.association)
        for each in gone
        if (each.association_id, each.user_id) not in acting
    )


def representation_ended(representative: Representative, *, by) -> None:
    """To the person whose task ends, who may know nothing of it."""
    user = representative.user
    if not user.email:
        return
    _write(
        "members/letters/representation_ended.txt",
        f"ended:representative:{representative.pk}:"
        f"{representative.ended_at or representative.ends_on}",
        "Kết thúc đại diện",
        representative,
        [Addressee(user.get_full_name(), user.email)],
        by=by,
        representative=representative,
        ended_by=by,
    )
