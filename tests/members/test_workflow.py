"""How periods open and close, and how a report goes to and fro."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.marks import put_marks
from lienhiephoi.workflow import TransitionError, TransitionForbidden
from members import reporting
from members.models import MemberKind, PeriodStatus, ReportStatus, RepresentativeRole
from members.report_forms import SCAN
from members.workflow import PERIODS, REPORTS
from tests import makers as people
from tests.members import makers

pytestmark = pytest.mark.django_db

SENDING = {"hoi_vien": 120, "hoi_thao": 3}


@pytest.fixture
def signer():
    return makers.representative(role=RepresentativeRole.SIGNS)


@pytest.fixture
def report(signer):
    return makers.answered(makers.report(signer.association), **SENDING)


@pytest.fixture
def officer():
    return people.staff(roles.MEMBERS_OFFICER)


def move(record, name, by=None, **options):
    table = REPORTS if hasattr(record, "association") else PERIODS
    return table.apply(record, name, by=by, **options)


def refusal(record, name, by=None, **options) -> str:
    with pytest.raises(TransitionError) as refused:
        move(record, name, by, **options)
    return " ".join(refused.value.reasons)


def returned(report, officer, **marks):
    sent = move(report, "submit")
    put_marks(sent, marks or {"hoi_vien": "Lệch"}, by=officer)
    return move(sent, "return", officer)


def days(number) -> dt.timedelta:
    return dt.timedelta(days=number)


# --- Periods ----------------------------------------------------------------------


def test_a_period_opens_with_a_report_for_every_association_that_owes_one(officer):
    period = makers.period(status=PeriodStatus.PLANNED)
    owing = [makers.association(f"Hội {name}") for name in "ABC"]
    makers.association("Câu lạc bộ", kind=MemberKind.CLUB)
    makers.association("Hội đã rời", until=dt.date(2020, 1, 1))
    makers.report(owing[0], period)
    opened = move(period, "open", officer)
    assert opened.status == PeriodStatus.OPEN
    assert {each.association for each in period.reports.all()} == set(owing)
    assert {each.status for each in period.reports.all()} == {ReportStatus.DRAFT}


def test_a_period_without_a_form_does_not_open(officer):
    period = makers.period(status=PeriodStatus.PLANNED)
    period.sections.all().delete()
    assert "chưa có mẫu báo cáo" in refusal(period, "open", officer)
    assert not period.reports.exists()


def test_a_period_is_closed_and_opened_again_with_a_reason(officer):
    period = move(makers.period(), "close", officer)
    assert "ghi lý do" in refusal(period, "reopen", officer)
    assert move(period, "reopen", officer, note="Bão lũ").status == PeriodStatus.OPEN


def test_only_the_office_runs_periods(signer):
    period = makers.period(status=PeriodStatus.PLANNED)
    with pytest.raises(TransitionForbidden):
        move(period, "open", signer.user)
    with pytest.raises(TransitionForbidden):
        move(period, "open", people.staff(roles.REPORTER))


# --- To and fro -------------------------------------------------------------------


def test_the_way_of_a_report_from_draft_to_acceptance(report, signer, officer):
    back = returned(report, officer, hoi_vien="Lệch với danh sách")
    assert back.status == ReportStatus.RETURNED
    entry = Entry(amount=Decimal(118), revision=1)
    reporting.save(back, {"hoi_vien": entry}, by=signer.user)
    done = move(move(back, "submit", signer.user), "accept", officer)
    assert done.status == ReportStatus.ACCEPTED
    assert done.accepted_at >= done.submitted_at
    assert [each.number for each in done.versions.all()] == [2, 1]
    assert done.marks.get().closed_by_version == 2
    assert [each.transition for each in done.status_changes.all()] == [
        *("accept", "submit", "return", "submit")
    ]


def test_only_who_signs_sends(report, signer):
    prepares = makers.representative(
        association=report.association, role=RepresentativeRole.PREPARES
    )
    other = makers.representative(association=makers.association("Hội Toán học"))
    for stranger in (prepares, other):
        with pytest.raises(TransitionForbidden):
            move(report, "submit", stranger.user)
    assert move(report, "submit", signer.user).status == ReportStatus.SUBMITTED


@pytest.mark.parametrize("name", ["return", "accept", "reopen", "exempt", "owe"])
def test_an_association_judges_no_report_of_its_own(report, signer, name):
    with pytest.raises(TransitionForbidden):
        move(report, name, signer.user, note="Tự duyệt")


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        (ReportStatus.DRAFT, {"submit", "exempt"}),
        (ReportStatus.SUBMITTED, {"return", "accept"}),
        (ReportStatus.RETURNED, {"submit"}),
        (ReportStatus.ACCEPTED, {"reopen"}),
        (ReportStatus.EXEMPT, {"owe"}),
    ],
)
def test_each_state_has_its_moves_and_no_other(report, status, moves):
    report.status = status
    root = people.staff(is_superuser=True)
    makers.representative(root, report.association)
    assert {each.name for each in REPORTS.available(report, root)} == moves


def test_a_report_is_returned_only_with_marks_and_only_by_the_office(report, officer):
    sent = move(report, "submit")
    assert "đánh dấu ít nhất một chỗ" in refusal(sent, "return", officer)
    put_marks(sent, {"*": "Viết lại"}, by=officer)
    assert move(sent, "return", officer).status == ReportStatus.RETURNED


def test_an_accepted_report_is_reopened_with_marks_and_a_reason(report, officer):
    done = move(move(report, "submit"), "accept", officer)
    asked = refusal(done, "reopen", officer)
    assert "ghi lý do" in asked
    assert "đánh dấu" in asked
    put_marks(done, {"hoi_vien": "Sai số"}, by=officer)
    again = move(done, "reopen", officer, note="Hội báo nhầm")
    assert again.status == ReportStatus.RETURNED
    assert move(again, "submit").accepted_at is None


def test_nothing_is_accepted_while_a_mark_is_open(report, officer):
    sent = move(report, "submit")
    put_marks(sent, {"hoi_vien": "Nghi lệch"}, by=officer)
    assert "còn chỗ đánh dấu" in refusal(sent, "accept", officer)
    put_marks(sent, {}, by=officer)
    assert move(sent, "accept", officer).status == ReportStatus.ACCEPTED


def test_an_exempt_report_counts_for_nothing_until_it_is_owed_again(report, officer):
    exempt = move(report, "exempt", officer, note="Mới kết nạp")
    assert not type(report).objects.owing().exists()
    assert "ghi lý do" in refusal(exempt, "owe", officer)
    assert move(exempt, "owe", officer, note="Nhầm").status == ReportStatus.DRAFT
    assert type(report).objects.owing().exists()


# --- In time ----------------------------------------------------------------------


@pytest.fixture
def day():
    return timezone.localdate()


def set_days(report, **dates):
    for name, value in dates.items():
        setattr(report.period, name, value)
    report.period.save()


def test_a_report_is_taken_until_the_last_day_of_grace_and_is_then_late(report, day):
    set_days(report, deadline_on=day - days(3), grace_until=day)
    sent = move(report, "submit")
    assert sent.is_late()
    assert report.period.days_left() == -3


def test_after_the_last_day_only_an_extension_helps(report, day, officer):
    set_days(report, deadline_on=day - days(3), grace_until=day - days(1))
    assert "quá ngày cuối nhận báo cáo" in refusal(report, "submit")
    report.extended_until = day
    report.extension_reason = "Bão lũ"
    report.extended_by = officer
    report.save()
    assert not move(report, "submit").is_late()


def test_what_was_returned_is_taken_while_the_period_is_open(report, officer, day):
    back = returned(report, officer)
    set_days(report, deadline_on=day - days(9), opens_on=day - days(30))
    assert move(back, "submit").status == ReportStatus.SUBMITTED


def test_a_closed_period_takes_nothing(report):
    move(report.period, "close")
    assert "không còn nhận" in refusal(report, "submit")


# --- From paper -------------------------------------------------------------------


def test_a_paper_report_needs_its_scan_and_a_second_person(report, officer):
    report.is_from_paper = True
    report.entered_by = officer
    report.save()
    sent = move(report, "submit", officer)
    colleague = people.staff(roles.MEMBERS_OFFICER)
    assert "kèm bản chụp" in refusal(sent, "accept", colleague)
    sent.files.create(key=SCAN, name="a.pdf", size=1, uploaded_by=officer)
    with pytest.raises(TransitionForbidden):
        move(sent, "accept", officer)
    assert move(sent, "accept", colleague).status == ReportStatus.ACCEPTED


def test_of_a_paper_report_the_association_changes_nothing(report, signer, officer):
    report.is_from_paper = True
    report.entered_by = officer
    report.save()
    entry = {"hoi_vien": Entry(amount=Decimal(1), revision=1)}
    with pytest.raises(PermissionDenied):
        reporting.save(report, entry, by=signer.user)
    assert reporting.save(report, entry, by=officer).saved == {"hoi_vien": 2}


# --- At the same moment -----------------------------------------------------------


def at_once(*works) -> list:
    """Run each in a thread of its own, from one signal on; what each came to."""
    start = threading.Barrier(len(works))
    outcomes = [None] * len(works)

    def run(place, work):
        try:
            start.wait()
            outcomes[place] = work()
        except (TransitionError, PermissionDenied) as error:
            outcomes[place] = error
        finally:
            close_old_connections()
            connection.close()

    threads = [
        threading.Thread(target=run, args=[place, work])
        for place, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_four_who_send_at_once_one_gets_the_receipt(report, signer):
    outcomes = at_once(*[lambda: move(report, "submit", signer.user)] * 4)
    assert sum(isinstance(each, TransitionError) for each in outcomes) == 3
    assert report.versions.get().number == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_four_associations_that_send_at_once_get_four_receipts_without_a_gap():
    period = makers.period()
    reports = [
        makers.answered(
            makers.report(makers.association(f"Hội {name}"), period), **SENDING
        )
        for name in "ABCD"
    ]
    at_once(*[lambda each=each: move(each, "submit") for each in reports])
    receipts = sorted(each.versions.get().receipt[-4:] for each in reports)
    assert receipts == ["0001", "0002", "0003", "0004"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_is_saved_while_a_colleague_sends_is_in_the_version_or_refused(
    report, signer
):
    """Never acknowledged and yet missing from what was sent."""
    entries = {"hoi_vien": Entry(amount=Decimal(777), revision=1)}
    save, _ = at_once(
        lambda: reporting.save(report, entries, by=signer.user),
        lambda: move(report, "submit", signer.user),
    )
    [section] = report.versions.get().contents["sections"]
    sealed = {each["key"]: each.get("amount") for each in section["fields"]}
    is_refused = isinstance(save, PermissionDenied)
    assert sealed["hoi_vien"] == ("120" if is_refused else "777")
    assert report.answers.get(key="hoi_vien").amount == int(sealed["hoi_vien"])
