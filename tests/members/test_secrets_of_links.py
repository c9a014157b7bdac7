"""The secret of a link stands neither in the records of wrong passwords nor in logs."""

import io
import logging
import logging.config
import threading

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienhiephoi.models import ConsentPurpose, ConsentText
from members import invitations
from members.invitation_forms import NewAccountForm
from members.models import Invitation, Representative, RepresentativeRole, User
from members.views.invitations import new_account
from tests import makers as ground
from tests.members import makers

pytestmark = pytest.mark.django_db

PASSWORD = "Cây-cầu-bắc-qua-sông-2027"


def invite(full_name="Nguyễn Văn An", **fields) -> str:
    invitation = Invitation(
        association=makers.association(),
        full_name=full_name,
        role=RepresentativeRole.PREPARES,
        **fields,
    )
    return invitations.invite(invitation, by=ground.staff())


def test_a_wrong_password_on_the_way_to_a_link_keeps_no_secret(client):
    secret = invite()
    ground.user("an")
    link = reverse("account:invitation", args=[secret])
    client.post(
        f"{reverse('account:sign-in')}?next={link}",
        {"username": "an", "password": "sai"},
    )
    (attempt,) = AccessAttempt.objects.values()
    assert attempt["username"] == "an"
    assert secret not in str(attempt)


@pytest.fixture
def written():
    """What the console would show, by the portal's own settings of the log."""
    logger, stream = logging.getLogger("django"), io.StringIO()
    config = logging.config.DictConfigurator(dict(settings.LOGGING))
    handler = logging.StreamHandler(stream)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(
            config.configure_filter(dict(settings.LOGGING["filters"][name]))
        )
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def test_a_refused_post_to_a_link_logs_no_secret(written):
    secret = invite()
    link = reverse("account:invitation", args=[secret])
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    assert "/tai-khoan/moi/…" in written.getvalue()
    assert secret not in written.getvalue()


@pytest.mark.parametrize(
    "path",
    [
        "/tai-khoan/moi/{}/",
        "/tai-khoan/quen-mat-khau/MjM/{}/",
        "/tai-khoan/dang-nhap/?next=%2Ftai-khoan%2Fmoi%2F{}%2F",
    ],
)
def test_no_address_with_a_secret_is_logged(written, path):
    logging.getLogger("django.request").error("Lỗi: %s", path.format("bi-mat_" * 6))
    assert "Lỗi: " in written.getvalue()
    assert "bi-mat" not in written.getvalue()


def test_other_addresses_are_logged_as_they_are(written):
    path = "/lam-viec/bao-cao/12345678901234567890/"
    logging.getLogger("django.request").error("Lỗi: %s", path)
    assert path in written.getvalue()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_take_one_user_name_at_once_the_second_is_told(client):
    text, _ = ConsentText.objects.get_or_create(
        purpose=ConsentPurpose.ACCOUNT, defaults={"text": "Văn bản."}
    )
    links = [
        reverse("account:invitation", args=[invite(name)])
        for name in ("Nguyễn Văn An", "Trần Thị Bình")
    ]
    sent = {
        "position": "Thư ký",
        "username": "thu.ky",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "text": text.pk,
        "agrees": "on",
    }
    start, answers = threading.Barrier(2), []

    def take(link: str, number: int) -> None:
        try:
            start.wait()
            typed = {**sent, "full_name": f"Người {number}", "email": f"n{number}@h.vn"}
            answers.append(Client().post(link, typed))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=[link, number])
        for number, link in enumerate(links)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.status_code for each in answers) == [200, 302]
    (refused,) = [each for each in answers if each.status_code == 200]
    assert "có người" in refused.content.decode()
    assert User.objects.filter(username="thu.ky").count() == 1
    assert Representative.objects.count() == 1
    assert Invitation.objects.open().count() == 1


def test_a_name_that_is_taken_after_the_form_was_read_is_told_in_words():
    text = ConsentText.objects.newest(ConsentPurpose.ACCOUNT)
    typed = {
        "full_name": "Trần Thị Bình",
        "username": "thu.ky",
        "agrees": "on",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "text": text.pk,
    }
    form = NewAccountForm(typed, consent=text)
    assert form.is_valid()
    ground.user("thu.ky")
    assert new_account(form) is None
    assert "Hãy chọn tên đăng nhập khác" in form.non_field_errors()[0]


@pytest.mark.parametrize("first", ["F", "2", "%2F"[1:]])
def test_no_letter_of_a_secret_is_taken_for_the_address(written, first):
    """An encoded slash is %2F: a secret that begins with F or 2 is hidden whole."""
    logging.getLogger("django").warning("/tai-khoan/moi/%s/", first + "a" * 42)
    assert "/tai-khoan/moi/…/" in written.getvalue()
