"""The second factor of staff."""

import base64
import datetime as dt
import re

import pytest
import time_machine
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from lienhiephoi import roles
from tests import makers, reading

pytestmark = pytest.mark.django_db

STEP, SETUP = "/tai-khoan/buoc-hai/", "/tai-khoan/buoc-hai/cai-dat/"
CODES, DESK = "/tai-khoan/buoc-hai/ma-du-phong/", "/quan-tri/"
PASSWORD = "mat-khau-dai-2026"
START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as moving:
        yield moving


@pytest.fixture
def reporter():
    return makers.user("phongvien", roles.REPORTER, is_staff=True)


def sign_in(client):
    sent = {"username": "phongvien", "password": PASSWORD}
    return client.post("/tai-khoan/dang-nhap/", sent)


def code(reporter, **device) -> str:
    """What the app on the telephone shows now."""
    bound = TOTPDevice.objects.get(user=reporter, **device)
    return f"{totp(bound.bin_key, bound.step, bound.t0, bound.digits, bound.drift):06}"


def bind(client, reporter, clock) -> list[str]:
    """Set up the app; the recovery codes that were shown. Ends signed out."""
    client.force_login(reporter)
    client.get(SETUP)
    answer = client.post(SETUP, {"code": code(reporter)}, follow=True)
    shown = [reading.words(e) for e in _codes(answer)]
    client.post("/tai-khoan/dang-xuat/")
    clock.shift(dt.timedelta(minutes=2))
    return shown


def _codes(answer):
    page = reading.tree(answer.content.decode())
    return reading.by_class(page, "codes")[0].findall("li")


def give(client, typed: str, query: str = ""):
    return client.post(f"{STEP}{query}", {"code": typed})


def may_work(client) -> bool:
    return client.get(DESK).status_code == 200


# --- Setting it up ------------------------------------------------------------------


def test_the_app_is_bound_once_a_code_of_it_was_given(client, reporter):
    client.force_login(reporter)
    page = reading.page(client, SETUP)
    device = TOTPDevice.objects.get()
    assert not device.confirmed
    secret = reading.words(reading.by_class(page, "secret")[0]).replace(" ", "")
    assert bytes.fromhex(device.key) == base64.b32decode(secret)
    assert reading.by_class(page, "qr")[0].find("svg").get("viewbox")
    answer = client.post(SETUP, {"code": code(reporter)})
    assert answer.headers["Location"] == CODES
    device.refresh_from_db()
    assert device.confirmed
    assert may_work(client)


def test_the_secret_goes_to_no_other_host_and_into_no_cache(client, reporter):
    client.force_login(reporter)
    answer = client.get(SETUP)
    assert "no-store" in answer.headers["Cache-Control"]
    page = reading.tree(answer.content.decode())
    key = reading.words(reading.by_class(page, "secret")[0])
    addresses = [v for e in page.iter() for n, v in e.items() if n in ("src", "href")]
    assert [each for each in addresses if key in each] == []


def test_a_reload_shows_the_same_secret_and_a_wrong_code_binds_nothing(
    client, reporter
):
    client.force_login(reporter)
    first, second = client.get(SETUP), client.get(SETUP)
    pages = [reading.tree(each.content.decode()) for each in (first, second)]
    secrets = {reading.words(reading.by_class(page, "secret")[0]) for page in pages}
    assert len(secrets) == 1
    answer = client.post(SETUP, {"code": "000000"})
    assert "Mã chưa đúng" in answer.content.decode()
    assert not TOTPDevice.objects.get().confirmed


def test_recovery_codes_are_shown_once(client, reporter, clock):
    shown = bind(client, reporter, clock)
    assert len(set(shown)) == 8
    assert set(shown) == set(StaticToken.objects.values_list("token", flat=True))
    client.force_login(reporter)
    again = client.get(CODES, follow=True).content.decode()
    assert "chỉ hiện một lần" in again
    assert not any(each in again for each in shown)


# --- Giving it ----------------------------------------------------------------------


def test_staff_with_a_device_reach_the_desk_only_with_its_code(client, reporter, clock):
    bind(client, reporter, clock)
    sign_in(client)
    door = client.get(DESK)
    assert (door.status_code, door.headers["Location"]) == (302, f"{STEP}?next={DESK}")
    answer = give(client, code(reporter), query=f"?next={DESK}")
    assert answer.headers["Location"] == DESK
    assert may_work(client)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/quan-tri/news/article/",
            "/quan-tri/news/article/add/",
            "/quan-tri/jsi18n/",
        ),
        *("/quan-tri/khong-co/", "/quan-tri/password_change/"),
    ],
)
def test_no_page_of_the_back_office_opens_without_it(client, reporter, clock, path):
    bind(client, reporter, clock)
    sign_in(client)
    assert client.get(path).headers["Location"] == f"{STEP}?next={path}"
    assert client.post(path, {}).headers["Location"] == f"{STEP}?next={path}"


@pytest.mark.parametrize(
    "typed",
    ["", "000000", "12345", "abcdef", "1234567", "-1", "1e5", "\x00", "9" * 999],
)
def test_a_wrong_code_opens_nothing(client, reporter, clock, typed):
    bind(client, reporter, clock)
    sign_in(client)
    assert give(client, typed).status_code == 200
    assert not may_work(client)


def test_a_code_may_be_typed_with_a_blank_and_serves_once(client, reporter, clock):
    bind(client, reporter, clock)
    sign_in(client)
    shown = code(reporter)
    assert give(client, f"{shown[:3]} {shown[3:]}").status_code == 302
    client.post("/tai-khoan/dang-xuat/")
    sign_in(client)
    assert give(client, shown).status_code == 200
    assert not may_work(client)


def test_a_code_of_some_minutes_ago_is_refused(client, reporter, clock):
    bind(client, reporter, clock)
    old = code(reporter)
    clock.shift(dt.timedelta(minutes=3))
    sign_in(client)
    assert give(client, old).status_code == 200


def test_wrong_codes_slow_down_who_guesses(client, reporter, clock):
    bind(client, reporter, clock)
    sign_in(client)
    for _ in range(4):
        give(client, "000000")
        clock.shift(dt.timedelta(seconds=20))
    give(client, "000000")
    assert give(client, code(reporter)).status_code == 200
    clock.shift(dt.timedelta(minutes=5))
    assert give(client, code(reporter)).status_code == 302


def test_a_recovery_code_works_once(client, reporter, clock):
    first, *_ = bind(client, reporter, clock)
    sign_in(client)
    assert give(client, first).status_code == 302
    assert may_work(client)
    client.post("/tai-khoan/dang-xuat/")
    sign_in(client)
    assert give(client, first).status_code == 200
    assert not may_work(client)


def test_the_code_of_another_person_opens_nothing(client, reporter, clock):
    other = makers.staff(roles.REPORTER)
    bind(client, other, clock)
    bind(client, reporter, clock)
    sign_in(client)
    assert give(client, code(other)).status_code == 200
    assert not may_work(client)


def test_no_second_device_is_bound_by_who_did_not_give_the_first(
    client, reporter, clock
):
    bind(client, reporter, clock)
    sign_in(client)
    for answer in (client.get(SETUP), client.post(SETUP, {"code": "000000"})):
        assert answer.headers["Location"] == STEP
    assert TOTPDevice.objects.count() == 1


@pytest.mark.parametrize(
    "wanted", ["//la.example", "https://la.example/", "/\\la.example", "javascript:x"]
)
def test_the_code_leads_to_no_other_site(client, reporter, clock, wanted):
    bind(client, reporter, clock)
    sign_in(client)
    answer = client.post(
        f"{STEP}?next={wanted}", {"code": code(reporter), "next": wanted}
    )
    assert answer.headers["Location"] == DESK


# --- Who needs it ---------------------------------------------------------------------


def test_staff_without_a_device_work_where_it_is_not_demanded(client, reporter):
    sign_in(client)
    assert may_work(client)


def test_where_it_is_demanded_staff_first_set_it_up(client, reporter, settings):
    settings.STAFF_SECOND_FACTOR = True
    sign_in(client)
    answer = client.get(DESK, follow=True)
    assert [url for url, _ in answer.redirect_chain] == [f"{STEP}?next={DESK}", SETUP]
    client.post(SETUP, {"code": code(reporter)})
    assert may_work(client)


def test_the_public_part_stays_open_before_it(client, reporter, settings):
    settings.STAFF_SECOND_FACTOR = True
    sign_in(client)
    for path in ("/", "/lien-he/", "/tim-kiem/"):
        assert client.get(path).status_code == 200


def test_a_new_password_by_letter_does_not_get_round_it(
    client, reporter, clock, mailoutbox
):
    bind(client, reporter, clock)
    reporter.email = "pv@hoi.example"
    reporter.save()
    client.post("/tai-khoan/quen-mat-khau/", {"email": "pv@hoi.example"})
    path = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]
    form = client.get(path).headers["Location"]
    new = "Cây-cầu-bắc-qua-sông-2027"
    client.post(form, {"new_password1": new, "new_password2": new})
    client.post("/tai-khoan/dang-nhap/", {"username": "phongvien", "password": new})
    assert not may_work(client)


# --- Half signed in -------------------------------------------------------------------


@pytest.fixture
def draft():
    article = makers.article(
        "Bài chưa đăng", status="draft", published_at=START - dt.timedelta(hours=1)
    )
    return article, makers.attachment(article=article)


def answers(client, records) -> list[int]:
    codes = []
    for record in records:
        answer = client.get(record.get_absolute_url())
        answer.getvalue()  # A file that is not read to its end stays open.
        codes.append(answer.status_code)
    return codes


def test_a_password_alone_opens_no_draft_and_none_of_its_files(
    client, reporter, clock, draft
):
    bind(client, reporter, clock)
    sign_in(client)
    assert answers(client, draft) == [404, 404]
    give(client, code(reporter))
    assert answers(client, draft) == [200, 200]


@pytest.mark.parametrize(
    "path", ["/tai-khoan/", "/tai-khoan/mat-khau/", "/tai-khoan/mat-khau/da-doi/"]
)
def test_a_password_alone_opens_no_page_of_the_account(client, reporter, clock, path):
    bind(client, reporter, clock)
    sign_in(client)
    assert client.get(path).headers["Location"] == f"{STEP}?next={path}"
    give(client, code(reporter))
    assert client.get(path).status_code == 200


def test_a_password_alone_changes_no_password(client, reporter, clock):
    bind(client, reporter, clock)
    sign_in(client)
    new = "Cây-cầu-bắc-qua-sông-2027"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post("/tai-khoan/mat-khau/", sent)
    reporter.refresh_from_db()
    assert reporter.check_password(PASSWORD)
    give(client, code(reporter))
    client.post("/tai-khoan/mat-khau/", sent)
    reporter.refresh_from_db()
    assert reporter.check_password(new)


def test_who_is_half_signed_in_may_leave(client, reporter, clock):
    bind(client, reporter, clock)
    sign_in(client)
    client.post("/tai-khoan/dang-xuat/")
    assert "_auth_user_id" not in client.session
