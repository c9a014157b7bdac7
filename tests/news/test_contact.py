"""The contact form: what is sent is kept, and the office hears of it."""

import datetime as dt
import smtplib

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from lienhiephoi.models import ConsentText
from news.models import ContactMessage
from tests import makers, reading

pytestmark = pytest.mark.django_db

SHOWN = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
LETTER = {
    "name": "Nguyễn Văn An",
    "email": "an@hoi.example",
    "phone": "0900 000 000",
    "subject": "Xin tài liệu",
    "message": "Kính gửi văn phòng,\nxin tài liệu Hội thi.",
    "agrees": "on",
}


def fields(page) -> dict[str, str]:
    """What stands in the form, as a browser would send it back."""
    main = page.find(".//main")
    found = {e.get("name"): e.get("value", "") for e in main.iter("input")}
    found |= {e.get("name"): "".join(e.itertext()) for e in main.iter("textarea")}
    return {name: value for name, value in found.items() if name}


def opened(client) -> dict[str, str]:
    with time_machine.travel(SHOWN, tick=False):
        return fields(reading.page(client, "/lien-he/"))


def send(client, after: float = 30, mark: str | None = None, **changes):
    """Send the letter so many seconds after the form was shown."""
    mark = opened(client)["shown_at"] if mark is None else mark
    with time_machine.travel(SHOWN + dt.timedelta(seconds=after), tick=False):
        return client.post("/lien-he/", {**LETTER, "shown_at": mark, **changes})


def refusal(answer) -> str:
    assert answer.status_code == 200
    assert not ContactMessage.objects.exists()
    page = reading.tree(answer.content.decode())
    return reading.words(reading.by_class(page, "error-summary")[0])


def test_what_is_sent_is_kept_with_the_text_that_was_agreed_to(client):
    answer = send(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lien-he/da-gui/")
    kept = ContactMessage.objects.get()
    for name in ("name", "email", "phone", "subject", "message"):
        assert getattr(kept, name) == LETTER[name]
    assert kept.consent == ConsentText.objects.newest("contact")
    thanks = reading.words(reading.main(client, "/lien-he/da-gui/"))
    assert "thư đã được gửi" in thanks


def test_the_newest_text_of_consent_is_shown_and_an_older_letter_keeps_its_own(client):
    send(client)
    newer = ConsentText.objects.create(
        purpose="contact", text="Bản mới: lưu trong 6 tháng."
    )
    assert "Bản mới: lưu trong 6 tháng." in reading.words(
        reading.main(client, "/lien-he/")
    )
    send(client)
    older, latest = ContactMessage.objects.order_by("pk")
    assert latest.consent == newer
    assert older.consent != newer


def test_the_office_hears_of_it_after_the_commit(
    client, django_capture_on_commit_callbacks
):
    makers.union(email="vanphong@lamgiang.example")
    with django_capture_on_commit_callbacks(execute=True):
        send(client)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["vanphong@lamgiang.example"]
    assert letter.reply_to == ["an@hoi.example"]
    assert letter.subject == "[Liên hệ] Xin tài liệu"
    assert LETTER["message"] in letter.body


def test_without_an_address_of_the_office_the_letter_is_still_kept(
    client, django_capture_on_commit_callbacks
):
    makers.union(email="")
    with django_capture_on_commit_callbacks(execute=True):
        send(client)
    assert mail.outbox == []
    assert ContactMessage.objects.count() == 1


class BrokenMail(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


class UnreachableMail(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("Connection refused")


@pytest.mark.parametrize("backend", [BrokenMail, UnreachableMail])
def test_when_the_mail_fails_nothing_is_lost(
    client, settings, django_capture_on_commit_callbacks, backend, caplog
):
    makers.union()
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__name__}"
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client).status_code == 302
    assert ContactMessage.objects.get().message == LETTER["message"]
    assert "Chưa gửi được thư báo cho văn phòng." in caplog.text
    assert LETTER["email"] not in caplog.text


# --- Guards ---------------------------------------------------------------------------


def test_a_program_that_fills_in_everything_is_refused(client):
    answer = send(client, website="https://quang-cao.example")
    assert "để trống ô" in refusal(answer)
    # A person whose browser filled it in need only send again.
    again = fields(reading.tree(answer.content.decode()))
    assert again["website"] == ""


def test_a_letter_sent_too_quickly_is_refused_and_may_be_sent_again(client):
    answer = send(client, after=1)
    assert "quá nhanh" in refusal(answer)
    mark = fields(reading.tree(answer.content.decode()))["shown_at"]
    assert send(client, after=10, mark=mark).status_code == 302
    assert ContactMessage.objects.count() == 1


def test_a_form_left_open_for_a_day_keeps_the_text_and_can_be_sent_again(client):
    late = 24 * 3600 + 5
    answer = send(client, after=late)
    assert "còn nguyên" in refusal(answer)
    kept = fields(reading.tree(answer.content.decode()))
    assert kept["message"].strip() == LETTER["message"]
    assert kept["subject"] == LETTER["subject"]
    assert send(client, after=late + 10, mark=kept["shown_at"]).status_code == 302


def test_a_text_of_consent_changed_meanwhile_is_read_before_it_is_agreed_to(client):
    mark = opened(client)["shown_at"]
    ConsentText.objects.create(purpose="contact", text="Bản mới: lưu trong 6 tháng.")
    answer = send(client, mark=mark)
    assert "vừa được sửa" in refusal(answer)
    assert "Bản mới: lưu trong 6 tháng." in answer.content.decode()
    again = fields(reading.tree(answer.content.decode()))["shown_at"]
    assert send(client, after=40, mark=again).status_code == 302


@pytest.mark.parametrize("mark", ["", "x", "IiI:1vabc:forged", "a" * 10_000])
def test_a_mark_of_time_cannot_be_forged(client, mark):
    assert "bấm gửi lại" in refusal(send(client, mark=mark))


def test_the_sixth_letter_of_an_hour_is_too_many(client):
    for _ in range(5):
        assert send(client).status_code == 302
    sixth = send(client)
    assert sixth.status_code == 429
    page = reading.tree(sixth.content.decode())
    assert "Bạn đã gửi nhiều thư trong một giờ." in reading.words(page.find(".//main"))
    assert ContactMessage.objects.count() == 5
    assert send(client, after=3600).status_code == 302


def test_one_sender_at_the_limit_holds_up_no_other(client):
    for _ in range(6):
        send(client)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert send(client).status_code == 302


# --- Input ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["name", "email", "subject", "message"])
def test_what_must_be_filled_in_is_said_at_its_field(client, name):
    answer = send(client, **{name: ""})
    assert "này" in refusal(answer)
    page = reading.tree(answer.content.decode())
    wrong = next(e for e in page.iter() if e.get("id") == f"id_{name}")
    assert wrong.get("aria-invalid") == "true"
    assert f"id_{name}_error" in wrong.get("aria-describedby", "")


def test_without_consent_nothing_is_kept(client):
    mark = opened(client)["shown_at"]
    letter = {k: v for k, v in LETTER.items() if k != "agrees"}
    with time_machine.travel(SHOWN + dt.timedelta(minutes=1), tick=False):
        answer = client.post("/lien-he/", {**letter, "shown_at": mark})
    assert "Cần sự đồng ý của bạn" in refusal(answer)


@pytest.mark.parametrize(
    "changes",
    [
        *({"name": "a" * 121}, {"subject": "a" * 201}, {"message": "a" * 5001}),
        *({"phone": "0" * 31}, {"email": "a" * 250 + "@hoi.example"}),
        *({"email": "an"}, {"email": "an@hoi.example\nbcc: x@y.example"}),
        *({"name": "a\x00b"}, {"message": "\x00"}, {"name": "\u202e"}),
        {"name": "\u200b\u200b"},
    ],
)
def test_input_that_cannot_be_kept_is_refused_in_vietnamese(client, changes):
    told = refusal(send(client, **changes))
    for english in ("Ensure", "Enter", "characters are", "required"):
        assert english not in told


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn\t Văn \n An ", "Nguyễn Văn An"),
        ("Nguye\u0302\u0303n Va\u0306n An", "Nguyễn Văn An"),
        ("An \u202ecod.exe", "An cod.exe"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("An\r\nBcc: x@y.example", "An Bcc: x@y.example"),
    ],
)
def test_what_is_typed_is_kept_as_plain_clean_text(client, typed, kept):
    assert send(client, name=typed, subject=typed).status_code == 302
    stored = ContactMessage.objects.get()
    assert (stored.name, stored.subject) == (kept, kept)


def test_text_that_is_shown_again_is_escaped(client):
    answer = send(client, name='"><script>alert(1)</script>', email="sai")
    assert "<script>alert" not in answer.content.decode()
    assert fields(reading.tree(answer.content.decode()))["name"].startswith('">')


def test_a_letter_without_a_token_is_refused_in_vietnamese(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/lien-he/", LETTER)
    assert answer.status_code == 403
    page = reading.tree(answer.content.decode())
    assert reading.words(page.find(".//h1")) == "Biểu mẫu đã quá hạn"
    assert not ContactMessage.objects.exists()
