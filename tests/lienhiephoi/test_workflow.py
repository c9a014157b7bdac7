"""The one door to a status."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.workflow import (
    Transition,
    TransitionError,
    TransitionForbidden,
    Workflow,
)
from news.models import Article, PublishingStatus
from news.workflow import PUBLISHING
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver():
    return makers.staff(roles.NEWS_APPROVER)


@pytest.fixture
def reporter():
    return makers.staff(roles.REPORTER)


def draft(**fields) -> Article:
    return makers.article(status=PublishingStatus.DRAFT, published_at=None, **fields)


def test_publishing_stamps_the_moment_and_writes_history(approver):
    fresh = PUBLISHING.apply(draft(), "publish", by=approver, note="Đã xem")
    assert fresh.status == PublishingStatus.PUBLISHED
    assert fresh.published_at is not None
    row = fresh.status_changes.get()
    assert (row.from_status, row.to_status) == ("draft", "published")
    assert (row.by, row.note) == (approver, "Đã xem")


def test_available_moves_follow_state_and_right(approver, reporter):
    article = draft()
    names = [move.name for move in PUBLISHING.available(article, reporter)]
    assert names == ["submit"]
    names = [move.name for move in PUBLISHING.available(article, approver)]
    assert names == ["submit", "publish"]


def test_without_the_right_the_move_is_forbidden(reporter):
    article = draft()
    with pytest.raises(TransitionForbidden, match="Duyệt và đăng"):
        PUBLISHING.apply(article, "publish", by=reporter)
    article.refresh_from_db()
    assert article.status == PublishingStatus.DRAFT


def test_a_wrong_source_state_is_refused_with_the_present_state(approver):
    article = makers.article()
    with pytest.raises(TransitionError, match="Đã đăng"):
        PUBLISHING.apply(article, "return", by=approver, note="Thiếu ảnh")


@pytest.mark.parametrize("note", ["", "   \n"])
def test_a_move_that_needs_a_note_is_refused_without_one(approver, note):
    article = makers.article()
    with pytest.raises(TransitionError, match="Hãy ghi lý do «Gỡ xuống»"):
        PUBLISHING.apply(article, "withdraw", by=approver, note=note)
    assert not article.status_changes.exists()


def test_all_reasons_are_told_at_once(approver):
    article = draft(lead="", body="")
    with pytest.raises(TransitionError) as refusal:
        PUBLISHING.apply(article, "publish", by=approver)
    assert refusal.value.reasons == [
        "Chưa có nội dung.",
        "Chưa có đoạn dẫn (sapo).",
    ]
    assert PUBLISHING.missing(article, "publish") == refusal.value.reasons


def test_what_the_model_refuses_is_a_reason_and_changes_nothing(approver):
    article = draft()
    Article.objects.filter(pk=article.pk).update(title="")
    with pytest.raises(TransitionError):
        PUBLISHING.apply(article, "publish", by=approver)
    article.refresh_from_db()
    assert article.status == PublishingStatus.DRAFT


def test_the_system_may_move_and_shows_as_the_system():
    fresh = PUBLISHING.apply(draft(), "publish", by=None)
    assert fresh.status_changes.get().actor == "Hệ thống"


def test_the_moment_of_first_publication_survives_a_withdrawal(approver):
    first = PUBLISHING.apply(draft(), "publish", by=approver)
    down = PUBLISHING.apply(first, "withdraw", by=approver, note="Sai tên")
    again = PUBLISHING.apply(down, "republish", by=approver)
    assert again.published_at == first.published_at


def test_a_late_approval_does_not_date_back(approver):
    planned = timezone.now() - dt.timedelta(days=3)
    late = draft()
    Article.objects.filter(pk=late.pk).update(published_at=planned)
    before = timezone.now()
    assert PUBLISHING.apply(late, "publish", by=approver).published_at >= before


def test_who_publishes_as_of_a_moment_keeps_it(approver):
    story = timezone.now() - dt.timedelta(days=300)
    fresh = PUBLISHING.apply(draft(), "publish", by=approver, at=story)
    assert fresh.published_at == story


def test_the_first_moment_survives_even_the_way_over_a_draft(approver):
    first = PUBLISHING.apply(draft(), "publish", by=approver)
    PUBLISHING.apply(first, "withdraw", by=approver, note="Sai tên")
    PUBLISHING.apply(first, "reopen", by=approver)
    again = PUBLISHING.apply(first, "publish", by=approver)
    assert again.published_at == first.published_at


def test_what_came_without_a_lead_comes_back_without_one(approver):
    imported = makers.article(lead="")
    PUBLISHING.apply(imported, "withdraw", by=approver, note="Xem lại")
    again = PUBLISHING.apply(imported, "republish", by=approver)
    assert again.is_public()


@pytest.mark.parametrize("change", ["UPDATE {} SET note = 'khác'", "DELETE FROM {}"])
def test_history_is_insert_only_even_in_sql(approver, change):
    fresh = PUBLISHING.apply(draft(), "publish", by=approver)
    table = fresh.status_changes.model._meta.db_table
    with (
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_an_unknown_status_is_refused_by_the_database():
    article = draft()
    with (
        pytest.raises(IntegrityError, match="news_article_status_known"),
        transaction.atomic(),
    ):
        Article.objects.filter(pk=article.pk).update(status="bogus")


def test_mail_waits_for_the_commit(django_capture_on_commit_callbacks):
    sent = []
    flow = Workflow(
        Transition(
            name="submit",
            label="Gửi",
            source=("draft",),
            target="submitted",
            notify=lambda record, _by, note: sent.append((record.pk, note)),
        )
    )
    article = draft()
    with django_capture_on_commit_callbacks(execute=True):
        flow.apply(article, "submit", by=None, note="Kính gửi")
        assert sent == []
    assert sent == [(article.pk, "Kính gửi")]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_four_people_at_once_one_wins_and_three_are_told():
    approver = makers.staff(is_superuser=True)
    article = draft()
    start = threading.Barrier(4)
    outcomes = []

    def press() -> None:
        start.wait()
        try:
            PUBLISHING.apply(article, "publish", by=approver)
            outcomes.append("won")
        except TransitionError:
            outcomes.append("told")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "told", "told", "won"]
    assert article.status_changes.count() == 1
