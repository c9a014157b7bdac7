"""A person's own data: seen, and the consent taken back with all that follows."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import consents
from lienhiephoi.models import Consent, ConsentText
from members.models import Invitation, Representative
from tests import makers as ground, reading
from tests.members import makers

pytestmark = pytest.mark.django_db

PAGE, WITHDRAW = "/tai-khoan/du-lieu/", "/tai-khoan/du-lieu/rut-dong-y/"


@pytest.fixture
def text():
    return ConsentText.objects.newest("account")


@pytest.fixture
def an(client, text):
    user = ground.user(
        "an", full_name="Nguyễn Văn An", email="an@hoi.example", position="Chủ tịch"
    )
    makers.representative(user, makers.association("Hội Cơ học"))
    consents.give(user, text)
    client.force_login(user)
    return user


def test_what_is_kept_and_agreed_to_is_shown(client, an, text):
    shown = reading.words(reading.main(client, PAGE))
    for words in (
        *("Nguyễn Văn An", "an@hoi.example", "Chủ tịch", "Hội Cơ học"),
        *("Đang đồng ý", f"bản {text.pk}", text.text[:60]),
    ):
        assert words in shown


def test_another_s_data_is_not_shown(client, an, text):
    binh = ground.user("binh", full_name="Trần Thị Bình", email="binh@hoi.example")
    consents.give(binh, text)
    makers.representative(binh, makers.association("Hội Đông y"))
    shown = reading.words(reading.main(client, PAGE))
    for words in ("Trần Thị Bình", "binh@hoi.example", "Hội Đông y"):
        assert words not in shown


def test_before_withdrawing_it_is_said_what_follows(client, an):
    shown = reading.words(reading.main(client, WITHDRAW))
    assert "không còn đại diện cho Hội Cơ học" in shown
    assert "tài khoản bị đóng" in shown
    assert "không còn ai ký, gửi được báo cáo của: Hội Cơ học" in shown
    assert Consent.objects.get().withdrawn_at is None


def test_withdrawing_ends_all_and_closes_the_account(client, an):
    report = makers.report(Representative.objects.get().association)
    Invitation.objects.create(
        association=report.association,
        role="signs",
        full_name="Nguyễn Văn An",
        email="an@hoi.example",
        token_hash="x" * 64,
        created_by=ground.staff(),
        expires_at=timezone.now() + dt.timedelta(days=1),
        accepted_at=timezone.now(),
        accepted_by=an,
    )
    elsewhere = Client()
    elsewhere.force_login(an)
    assert client.post(WITHDRAW).headers["Location"] == "/"
    an.refresh_from_db()
    assert (an.is_active, an.email, an.position) == (False, "", "")
    assert not an.has_usable_password()
    # The name stays: it stands in what was sent.
    assert an.full_name == "Nguyễn Văn An"
    assert Consent.objects.get().withdrawn_at is not None
    acting = Representative.objects.get()
    assert acting.ends_on == timezone.localdate()
    assert acting.ended_at is not None
    assert "Rút lại" in acting.end_reason
    assert Invitation.objects.get().email == ""
    for browser in (client, elsewhere):
        assert browser.get(PAGE).status_code == 302
    sent = {"username": "an", "password": "mat-khau-dai-2026"}
    assert Client().post("/tai-khoan/dang-nhap/", sent).status_code == 200


def test_staff_who_withdraw_keep_the_account_of_their_work(client, text):
    officer = ground.staff(full_name="Lê Văn Phòng", email="phong@lamgiang.example")
    makers.representative(officer)
    consents.give(officer, text)
    client.force_login(officer)
    assert client.post(WITHDRAW).headers["Location"] == PAGE
    officer.refresh_from_db()
    assert (officer.is_active, officer.email) == (True, "phong@lamgiang.example")
    assert not Representative.objects.current().exists()
    assert "Đã rút lại" in reading.words(reading.main(client, PAGE))


def test_agreeing_again_later_is_another_row(an, text):
    consents.withdraw(an, "account")
    consents.give(an, text)
    consents.give(an, text)
    assert sorted(row.withdrawn_at is None for row in Consent.objects.all()) == [
        *(False, True)
    ]


def test_withdrawing_takes_back_every_version(an, text):
    newer = ConsentText.objects.create(purpose="account", text="Văn bản mới.")
    other = ConsentText.objects.create(purpose="contact", text="Thư liên hệ.")
    consents.give(an, newer)
    consents.give(an, other)
    assert consents.withdraw(an, "account") == 2
    assert Consent.objects.get(withdrawn_at=None).text == other


@pytest.mark.parametrize("path", [PAGE, WITHDRAW])
def test_who_is_not_signed_in_signs_in_first(client, path):
    for answer in (client.get(path), client.post(WITHDRAW)):
        assert answer.headers["Location"].startswith(reverse("account:sign-in"))


def test_the_account_leads_to_the_work_and_to_the_data(client, an):
    links = reading.links(reading.main(client, "/tai-khoan/"))
    assert links["Mở việc cần làm"] == reverse("workspace:home")
    assert links["Xem dữ liệu của tôi"] == PAGE


def test_a_representative_who_signs_in_goes_to_work(an):
    sent = {"username": "an", "password": "mat-khau-dai-2026"}
    answer = Client().post("/tai-khoan/dang-nhap/", sent)
    assert answer.headers["Location"] == reverse("workspace:home")


def test_the_page_of_withdrawing_costs_the_same_for_many_associations(
    client, an, django_assert_max_num_queries
):
    for number in range(30):
        makers.representative(an, makers.association(f"Hội số {number}"))
    with django_assert_max_num_queries(12):
        shown = reading.words(reading.main(client, WITHDRAW))
    assert shown.count("bạn không còn đại diện cho") == 31
    assert "Hội số 29" in shown.partition("Sau đó không còn ai")[2]


def test_withdrawing_from_many_associations_is_done_at_once(client, an):
    for number in range(30):
        makers.representative(an, makers.association(f"Hội số {number}"))
    client.post(WITHDRAW)
    assert not Representative.objects.current().exists()
