"""Totals of a period: the sum of accepted lines, and the coverage beside it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from members.models import (
    AssociationName,
    MemberKind,
    Membership,
    Report,
    ReportAnswer,
    ReportStatus,
    Sector,
)
from members.rollup import Coverage, roll_up
from tests.members import makers

pytestmark = pytest.mark.django_db

CODES = ("hoi_vien", "hoi_thao", "toa_dam")


def reported(period, *figures, status=ReportStatus.ACCEPTED, **fields) -> list[Report]:
    """A report of one more association for each figure of its members."""
    made = []
    for figure in figures:
        number = Report.objects.count()
        association = makers.association(f"Hội {number:02}", **fields)
        report = with_status(association, period, status)
        made.append(makers.answered(report, hoi_vien=figure))
    return made


def with_status(association, period, status) -> Report:
    now = timezone.now()
    return makers.report(
        association, period, status=status, submitted_at=now, accepted_at=now
    )


def test_a_total_is_the_sum_of_its_lines():
    period = makers.period()
    reported(period, 120, 80, 45)

    rollup = roll_up(period)

    assert rollup["hoi_vien"].amount == 245
    assert [line.amount for line in rollup["hoi_vien"].lines] == [120, 80, 45]
    assert str(rollup.coverage) == "3/3"


@pytest.mark.parametrize(
    "status", [ReportStatus.DRAFT, ReportStatus.SUBMITTED, ReportStatus.RETURNED]
)
def test_a_report_that_is_not_accepted_counts_in_the_coverage_alone(status):
    period = makers.period()
    reported(period, 120)
    reported(period, 5000, status=status)

    rollup = roll_up(period)

    assert rollup["hoi_vien"].amount == 120
    assert rollup.coverage == Coverage(1, 2)
    assert [each.name for each in rollup.missing] == ["Hội 01"]


def test_an_exempt_association_is_not_owing():
    period = makers.period()
    reported(period, 120)
    reported(period, 7, status=ReportStatus.EXEMPT)

    rollup = roll_up(period)

    assert rollup["hoi_vien"].amount == 120
    assert rollup.coverage == Coverage(1, 1)
    assert rollup.coverage.is_complete


def test_an_accepted_report_without_the_figure_adds_no_line():
    period = makers.period()
    reported(period, 120)
    makers.accepted(makers.report(makers.association("Hội Y"), period), hoi_thao=3)

    rollup = roll_up(period)

    assert rollup["hoi_vien"].amount == 120
    assert rollup["hoi_vien"].answered == 1
    assert rollup.coverage == Coverage(2, 2)


def test_a_figure_that_nobody_gave_has_no_total():
    """Nothing reported is not zero."""
    period = makers.period()
    reported(period, 120)

    assert roll_up(period)["hoi_thao"].amount is None


def test_zero_is_a_figure():
    period = makers.period()
    reported(period, 0, 0)

    assert roll_up(period)["hoi_vien"].amount == 0


def test_what_came_true_counts_instead_of_the_estimate():
    period = makers.period()
    (first, second) = reported(period, 100, 50)
    makers.answered(first, hoi_vien={"is_estimate": True, "actual_amount": 93})
    makers.answered(second, hoi_vien={"is_estimate": True, "qualifier": "about"})

    total = roll_up(period)["hoi_vien"]

    assert total.amount == 143
    assert total.estimates == 1
    assert total.rounded == 1
    assert total.lines[1].qualifier_label == "khoảng"


def test_another_period_adds_nothing():
    period, other = makers.period(2026), makers.period(2025)
    reported(period, 120)
    reported(other, 999)

    assert roll_up(period)["hoi_vien"].amount == 120
    assert roll_up(period).coverage == Coverage(1, 1)


def test_an_association_stands_under_the_name_and_kind_of_the_last_day():
    period = makers.period(2024)
    (report,) = reported(period, 120, kind=MemberKind.CLUB)
    name = AssociationName.objects.get(association=report.association)
    AssociationName.objects.filter(pk=name.pk).update(ends_on="2025-05-31")
    AssociationName.objects.create(
        association=report.association, name="Hội mới", starts_on=dt.date(2025, 6, 1)
    )
    Membership.objects.filter(association=report.association).update(
        ends_on="2025-05-31"
    )
    Membership.objects.create(
        association=report.association,
        kind=MemberKind.MEMBER,
        starts_on=dt.date(2025, 6, 1),
    )

    (reporter,) = roll_up(period).reporters

    assert reporter.name == "Hội 00"
    assert reporter.kind_label == "Câu lạc bộ"


def test_one_that_left_before_the_last_day_keeps_its_kind():
    period = makers.period(2026)
    reported(period, 120, kind=MemberKind.AFFILIATE, until=dt.date(2026, 9, 1))

    assert roll_up(period).reporters[0].kind == MemberKind.AFFILIATE


def test_shares_by_kind_and_sector_add_up_to_the_total_and_to_the_coverage():
    period = makers.period()
    health = Sector.objects.create(name="Y tế")
    reported(period, 10, 20, sector=health)
    reported(period, 5, kind=MemberKind.CLUB)
    reported(period, 99, kind=MemberKind.CLUB, status=ReportStatus.DRAFT)

    rollup = roll_up(period)

    by_kind = {e.label: (e.amount, str(e.coverage)) for e in rollup.by_kind("hoi_vien")}
    assert by_kind == {"Hội thành viên": (30, "2/2"), "Câu lạc bộ": (5, "1/2")}
    by_sector = {
        each.label: (each.amount, str(each.coverage))
        for each in rollup.by_sector("hoi_vien")
    }
    assert by_sector == {"Y tế": (30, "2/2"), "Chưa xếp lĩnh vực": (5, "1/2")}


def test_lines_stand_in_dictionary_order():
    period = makers.period()
    for name in ("Hội Ong", "Hội Đông y", "Hội Dược", "Hội Điện lực"):
        report = with_status(makers.association(name), period, ReportStatus.ACCEPTED)
        makers.answered(report, hoi_vien=1)

    names = [line.reporter.name for line in roll_up(period)["hoi_vien"].lines]

    assert names == ["Hội Dược", "Hội Điện lực", "Hội Đông y", "Hội Ong"]


def test_the_parts_and_the_sections_are_those_of_the_form():
    period = makers.period()
    whole = period.indicators.get(code="hoi_vien")
    makers.indicator(period, "tri_thuc", part_of=whole, order=9)
    makers.section(period, "tu_van", title="Tư vấn")

    rollup = roll_up(period)

    assert rollup["tri_thuc"].part_of == "hoi_vien"
    assert [section.title for section in rollup.sections] == ["Tình hình tổ chức"]


def test_the_cost_grows_neither_with_associations_nor_with_indicators(
    django_assert_num_queries,
):
    few, many = makers.period(2025), makers.period(2026)
    reported(few, 1)
    for number in range(20):
        makers.indicator(many, f"chi_tieu_{number}")
    for report in reported(many, *range(20)):
        makers.answered(report, **{f"chi_tieu_{number}": 1 for number in range(20)})

    for period in (few, many):
        with django_assert_num_queries(5):
            list(roll_up(period).indicators)


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)
ANSWERS = st.fixed_dictionaries(
    {"amount": AMOUNTS, "actual": st.none() | AMOUNTS, "is_blank": st.booleans()}
)
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(ReportStatus.values),
        st.dictionaries(st.sampled_from(CODES), ANSWERS),
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(REPORTS)
def test_the_roll_up_is_the_sum_over_accepted_lines(reports):
    with transaction.atomic():
        period = makers.period(codes=CODES)
        for number, (status, answers) in enumerate(reports):
            report = with_status(makers.association(f"Hội {number}"), period, status)
            _write(report, answers)
        rollup = roll_up(period)
        transaction.set_rollback(True)

    for code in CODES:
        counted = [
            answer["amount"] if answer["actual"] is None else answer["actual"]
            for status, answers in reports
            if status == ReportStatus.ACCEPTED
            for key, answer in answers.items()
            if key == code and not answer["is_blank"]
        ]
        expected = sum(counted, Decimal(0)) if counted else None
        assert rollup[code].amount == expected
        assert rollup[code].answered == len(counted)
        for shares in (rollup.by_kind(code), rollup.by_sector(code)):
            assert sum(each.amount or 0 for each in shares) == (expected or 0)
    statuses = [status for status, _answers in reports]
    assert rollup.coverage == Coverage(
        statuses.count(ReportStatus.ACCEPTED),
        len(statuses) - statuses.count(ReportStatus.EXEMPT),
    )


def _write(report, answers) -> None:
    ReportAnswer.objects.bulk_create(
        ReportAnswer(
            dossier=report,
            key=code,
            amount=None if answer["is_blank"] else answer["amount"],
            is_estimate=True,
            actual_amount=None if answer["is_blank"] else answer["actual"],
            changed_at=timezone.now(),
        )
        for code, answer in answers.items()
    )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(AMOUNTS, min_size=2, max_size=6), st.data())
def test_a_missing_report_lowers_the_coverage_and_the_total_by_its_line(amounts, data):
    """Never silently: total and coverage always tell of the same reports."""
    missing = data.draw(st.integers(0, len(amounts) - 1))
    with transaction.atomic():
        period = makers.period()
        reported(period, *amounts[:missing], *amounts[missing + 1 :])
        reported(period, amounts[missing], status=ReportStatus.SUBMITTED)
        rollup = roll_up(period)
        transaction.set_rollback(True)

    assert rollup["hoi_vien"].amount == sum(amounts) - amounts[missing]
    assert rollup["hoi_vien"].answered == rollup.coverage.reported == len(amounts) - 1
    assert rollup.coverage.owing == len(amounts)
