"""Parts of pages, kept for readers whose pages are not kept whole."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests import makers

# Changes show on commit, so these tests commit; what migrations put in is put back.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _one_minute():
    with time_machine.travel("2026-11-20 08:30:15+07:00", tick=False):
        yield


@pytest.fixture
def client(settings):
    """A reader who gets no whole page from the cache."""
    settings.PAGE_CACHE = False
    return Client()


@pytest.fixture
def paths():
    """A page of every kind whose parts are kept, and something on each."""
    makers.union()
    category = makers.category("Mục đọc", is_on_home=True)
    thread = makers.thread("Chuyên đề đọc")
    article = makers.article("Bài đọc", category=category)
    article.threads.add(thread)
    makers.articles(45, category=category)
    found = [each.get_absolute_url() for each in (category, thread, article)]
    return ["/", "/tin-tuc/", "/tin-tuc/?trang=2", "/tin-tuc/2026/", *found]


def seen(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_parts_drawn_for_one_reader_are_the_same_for_another(client, paths, settings):
    settings.PART_CACHE = False
    drawn = {path: seen(client, path) for path in paths}
    settings.PART_CACHE = True
    staff = Client()
    staff.force_login(makers.staff(full_name="Cán Bộ Đọc", is_superuser=True))
    for path in paths:
        assert "Cán Bộ Đọc" in seen(staff, path)
        for _ in range(2):
            assert seen(client, path) == drawn[path]


def test_the_second_reader_of_a_page_costs_no_sql(
    client, paths, django_assert_num_queries
):
    for path in paths:
        seen(client, path)
        with django_assert_num_queries(0):
            seen(client, path)


def test_one_readers_query_stands_in_no_part_of_another(client, paths):
    assert "DAUVET" in seen(client, "/tin-tuc/?x=DAUVET")
    assert "DAUVET" not in seen(client, "/tin-tuc/")


def test_a_change_shows_on_the_very_next_request(client, paths):
    article = makers.article("Tiêu đề cũ")
    lists = [*paths[:2], article.get_absolute_url()]
    assert all("Tiêu đề cũ" in seen(client, path) for path in lists)
    article.title = "Tiêu đề mới"
    article.save()
    for path in lists:
        page = seen(client, path)
        assert "Tiêu đề mới" in page
        assert "Tiêu đề cũ" not in page


def test_what_the_clock_changes_shows_at_its_minute(client, paths):
    soon = timezone.now() + dt.timedelta(minutes=1)
    makers.article("Hẹn giờ", published_at=soon)
    assert "Hẹn giờ" not in seen(client, "/")
    with time_machine.travel("2026-11-20 08:31:20+07:00", tick=False):
        assert "Hẹn giờ" in seen(client, "/")


@pytest.mark.parametrize("make", [makers.article, makers.thread])
def test_no_part_of_a_preview_is_kept(client, make):
    draft = make("Bản nháp kín", status="draft", published_at=None)
    path = draft.get_absolute_url()
    staff = Client()
    staff.force_login(makers.staff(is_superuser=True))
    assert "Bản xem trước" in seen(staff, path)
    assert client.get(path).status_code == 404
    draft.status, draft.published_at = "published", timezone.now()
    draft.save()
    assert "Bản xem trước" not in seen(client, draft.get_absolute_url())
