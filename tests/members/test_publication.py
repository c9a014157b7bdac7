"""Published totals: frozen, numbered, and compared with what is so now."""

import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import given, strategies as st

from members import reporting
from members.models import PublishedTotals, Report, ReportAnswer
from members.publication import (
    coverage_now,
    difference_now,
    digits,
    public_contents,
    publish,
    rollup_of,
)
from members.rollup import Coverage, roll_up
from members.workflow import REPORTS
from tests import makers
from tests.members import makers as register

pytestmark = pytest.mark.django_db


def reported(period, *figures) -> list[Report]:
    """An accepted report of one more association for each figure of its members."""
    made = []
    for figure in figures:
        association = register.association(f"Hội {Report.objects.count():02}")
        made.append(
            register.accepted(register.report(association, period), hoi_vien=figure)
        )
    return made


def now_of(publication: PublishedTotals):
    rollup = rollup_of(publication.contents)
    return difference_now(publication.period_id, rollup.indicators, rollup.coverage)


def corrected(report, amount) -> None:
    """As after a reopening: the office accepted another figure."""
    ReportAnswer.objects.filter(dossier=report, key="hoi_vien").update(amount=amount)


def test_publishing_freezes_the_totals():
    period = register.period()
    (first, _second) = reported(period, 120, 80)

    publication = publish(period, by=makers.staff(), note="Sau hội nghị tổng kết")
    corrected(first, 5)

    publication.refresh_from_db()
    assert rollup_of(publication.contents)["hoi_vien"].amount == 200
    assert publication.number == 1
    assert roll_up(period)["hoi_vien"].amount == 85


def test_the_frozen_roll_up_is_the_one_that_was_published():
    period = register.period()
    reports = reported(period, 120, 80)
    corrected(reports[1], Decimal("80.25"))
    register.answered(reports[0], hoi_vien={"is_estimate": True, "qualifier": "over"})
    rollup = roll_up(period)

    publication = publish(period, by=None)
    publication.refresh_from_db()

    assert rollup_of(publication.contents) == rollup


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_a_publication_can_be_neither_changed_nor_deleted(change):
    period = register.period()
    reported(period, 120)
    publication = publish(period, by=None)

    sql = {
        "UPDATE": "UPDATE members_publishedtotals SET note = 'khác' WHERE id = %s",
        "DELETE": "DELETE FROM members_publishedtotals WHERE id = %s",
    }[change]
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, [publication.pk])


def test_nothing_differs_right_after_publishing():
    period = register.period()
    reported(period, 120, 80)

    assert not now_of(publish(period, by=None))


def test_a_later_correction_is_told_with_the_present_number():
    period = register.period()
    (report,) = reported(period, 120)
    publication = publish(period, by=None)

    corrected(report, 125)

    difference = now_of(publication)
    assert difference.amounts == {"hoi_vien": 125}
    assert difference.now == difference.published


def test_an_estimate_that_came_true_is_a_difference():
    period = register.period()
    (report,) = reported(period, 120)
    register.answered(report, hoi_vien={"is_estimate": True})
    publication = publish(period, by=None)

    reporting.record_actual(
        report,
        {"hoi_vien": Decimal(118)},
        by=register.representative(association=report.association).user,
    )

    assert now_of(publication).amounts == {"hoi_vien": 118}


def test_a_report_accepted_later_changes_total_and_coverage():
    period = register.period()
    reported(period, 120)
    late = register.report(register.association("Hội đến muộn"), period)
    publication = publish(period, by=None)

    register.accepted(late, hoi_vien=30)

    difference = now_of(publication)
    assert difference.amounts == {"hoi_vien": 150}
    assert (difference.published, difference.now) == (Coverage(1, 2), Coverage(2, 2))


def test_a_report_accepted_later_without_the_figure_changes_the_coverage_alone():
    period = register.period()
    reported(period, 120)
    late = register.report(register.association("Hội đến muộn"), period)
    publication = publish(period, by=None)

    register.accepted(late, hoi_thao=1)

    difference = now_of(publication)
    assert "hoi_vien" not in difference.amounts
    assert difference


def test_a_total_whose_only_report_was_reopened_is_gone():
    period = register.period()
    (report,) = reported(period, 120)
    publication = publish(period, by=None)

    report.marks.create(key="hoi_vien", reason="Đếm hai lần", by=makers.staff())
    REPORTS.apply(report, "reopen", by=None, note="Hội xin sửa số hội viên")

    assert now_of(publication).amounts == {"hoi_vien": None}
    assert coverage_now(period.pk) == Coverage(0, 1)


def test_publishing_anew_takes_the_next_number_and_keeps_the_old():
    period = register.period()
    (report,) = reported(period, 120)
    publish(period, by=None)
    corrected(report, 125)

    publish(period, by=None, note="Đính chính số hội viên")

    found = {
        each.number: rollup_of(each.contents)["hoi_vien"].amount
        for each in PublishedTotals.objects.all()
    }
    assert found == {1: 120, 2: 125}


def test_the_same_numbers_are_not_published_twice():
    period = register.period()
    reported(period, 120)
    publish(period, by=None)

    with pytest.raises(ValidationError, match="không khác lần công bố thứ 1"):
        publish(period, by=None)


def test_without_an_accepted_report_there_is_nothing_to_publish():
    period = register.period()
    register.report(register.association(), period)

    with pytest.raises(ValidationError, match="Chưa có báo cáo nào"):
        publish(period, by=None)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_four_who_publish_at_once_one_does():
    period = register.period()
    reported(period, 120)
    refused, start = [], threading.Barrier(4)

    def press():
        start.wait()
        try:
            publish(period, by=None)
        except ValidationError as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    people = [threading.Thread(target=press) for _ in range(4)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert PublishedTotals.objects.count() == 1
    assert len(refused) == 3


def test_what_anybody_may_take_leaves_out_what_is_not_public():
    period = register.period()
    register.indicator(period, "noi_bo", is_public=False, order=9)
    (report,) = reported(period, 120)
    register.answered(report, noi_bo=77)
    absent = register.report(register.association("Hội chưa gửi"), period)
    publication = publish(period, by=None)

    public = public_contents(publication)

    text = str(public)
    assert "noi_bo" not in text
    assert absent.association.name not in text
    (line,) = public["sections"][0]["indicators"][0]["lines"]
    assert (line["name"], line["amount"]) == ("Hội 00", 120)
    assert public["coverage"] == {"reported": 1, "owing": 2}


@pytest.mark.parametrize(
    ("amount", "spelt"),
    [("30.0000", "30"), ("3E+1", "30"), ("0.0000", "0"), ("12.5000", "12.5")],
)
def test_equal_amounts_have_one_spelling_and_so_one_checksum(amount, spelt):
    assert digits(Decimal(amount)) == spelt


# As wide as the column: 18 digits, four of them behind the comma.
@given(st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=4))
def test_an_amount_survives_its_spelling(amount):
    assert Decimal(digits(amount)) == amount
