"""Promises kept: what the last conference of a series gave, as it stands today."""

import datetime as dt

import pytest
from django.utils import timezone

from conferences.models import ConferenceStatus, Resolution
from conferences.promises import given_at, left_by
from conferences.workflow import TASKS
from tests.conferences import makers
from tests.members import makers as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return members.association("Hội Làm vườn")


def held(year: int, **fields):
    return makers.conference(
        f"Hội nghị tổng kết năm {year}",
        **{
            "series": makers.series(),
            "starts_on": dt.date(year, 12, 19),
            "status": ConferenceStatus.HELD,
            **fields,
        },
    )


@pytest.fixture
def coming():
    return held(2026, status=ConferenceStatus.PLANNED)


def given(conference, title, owner, **fields):
    task = makers.task(conference, title, association=owner, **fields)
    return TASKS.apply(task, "give", by=None)


def done(task):
    return TASKS.apply(task, "confirm", by=None)


def titles(tasks) -> list[str]:
    return [task.title for task in tasks]


def test_a_conference_opens_with_what_the_last_one_gave(coming, owner):
    last = held(2025)
    done(given(last, "Việc đã xong", owner))
    given(last, "Việc còn làm", owner)
    TASKS.apply(given(last, "Việc thôi", owner), "drop", by=None, note="Không hợp.")
    makers.task(last, "Việc chưa có chủ trì")

    found = left_by(coming)

    assert found.previous == last
    assert titles(found.tasks) == ["Việc đã xong", "Việc còn làm", "Việc thôi"]
    counts = (found.total, found.done, found.open, found.dropped, found.overdue)
    assert counts == (3, 1, 1, 1, 0)


def test_a_task_past_its_day_is_overdue_until_it_is_done(coming, owner):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    task = given(held(2025), "Việc trễ", owner, due_on=yesterday)
    assert left_by(coming).overdue == 1
    done(task)
    assert left_by(coming).overdue == 0


def test_what_is_not_finished_from_earlier_is_not_forgotten(coming, owner):
    done(given(held(2023), "Xong từ lâu", owner))
    given(held(2024), "Còn từ 2024", owner)
    given(held(2025), "Việc của 2025", owner)
    found = left_by(coming)
    assert titles(found.tasks) == ["Việc của 2025"]
    assert titles(found.older) == ["Còn từ 2024"]


def test_only_held_conferences_of_the_same_series_count(coming, owner):
    given(held(2025, series=None), "Của cuộc họp lẻ", owner)
    given(held(2025, status=ConferenceStatus.CANCELLED), "Của cuộc bị hủy", owner)
    found = left_by(coming)
    assert found.previous is None
    assert not found


def test_what_is_kept_inside_is_for_the_office_alone(coming, owner):
    last = held(2025)
    given(last, "Việc công khai", owner)
    given(last, "Việc nội bộ", owner, is_public=False)
    assert titles(left_by(coming).tasks) == ["Việc công khai"]
    assert titles(left_by(coming, in_office=True).tasks) == [
        "Việc công khai",
        "Việc nội bộ",
    ]


def test_a_conference_that_is_not_public_tells_the_public_nothing(coming, owner):
    given(held(2025, is_public=False), "Việc", owner)
    assert not left_by(coming)
    assert titles(left_by(coming, in_office=True).tasks) == ["Việc"]


def test_a_conference_held_tells_its_own_tasks_apart(owner):
    last, now = held(2025), held(2026)
    given(last, "Của kỳ trước", owner)
    given(now, "Của kỳ này", owner)
    assert titles(given_at(now)) == ["Của kỳ này"]
    assert titles(left_by(now).tasks) == ["Của kỳ trước"]
    assert titles(left_by(now).older) == []


def test_it_costs_the_same_whatever_was_given(
    coming, owner, django_assert_max_num_queries
):
    last = held(2025)
    resolution = Resolution.objects.create(conference=last, title="NQ")
    for number in range(20):
        given(last, f"Việc {number}", owner, resolution=resolution)
    with django_assert_max_num_queries(3):
        assert len([task.owner for task in left_by(coming).tasks]) == 20


def test_readers_see_what_the_last_public_one_gave(coming, owner):
    given(held(2024), "Việc của năm 2024", owner)
    given(held(2025, is_public=False), "Việc của phiên kín", owner)
    assert titles(left_by(coming).tasks) == ["Việc của năm 2024"]
    assert titles(left_by(coming, in_office=True).tasks) == ["Việc của phiên kín"]


def test_of_two_on_one_day_only_the_later_follows():
    first, second = held(2025), held(2025)
    assert (first.previous(), second.previous()) == (None, first)
