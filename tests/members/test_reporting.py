"""Reports on the dossier mechanism: last year's figures, saving, files, sending."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.marks import put_marks
from lienhiephoi.dossiers.versions import checksum
from lienhiephoi.workflow import TransitionError
from members import reporting
from members.models import (
    PeriodStatus,
    RegisterEvent,
    RegisterEventKind,
    ReportFile,
    RepresentativeRole,
    Succession,
)
from members.report_forms import SCAN
from members.workflow import REPORTS
from tests import makers as people
from tests.members import makers
from tests.members.makers import NARRATIVE

pytestmark = pytest.mark.django_db

LIST = "tep.danh_sach"


@pytest.fixture
def acting():
    """Who signs for the association whose report is filled in."""
    return makers.representative(role=RepresentativeRole.SIGNS)


@pytest.fixture
def report(acting):
    made = makers.report(acting.association)
    made.period.wanted_files.create(code="danh_sach", label="Danh sách")
    return made


@pytest.fixture
def officer():
    return people.staff("Cán bộ hội viên")


def amount(value, revision=None, **parts) -> Entry:
    return Entry(amount=Decimal(value), revision=revision, **parts)


def pdf(name="danh-sach.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, people.PDF)


def returned(report, officer, **marks):
    """Sent, and given back with marks."""
    fresh = makers.sent(report)
    put_marks(fresh, marks, by=officer)
    return REPORTS.apply(fresh, "return", by=officer)


# --- The year before --------------------------------------------------------------


def years(association, before: dict, *, accept=True):
    """This year's report, and last year's with its figures."""
    last_year = makers.period(2025)
    old = makers.answered(makers.report(association, last_year), **before)
    (makers.accepted if accept else makers.sent)(old)
    return makers.report(association, makers.period(2026, previous=last_year))


def test_last_years_figures_stand_beside_this_years_fields():
    figure = {"amount": 80, "is_estimate": True, "actual_amount": 75}
    report = years(
        makers.association(),
        {"hoi_vien": 120, "hoi_thao": figure, NARRATIVE: "Đã họp."},
    )
    assert reporting.previous_values(report) == {"hoi_vien": 120, "hoi_thao": 75}


def test_what_was_only_sent_counts_and_what_was_not_sent_does_not():
    report = years(makers.association(), {"hoi_vien": 120}, accept=False)
    assert reporting.previous_values(report) == {"hoi_vien": 120}
    draft = makers.report(makers.association("Hội Vật lý"), report.period.previous)
    makers.answered(draft, hoi_vien=5)
    now = makers.report(draft.association, report.period)
    assert reporting.previous_values(now) == {}


def test_a_period_that_compares_with_none_has_no_earlier_figures(report):
    assert reporting.previous_values(report) == {}


def succeed(kind, *pairs, on=dt.date(2026, 3, 1)):
    event = RegisterEvent.objects.create(kind=kind, on=on)
    for old, new in pairs:
        Succession.objects.create(event=event, predecessor=old, successor=new)


def test_figures_of_predecessors_are_summed():
    one, two, new = map(makers.association, ["Hội A", "Hội B", "Hội C"])
    report = years(one, {"hoi_vien": 100, "hoi_thao": 2})
    makers.accepted(makers.report(two, report.period.previous), hoi_vien=50)
    succeed(RegisterEventKind.MERGED, (one, new), (two, new))
    merged = makers.report(new, report.period)
    # While a predecessor reports for itself, its figures are not asked for twice.
    assert reporting.previous_values(merged) == {}
    REPORTS.apply(report, "exempt", by=None, note="Đã hợp nhất.")
    assert reporting.previous_values(merged) == {"hoi_vien": 150, "hoi_thao": 2}


def test_a_part_of_a_split_body_is_not_measured_by_the_whole():
    mother, one, two = map(makers.association, ["Hội A", "Hội B", "Hội C"])
    report = years(mother, {"hoi_vien": 100})
    succeed(RegisterEventKind.SPLIT, (mother, one), (mother, two))
    assert reporting.previous_values(makers.report(one, report.period)) == {}


# --- What stands against sending --------------------------------------------------


def test_everything_that_blocks_is_said_at_once_and_questions_are_not_in_it():
    report = years(makers.association(), {"hoi_vien": 100})
    makers.indicator(report.period, "chi_hoi", label="Chi hội", is_required=True)
    report.period.sections.update(is_narrative_required=True)
    makers.answered(report, hoi_vien=900)
    assert reporting.reasons_against_sending(report) == [
        "Chưa viết «Nội dung».",
        "Chưa ghi «Chi hội».",
    ]
    questions = [each for each in reporting.problems_of(report) if each.is_question]
    assert [each.key for each in questions] == ["hoi_vien"]


def test_a_report_is_read_in_a_fixed_number_of_queries(django_assert_num_queries):
    def read(codes, count):
        period = makers.period(count, codes=codes, previous=makers.period(count - 1))
        report = makers.report(makers.association(f"Hội {count}"), period)
        makers.answered(report, **dict.fromkeys(codes, 5))
        fresh = (
            type(report)
            .objects.select_related("period__previous", "association")
            .get(pk=report.pk)
        )
        with django_assert_num_queries(10):
            filled = reporting.filling(fresh)
            assert len(filled.answers) == len(codes)
            assert filled.problems == []
            assert filled.filled(filled.form.sections[0]) == len(codes)

    read(["hoi_vien"], 2002)
    read([f"chi_tieu_{number}" for number in range(30)], 2005)


# --- Filling in -------------------------------------------------------------------


@pytest.mark.parametrize("role", RepresentativeRole.values)
def test_any_representative_writes_into_the_one_draft(report, role):
    colleague = makers.representative(association=report.association, role=role)
    saved = reporting.save(report, {"hoi_vien": amount(120)}, by=colleague.user)
    assert saved.saved == {"hoi_vien": 1}


@pytest.mark.parametrize("who", ["stranger", "former", "other association", "officer"])
def test_nobody_else_writes_into_it(report, officer, who):
    yesterday = dt.date.today() - dt.timedelta(days=1)  # noqa: DTZ011 -- any day past
    writer = {
        "stranger": people.user,
        "former": lambda: (
            makers.representative(
                association=report.association, ends_on=yesterday
            ).user
        ),
        "other association": lambda: (
            makers.representative(association=makers.association("Hội Toán học")).user
        ),
        "officer": lambda: officer,
    }[who]()
    with pytest.raises(PermissionDenied):
        reporting.save(report, {"hoi_vien": amount(1)}, by=writer)
    with pytest.raises(PermissionDenied):
        reporting.attach(report, LIST, pdf(), by=writer)
    assert not report.answers.exists()
    assert not report.files.exists()


def test_a_save_that_comes_after_the_sending_changes_nothing(report, acting):
    """The page was open while a colleague sent; its copy still says draft."""
    makers.sent(report, hoi_vien=5)
    assert report.status == "draft"
    with pytest.raises(PermissionDenied):
        reporting.save(report, {"hoi_vien": amount(6, 1)}, by=acting.user)
    assert report.answers.get().amount == 5


def test_a_closed_period_takes_no_changes(report, acting):
    report.period.status = PeriodStatus.CLOSED
    report.period.save()
    with pytest.raises(PermissionDenied):
        reporting.save(report, {"hoi_vien": amount(1)}, by=acting.user)


def test_of_a_returned_report_only_marked_fields_take_a_change(report, acting, officer):
    makers.answered(report, hoi_vien=5, hoi_thao=3)
    back = returned(report, officer, hoi_vien="Lệch với danh sách")
    entries = {
        "hoi_vien": amount(6, 1),
        "hoi_thao": amount(4, 1),
        NARRATIVE: Entry(text="Thêm lời"),
    }
    saved = reporting.save(back, entries, by=acting.user)
    assert saved.saved == {"hoi_vien": 2}
    assert set(saved.refused) == {"hoi_thao", NARRATIVE}
    figures = {each.key: each.amount for each in report.answers.all()}
    assert figures == {"hoi_vien": 6, "hoi_thao": 3}
    with pytest.raises(PermissionDenied):
        reporting.attach(back, LIST, pdf(), by=acting.user)


# --- Files ------------------------------------------------------------------------


def test_a_file_is_kept_under_its_name_and_taken_off_without_being_lost(report, acting):
    file = reporting.attach(report, LIST, pdf("Danh sách hội viên.pdf"), by=acting.user)
    assert (file.name, file.size) == ("Danh sách hội viên.pdf", len(people.PDF))
    assert "danh" not in file.file.name.lower()
    assert reporting.filling(report).file_counts == {LIST: 1}
    reporting.remove_file(report, file.pk, by=acting.user)
    assert reporting.filling(report).file_counts == {}
    with ReportFile.objects.get().file.open() as kept:
        assert kept.read() == people.PDF


def test_a_file_is_taken_only_where_a_file_is_asked_for(report, acting):
    for key in ("hoi_vien", "tep.khong_co", SCAN, "*"):
        with pytest.raises(PermissionDenied):
            reporting.attach(report, key, pdf(), by=acting.user)
    with pytest.raises(ValidationError):
        reporting.attach(report, LIST, SimpleUploadedFile("a.pdf", b"MZ\0"), by=acting)
    assert not report.files.exists()


def test_too_many_files_are_refused(report, acting, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_FILES", 1)
    first = reporting.attach(report, LIST, pdf(), by=acting.user)
    with pytest.raises(ValidationError, match="1 tệp"):
        reporting.attach(report, LIST, pdf(), by=acting.user)
    reporting.remove_file(report, first.pk, by=acting.user)
    reporting.attach(report, LIST, pdf(), by=acting.user)


def test_a_file_of_another_report_cannot_be_taken_off(report, acting):
    other = makers.report(makers.association("Hội Toán học"), report.period)
    signer = makers.representative(association=other.association)
    file = reporting.attach(other, LIST, pdf(), by=signer.user)
    with pytest.raises(ReportFile.DoesNotExist):
        reporting.remove_file(report, file.pk, by=acting.user)


# --- Sending ----------------------------------------------------------------------


def test_the_receipt_names_the_report_as_it_was_sent(report, acting):
    makers.answered(report, hoi_vien=120)
    REPORTS.apply(report, "submit", by=acting.user)
    version = report.versions.get()
    assert version.receipt.startswith("BN-")
    assert version.sent_by == acting.user
    assert version.checksum == checksum(version.contents)
    heading = dict(version.contents["heading"])
    assert heading["Hội"] == "Hội Cơ học"
    assert heading["Số liệu"] == "từ 01/01/2026 đến 31/12/2026"
    assert version.contents == reporting.filling(report).contents()


def test_the_heading_bears_the_name_of_the_period_and_not_of_today(report):
    report.association.names.update(ends_on=dt.date(2026, 12, 31))
    report.association.names.create(name="Hội mới", starts_on=dt.date(2027, 1, 1))
    assert reporting.heading(report)["Hội"] == "Hội Cơ học"


# --- The spreadsheet --------------------------------------------------------------


def upload(content) -> SimpleUploadedFile:
    return SimpleUploadedFile("bao-cao.xlsx", content)


def test_the_spreadsheet_of_a_report_comes_back_as_it_went(report):
    makers.answered(report, hoi_vien=1520, **{NARRATIVE: "=Đã họp"})
    reading = reporting.read_sheet(report, upload(reporting.sheet(report)))
    assert reading.errors == []
    assert reading.entries["hoi_vien"].amount == 1520
    assert reading.entries[NARRATIVE].text == "=Đã họp"
    assert all(each.is_untouched for each in reading.entries.values())


def test_the_spreadsheet_of_another_year_or_association_is_refused(report):
    others = [
        makers.report(report.association, makers.period(2027)),
        makers.report(makers.association("Hội Toán học"), report.period),
    ]
    for each in others:
        with pytest.raises(ValidationError, match="là mẫu của «Báo cáo năm"):
            reporting.read_sheet(report, upload(reporting.sheet(each)))


def test_an_old_spreadsheet_does_not_undo_what_was_changed_since(report, acting):
    makers.answered(report, hoi_vien=5, hoi_thao=3)
    old = reporting.sheet(report)
    reporting.save(report, {"hoi_vien": amount(6, 1)}, by=acting.user)
    reading = reporting.read_sheet(report, upload(old))
    saved = reporting.save(report, reading.entries, by=acting.user)
    assert saved.is_complete
    assert report.answers.get(key="hoi_vien").amount == 6


# --- After acceptance -------------------------------------------------------------


@pytest.fixture
def estimated(report):
    """Accepted with an estimate of 40 and a figure that was counted."""
    estimate = {"amount": 40, "is_estimate": True}
    return makers.accepted(report, hoi_thao=estimate, hoi_vien=120)


def test_what_came_true_counts_from_then_on_and_has_a_receipt(estimated, acting):
    version = reporting.record_actual(estimated, {"hoi_thao": 37}, by=acting.user)
    answer = estimated.answers.get(key="hoi_thao")
    assert (answer.amount, answer.value, answer.revision) == (40, 37, 2)
    assert answer.changed_by == acting.user
    assert (version.number, version.sent_by) == (2, acting.user)
    assert dict(version.contents["heading"])["Bổ sung"]
    first = estimated.versions.get(number=1)
    assert first.contents["sections"][0]["fields"][2]["actual_amount"] is None
    estimated.refresh_from_db()
    assert estimated.status == "accepted"


def test_saying_the_same_again_makes_no_version(estimated, acting):
    reporting.record_actual(estimated, {"hoi_thao": 37}, by=acting.user)
    again = reporting.record_actual(estimated, {"hoi_thao": 37}, by=acting.user)
    assert again.number == 2
    assert estimated.versions.count() == 2


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("hoi_vien", 100, "không phải số ước"),
        ("khong_co", 100, "không phải số ước"),
        ("hoi_thao", -1, "không được nhỏ hơn 0"),
        ("hoi_thao", Decimal("1.5"), "số nguyên"),
    ],
)
def test_an_actual_figure_keeps_the_rules_of_its_field(
    estimated, acting, key, value, told
):
    with pytest.raises(ValidationError, match=told) as refusal:
        reporting.record_actual(estimated, {key: value}, by=acting.user)
    assert list(refusal.value.message_dict) == [key]
    assert estimated.versions.count() == 1


def test_only_the_association_tells_what_came_true_and_only_once_accepted(
    report, acting, officer
):
    fresh = makers.sent(report, hoi_thao={"amount": 40, "is_estimate": True})
    with pytest.raises(PermissionDenied):
        reporting.record_actual(fresh, {"hoi_thao": 37}, by=acting.user)
    done = REPORTS.apply(fresh, "accept", by=officer)
    with pytest.raises(PermissionDenied):
        reporting.record_actual(done, {"hoi_thao": 37}, by=officer)


def test_an_open_mark_of_the_office_outlives_an_actual_figure(
    estimated, acting, officer
):
    put_marks(estimated, {"hoi_vien": "Xem lại"}, by=officer)
    reporting.record_actual(estimated, {"hoi_thao": 37}, by=acting.user)
    assert REPORTS.apply(estimated, "reopen", by=officer, note="Sai số").status == (
        "returned"
    )


def test_a_report_that_lacks_something_cannot_be_sent(report, acting):
    report.period.indicators.update(is_required=True)
    with pytest.raises(TransitionError) as refusal:
        REPORTS.apply(report, "submit", by=acting.user)
    assert refusal.value.reasons == ["Chưa ghi «Hoi vien».", "Chưa ghi «Hoi thao»."]
    assert not report.versions.exists()
