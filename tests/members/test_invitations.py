"""A link makes its bearer a representative: once, for a while, and with consent."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.models import Consent, ConsentPurpose, ConsentText, Letter
from members import invitations
from members.models import Invitation, Representative, RepresentativeRole, User
from tests import makers as ground, reading
from tests.members import makers

pytestmark = pytest.mark.django_db

SIGNS, PREPARES = RepresentativeRole.SIGNS, RepresentativeRole.PREPARES
PASSWORD = "Cây-cầu-bắc-qua-sông-2027"


@pytest.fixture
def association():
    return makers.association("Hội Cơ học")


@pytest.fixture
def officer():
    return ground.staff(full_name="Lê Văn Phòng", email="phong@lamgiang.example")


def invited(association, officer, **fields) -> str:
    """The address of a new invitation's page."""
    values = {"role": SIGNS, "full_name": "Nguyễn Văn An", "email": "an@hoi.example"}
    invitation = Invitation(association=association, **(values | fields))
    return reverse(
        "account:invitation", args=[invitations.invite(invitation, by=officer)]
    )


def consent_text() -> ConsentText:
    return ConsentText.objects.newest(ConsentPurpose.ACCOUNT)


def new_account(**typed) -> dict:
    return {
        "full_name": "Nguyễn Văn An",
        "position": "Chủ tịch",
        "email": "an@hoi.example",
        "username": "an.nguyenvan",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "text": consent_text().pk,
        "agrees": "on",
        **typed,
    }


def errors(answer) -> str:
    (summary,) = reading.by_class(
        reading.tree(answer.content.decode()), "error-summary"
    )
    return reading.words(summary)


# --- Without an account ---------------------------------------------------------


def test_who_has_no_account_makes_one_and_acts_from_today(client, association, officer):
    address = invited(association, officer)
    main = reading.main(client, address)
    shown = reading.words(main)
    for word in ("Hội Cơ học", "Nguyễn Văn An", "Người ký, gửi", "Lê Văn Phòng"):
        assert word in shown
    assert consent_text().text.split("\n")[0] in shown
    answer = client.post(address, new_account())
    assert answer.status_code == 302
    user = User.objects.get(username="an.nguyenvan")
    assert (user.full_name, user.email, user.is_staff) == (
        *("Nguyễn Văn An", "an@hoi.example"),
        False,
    )
    acting = Representative.objects.get(user=user)
    assert (acting.association, acting.role) == (association, SIGNS)
    assert (acting.starts_on, acting.ends_on) == (timezone.localdate(), None)
    assert acting.appointed_by == officer
    consent = Consent.objects.get(user=user)
    assert (consent.text, consent.withdrawn_at) == (consent_text(), None)
    # Signed in already, and by the chosen password later.
    assert client.get(reverse("account:home")).status_code == 200
    sent = {"username": "an@hoi.example", "password": PASSWORD}
    assert Client().post(reverse("account:sign-in"), sent).status_code == 302


def test_the_form_is_filled_in_as_far_as_it_is_known(client, association, officer):
    ground.user("an.nguyenvan")
    main = reading.main(client, invited(association, officer, position="Chủ tịch"))
    typed = {e.get("name"): e.get("value") for e in main.iter("input")}
    assert typed["full_name"] == "Nguyễn Văn An"
    assert typed["position"] == "Chủ tịch"
    assert typed["email"] == "an@hoi.example"
    assert typed["username"] == "an.nguyenvan2"
    (box,) = [e for e in main.iter("input") if e.get("name") == "agrees"]
    assert "checked" not in box.attrib


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"agrees": ""}, "đồng ý"),
        ({"password2": "khac-han-2027-ab"}, "mật khẩu"),
        ({"password1": "ngan", "password2": "ngan"}, "10"),
        ({"username": "Đặng Thị"}, "Tên đăng nhập"),
        ({"username": "CO.NGUOI"}, "đã có người dùng"),
        ({"username": "binh@hoi.example"}, "Tên đăng nhập"),
        ({"email": "BINH@hoi.example"}, "đã có tài khoản"),
        ({"full_name": ""}, "Họ và tên"),
        ({"text": "999999"}, "vừa thay đổi"),
    ],
)
def test_a_form_that_is_not_right_makes_nobody(
    client, association, officer, typed, reason
):
    ground.user("co.nguoi", email="binh@hoi.example")
    address = invited(association, officer)
    before = User.objects.count()
    answer = client.post(address, new_account(**typed))
    assert answer.status_code == 200
    assert reason in errors(answer)
    assert User.objects.count() == before
    assert not Representative.objects.exists()
    assert not Consent.objects.exists()
    assert Invitation.objects.open().count() == 1


def test_a_consent_text_that_changes_meanwhile_is_read_anew(
    client, association, officer
):
    address = invited(association, officer)
    sent = new_account()
    newer = ConsentText.objects.create(purpose="account", text="Văn bản mới hơn.")
    answer = client.post(address, sent)
    assert "Văn bản mới hơn." in answer.content.decode()
    main = reading.tree(answer.content.decode())
    (field,) = [e for e in main.iter("input") if e.get("name") == "text"]
    assert field.get("value") == str(newer.pk)


# --- With an account ------------------------------------------------------------


def test_who_has_an_account_signs_in_and_agrees(client, association, officer):
    an = ground.user("an", email="an@hoi.example", full_name="Nguyễn Văn An")
    address = invited(association, officer)
    main = reading.main(client, address)
    assert main.find(".//form[@method='post']") is None
    sign_in = reading.links(main)["Đăng nhập và nhận lời mời"]
    sent = {"username": "an", "password": "mat-khau-dai-2026"}
    assert client.post(sign_in, sent).headers["Location"] == address
    client.post(address, {"text": consent_text().pk, "agrees": "on"})
    assert Representative.objects.get().user == an
    assert Consent.objects.get().user == an


def test_who_is_signed_in_sees_as_whom_and_still_has_to_agree(
    client, association, officer
):
    client.force_login(ground.user(full_name="Trần Thị Bình"))
    address = invited(association, officer)
    assert "Trần Thị Bình" in reading.words(reading.main(client, address))
    client.post(address, {"text": consent_text().pk})
    assert not Representative.objects.exists()


def test_another_role_ends_the_first_one_the_day_before(association, officer):
    an = ground.user(email="an@hoi.example")
    first = makers.representative(an, association, PREPARES)
    secret = invited(association, officer).rstrip("/").rpartition("/")[2]
    second = invitations.accept(secret, an, consent_text())
    first.refresh_from_db()
    today = timezone.localdate()
    assert (first.role, first.ends_on) == (PREPARES, today - dt.timedelta(days=1))
    assert (second.role, second.starts_on) == (SIGNS, today)


def test_another_role_on_the_same_day_changes_the_one_row(association, officer):
    an = ground.user(email="an@hoi.example")
    first = makers.representative(
        an, association, PREPARES, starts_on=timezone.localdate()
    )
    secret = invited(association, officer).rstrip("/").rpartition("/")[2]
    invitations.accept(secret, an, consent_text())
    first.refresh_from_db()
    assert first.role == SIGNS
    assert Representative.objects.count() == 1


def test_the_role_one_has_already_is_no_news(association, officer):
    an = ground.user(email="An@hoi.example")
    makers.representative(an, association, SIGNS)
    with pytest.raises(ValidationError, match="đang đại diện"):
        invited(association, officer, email="an@HOI.example")


# --- Links that open nothing ----------------------------------------------------


def refused(client, address: str) -> str:
    """The page that says why a link opens nothing; a POST gets no further."""
    main = reading.main(client, address, 410)
    assert main.find(".//form") is None
    assert client.post(address, new_account(username="ke.khac")).status_code == 410
    return reading.words(reading.by_class(main, "note")[0])


def test_a_link_serves_once(client, association, officer):
    address = invited(association, officer)
    client.post(address, new_account())
    other = Client()
    assert "đã được dùng" in refused(other, address)
    assert Representative.objects.count() == 1


def test_a_link_expires(client, association, officer):
    address = invited(association, officer)
    with time_machine.travel(timezone.now() + invitations.VALID_FOR, tick=False):
        assert "hết hạn" in refused(client, address)


def test_a_revoked_link_opens_nothing(client, association, officer):
    address = invited(association, officer)
    assert invitations.revoke(Invitation.objects.get())
    assert "thu hồi" in refused(client, address)


def test_a_new_link_takes_the_place_of_the_old_one(client, association, officer):
    old = invited(association, officer)
    _, secret = invitations.renew(Invitation.objects.get(), by=officer)
    assert "thu hồi" in refused(client, old)
    new = reverse("account:invitation", args=[secret])
    assert "Nguyễn Văn An" in reading.words(reading.main(client, new))


@pytest.mark.parametrize("secret", ["x", "A" * 43, "a%00b", "..", "'; drop--"])
def test_a_made_up_link_opens_nothing(client, association, officer, secret):
    invited(association, officer)
    answer = client.get(f"/tai-khoan/moi/{secret}/")
    assert answer.status_code in (400, 404, 410)
    assert "Hội Cơ học" not in answer.content.decode()


def test_the_secret_is_kept_nowhere(association, officer):
    secret = invited(association, officer).rstrip("/").rpartition("/")[2]
    kept = Invitation.objects.values().get()
    assert secret not in str(kept)
    assert len(secret) >= 40
    assert not Letter.objects.filter(body__contains=secret).exists()


# --- Who is told ----------------------------------------------------------------


def test_whoever_invited_is_told_who_came(client, association, officer):
    client.post(invited(association, officer), new_account())
    letter = Letter.objects.get()
    assert letter.to == "phong@lamgiang.example"
    assert "Nguyễn Văn An (tên đăng nhập an.nguyenvan)" in letter.body
    assert mail.outbox == []


# --- Ending ---------------------------------------------------------------------


def test_who_is_ended_at_once_is_out_at_once(association):
    acting = makers.representative(association=association)
    invitations.end(acting, None, "Chuyển công tác")
    assert not invitations.current(association).exists()
    acting.refresh_from_db()
    assert acting.end_reason == "Chuyển công tác"


def test_no_end_lies_in_the_past(association):
    today = timezone.localdate()
    acting = makers.representative(association=association, starts_on=today)
    with pytest.raises(ValidationError, match="Sớm nhất"):
        invitations.end(acting, today - dt.timedelta(days=1), "Nhầm")


def test_what_has_ended_is_not_ended_again(association):
    acting = makers.representative(
        association=association, ends_on=timezone.localdate() - dt.timedelta(days=9)
    )
    with pytest.raises(ValidationError, match="đã kết thúc"):
        invitations.end(acting, timezone.localdate(), "Lần nữa")


def test_the_last_signer_is_known(association):
    first = makers.representative(association=association, role=SIGNS)
    helper = makers.representative(association=association, role=PREPARES)
    assert invitations.is_last_signer(first)
    assert not invitations.is_last_signer(helper)
    makers.representative(association=association, role=SIGNS)
    assert not invitations.is_last_signer(first)


# --- At once --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_open_one_link_at_once_one_becomes_representative(officer):
    association = makers.association()
    ConsentText.objects.get_or_create(purpose="account", defaults={"text": "Văn bản."})
    secret = invited(association, officer, email="").rstrip("/").rpartition("/")[2]
    people = [ground.user() for _ in range(4)]
    text = consent_text()
    start = threading.Barrier(len(people))
    outcomes = []

    def open_link(person):
        try:
            start.wait()
            outcomes.append(invitations.accept(secret, person, text).user)
        except invitations.InvitationError as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=open_link, args=[each]) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [each for each in outcomes if each in people]
    assert len(winners) == 1
    assert [each.user for each in Representative.objects.all()] == winners
    assert (
        outcomes.count(
            "Đường dẫn này đã được dùng. Mỗi đường dẫn chỉ dùng được một lần."
        )
        == len(people) - 1
    )
    # A refused one gave no consent either.
    assert Consent.objects.count() == 1
