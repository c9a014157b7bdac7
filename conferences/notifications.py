"""Letters about conferences and tasks: put into the queue, read by the office first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse

from conferences import links
from conferences.models import Conference, Invitee, Task
from conferences.wording import official_when, short_title, when_text
from lienhiephoi import letters
from lienhiephoi.models import Letter
from lienhiephoi.workflow import TransitionError
from members.notifications import Addressee, addressees

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
    """A letter is written once for what it says: another moment, place or link, or a
    mended address, calls for another letter."""
    invited = [each for each in invitees if each.was_invited]
    reachable = [each for each in invited if each.email]
    known = set(written_invitations(reachable).values_list("key", flat=True))
    return InvitationLetters(
        fresh=tuple(each for each in reachable if _key(each) not in known),
        written=tuple(each for each in reachable if _key(each) in known),
        unreachable=tuple(each for each in invited if not each.email),
    )


def _key(invitee: Invitee) -> str:
    conference = invitee.conference
    said = (
        *(invitee.email, official_when(conference), conference.place),
        conference.online_address,
    )
    return f"invite:{invitee.pk}:{invitee.nonce}:{letters.short_key('|'.join(said))}"


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


@transaction.atomic
def write_invitations(invitees: Iterable[Invitee], *, by) -> list[Letter]:
    """Put what is not written yet into the queue, held until the office has read it.

    What still waits there and says something else by now is cancelled.
    """
    invitees = list(invitees)
    current = written_invitations(invitees).values("pk")
    _cancel(_waiting_invitations(invitees).exclude(pk__in=current))
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


def written_invitations(invitees: Iterable[Invitee]):
    """The letters that invite to the day that stands now, by the present links."""
    return Letter.objects.filter(key__in=[_key(each) for each in invitees])


def cancel_invitations(invitees: Iterable[Invitee]) -> int:
    """Keep invitations from going out that still wait; how many those were."""
    return _cancel(_waiting_invitations(invitees))


def _waiting_invitations(invitees: Iterable[Invitee]):
    return Letter.objects.filter(
        content_type=ContentType.objects.get_for_model(Invitee),
        object_id__in=[each.pk for each in invitees],
        kind=INVITATION,
        status__in=letters.WAITING,
    )


def _cancel(waiting) -> int:
    """Their keys are given up, so that the same can be written once more."""
    cancelled = 0
    for letter in waiting:
        try:
            fresh = letters.cancel(letter)
        except TransitionError:
            continue
        fresh.key = f"{fresh.key}:{fresh.pk}"
        fresh.save(update_fields=["key"])
        cancelled += 1
    return cancelled


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


TASK_GIVEN = "Giao nhiệm vụ"
TASK_SENT_BACK = "Đề nghị làm tiếp nhiệm vụ"
TASK_DUE = "Nhắc nhiệm vụ"


def task_owners(tasks: Iterable[Task]) -> dict[int, list[Addressee]]:
    """Who reads letters about each task, by its key; those nobody reads are left out.

    Representatives of the association, or the person, by the account's address first.
    """
    tasks = list(tasks)
    bodies = {each.association for each in tasks if each.association_id}
    of_bodies = addressees(bodies) if bodies else {}
    found = {}
    for task in tasks:
        if task.association_id:
            readers = of_bodies.get(task.association_id, [])
        else:
            readers = _person(task.person)
        if readers:
            found[task.pk] = readers
    return found


def _person(person) -> list[Addressee]:
    if person is None:
        return []
    email = (person.user.email if person.user_id else "") or person.email
    return [Addressee(person.full_name, email)] if email else []


def write_about_task(
    task: Task, template: str, key: str, kind: str, *, to, by=None, held=False, note=""
) -> list[Letter]:
    """One letter to each who is to read it; those written before are not again."""
    written = []
    for reader in to:
        subject, body = letters.render(
            f"conferences/letters/{template}.txt",
            {
                "name": reader.name,
                "task": task,
                "note": note,
                "link": _task_link(task),
            },
        )
        letter = letters.write_letter(
            f"{key}:{letters.short_key(reader.email)}",
            kind=kind,
            to=reader.email,
            recipient=reader.name,
            subject=subject,
            body=body,
            about=task,
            by=by,
            held=held,
        )
        if letter:
            written.append(letter)
    return written


def _task_link(task: Task) -> str:
    """Where progress is told; a person without an account answers by mail."""
    if task.association_id or task.person.user_id:
        return letters.link(reverse("tasks:task", args=[task.pk]))
    return ""


def task_given(task, by, note: str) -> None:
    """Tell the owner of a task what is asked, and by when."""
    write_about_task(
        task,
        "task_given",
        f"task-given:{task.pk}",
        TASK_GIVEN,
        to=task_owners([task]).get(task.pk, []),
        by=by,
        held=True,
    )


def task_handed_on(task, by) -> None:
    """The owner of an open task has changed: what the former was to read is void."""
    waiting = Letter.objects.filter(
        content_type=ContentType.objects.get_for_model(Task),
        object_id=task.pk,
        status__in=letters.WAITING,
    )
    _cancel(waiting)
    task_given(task, by, "")


def task_sent_back(task, by, note: str) -> None:
    """Tell the owner what is still wanted."""
    move = task.status_changes.latest("at", "pk")
    write_about_task(
        task,
        "task_sent_back",
        f"task-back:{move.pk}",
        TASK_SENT_BACK,
        to=task_owners([task]).get(task.pk, []),
        by=by,
        note=note,
    )
