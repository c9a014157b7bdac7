"""The queue: written once, held or sent, tried again, never sent twice."""

import datetime as dt
import io
import smtplib
import threading
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from lienhiephoi import letters
from lienhiephoi.models import Letter, LetterStatus
from lienhiephoi.workflow import TransitionError
from tests import makers

pytestmark = pytest.mark.django_db

HELD, READY, SENT = LetterStatus.HELD, LetterStatus.READY, LetterStatus.SENT


def written(key="nhac:1", **fields) -> Letter | None:
    values = {
        "kind": "Nhắc báo cáo",
        "to": "an@hoi.example",
        "recipient": "Nguyễn Văn An",
        "subject": "Nhắc gửi báo cáo năm 2026",
        "body": "Kính gửi Nguyễn Văn An,\n\nXin nhắc.",
    }
    return letters.write_letter(key, **(values | fields))


class Postman(BaseEmailBackend):
    """A mail server that fails as told: `failures` is what each sending meets."""

    failures: list[Exception | None] = []
    taken: list[str] = []

    def send_messages(self, messages):
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            raise failure
        self.taken.extend(message.to[0] for message in messages)
        return len(messages)


@pytest.fixture
def postman(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Postman"
    Postman.failures, Postman.taken = [], []
    return Postman


# --- Writing and sending --------------------------------------------------------


def test_a_letter_is_written_once_under_its_key():
    assert written() is not None
    assert written(subject="Lần nữa") is None
    assert Letter.objects.get().subject == "Nhắc gửi báo cáo năm 2026"


def test_a_ready_letter_is_sent_as_it_was_written():
    makers.union(email="vanphong@lamgiang.example")
    letter = written()
    done = letters.send_due()
    assert (done.sent, done.failed, done.problem) == (1, 0, "")
    (message,) = mail.outbox
    assert parseaddr(str(make_header(decode_header(message.to[0])))) == (
        *("Nguyễn Văn An", "an@hoi.example"),
    )
    assert message.subject == "Nhắc gửi báo cáo năm 2026"
    assert message.body == letter.body
    assert message.reply_to == ["vanphong@lamgiang.example"]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (SENT, 1)
    assert letter.sent_at is not None
    assert letters.send_due().sent == 0


def test_the_oldest_goes_first_and_no_more_than_asked():
    for number in range(5):
        written(f"thu:{number}", to=f"nguoi-{number}@hoi.example", recipient="")
    assert letters.send_due(limit=2).sent == 2
    assert [message.to for message in mail.outbox] == [
        ["nguoi-0@hoi.example"],
        ["nguoi-1@hoi.example"],
    ]
    assert letters.due().count() == 3


# --- Held letters ---------------------------------------------------------------


def test_a_held_letter_waits_until_it_is_released():
    officer = makers.staff()
    letter = written(held=True)
    assert letters.send_due().sent == 0
    released = letters.release(letter, by=officer)
    assert (released.status, released.released_by) == (READY, officer)
    assert letters.send_due().sent == 1


def test_a_cancelled_letter_is_never_sent_and_never_written_again():
    letter = written()
    letters.cancel(letter)
    assert letters.send_due().sent == 0
    assert written() is None
    assert mail.outbox == []


@pytest.mark.parametrize(
    "decide",
    [lambda letter: letters.release(letter, by=makers.staff()), letters.cancel],
    ids=["release", "cancel"],
)
def test_what_was_sent_can_be_neither_released_nor_cancelled(decide):
    letter = written()
    letters.send_due()
    with pytest.raises(TransitionError, match="đã gửi"):
        decide(letter)
    letter.refresh_from_db()
    assert letter.status == SENT


# --- Failures -------------------------------------------------------------------


def test_a_refused_letter_stops_no_other_and_is_tried_later(postman):
    refusal = smtplib.SMTPRecipientsRefused({"sai@hoi.example": (550, b"No such user")})
    postman.failures = [refusal]
    wrong = written("sai", to="sai@hoi.example")
    written("dung", to="dung@hoi.example", recipient="")
    done = letters.send_due()
    assert (done.sent, done.failed, done.problem) == (1, 1, "")
    assert postman.taken == ["dung@hoi.example"]
    wrong.refresh_from_db()
    assert wrong.status == READY
    assert "No such user" in wrong.last_error
    assert wrong.next_attempt_at > timezone.now()
    assert letters.send_due().sent == 0
    with time_machine.travel(timezone.now() + letters.FIRST_PAUSE * 1.1):
        assert letters.send_due().sent == 1
    wrong.refresh_from_db()
    assert (wrong.status, wrong.attempts, wrong.last_error) == (SENT, 2, "")


def test_after_many_tries_staff_see_that_it_failed_and_may_try_again(postman):
    refused = smtplib.SMTPDataError(554, b"Blocked")
    postman.failures = [refused] * letters.TRIES
    letter = written()
    pauses = []
    now = timezone.now()
    for _ in range(letters.TRIES):
        with time_machine.travel(now, tick=False):
            assert letters.send_due().failed == 1
        letter.refresh_from_db()
        if letter.next_attempt_at:
            pauses.append((letter.next_attempt_at - now).total_seconds() / 60)
            now = letter.next_attempt_at
    assert letter.status == LetterStatus.FAILED
    assert pauses == [5, 20, 80, 320, 1280]
    letters.release(letter, by=makers.staff())
    assert letters.send_due().sent == 1


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError("refused"),
        TimeoutError("timed out"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
    ],
)
def test_a_server_that_is_away_costs_one_letter_one_try(postman, failure):
    postman.failures = [failure]
    for number in range(3):
        written(f"thu:{number}")
    done = letters.send_due()
    assert (done.sent, done.failed) == (0, 1)
    assert done.problem
    assert list(Letter.objects.order_by("pk").values_list("attempts", flat=True)) == [
        *(1, 0, 0)
    ]


def test_an_address_that_is_no_header_fails_alone(postman):
    postman.failures = [ValueError("Header values can't contain newlines")]
    written("xau")
    written("tot")
    assert (done := letters.send_due()).sent == 1
    assert done.failed == 1


# --- At once --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_runs_at_once_send_each_letter_once(postman):
    wanted = sorted(f"nguoi-{number}@hoi.example" for number in range(12))
    for address in wanted:
        written(address, to=address, recipient="")
    start = threading.Barrier(4)

    def run():
        try:
            start.wait()
            letters.send_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(postman.taken) == wanted
    assert Letter.objects.filter(status=SENT).count() == 12


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_who_write_at_once_write_one(settings):
    start = threading.Barrier(4)
    results = []

    def write():
        try:
            start.wait()
            results.append(written())
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in results if each]) == 1
    assert Letter.objects.count() == 1


# --- The command ----------------------------------------------------------------


def run(*arguments) -> str:
    output = io.StringIO()
    call_command("send_letters", *arguments, stdout=output)
    return output.getvalue()


def test_the_command_sends_and_counts():
    written("1")
    written("2", held=True)
    assert run() == "Đã gửi 1 thư, lỗi 0.\n"


def test_a_dry_run_sends_nothing():
    written()
    assert "an@hoi.example: Nhắc gửi báo cáo năm 2026" in run("--dry-run")
    assert mail.outbox == []
    assert Letter.objects.get().status == READY


def test_the_command_fails_where_the_server_is_away(postman):
    postman.failures = [ConnectionRefusedError("refused")]
    written()
    with pytest.raises(CommandError, match="máy chủ thư"):
        run()


# --- Words ----------------------------------------------------------------------


def test_a_link_is_of_our_site(settings):
    settings.SITE_URL = "https://lamgiang.example"
    assert letters.link("/lam-viec/") == "https://lamgiang.example/lam-viec/"


def test_a_key_of_an_address_does_not_depend_on_how_it_was_typed():
    assert letters.short_key(" An@Hoi.example") == letters.short_key("an@hoi.example")
    assert letters.short_key("a@hoi.example") != letters.short_key("b@hoi.example")


def test_old_letters_that_went_out_are_past_their_time():
    old = written("cu")
    letters.send_due()
    waiting = written("cho", held=True)
    then = timezone.now() + letters.KEPT + dt.timedelta(days=1)
    assert list(letters.past_retention(then)) == [old]
    assert waiting not in letters.past_retention(then)
    assert not letters.past_retention(timezone.now()).exists()
