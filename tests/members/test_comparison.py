"""Totals over the years, and bodies compared through mergers and splits."""

import datetime as dt
from decimal import Decimal

import pytest

from members.comparison import compare, of_all_periods, over_time
from members.lineage import families, own_origins, successions
from members.models import Measure, RegisterEvent, RegisterEventKind, Succession
from members.rollup import Coverage, Line, Reporter, roll_up
from tests.members import makers

NOW, THEN = 0, 1


def reporter(number: int, name="") -> Reporter:
    return Reporter(
        association=number,
        report=number,
        slug=f"hoi-{number}",
        name=name or f"Hội {number}",
        short_name="",
        kind="member",
        sector="",
        status="accepted",
    )


def side(**amounts):
    """Reporters by number with their lines; None reported nothing."""
    reporters = {int(key[1:]): reporter(int(key[1:])) for key in amounts}
    lines = [
        Line(reporters[int(key[1:])], Decimal(amount))
        for key, amount in amounts.items()
        if amount is not None
    ]
    return list(reporters.values()), lines


def joined(now, then, lineage) -> set[frozenset[int]]:
    marks = families(now, then, lineage)
    return {
        frozenset(each for each in marks if marks[each] == mark)
        for mark in marks.values()
    }


def test_bodies_without_a_history_stand_alone():
    assert joined([1, 2], [1, 2], []) == {frozenset([1]), frozenset([2])}


def test_a_merger_joins_its_predecessors():
    assert joined([3], [1, 2], [(1, 3), (2, 3)]) == {frozenset([1, 2, 3])}


def test_a_split_joins_all_its_parts():
    assert joined([2, 3], [1], [(1, 2), (1, 3)]) == {frozenset([1, 2, 3])}


def test_a_body_that_lives_on_is_joined_with_what_split_off():
    assert joined([1, 2], [1], [(1, 2)]) == {frozenset([1, 2])}


def test_two_steps_of_history_are_followed():
    assert joined([4], [1, 2, 3], [(1, 3), (2, 3), (3, 4)]) == {frozenset([1, 2, 3, 4])}
    assert joined([3], [1], [(1, 2), (2, 3)]) == {frozenset([1, 2, 3]) - {2}}


def test_what_stands_in_both_periods_stays_apart():
    """A merger to come, or one long past, joins nothing."""
    assert joined([1, 2], [1, 2], [(1, 9), (2, 9)]) == {frozenset([1]), frozenset([2])}
    assert joined([1, 2], [1, 2], [(9, 1), (9, 2)]) == {frozenset([1]), frozenset([2])}


def test_a_circle_in_the_register_does_not_hang():
    assert joined([3], [1], [(1, 2), (2, 1)]) == {frozenset([1]), frozenset([3])}


def test_a_successor_is_compared_with_the_sum_of_its_predecessors():
    (row,) = compare(side(a3=70), side(a1=40, a2=25), [(1, 3), (2, 3)]).rows

    assert row.now.amount == 70
    assert row.then.amount == 65
    assert row.change == 5
    assert row.is_through_lineage
    assert row.then.names == ["Hội 1", "Hội 2"]


def test_after_a_split_the_parts_stand_together():
    (row,) = compare(side(a1=30, a2=12), side(a1=40), [(1, 2)]).rows

    assert (row.now.amount, row.then.amount, row.change) == (42, 40, 2)


def test_a_predecessor_that_gave_nothing_makes_the_change_unknown():
    (row,) = compare(side(a3=70), side(a1=40, a2=None), [(1, 3), (2, 3)]).rows

    assert row.then.amount == 40
    assert not row.then.is_whole
    assert row.change is None


def test_the_comparison_counts_only_those_that_reported_twice():
    found = compare(side(a1=10, a2=20, a3=None), side(a1=8, a3=5, a4=7), [])

    assert (found.now, found.then) == (10, 8)
    assert len(found.rows) == 4


@pytest.mark.parametrize(
    ("measure", "expected"), [(Measure.FLOW, 60), (Measure.STOCK, 30)]
)
def test_flows_are_summed_over_periods_and_stocks_are_not(measure, expected):
    amounts = [Decimal(10), None, Decimal(20), Decimal(30)]
    assert of_all_periods(measure, amounts) == expected


def test_of_no_periods_there_is_no_sum():
    assert of_all_periods(Measure.FLOW, [None]) is None


@pytest.mark.django_db
def test_totals_over_time_are_those_of_the_roll_ups(django_assert_num_queries):
    one, two = makers.association("Hội A"), makers.association("Hội B")
    periods = [makers.period(year) for year in (2024, 2025, 2026)]
    for number, period in enumerate(periods, start=1):
        makers.accepted(makers.report(one, period), hoi_vien=100 * number, hoi_thao=1)
        makers.answered(makers.report(two, period), hoi_vien=999)

    with django_assert_num_queries(2):
        series = over_time(periods[::-1])

    assert [(m.year, m.amount) for m in series["hoi_vien"]] == [
        ("2024", 100),
        ("2025", 200),
        ("2026", 300),
    ]
    assert {m.coverage for m in series["hoi_thao"]} == {Coverage(1, 2)}
    assert series["hoi_vien"][1].amount == roll_up(periods[1])["hoi_vien"].amount


@pytest.mark.django_db
def test_a_period_without_the_figure_stays_a_gap():
    period, empty = makers.period(2025), makers.period(2026)
    makers.accepted(makers.report(makers.association(), period), hoi_vien=5)

    series = over_time([period, empty], ["hoi_vien"])["hoi_vien"]

    assert [(m.amount, m.answered) for m in series] == [(5, 1), (None, 0)]


@pytest.mark.parametrize(
    ("body", "now", "then", "lineage", "expected"),
    [
        pytest.param(1, [1], [1], [], {1}, id="nothing happened"),
        pytest.param(3, [3], [1, 2], [(1, 3), (2, 3)], {1, 2, 3}, id="merger"),
        pytest.param(2, [2], [1, 2], [(1, 2)], {1, 2}, id="taken into another"),
        pytest.param(4, [4], [1, 2], [(1, 3), (3, 4)], {1, 4}, id="two steps"),
        pytest.param(2, [1, 2], [1, 2], [(1, 2)], {2}, id="still reports for itself"),
        pytest.param(1, [1, 2], [1, 2], [(1, 2)], {1}, id="and keeps its own"),
        pytest.param(
            3, [1, 3], [1, 2], [(1, 3), (2, 3)], set(), id="beside its successor"
        ),
        pytest.param(2, [2, 3], [1], [(1, 2), (1, 3)], set(), id="a part"),
        pytest.param(1, [1, 2], [1], [(1, 2)], set(), id="without a part"),
    ],
)
def test_no_earlier_figure_is_two_bodies_own(body, now, then, lineage, expected):
    assert own_origins(body, now=now, then=then, lineage=lineage) == expected


@pytest.mark.django_db
def test_only_what_happened_between_two_periods_joins_them():
    one, two = makers.association("Hội A"), makers.association("Hội B")
    event = RegisterEvent.objects.create(
        kind=RegisterEventKind.SPLIT, on=dt.date(2020, 5, 1)
    )
    Succession.objects.create(event=event, predecessor=one, successor=two)

    assert successions(dt.date(2019, 1, 1), dt.date(2020, 12, 31)) == [(one.pk, two.pk)]
    assert successions(dt.date(2025, 1, 1), dt.date(2026, 12, 31)) == []
