"""The queue of letters: written by the portal, read by staff, sent by a command.

Every change of a letter's status is made here. A letter is sent at least once: only
a machine that dies between the mail server's answer and our commit sends it again,
and then under the same Message-ID, by which mailboxes know it.
"""

import datetime as dt
import hashlib
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from lienhiephoi.context_processors import site_settings
from lienhiephoi.environment import env
from lienhiephoi.models import Letter, LetterStatus
from lienhiephoi.vietnamese import clean_line
from lienhiephoi.workflow import TransitionError

WAITING = (LetterStatus.HELD, LetterStatus.READY)
TRIES = 6
# After the first failure, and four times as long after each further one.
FIRST_PAUSE = dt.timedelta(minutes=5)
# What is over is kept for two years, to answer who was told what.
KEPT = dt.timedelta(days=2 * 365)
# What the mail server says of one letter; any other failure is of the server itself.
_REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,
)


def link(path: str) -> str:
    """The whole address of a page, for a letter, which is written without a request."""
    origin = settings.SITE_URL or f"http://127.0.0.1:{env.int('PORT', default=8000)}"
    return origin + path


def render(template: str, context: dict) -> tuple[str, str]:
    """Subject and body: a template's first line is the subject, the rest the body."""
    context = {"union": site_settings(), **context}
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    return clean_line(subject), body.strip()


def short_key(email: str) -> str:
    """An address as part of a key: the same however it was typed, and of one length."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]


def write_letter(
    key: str,
    *,
    kind: str,
    to: str,
    subject: str,
    body: str,
    recipient: str = "",
    about=None,
    by=None,
    held: bool = False,
) -> Letter | None:
    """Put a letter into the queue; None where one with this key was written before."""
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "to": to,
            "recipient": recipient,
            "subject": subject[:200],
            "body": body,
            "about": about,
            "created_by": by,
            "status": LetterStatus.HELD if held else LetterStatus.READY,
        },
    )
    return letter if is_new else None


# --- What staff decide ----------------------------------------------------------


def release(letter: Letter, *, by) -> Letter:
    """Let a held letter go, or try one again whose sending failed.

    Raises:
        TransitionError: it is neither held nor failed.
    """
    return _decide(
        letter,
        (LetterStatus.HELD, LetterStatus.FAILED),
        "gửi",
        status=LetterStatus.READY,
        released_by=by,
        released_at=timezone.now(),
        attempts=0,
        next_attempt_at=None,
    )


def cancel(letter: Letter) -> Letter:
    """Keep a letter from being sent.

    Raises:
        TransitionError: it went out already, or was cancelled before.
    """
    return _decide(
        letter, (*WAITING, LetterStatus.FAILED), "hủy", status=LetterStatus.CANCELLED
    )


def waiting_for(email: str):
    """Letters to an address that have not gone out, and might."""
    return Letter.objects.filter(
        status__in=(*WAITING, LetterStatus.FAILED), to__iexact=email.strip()
    )


def cancel_waiting(waiting: Iterable[Letter]) -> int:
    """Cancel what has not gone out meanwhile; how many letters that was."""
    cancelled = 0
    for letter in waiting:
        try:
            cancel(letter)
        except TransitionError:
            continue
        cancelled += 1
    return cancelled


@transaction.atomic
def _decide(letter: Letter, source: tuple, verb: str, **values) -> Letter:
    fresh = Letter.objects.select_for_update().get(pk=letter.pk)
    if fresh.status not in source:
        state = fresh.get_status_display().lower()
        raise TransitionError(f"Không {verb} được thư đang ở trạng thái «{state}».")
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(values))
    return fresh


def past_retention(at: dt.datetime):
    """Letters sent or cancelled so long ago that nobody asks for them any more."""
    return Letter.objects.filter(
        status__in=(LetterStatus.SENT, LetterStatus.CANCELLED), created_at__lt=at - KEPT
    )


# --- Sending --------------------------------------------------------------------


@dataclass
class Sending:
    """What one run of the queue came to; `problem` is why it stopped early."""

    sent: int = 0
    failed: int = 0
    problem: str = ""


def due(at: dt.datetime | None = None):
    """Letters whose turn it is, the oldest first."""
    return Letter.objects.filter(
        Q(next_attempt_at=None) | Q(next_attempt_at__lte=at or timezone.now()),
        status=LetterStatus.READY,
    ).order_by("created_at", "pk")


def send_due(limit: int = 100) -> Sending:
    """Send what is due. Several runs at once share the queue and send nothing twice."""
    done = Sending()
    connection = get_connection()
    try:
        for _ in range(limit):
            if done.problem or not _send_next(connection, done):
                break
    finally:
        connection.close()
    return done


@transaction.atomic
def _send_next(connection, done: Sending) -> bool:
    """Send one letter while its row is locked; False when none is left."""
    letter = due().select_for_update(skip_locked=True, of=("self",)).first()
    if letter is None:
        return False
    letter.attempts += 1
    try:
        connection.send_messages([_message(letter)])
    except _REFUSALS as error:
        _postpone(letter, error)
        done.failed += 1
    except OSError as error:
        _postpone(letter, error)
        done.failed += 1
        done.problem = f"Không nói chuyện được với máy chủ thư: {error}"
    else:
        letter.status = LetterStatus.SENT
        letter.sent_at = timezone.now()
        letter.last_error = ""
        done.sent += 1
    letter.save()
    return True


def _postpone(letter: Letter, error: Exception) -> None:
    letter.last_error = f"{type(error).__name__}: {error}"[:1000]
    if letter.attempts >= TRIES:
        letter.status = LetterStatus.FAILED
        letter.next_attempt_at = None
    else:
        pause = FIRST_PAUSE * 4 ** (letter.attempts - 1)
        letter.next_attempt_at = timezone.now() + pause


def _message(letter: Letter) -> EmailMessage:
    office = site_settings().email
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[formataddr((letter.recipient, letter.to))],
        reply_to=[office] if office else None,
        headers={
            "Message-ID": f"<thu-{letter.pk}-{letter.created_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
