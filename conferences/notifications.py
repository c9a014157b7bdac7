"""Letters about conferences and tasks: put into the queue, read by the office first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from conferences import links
from conferences.models import Conference, Invitee
from conferences.wording import short_title, when_text
from lienhiephoi import letters
from lienhiephoi.models import Letter

# --- Invitations ------------------------------------------------------------------

INVITATION, CALLED_OFF = "Giấy mời họp", "Hoãn, hủy họp"


@dataclass(frozen=True)
class InvitationLetters:
    """Whom a letter would go to now: new ones, those written already, those without
    an address."""

    fresh: tuple[Invitee, ...]
    written: tuple[Invitee, ...]
    unreachable: tuple[Invitee, ...]


def plan_invitations(invitees: Iterable[Invitee]) -> InvitationLetters:
    """A letter is written once for each link and each day: a new link, or a meeting
    put off to another day, calls for another letter."""
    invited = [each for each in invitees if each.was_invited]
    reachable = [each for each in invited if each.email]
    known = set(
        Letter.objects.filter(key__in=map(_key, reachable)).values_list(
            "key", flat=True
        )
    )
    return InvitationLetters(
        fresh=tuple(each for each in reachable if _key(each) not in known),
        written=tuple(each for each in reachable if _key(each) in known),
        unreachable=tuple(each for each in invited if not each.email),
    )


def _key(invitee: Invitee) -> str:
    day = invitee.conference.starts_on.isoformat()
    return f"invite:{invitee.pk}:{invitee.nonce}:{day}"


def invitation_text(invitee: Invitee) -> tuple[str, str]:
    """Subject and body of one invitee's letter, with the personal link."""
    conference = invitee.conference
    return letters.render(
        "conferences/letters/invitation.txt",
        {
            "invitee": invitee,
            "conference": conference,
            "title": short_title(conference),
            "when": when_text(conference),
            "link": links.link_of(invitee),
        },
    )


def write_invitations(invitees: Iterable[Invitee], *, by) -> list[Letter]:
    """Put what is not written yet into the queue, held until the office has read it."""
    written = []
    for invitee in plan_invitations(invitees).fresh:
        subject, body = invitation_text(invitee)
        letter = letters.write_letter(
            _key(invitee),
            kind=INVITATION,
            to=invitee.email,
            recipient=invitee.full_name,
            subject=subject,
            body=body,
            about=invitee,
            by=by,
            held=True,
        )
        if letter:
            written.append(letter)
    return written


def cancel_invitations(invitees: Iterable[Invitee]) -> int:
    """Keep invitations from going out that still wait; how many those were."""
    waiting = Letter.objects.filter(
        content_type=ContentType.objects.get_for_model(Invitee),
        object_id__in=[each.pk for each in invitees],
        kind=INVITATION,
        status__in=letters.WAITING,
    )
    return letters.cancel_waiting(waiting)


# --- Called off -------------------------------------------------------------------


def conference_called_off(conference, by, note: str) -> None:
    """Tell those who were invited that it is put off or cancelled, and why.

    Only where people have been told of it; invitations that still wait are cancelled.
    """
    invited = list(conference.invitees.filter(was_invited=True))
    cancel_invitations(invited)
    if not _were_told(conference):
        return
    change = conference.status_changes.first()
    for invitee in invited:
        if not invitee.email:
            continue
        subject, body = letters.render(
            "conferences/letters/called_off.txt",
            {
                "invitee": invitee,
                "conference": conference,
                "title": short_title(conference),
                "state": conference.get_status_display().lower(),
                "when": when_text(conference),
                "note": note,
            },
        )
        letters.write_letter(
            f"called-off:{change.pk}:{invitee.pk}",
            kind=CALLED_OFF,
            to=invitee.email,
            recipient=invitee.full_name,
            subject=subject,
            body=body,
            about=invitee,
            by=by,
            held=True,
        )


def _were_told(conference: Conference) -> bool:
    """Whether the last plan of it was made known by invitations."""
    last = conference.status_changes.filter(
        transition__in=("invite", "plan_again")
    ).first()
    return last is not None and last.transition == "invite"


# --- Tasks ------------------------------------------------------------------------


def task_given(task, by, note: str) -> None:
    """Tell the owner of a task what is asked, and by when."""


def task_sent_back(task, by, note: str) -> None:
    """Tell the owner what is still wanted."""
