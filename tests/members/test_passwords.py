"""Forgotten and changed passwords."""

import re

import pytest
from django.core import mail
from django.test import Client

from members.account_views import ForgottenPassword
from tests import makers, reading

pytestmark = pytest.mark.django_db

FORGOTTEN, SENT = "/tai-khoan/quen-mat-khau/", "/tai-khoan/quen-mat-khau/da-gui/"
OLD, NEW = "mat-khau-dai-2026", "Cây-cầu-bắc-qua-sông-2027"


@pytest.fixture
def binh():
    return makers.user("binh", email="binh@hoi.example", full_name="Trần Thị Bình")


def ask(client, email="binh@hoi.example"):
    return client.post(FORGOTTEN, {"email": email})


def link() -> str:
    (letter,) = mail.outbox
    return re.search(r"http://testserver(/\S+)", letter.body)[1]


def open_form(client, path: str) -> str:
    """The page of the link moves the token into the session; where it leads."""
    answer = client.get(path)
    return answer.headers["Location"] if answer.status_code == 302 else path


def choose(client, path: str, first=NEW, second=NEW):
    return client.post(path, {"new_password1": first, "new_password2": second})


def can_sign_in(password: str) -> bool:
    sent = {"username": "binh", "password": password}
    return Client().post("/tai-khoan/dang-nhap/", sent).status_code == 302


def test_a_forgotten_password_is_set_anew_by_the_link_in_a_letter(client, binh):
    makers.union(short_name="Liên hiệp Hội Lam Giang")
    assert ask(client).headers["Location"] == SENT
    letter = mail.outbox[0]
    assert letter.to == ["binh@hoi.example"]
    assert letter.subject.startswith("Đặt lại mật khẩu")
    assert "Liên hiệp Hội Lam Giang" in letter.subject
    assert "Kính gửi Trần Thị Bình," in letter.body
    path = open_form(client, link())
    assert "Đặt mật khẩu mới" in reading.words(reading.main(client, path))
    assert choose(client, path).headers["Location"] == "/tai-khoan/quen-mat-khau/xong/"
    assert can_sign_in(NEW)
    assert not can_sign_in(OLD)


def test_the_link_serves_once(client, binh):
    ask(client)
    path = link()
    choose(client, open_form(client, path))
    again = Client().get(path)
    assert "Đường dẫn không còn dùng được" in again.content.decode()


@pytest.mark.parametrize("path", ["MQ/abc-def", "x/y", "MQ/set-password", "9999/a-b"])
def test_a_made_up_link_opens_nothing(client, binh, path):
    main = reading.main(client, f"/tai-khoan/quen-mat-khau/{path}/")
    assert "Đường dẫn không còn dùng được" in reading.words(main)
    assert main.find(".//form[@method='post']") is None


def test_the_answer_does_not_tell_who_has_an_account(client, binh):
    known, unknown = ask(client), ask(client, "khong-co@hoi.example")
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"] == unknown.headers["Location"] == SENT
    assert [letter.to for letter in mail.outbox] == [["binh@hoi.example"]]


def test_the_letter_is_written_after_the_answer(rf, binh):
    """Or the time of the answer would tell who has an account."""
    request = rf.post(FORGOTTEN, {"email": "binh@hoi.example"})
    request._dont_enforce_csrf_checks = True
    answer = ForgottenPassword.as_view()(request)
    assert (answer.status_code, mail.outbox) == (302, [])
    answer.close()
    assert len(mail.outbox) == 1


def test_the_link_leads_to_our_site_whatever_the_browser_claims(client, binh, settings):
    settings.SITE_URL = "https://lamgiang.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        FORGOTTEN, {"email": "binh@hoi.example"}, headers={"host": "la.example"}
    )
    (letter,) = mail.outbox
    assert "https://lamgiang.example/tai-khoan/quen-mat-khau/" in letter.body
    assert "la.example" not in letter.body.replace("lamgiang.example", "")


def test_a_closed_account_gets_no_letter(client, binh):
    binh.is_active = False
    binh.save()
    assert ask(client).headers["Location"] == SENT
    assert mail.outbox == []


def test_letters_are_not_sent_without_end(client, binh):
    assert [ask(client).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_new_password_opens_the_lock_of_wrong_ones(client, binh):
    """As the page of the lock promises."""
    for _ in range(6):
        assert not can_sign_in("sai-mat-khau")
    assert not can_sign_in(OLD)
    ask(client)
    choose(client, open_form(client, link()))
    assert can_sign_in(NEW)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        *(("ngan", "10"), ("1234567890123", "số"), ("password123", "phổ biến")),
        *(("binh@hoi.example", "giống"), ("", "")),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, binh, password, reason):
    ask(client)
    answer = choose(client, open_form(client, link()), password, password)
    assert answer.status_code == 200
    errors = reading.by_class(reading.tree(answer.content.decode()), "error-summary")
    assert reason in reading.words(errors[0])
    assert can_sign_in(OLD)


def change(client, old=OLD, first=NEW, second=NEW):
    sent = {"old_password": old, "new_password1": first, "new_password2": second}
    return client.post("/tai-khoan/mat-khau/", sent)


def test_a_password_is_changed_by_who_knows_the_old_one(client, binh):
    client.force_login(binh)
    assert change(client).headers["Location"] == "/tai-khoan/mat-khau/da-doi/"
    assert "Đã đổi mật khẩu" in reading.words(
        reading.main(client, "/tai-khoan/mat-khau/da-doi/")
    )
    assert can_sign_in(NEW)


@pytest.mark.parametrize(
    "changes",
    [{"old": "sai"}, {"second": "khac-han-2027"}, {"first": "", "second": ""}],
)
def test_a_change_that_is_not_right_changes_nothing(client, binh, changes):
    client.force_login(binh)
    assert change(client, **changes).status_code == 200
    assert can_sign_in(OLD)


def test_a_changed_password_ends_the_sessions_elsewhere(client, binh):
    elsewhere = Client()
    elsewhere.force_login(binh)
    client.force_login(binh)
    change(client)
    assert client.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/").status_code == 302


def test_passwords_are_kept_with_argon2_outside_of_tests():
    from lienhiephoi import settings as own  # noqa: PLC0415 -- not those of the tests

    assert own.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
