"""A report is drawn from its sources, frozen, and compared with them later."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from conferences import editions
from conferences.editions import checks, drawing
from conferences.models import ConferenceStatus, Source
from conferences.workflow import REPORTS, TASKS
from lienhiephoi.workflow import TransitionError
from tests import makers
from tests.conferences import makers as here
from tests.members import makers as members

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 12, 20, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def edition():
    return here.contest_edition(entries=45)


@pytest.fixture
def report(edition):
    """A heading, a part with two figures, one of them compared."""
    made = here.report(here.conference(status=ConferenceStatus.HELD))
    here.figure(
        made,
        "du-thi",
        label="Giải pháp dự thi",
        source=Source.CONTEST,
        measure="entries",
        edition=edition,
    )
    here.figure(
        made,
        "kinh-phi",
        label="Kinh phí",
        source=Source.TYPED,
        amount=Decimal("12.5"),
        unit="tỷ đồng",
        qualifier="about",
        source_text="Báo cáo tài chính năm 2026",
        compared_amount=Decimal(10),
    )
    here.part(made, number="I", title="Kết quả", order=1)
    here.part(
        made,
        "Có [[du-thi:3]] giải pháp.\n\n- Kinh phí [[kinh-phi]] tỷ đồng, "
        "[[kinh-phi:so-sanh]]; kỳ trước [[kinh-phi:ky-truoc]].",
        level=2,
        number="1",
        title="Phong trào",
        order=2,
    )
    return made


def test_the_text_is_drawn_with_its_figures(report):
    contents = editions.draw(report)

    first, second = contents.parts[1].paragraphs(contents)
    assert (first.text, first.is_point) == ("Có 045 giải pháp.", False)
    assert second.is_point
    assert second.text == (
        "Kinh phí khoảng 12,5 tỷ đồng, tăng khoảng 2,5 tỷ đồng (25 %) so với năm 2025; "
        "kỳ trước 10,0."
    )
    assert [run.figure.key for run in second if run.figure] == ["kinh-phi"] * 3
    assert [each.key for each in contents.used_figures] == ["du-thi", "kinh-phi"]


def test_an_edition_reads_back_as_it_was_drawn(report):
    edition = editions.freeze(report, by=makers.staff(), at=NOW)
    edition.refresh_from_db()

    assert editions.read(edition) == editions.draw(report)
    assert editions.to_json(editions.read(edition)) == edition.contents
    assert (edition.number, edition.published_at) == (1, NOW)


def test_the_same_text_and_figures_are_the_same_edition(report):
    first = editions.freeze(report, by=makers.staff(), at=NOW)

    assert editions.freeze(report, by=makers.staff(), at=NOW) == first

    report.parts.update(title="Kết quả chung")
    second = editions.freeze(report, by=makers.staff(), at=NOW)
    assert (second.number, second.checksum == first.checksum) == (2, False)


def test_an_edition_is_never_changed(report):
    edition = editions.freeze(report, by=makers.staff(), at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        edition.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        edition.delete()


def test_a_corrected_source_shows_beside_what_was_published(report, edition):
    published = editions.freeze(report, by=makers.staff(), at=NOW)
    assert editions.changes(published) == []

    edition.entries = 47
    edition.save()

    assert editions.read(published).figures["du-thi"].text == "45"
    # The note is remembered until the change is committed, as all public pages are.
    [change] = editions._changes(editions.read(published))
    assert (change.key, change.published, change.now) == ("du-thi", "45", "47")


def test_a_source_that_is_gone_is_told_with_its_reason(report, edition):
    published = editions.freeze(report, by=makers.staff(), at=NOW)
    edition.entries = None
    edition.save()

    [change] = editions.changes(published)

    assert change.now == ""
    assert "chưa ghi số đếm này" in change.reason


def test_what_is_edited_for_the_next_edition_is_no_change_of_the_source(report):
    published = editions.freeze(report, by=makers.staff(), at=NOW)
    report.figures.filter(key="kinh-phi").update(amount=99)
    report.figures.filter(key="du-thi").update(measure="authors")

    assert editions.changes(published) == []


def test_a_report_without_text_is_not_published():
    report = here.report(here.conference())

    assert editions.reasons_against(report) == ["Báo cáo chưa có phần nào."]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "chưa có nội dung"),
        ("Có [[khong-co]] hội.", "không có số liệu mang mã «khong-co»"),
        ("Có [[Du-Thi]] hội.", "chữ thường không dấu"),
        ("Có [[tac-gia]] tác giả.", "[[tac-gia]] chưa có số"),
        ("Có [[du-thi:so-sanh]].", "chưa so sánh được"),
        ("Có [[du-thi:ky-truoc]].", "chưa so sánh được"),
    ],
)
def test_what_keeps_a_report_from_being_published(report, edition, body, reason):
    here.figure(
        report, "tac-gia", source=Source.CONTEST, measure="authors", edition=edition
    )
    report.parts.filter(order=2).update(body=body)

    [found] = editions.reasons_against(report)

    assert "«1. Phong trào»" in found
    assert reason in found


def test_a_figure_that_no_text_names_keeps_nothing_back(report):
    here.figure(report, "chua-co", source=Source.ROLLUP, measure="hoi_vien")

    assert editions.reasons_against(report) == []
    assert "chua-co" not in editions.draw(report).figures


def test_publishing_freezes_and_the_meeting_has_reported(report):
    boss = makers.staff("Lãnh đạo")
    boss.is_superuser = True
    boss.save()
    REPORTS.apply(report, "submit", by=boss)

    published = REPORTS.apply(report, "publish", by=boss, at=NOW)

    assert published.newest_edition.number == 1
    published.conference.refresh_from_db()
    assert published.conference.status == ConferenceStatus.REPORTED


def test_a_report_with_a_hole_is_refused_with_the_reason(report):
    report.parts.filter(order=2).update(body="[[khong-co]]")

    with pytest.raises(TransitionError, match="khong-co"):
        REPORTS.apply(report, "submit", by=None)


def test_numbers_that_differ_from_the_register_are_doubtful(report):
    for n in range(3):
        members.association(f"Hội {n}")
    report.ends_on = timezone.localdate()
    report.save()
    report.parts.filter(order=2).update(
        body="Có 3 hội thành viên.\nNay 4 hội thành viên, 46 giải pháp dự thi."
    )

    drawn = drawing.draw(report).contents
    found = checks.doubtful(report, drawn)

    assert [(each.text, each.where) for each in found] == [
        ("4 hội thành viên", "1. Phong trào, dòng 2"),
        ("46 giải pháp dự thi", "1. Phong trào, dòng 2"),
    ]


# --- Tasks --------------------------------------------------------------------------

MARCH = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def report_of_march():
    """Given in March 2026 on a task of December, due in that month."""
    series = here.series()
    last = here.conference(
        "Tổng kết 2025",
        series=series,
        starts_on=dt.date(2025, 12, 18),
        status=ConferenceStatus.REPORTED,
    )
    task = here.task(
        last,
        "Xây dựng cổng",
        association=members.association(),
        due_on=dt.date(2026, 3, 31),
    )
    TASKS.apply(task, "give", by=None, at=MARCH - dt.timedelta(days=60))
    made = here.report(
        here.conference(
            series=series, starts_on=MARCH.date(), status=ConferenceStatus.HELD
        ),
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        issued_on=MARCH.date(),
    )
    for code in ("given", "done", "overdue"):
        here.figure(made, code, source=Source.TASKS, measure=f"last:{code}")
    here.part(made, "Giao [[given]], xong [[done]], quá hạn [[overdue]].")
    return made


def test_a_task_that_goes_on_is_no_correction_of_what_was_published(report_of_march):
    published = editions.freeze(report_of_march, by=None, at=MARCH)
    task = report_of_march.conference.previous().tasks.get()
    TASKS.apply(task, "confirm", by=None, at=NOW)

    assert editions.changes(published) == []

    here.task(task.conference, "Giao thêm", association=task.association, status="open")
    [change] = editions._changes(editions.read(published))
    assert (change.key, change.published, change.now) == ("given", "1", "2")


def test_tasks_stand_in_an_edition_as_on_its_day(report_of_march):
    """Drawn in December: what was not late in March is not late in its report."""
    task = report_of_march.conference.previous().tasks.get()

    [promise] = editions.draw(report_of_march).promises
    assert (promise.state, promise.is_overdue) == ("Đang thực hiện", False)

    TASKS.apply(task, "confirm", by=None, at=NOW)
    [promise] = editions.draw(report_of_march).promises
    assert (promise.status, promise.done_on) == ("open", None)

    report_of_march.issued_on = dt.date(2026, 4, 1)
    [promise] = editions.draw(report_of_march).promises
    assert promise.is_overdue


# --- The time before ----------------------------------------------------------------


def test_a_correction_of_the_time_before_is_told(report, edition):
    earlier = here.contest_edition(
        ordinal=edition.ordinal - 1, year=2024, contest=edition.contest, entries=30
    )
    published = editions.freeze(report, by=None, at=NOW)
    assert editions.changes(published) == []

    earlier.entries = 28
    earlier.save()

    [change] = editions._changes(editions.read(published))
    assert change.published.endswith("45 (kỳ trước 30)")
    assert change.now.endswith("45 (kỳ trước 28)")


def test_a_time_before_that_becomes_known_later_corrects_nothing(report, edition):
    published = editions.freeze(report, by=None, at=NOW)

    here.contest_edition(
        ordinal=edition.ordinal - 1, year=2024, contest=edition.contest, entries=30
    )

    assert editions._changes(editions.read(published)) == []
