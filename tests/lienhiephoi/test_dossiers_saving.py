"""Several people save into one dossier, and nobody's words are lost.

Reports are the dossiers here, for the mechanism has no tables of its own.
"""

import threading
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection

from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.saving import save_entries
from members.report_forms import form_of
from tests import makers as people
from tests.members import makers
from tests.members.makers import NARRATIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return makers.report()


@pytest.fixture
def binh():
    return people.user(full_name="Trần Thị Bình")


@pytest.fixture
def an():
    return people.user(full_name="Lê Văn An")


def save(report, by, *, editable=None, **entries):
    form = form_of(report.period)
    keys = {each.key for each in form.fields} if editable is None else editable
    return save_entries(report, form, entries, by=by, editable=keys)


def amount(value, revision=None, **parts) -> Entry:
    return Entry(amount=Decimal(value), revision=revision, **parts)


def stored(report, key="hoi_vien"):
    return report.answers.get(key=key)


def test_a_first_answer_is_kept_with_its_writer_and_moment(report, binh):
    entry = amount("1520.25", qualifier="about", is_estimate=True, note="Tạm tính")
    saved = save(report, binh, hoi_vien=entry, **{NARRATIVE: Entry(text="Đã họp.")})
    assert saved.saved == {"hoi_vien": 1, NARRATIVE: 1}
    assert saved.is_complete
    answer = stored(report)
    assert (answer.amount, answer.qualifier, answer.is_estimate, answer.note) == (
        Decimal("1520.25"),
        "about",
        True,
        "Tạm tính",
    )
    assert (answer.changed_by, answer.changed_at) == (binh, saved.at)
    assert stored(report, NARRATIVE).text == "Đã họp."


def test_a_change_raises_the_revision_and_the_same_again_does_not(report, binh):
    save(report, binh, hoi_vien=amount(10))
    assert save(report, binh, hoi_vien=amount(12, 1)).saved == {"hoi_vien": 2}
    before = stored(report).changed_at
    assert save(report, binh, hoi_vien=amount("12.0", 2)).saved == {"hoi_vien": 2}
    assert stored(report).changed_at == before


def test_nothing_typed_into_an_empty_field_makes_no_answer(report, binh):
    assert save(report, binh, hoi_vien=Entry()).saved == {"hoi_vien": 0}
    assert not report.answers.exists()


def test_an_emptied_field_keeps_its_revision_so_that_no_old_page_fills_it(report, binh):
    save(report, binh, hoi_vien=amount(10))
    assert save(report, binh, hoi_vien=Entry(revision=1)).saved == {"hoi_vien": 2}
    late = save(report, binh, hoi_vien=amount(11, 1))
    assert late.conflicts["hoi_vien"].answer.amount is None
    assert stored(report).amount is None


def test_of_two_people_on_one_field_the_later_is_told_of_the_other(report, an, binh):
    save(report, an, hoi_vien=amount(10))
    save(report, an, hoi_vien=amount(20, 1))
    late = save(report, binh, hoi_vien=amount(30, 1), hoi_thao=amount(4))
    assert late.saved == {"hoi_thao": 1}
    conflict = late.conflicts["hoi_vien"]
    assert (conflict.by, conflict.answer.amount) == (an, 20)
    assert conflict.at == stored(report).changed_at
    assert stored(report).amount == 20
    # Having seen it he may still put his own in its place.
    assert save(report, binh, hoi_vien=amount(30, 2)).saved == {"hoi_vien": 3}


@pytest.mark.parametrize("revision", [None, 0, 2, 99])
def test_whoever_did_not_see_the_answer_does_not_replace_it(report, an, binh, revision):
    save(report, an, hoi_vien=amount(10))
    late = save(report, binh, hoi_vien=amount(30, revision))
    assert list(late.conflicts) == ["hoi_vien"]
    assert stored(report).amount == 10


def test_two_people_who_write_the_same_do_not_clash(report, an, binh):
    save(report, an, hoi_vien=amount(10))
    assert save(report, binh, hoi_vien=amount(10)).saved == {"hoi_vien": 1}
    assert stored(report).changed_by == an


def test_a_field_that_nobody_touched_leaves_another_persons_change_alone(
    report, an, binh
):
    save(report, an, hoi_vien=amount(10))
    save(report, an, hoi_vien=amount(20, 1))
    page = save(report, binh, hoi_vien=amount(10, 1, is_untouched=True))
    assert page.is_complete
    assert stored(report).amount == 20


def test_only_editable_fields_are_changed_and_the_others_are_named(report, binh):
    save(report, binh, hoi_vien=amount(10), hoi_thao=amount(3))
    back = save(
        report,
        binh,
        editable={"hoi_vien"},
        hoi_vien=amount(11, 1),
        hoi_thao=amount(4, 1),
    )
    assert list(back.refused) == ["hoi_thao"]
    assert (stored(report).amount, stored(report, "hoi_thao").amount) == (11, 3)
    assert save(report, binh, editable=(), hoi_thao=amount(3, 1)).is_complete


def test_a_field_that_the_form_does_not_have_is_refused(report, binh):
    report.period.wanted_files.create(code="danh_sach", label="Danh sách")
    answer = save(
        report, binh, la=amount(1), **{"tep.danh_sach": Entry(text="/etc/passwd")}
    )
    assert set(answer.refused) == {"la", "tep.danh_sach"}
    assert not report.answers.exists()


def test_what_came_true_goes_with_the_estimate_that_it_belonged_to(report, binh):
    save(report, binh, hoi_vien=amount(10, is_estimate=True))
    report.answers.update(actual_amount=9)
    save(report, binh, hoi_vien=amount(12, 1, is_estimate=True))
    assert stored(report).actual_amount == 9
    save(report, binh, hoi_vien=amount(12, 2))
    assert stored(report).actual_amount is None


def test_a_long_form_costs_no_more_queries_than_a_short_one(
    binh, django_assert_num_queries
):
    codes = [f"chi_tieu_{number}" for number in range(40)]
    report = makers.report(period=makers.period(codes=codes))
    form = form_of(report.period)

    def save_all(revision):
        entries = {code: amount(revision + 5, revision) for code in codes}
        with django_assert_num_queries(5):  # savepoint, lock, read, write, release
            saved = save_entries(report, form, entries, by=binh, editable=codes)
        assert len(saved.saved) == 40

    save_all(0)
    save_all(1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_savers_at_once_lose_nothing():
    """Each has a field of his own, and all write into one that they share."""
    codes = ["chung", *(f"rieng_{number}" for number in range(4))]
    report = makers.report(period=makers.period(codes=codes))
    savers = [people.user() for _ in range(4)]
    form = form_of(report.period)
    start = threading.Barrier(4)
    outcomes = {}

    def work(number):
        try:
            start.wait()
            for revision in range(5):
                entries = {
                    f"rieng_{number}": amount(revision + 1, revision),
                    "chung": amount(100 * number + revision, revision),
                }
                outcomes[number, revision] = save_entries(
                    report, form, entries, by=savers[number], editable=codes
                )
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=work, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 20
    for number in range(4):
        own = stored(report, f"rieng_{number}")
        assert (own.amount, own.revision, own.changed_by) == (5, 5, savers[number])
    # Every acknowledged save of the shared field is one revision; the rest were told.
    kept = [each for each in outcomes.values() if "chung" in each.saved]
    told = [each for each in outcomes.values() if "chung" in each.conflicts]
    assert len(kept) + len(told) == 20
    assert stored(report, "chung").revision == len(kept)
    assert sorted(each.saved["chung"] for each in kept) == [*range(1, len(kept) + 1)]
