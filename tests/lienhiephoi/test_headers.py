"""Headers and cookies of safety, on every kind of answer."""

import pytest
from django.test import Client

from lienhiephoi import roles
from tests import makers

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
}
COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.fixture
def client(settings):
    """Serves static files without collecting them."""
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    return Client()


def page(client):
    return client.get("/tin-tuc/")


def cached_page(client):
    client.get("/tin-tuc/")
    return client.get("/tin-tuc/")


def not_found(client):
    return client.get("/khong-co/")


def bad_input(client):
    return client.get("/tim-kiem/?q=%00")


def forbidden(client):
    client.force_login(makers.user())
    return client.get("/quan-tri/", follow=True)


def csrf_failure(client):
    return Client(enforce_csrf_checks=True).post("/lien-he/", {})


def not_allowed(client):
    return client.post("/tin-tuc/")


def redirect(client):
    return client.get("/tai-khoan/")


def moved(client):
    return client.get(makers.article().get_absolute_url().replace("/20", "/10", 1))


def form(client):
    return client.get("/lien-he/")


def desk(client):
    client.force_login(makers.staff(roles.REPORTER))
    return client.get("/quan-tri/")


def feed(client):
    return client.get("/rss/")


def count(client):
    return client.post("/dem/", {"target": "page"})


def picture(client):
    return client.get(makers.picture().url(480))


def attachment(client):
    made = makers.attachment(document=makers.document())
    return client.get(made.get_absolute_url())


def static_file(client):
    return client.get("/static/css/base.css")


ANSWERS = [
    *((page, 200), (cached_page, 200), (not_found, 404), (bad_input, 400)),
    *((forbidden, 403), (csrf_failure, 403), (not_allowed, 405), (redirect, 302)),
    (moved, 301),
    *((form, 200), (feed, 200), (count, 204), (picture, 200), (attachment, 200)),
]


def check_common(answer, status: int) -> None:
    assert answer.status_code == status
    # A file that is handed out open is closed by reading it to its end.
    assert b"".join(answer) or status in (204, 301, 302, 405)
    for name, value in COMMON.items():
        assert answer.headers.get(name) == value, name


@pytest.mark.parametrize(("ask", "status"), ANSWERS)
def test_every_answer_carries_the_headers_of_safety(client, ask, status):
    answer = ask(client)
    check_common(answer, status)
    policy = {
        each.strip() for each in answer.headers["Content-Security-Policy"].split(";")
    }
    assert policy - {""} == POLICY
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    permissions = answer.headers["Permissions-Policy"]
    for device in ("camera", "microphone", "geolocation", "payment"):
        assert f"{device}=()" in permissions


def test_a_static_file_carries_them_too_and_may_load_nothing(client):
    answer = static_file(client)
    check_common(answer, 200)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "script" not in policy


def test_the_desk_is_as_strict_but_for_pages_with_the_editor(client):
    answer = desk(client)
    check_common(answer, 200)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy


def test_a_locked_account_is_told_with_the_headers_of_safety(client):
    for n in range(5):
        sent = {"username": "binh", "password": f"sai-{n}"}
        answer = client.post("/tai-khoan/dang-nhap/", sent)
    check_common(answer, 429)
    assert "Content-Security-Policy" in answer.headers


def test_a_name_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"host": "la.example"}).status_code == 400


# --- Cookies and HTTPS ------------------------------------------------------------------


@pytest.fixture
def https(settings):
    """As settings.py has it with HTTPS=true."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 365 * 86400
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


def sign_in(client, **extra):
    makers.user("binh")
    sent = {"username": "binh", "password": "mat-khau-dai-2026"}
    return client.post("/tai-khoan/dang-nhap/", sent, **extra)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client):
    cookies = sign_in(client).cookies
    cookies.update(client.get("/lien-he/").cookies)
    assert {"sessionid", "csrftoken"} <= set(cookies)
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_with_https_cookies_travel_by_it_alone(client, https):
    cookies = sign_in(client, secure=True).cookies
    assert cookies["sessionid"]["secure"]
    assert client.get("/lien-he/", secure=True).cookies["csrftoken"]["secure"]


def test_with_https_everything_else_is_led_there(client, https):
    answer = client.get("/tin-tuc/?trang=1")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://testserver/tin-tuc/?trang=1"
    assert client.get("/suc-khoe/").status_code == 200
    secure = client.get("/tin-tuc/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )


def test_a_reader_who_only_reads_gets_no_cookie(client):
    article = makers.article()
    for path in ("/", "/tin-tuc/", article.get_absolute_url(), "/tim-kiem/?q=tin"):
        assert not client.get(path).cookies
