"""Counting readers: who counts, how often, and what is kept of them."""

import datetime as dt
import threading

import pytest
import time_machine
from django.apps import apps
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.models import RateCounter
from lienhiephoi.robots import is_robot
from news import counting
from news.models import Article, ArticleCount, SeenMark, VisitDay
from tests import makers

pytestmark = pytest.mark.django_db

PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0 Mobile Safari/537.36"
)
ADDRESS = "203.0.113.77"
LONG_AGO = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
NINE = "2026-11-20 09:10:00+07:00"


@pytest.fixture(autouse=True)
def _nothing_waiting():
    counting.gatherer.flush()
    yield
    with counting.gatherer._lock:
        counting.gatherer._pending.clear()
    counting.gatherer.flush()


def read(client, target: str, page="/", agent=PHONE, address=ADDRESS, **headers):
    """Report one page as a browser does."""
    return client.post(
        "/dem/",
        {"target": target, "path": page},
        headers={"user-agent": agent, **headers},
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
    return makers.article(published_at=LONG_AGO)


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
        *("WhatsApp/2.23.20.0", "okhttp/4.12.0", "axios/1.7.2"),
        "Mediapartners-Google",
        "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    ],
)
def test_robots_do_not_count(client, article, agent):
    assert read(client, target(article), agent=agent).status_code == 204
    assert (views(article), today()) == (0, (0, 0))


@pytest.mark.parametrize(
    "agent",
    [
        *(PHONE, "Mozilla/5.0 (iPhone) Zalo/24.1 Safari"),
        "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) Chrome/120.0 Mobile Safari",
        "Mozilla/5.0 (Linux; Android 10; CUBOT) Chrome/120.0 Mobile Safari",
    ],
)
def test_people_do_count_also_inside_other_apps(agent):
    assert not is_robot(agent)


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


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_an_article_that_is_not_public_counts_nothing(client, status):
    hidden = makers.article(status=status)
    read(client, target(hidden))
    assert (views(hidden), today()) == (0, (0, 0))


@pytest.mark.parametrize("path", ["", "tin-tuc/", "/<b>", "/a b", "/" + "x" * 400])
def test_a_page_of_no_possible_address_counts_nothing(client, path):
    read(client, "page", page=path)
    assert today() == (0, 0)


@pytest.mark.parametrize(
    ("site", "counted"),
    [("same-origin", 1), ("cross-site", 0), ("same-site", 0), ("none", 0)],
)
def test_only_our_own_pages_report(client, article, site, counted):
    read(client, target(article), **{"sec-fetch-site": site})
    assert views(article) == counted


@pytest.mark.parametrize(
    "addresses",
    [[ADDRESS] * 5, [f"2001:db8:1:2:{n}::{n}" for n in range(1, 6)]],
)
def test_one_line_counts_only_so_often_an_hour(client, article, monkeypatch, addresses):
    monkeypatch.setattr(counting, "VIEWS_PER_ADDRESS", 3)
    with time_machine.travel(NINE, tick=False) as clock:
        for number, address in enumerate(addresses):
            read(client, target(article), agent=f"{PHONE} {number}", address=address)
            if number == 1:
                counting.gatherer.flush()
        assert (views(article), today()) == (3, (3, 3))
        read(client, target(article), address="203.0.113.99")
        assert views(article) == 4
        clock.shift(dt.timedelta(hours=1))
        read(client, target(article), address=addresses[0])
        assert views(article) == 5


def test_a_repeated_report_uses_up_nothing(client, article, monkeypatch):
    monkeypatch.setattr(counting, "VIEWS_PER_ADDRESS", 2)
    for page in ("/", "/", "/", "/van-ban/"):
        read(client, "page", page=page)
        counting.gatherer.flush()
    assert today() == (1, 2)


def test_views_around_midnight_belong_to_the_day_of_the_view(client, article):
    with time_machine.travel("2026-11-19 23:59:55+07:00", tick=False) as clock:
        read(client, target(article))
        clock.shift(dt.timedelta(seconds=10))
        read(client, target(article), address="203.0.113.78")
        read(client, target(article), address="203.0.113.79")
        counting.gatherer.flush()
    days = VisitDay.objects.order_by("day").values_list("day", "visits", "views")
    assert list(days) == [
        (dt.date(2026, 11, 19), 1, 1),
        (dt.date(2026, 11, 20), 2, 2),
    ]


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
    return counting.read_view(request, target(article), article.get_absolute_url())


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


def _refuse_marks(execute, sql, params, many, context):
    if SeenMark._meta.db_table in sql:
        raise OperationalError("the server closed the connection")
    return execute(sql, params, many, context)


def test_views_that_the_database_refuses_are_counted_later(client, article):
    read(client, target(article))
    with connection.execute_wrapper(_refuse_marks):
        assert counting.gatherer.flush() == 0
    read(client, target(article), address="203.0.113.78")
    assert views(article) == 2


def test_a_reader_never_meets_the_trouble_of_counting(client, article, monkeypatch):
    monkeypatch.setattr(counting, "FLUSH_SIZE", 2)
    monkeypatch.setattr(counting, "MAX_PENDING", 3)
    with connection.execute_wrapper(_refuse_marks):
        for number in range(5):
            answer = read(client, target(article), address=f"203.0.113.{number}")
            assert answer.status_code == 204
    assert counting.gatherer.flush() == 3


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
        assert RateCounter.objects.count() == 1


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
