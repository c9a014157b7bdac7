"""Signing in and out, and the lock after wrong passwords."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from lienhiephoi import roles
from tests import makers, reading

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-dai-2026"
SIGN_IN, ACCOUNT = "/tai-khoan/dang-nhap/", "/tai-khoan/"


@pytest.fixture
def binh():
    return makers.user("Binh.Tran", email="Binh@Hoi.example", full_name="Trần Thị Bình")


def sign_in(client, name="Binh.Tran", password=PASSWORD, query="", **meta):
    sent = {"username": name, "password": password}
    return client.post(f"{SIGN_IN}{query}", sent, **meta)


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def told(answer) -> str:
    return reading.words(reading.tree(answer.content.decode()).find(".//main"))


@pytest.mark.parametrize(
    "name",
    [
        *("Binh.Tran", "binh.tran", "BINH.TRAN", "  Binh.Tran "),
        *("Binh@Hoi.example", "binh@hoi.EXAMPLE"),
    ],
)
def test_one_signs_in_by_name_or_e_mail_in_any_case(client, binh, name):
    answer = sign_in(client, name)
    assert (answer.status_code, answer.headers["Location"]) == (302, ACCOUNT)
    assert "Trần Thị Bình" in reading.words(reading.page(client, ACCOUNT))


def test_staff_go_to_their_desk(client):
    makers.user("phongvien", roles.REPORTER, is_staff=True)
    assert sign_in(client, "phongvien").headers["Location"] == reverse("admin:index")


@pytest.mark.parametrize(
    ("name", "password"),
    [
        *(("Binh.Tran", "sai-mat-khau-1"), ("Binh.Tran", PASSWORD.upper())),
        *(("Binh.Tran", f"{PASSWORD} "), ("khong-co", PASSWORD), ("", "")),
        *(("Binh.Tran", ""), ("%", PASSWORD), ("Binh_Tran", PASSWORD)),
        *(("a" * 5000, PASSWORD), ("Binh.Tran\x00", PASSWORD), ("' OR 1=1 --", "x")),
    ],
)
def test_anything_else_is_refused_with_the_same_words(client, binh, name, password):
    answer = sign_in(client, name, password)
    assert answer.status_code == 200
    assert not is_in(client)
    shown = told(answer)
    assert "Có chỗ cần sửa" in shown or "Hãy nhập" in shown
    assert PASSWORD not in answer.content.decode()


def test_an_unknown_name_and_a_wrong_password_are_told_alike(client, binh):
    answers = [sign_in(client, "Binh.Tran", "sai"), sign_in(client, "khong-co", "sai")]
    pages = [reading.tree(each.content.decode()) for each in answers]
    summaries = [
        reading.words(reading.by_class(page, "error-summary")[0]) for page in pages
    ]
    assert summaries[0] == summaries[1]


def test_a_closed_account_is_refused(client, binh):
    binh.is_active = False
    binh.save()
    sign_in(client)
    assert not is_in(client)


def test_the_session_is_another_after_signing_in(client, binh):
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_who_is_in_is_not_asked_again(client, binh):
    sign_in(client)
    assert reading.answer(client, SIGN_IN, 302).headers["Location"] == ACCOUNT


def test_signing_out_takes_a_button_not_a_link(client, binh):
    sign_in(client)
    assert client.get("/tai-khoan/dang-xuat/").status_code == 405
    assert is_in(client)
    answer = client.post("/tai-khoan/dang-xuat/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not is_in(client)


@pytest.mark.parametrize(
    "path",
    [
        *(ACCOUNT, "/tai-khoan/mat-khau/", "/tai-khoan/buoc-hai/"),
        *("/tai-khoan/buoc-hai/cai-dat/", "/tai-khoan/buoc-hai/ma-du-phong/"),
    ],
)
def test_pages_of_an_account_lead_to_the_door_and_back(client, binh, path):
    door = reading.answer(client, path, 302).headers["Location"]
    assert door == f"{SIGN_IN}?next={path}"
    query = door.removeprefix(SIGN_IN)
    assert sign_in(client, query=query).headers["Location"] == path


# --- Where one is led ---------------------------------------------------------------

FOREIGN = [
    *("//la.example", "https://la.example/", "http:la.example", "///la.example"),
    *("\\\\la.example", "/\\la.example", "https:///la.example", "javascript:alert(1)"),
    *("//testserver@la.example/", "https://testserver.la.example", "\tjavascript:x"),
    *("http://testserver:80@la.example/", "data:text/html,x", " //la.example", "////x"),
    "https:la.example",
]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_signing_in_leads_to_no_other_site(client, binh, wanted):
    sent = {"username": "Binh.Tran", "password": PASSWORD, "next": wanted}
    assert client.post(SIGN_IN, sent).headers["Location"] == ACCOUNT
    again = client.get(SIGN_IN, {"next": wanted})
    assert again.headers["Location"] == ACCOUNT


@pytest.mark.parametrize("wanted", FOREIGN)
def test_the_door_of_the_desk_leads_to_no_other_site(client, wanted):
    answer = client.get("/quan-tri/login/", {"next": wanted}, follow=True)
    assert all(
        url.startswith("/") and url[1] != "/" for url, _ in answer.redirect_chain
    )
    client.force_login(makers.staff(roles.REPORTER))
    answer = client.get("/quan-tri/login/", {"next": wanted})
    assert "la.example" not in answer.headers.get("Location", "").split("?")[0]


# --- The lock -------------------------------------------------------------------------


def lock(client, *names: str):
    """Five wrong passwords, and the answer to the last."""
    for n in range(5):
        answer = sign_in(client, names[n % len(names)], f"sai-{n}")
    return answer


def test_the_fifth_wrong_password_locks_the_account_and_says_so(client, binh):
    for n in range(4):
        assert sign_in(client, password=f"sai-{n}").status_code == 200
    fifth = sign_in(client, password="sai-5")
    assert fifth.status_code == 429
    assert "tạm khóa đăng nhập vì sai mật khẩu nhiều lần" in told(fifth)


def test_while_locked_the_right_password_is_refused_too(client, binh):
    lock(client, "Binh.Tran")
    assert sign_in(client).status_code == 429
    assert not is_in(client)


@pytest.mark.parametrize(
    "names",
    [
        ("Binh.Tran", "binh.tran", "BINH.TRAN"),
        ("Binh.Tran", "Binh@Hoi.example"),
        (" Binh.Tran", "Binh.Tran "),
    ],
)
def test_another_way_to_write_the_name_gives_no_further_tries(client, binh, names):
    assert lock(client, *names).status_code == 429
    assert sign_in(client).status_code == 429


def test_other_accounts_are_not_locked_with_it(client, binh):
    makers.user("an.nguyen")
    lock(client, "Binh.Tran")
    assert sign_in(client, "an.nguyen").status_code == 302


def test_a_stranger_far_away_cannot_lock_somebody_out(client, binh):
    lock(client, "Binh.Tran")
    assert sign_in(client, REMOTE_ADDR="203.0.113.5").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(client, binh):
    now = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False) as clock:
        lock(client, "Binh.Tran")
        clock.shift(dt.timedelta(minutes=14))
        assert sign_in(client).status_code == 429
        clock.shift(dt.timedelta(minutes=16))
        assert sign_in(client).status_code == 302


def test_the_right_password_forgets_earlier_wrong_ones(client, binh):
    for _ in range(2):
        for n in range(4):
            assert sign_in(client, "binh.tran", f"sai-{n}").status_code == 200
        assert sign_in(client).status_code == 302
        client.logout()
