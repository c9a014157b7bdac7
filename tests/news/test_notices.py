"""Notices, which mostly expire."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from lienhiephoi import roles
from tests import makers, reading

pytestmark = pytest.mark.django_db

UNTIL = dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
AN_HOUR_BEFORE = UNTIL - dt.timedelta(hours=1)


def titles(client) -> list[str]:
    page = reading.page(client, "/thong-bao/")
    return [reading.words(e) for e in reading.by_class(page, "entry__title")]


@pytest.fixture
def expiring():
    return makers.notice(
        "Nhận hồ sơ", published_at=UNTIL - dt.timedelta(days=9), expires_at=UNTIL
    )


def test_a_notice_says_until_when_it_holds(client, expiring):
    with time_machine.travel(AN_HOUR_BEFORE, tick=False):
        for path in ("/thong-bao/", expiring.get_absolute_url()):
            main = reading.words(reading.main(client, path))
            assert "Có hiệu lực đến 17:00, 20/11/2026" in main
            assert "hết hiệu lực" not in main


def test_an_expired_notice_leaves_the_lists_but_its_address_answers(client, expiring):
    with time_machine.travel(AN_HOUR_BEFORE, tick=False):
        assert titles(client) == ["Nhận hồ sơ"]
    with time_machine.travel(UNTIL, tick=False):
        assert titles(client) == []
        assert "Nhận hồ sơ" not in reading.words(reading.page(client, "/"))
        shown = reading.words(reading.main(client, expiring.get_absolute_url()))
    assert "Thông báo này đã hết hiệu lực, hạn: 17:00, 20/11/2026." in shown
    assert "Nội dung thông báo." in shown
    assert "Bản xem trước" not in shown


def test_an_end_at_midnight_reads_the_same_before_and_after(client):
    midnight = UNTIL.replace(day=1, month=7, year=2027, hour=0)
    notice = makers.notice(expires_at=midnight)
    for moment in (midnight - dt.timedelta(hours=1), midnight):
        with time_machine.travel(moment, tick=False):
            shown = reading.words(reading.main(client, notice.get_absolute_url()))
        assert "hết ngày 30/06/2027" in shown
        assert "01/07/2027" not in shown


def test_files_of_an_expired_notice_answer_as_long_as_it_does(client, expiring):
    file = makers.attachment("mẫu đơn.pdf", notice=expiring)
    with time_machine.travel(UNTIL, tick=False):
        type(expiring).objects.update(status="withdrawn")
        reading.answer(client, file.get_absolute_url(), status=404)
        type(expiring).objects.update(status="published")
        headers, content = reading.download(client, file.get_absolute_url())
    assert content == makers.PDF
    assert "public" in headers["Cache-Control"]


def test_files_of_an_expired_article_are_gone_with_it(client):
    article = makers.article(
        published_at=UNTIL - dt.timedelta(days=9), expires_at=UNTIL
    )
    file = makers.attachment("mẫu đơn.pdf", article=article)
    with time_machine.travel(UNTIL, tick=False):
        for path in (article.get_absolute_url(), file.get_absolute_url()):
            reading.answer(client, path, status=404)


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "withdrawn"])
def test_expiry_makes_nothing_public_that_was_not(client, expiring, status):
    type(expiring).objects.update(status=status)
    with time_machine.travel(UNTIL, tick=False):
        reading.answer(client, expiring.get_absolute_url(), status=404)


def test_a_scheduled_notice_is_previewed_by_staff_alone(client):
    later = makers.notice(published_at=timezone.now() + dt.timedelta(days=1))
    reading.answer(client, later.get_absolute_url(), status=404)
    client.force_login(makers.staff(roles.REPORTER))
    shown = reading.words(reading.main(client, later.get_absolute_url()))
    assert "Hẹn đăng lúc" in shown


def test_pinned_notices_stand_first_then_the_newest(client):
    now = timezone.now()
    for title, days, pinned in [
        *(("Cũ", 9, False), ("Ghim cũ", 30, True), ("Mới", 1, False)),
        ("Ghim mới", 20, True),
    ]:
        published = now - dt.timedelta(days=days)
        makers.notice(title, published_at=published, is_pinned=pinned)
    assert titles(client) == ["Ghim mới", "Ghim cũ", "Mới", "Cũ"]


def test_no_notice_in_force(client):
    main = reading.main(client, "/thong-bao/")
    assert "Chưa có thông báo nào còn hiệu lực." in reading.words(main)


def test_files_of_a_notice_can_be_had(client):
    notice = makers.notice()
    makers.attachment("mẫu đơn.pdf", notice=notice)
    main = reading.main(client, notice.get_absolute_url())
    link = next(reading.by_class(main, "attachments")[0].iter("a"))
    _, content = reading.download(client, link.get("href"))
    assert content == makers.PDF
