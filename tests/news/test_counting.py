"""Counting readers: who counts, how often, and what is kept of them."""

import datetime as dt
import threading

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from lienhiephoi import roles
from news import counting
from news.models import Article, ArticleCount, SeenMark, VisitDay
from tests import makers

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0 Mobile Safari/537.36"
)
ADDRESS = "203.0.113.77"
NINE = "2026-11-20 09:10:00+07:00"


@pytest.fixture(autouse=True)
def _nothing_waiting():
    counting.gatherer.flush()
    yield
    with counting.gatherer._lock:
        counting.gatherer._pending.clear()
    counting.gatherer.flush()


def read(client, target: str, page="/", agent=PHONE, address=ADDRESS):
    """Report one page as a browser does."""
    return client.post(
        "/dem/",
        {"target": target},
        headers={"user-agent": agent, "referer": f"http://testserver{page}"},
        REMOTE_ADDR=address,
    )


def views(article) -> int:
    counting.gatherer.flush()
    return (
        ArticleCount.objects.filter(article=article)
        .values_list("views", flat=True)
        .first()
        or 0
    )


def today() -> tuple[int, int]:
    """Visits and page views of this day."""
    counting.gatherer.flush()
    day = VisitDay.objects.filter(day=timezone.localdate()).first()
    return (day.visits, day.views) if day else (0, 0)


@pytest.fixture
def article():
    return makers.article()


def target(article) -> str:
    return f"article:{article.pk}"


def test_a_reader_counts_once_for_the_article_and_the_day(client, article):
    answer = read(client, target(article))
    assert (answer.status_code, answer.content) == (204, b"")
    assert views(article) == 1
    assert today() == (1, 1)


def test_the_same_device_counts_once_an_hour(client, article):
    with time_machine.travel(NINE, tick=False) as clock:
        for _ in range(3):
            read(client, target(article))
            clock.shift(dt.timedelta(minutes=10))
            counting.gatherer.flush()
        assert (views(article), today()) == (1, (1, 1))
        clock.shift(dt.timedelta(minutes=30))
        read(client, target(article))
        assert (views(article), today()) == (2, (2, 2))


def test_other_pages_and_other_devices_count_for_themselves(client, article):
    read(client, target(article))
    read(client, "page", page="/van-ban/")
    read(client, "page", page="/thong-bao/")
    read(client, target(article), address="203.0.113.78")
    read(client, target(article), agent=f"{PHONE} Firefox/1")
    assert views(article) == 3
    assert today() == (3, 5)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "facebookexternalhit/1.1",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0)",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
    ],
)
def test_robots_do_not_count(client, article, agent):
    assert read(client, target(article), agent=agent).status_code == 204
    assert (views(article), today()) == (0, (0, 0))


@pytest.mark.parametrize("agent", [PHONE, "Mozilla/5.0 (iPhone) Zalo/24.1 Safari"])
def test_people_do_count_also_inside_other_apps(agent):
    assert not counting.is_robot(agent)


def test_staff_do_not_count_but_representatives_do(client, article):
    client.force_login(makers.staff(roles.REPORTER))
    read(client, target(article))
    assert views(article) == 0
    client.force_login(makers.user())
    read(client, target(article))
    assert views(article) == 1


@pytest.mark.parametrize(
    "forged",
    [
        *("", "article:", "article:0", "article:-1", "article:1 ", "article:1;DROP"),
        *(
            "article:99999999999999999999",
            "article:\u0661",
            "page:1",
            "notice:1",
            "x" * 9999,
        ),
        "article:1\narticle:2",
    ],
)
def test_a_forged_target_counts_nothing(client, article, forged):
    assert read(client, forged).status_code == 204
    assert (views(article), today()) == (0, (0, 0))
    assert not SeenMark.objects.exists()


def test_an_unknown_article_spoils_no_batch(client, article):
    read(client, "article:9999999999")
    read(client, target(article))
    assert views(article) == 1
    assert ArticleCount.objects.count() == 1


def test_only_a_post_counts(client):
    assert client.get("/dem/").status_code == 405
    assert client.post("/dem/").status_code == 204


def test_a_page_of_another_site_needs_no_token_to_count(client, article):
    client.handler.enforce_csrf_checks = True
    assert read(client, target(article)).status_code == 204


# --- Batches ------------------------------------------------------------------------


def view_of(article, number: int) -> counting.View:
    request = RequestFactory().post(
        "/dem/",
        headers={"user-agent": PHONE},
        REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}",
    )
    request.user = makers.User()
    return counting.read_view(request, target(article))


def test_views_wait_in_memory_and_are_written_together(
    article, django_assert_num_queries
):
    gatherer = counting.Gatherer()
    for number in range(40):
        gatherer.add(view_of(article, number))
    assert not ArticleCount.objects.exists()
    with django_assert_num_queries(0):
        gatherer.add(view_of(article, 41))
    assert gatherer.flush() == 41
    assert views(article) == 41
    assert gatherer.flush() == 0


def test_a_full_batch_is_written_at_once(article):
    gatherer = counting.Gatherer()
    for number in range(counting.FLUSH_SIZE):
        gatherer.add(view_of(article, number))
    assert views(article) == counting.FLUSH_SIZE
    assert gatherer.flush() == 0


def test_memory_has_an_end_however_many_report(article, monkeypatch):
    monkeypatch.setattr(counting, "MAX_PENDING", 10)
    gatherer = counting.Gatherer()
    for number in range(25):
        gatherer.add(view_of(article, number))
    assert gatherer.flush() == 10


def test_the_article_itself_is_not_rewritten_by_counting(client, article):
    before = Article.objects.get().updated_at
    read(client, target(article))
    assert views(article) == 1
    assert Article.objects.get().updated_at == before


def test_visits_of_the_portal_are_summed_up(client, article):
    VisitDay.objects.create(day=dt.date(2026, 1, 1), visits=40, views=90)
    read(client, target(article))
    counting.gatherer.flush()
    assert counting.visit_totals() == counting.VisitTotals(total=41, today=1)


# --- What is kept of a reader ---------------------------------------------------------


def test_no_address_and_no_browser_is_kept_in_any_row(client, article):
    read(client, target(article))
    assert views(article) == 1
    held = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            held += [bytes(v) if isinstance(v, memoryview) else v for v in row]
    text = " ".join(map(repr, held))
    assert ADDRESS not in text
    assert "Android" not in text
    assert bytes(map(int, ADDRESS.split("."))) not in b" ".join(
        value for value in held if isinstance(value, bytes)
    )


def test_the_mark_of_a_device_is_another_each_hour_and_with_another_key(
    article, settings
):
    marks = set()
    for hour in ("09", "10"):
        with time_machine.travel(f"2026-11-20 {hour}:00+07:00", tick=False):
            marks.add(view_of(article, 1).mark)
    settings.SECRET_KEY = "another" * 9
    with time_machine.travel("2026-11-20 09:00+07:00", tick=False):
        marks.add(view_of(article, 1).mark)
    assert len(marks) == 3


def test_marks_are_gone_after_two_hours(client, article):
    with time_machine.travel(NINE, tick=False) as clock:
        read(client, target(article))
        counting.gatherer.flush()
        assert SeenMark.objects.count() == 2
        clock.shift(dt.timedelta(hours=2, minutes=1))
        read(client, target(article), address="203.0.113.80")
        counting.gatherer.flush()
        old = SeenMark.objects.filter(seen_at__lt=timezone.now() - counting.KEPT)
        assert not old.exists()
        assert SeenMark.objects.count() == 2


# --- Several processes ------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_the_same_views_at_once_count_them_once():
    article = makers.article()
    seen = [view_of(article, number) for number in range(60)]
    start = threading.Barrier(4)
    written, failed = [], []

    def process(order: int) -> None:
        mixed = seen[order * 7 :] + seen[: order * 7]
        start.wait()
        try:
            written.append(counting.write(mixed))
        except Exception as error:  # noqa: BLE001 -- told by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=process, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sum(written) == 60
    assert ArticleCount.objects.get().views == 60
    assert VisitDay.objects.values_list("visits", "views").get() == (60, 60)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_count_different_readers_lose_none():
    article = makers.article()
    start = threading.Barrier(4)

    def process(order: int) -> None:
        mine = [view_of(article, order * 100 + number) for number in range(25)]
        start.wait()
        counting.write(mine)
        connection.close()

    threads = [threading.Thread(target=process, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ArticleCount.objects.get().views == 100
