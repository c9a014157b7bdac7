"""Whole pages for anonymous readers."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lienhiephoi import caching, page_cache
from tests import makers

# Changes show on commit, so these tests commit; what migrations put in is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _one_minute():
    """The clock stands still, so that no minute ends inside a test."""
    with time_machine.travel("2026-11-20 08:30:15+07:00", tick=False):
        yield


def queries(client, path: str, **headers) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, headers=headers).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", ["/", "/tin-tuc/", "/van-ban/", "/rss/"])
def test_a_cached_page_costs_no_sql(client, path):
    makers.article()
    assert queries(client, path) > 0
    assert queries(client, path) == 0


def test_a_change_by_staff_shows_on_the_very_next_request(client):
    article = makers.article("Tiêu đề cũ")
    assert "Tiêu đề cũ" in client.get("/").content.decode()
    article.title = "Tiêu đề mới"
    article.save()
    assert "Tiêu đề mới" in client.get("/").content.decode()


def test_a_scheduled_article_shows_at_its_minute(client):
    makers.article("Hẹn giờ", published_at=timezone.now() + dt.timedelta(minutes=1))
    assert "Hẹn giờ" not in client.get("/").content.decode()
    with time_machine.travel("2026-11-20 08:31:20+07:00", tick=False):
        assert "Hẹn giờ" in client.get("/").content.decode()


def test_an_expired_notice_goes_at_its_minute(client):
    until = timezone.now() + dt.timedelta(minutes=1)
    makers.notice("Sắp hết hạn", expires_at=until)
    assert "Sắp hết hạn" in client.get("/").content.decode()
    with time_machine.travel("2026-11-20 08:31:20+07:00", tick=False):
        assert "Sắp hết hạn" not in client.get("/").content.decode()


def test_who_is_signed_in_gets_no_page_of_the_cache(client):
    makers.article()
    client.get("/")
    client.force_login(makers.staff(is_superuser=True))
    assert queries(client, "/") > 0


def test_what_a_signed_in_reader_saw_is_not_kept_for_others(client):
    draft = makers.article("Bản nháp kín", status="draft", published_at=None)
    client.force_login(makers.staff(is_superuser=True))
    assert client.get(draft.get_absolute_url()).status_code == 200
    client.logout()
    client.cookies.clear()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_form_with_a_token_is_never_kept(client):
    first = client.get("/lien-he/")
    assert first.cookies
    assert "ETag" not in first.headers


def test_a_reader_who_has_the_page_is_told_so(client):
    makers.article()
    etag = client.get("/").headers["ETag"]
    again = client.get("/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_travels_compressed_to_who_takes_it(client):
    makers.article()
    plain = client.get("/").content
    packed = client.get("/", headers={"accept-encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain) / 2


def test_marks_of_other_sites_do_not_make_another_page(client):
    makers.article()
    client.get("/tin-tuc/?trang=1")
    assert queries(client, "/tin-tuc/?trang=1&fbclid=abc&utm_source=zalo") == 0
    assert queries(client, "/tin-tuc/?trang=1&fbclid=abc") == 0


def test_the_headers_of_safety_stand_on_a_cached_page_too(client):
    makers.article()
    client.get("/")
    cached = client.get("/")
    for name in ("Content-Security-Policy", "X-Content-Type-Options"):
        assert name in cached.headers


def test_another_host_name_gets_no_page_kept_for_ours(client):
    client.get("/")
    assert client.get("/", headers={"host": "la.example"}).status_code == 400


def test_the_store_never_outgrows_its_bytes():
    store, now = caching.Store(max_bytes=10_000), (1, 1)
    store.get("a", now)
    for number in range(20):
        store.put(number, now, "trang", size=2500)
    kept = [n for n in range(20) if store.get(n, now)]
    assert kept == [16, 17, 18, 19]


def test_a_page_made_before_a_change_is_not_served_after_it():
    store = caching.Store(max_bytes=10_000)
    before, after = (1, 5), (2, 5)
    store.get("a", before)
    store.get("a", after)
    store.put("a", after, "mới", size=3)
    store.put("b", before, "cũ", size=3)
    assert store.get("b", after) is None
    assert store.get("a", after) == "mới"


def test_a_version_that_falls_does_not_stop_the_cache(client):
    makers.article()
    caching.content_changed()
    client.get("/")
    settings.CONTENT_VERSION_FILE.unlink()
    client.get("/")
    assert queries(client, "/") == 0


def test_a_change_is_kept_though_the_version_cannot_be_written(monkeypatch, caplog):
    def full_disk():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.version, "bump", full_disk)
    article = makers.article("Vẫn được lưu")
    article.refresh_from_db()
    assert article.title == "Vẫn được lưu"
    assert "No space left" in caplog.text


def test_the_mark_of_one_reader_stands_in_no_page_kept_for_others(client):
    makers.document()
    marked = client.get("/van-ban/?in_force=on&utm_source=DAUVET").content.decode()
    assert "DAUVET" not in marked


def test_who_refuses_gzip_gets_the_plain_page(client):
    makers.article()
    answer = client.get("/", headers={"accept-encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in answer.headers


def test_the_version_of_a_file_rises_with_each_change(tmp_path):
    version = caching.FileVersion(tmp_path / "var" / "version")
    assert version.current() == 0
    version.bump()
    version.bump()
    assert version.current() == 2


def test_a_change_that_is_rolled_back_changes_no_version(client):
    before = caching.version.current()
    with transaction.atomic():
        makers.category("Chuyên mục thử")
        transaction.set_rollback(True)
    assert caching.version.current() == before


# --- In front of Django ---------------------------------------------------------


def ask_in_front(path: str, method: str = "GET", **headers):
    """Status, headers and body from the store, or "Django" when that has to answer."""
    request = RequestFactory().generic(method, path, headers=headers)
    sent = []

    def start_response(status, headers):
        sent.extend((int(status[:3]), dict(headers)))

    ask = page_cache.in_front_of(lambda *_: "Django")
    body = ask(request.environ, start_response)
    return body if body == "Django" else (*sent, b"".join(body))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "headers", [{}, {"accept-encoding": "gzip"}, {"if-none-match": "{etag}"}]
)
def test_a_page_held_is_answered_without_django_and_just_as_by_it(
    client, method, headers
):
    makers.article()
    etag = client.get("/tin-tuc/").headers["ETag"]
    headers = {name: value.format(etag=etag) for name, value in headers.items()}
    by_django = client.get("/tin-tuc/", headers=headers)
    status, sent, body = ask_in_front("/tin-tuc/", method, **headers)
    assert (status, sent) == (by_django.status_code, dict(by_django.headers))
    assert body == by_django.content


def test_what_is_not_held_or_may_not_be_is_left_to_django(client):
    assert ask_in_front("/tin-tuc/") == "Django"
    makers.article()
    client.get("/tin-tuc/")
    assert ask_in_front("/tin-tuc/?fbclid=abc") != "Django"
    assert ask_in_front("/tin-tuc/?trang=1") == "Django"
    assert ask_in_front("/tin-tuc/", "POST") == "Django"
    assert ask_in_front("/tin-tuc/", cookie="sessionid=abc") == "Django"
    assert ask_in_front("/tin-tuc/", host="la.example") == "Django"
    makers.article()
    assert ask_in_front("/tin-tuc/") == "Django"


def test_a_page_asked_for_by_https_is_another(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client.get("/tin-tuc/")
    assert ask_in_front("/tin-tuc/") != "Django"
    assert ask_in_front("/tin-tuc/", **{"x-forwarded-proto": "https"}) == "Django"
