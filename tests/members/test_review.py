"""The office checks reports: marks, returns, acceptance, paper, extension, overview."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.dossiers import marks
from members.models import ReportMark, ReportStatus, RepresentativeRole
from members.report_forms import SCAN, narrative_key
from members.workflow import REPORTS
from tests import makers as people, reading
from tests.members import makers

pytestmark = pytest.mark.django_db

FIGURES = {"hoi_vien": 120, "hoi_thao": 3}


@pytest.fixture
def officer():
    return people.staff(roles.MEMBERS_OFFICER, full_name="Đỗ Thị Minh Tâm")


@pytest.fixture
def colleague():
    return people.staff(roles.MEMBERS_OFFICER, full_name="Hà Văn Sáng")


@pytest.fixture
def report():
    return makers.report()


@pytest.fixture
def sent(report):
    text = {narrative_key(report.period.sections.first().code): "Đã kiện toàn."}
    return makers.sent(report, **FIGURES, **text)


def url(report, page="change") -> str:
    return reverse(f"admin:members_report_{page}", args=[report.pk])


def post(client, report, page="change", **data):
    return client.post(url(report, page), data)


def status(report) -> str:
    report.refresh_from_db()
    return report.status


def test_an_officer_returns_what_he_marked_and_nothing_else(client, officer, sent):
    client.force_login(officer)
    answer = post(
        client,
        sent,
        **{"danh-dau:hoi_thao": "Thiếu hội thảo tháng 10.", "_then": "return"},
    )
    assert answer.status_code == 302
    assert status(sent) == ReportStatus.RETURNED
    marks = ReportMark.objects.filter(dossier=sent, closed_by_version=None)
    assert [(m.key, m.reason) for m in marks] == [
        ("hoi_thao", "Thiếu hội thảo tháng 10.")
    ]


def test_nothing_is_returned_without_a_reason(client, officer, sent):
    client.force_login(officer)
    page = post(client, sent, _then="return")
    assert "Hãy đánh dấu ít nhất một chỗ cần sửa" in page.content.decode()
    assert status(sent) == ReportStatus.SUBMITTED


def test_a_report_with_marks_is_not_accepted_by_a_slip(client, officer, sent):
    client.force_login(officer)
    page = post(
        client, sent, **{"danh-dau:*": "Xem lại cả báo cáo.", "_then": "accept"}
    )
    content = page.content.decode()
    assert "Báo cáo còn chỗ đánh dấu cần sửa" in content
    # What was typed is still on the page.
    assert "Xem lại cả báo cáo." in content
    assert status(sent) == ReportStatus.SUBMITTED


def test_the_mark_of_an_absent_colleague_is_taken_off_and_kept_in_the_log(
    client, officer, colleague, sent
):
    marks.put_marks(sent, {"hoi_thao": "Thiếu tháng 10.", "*": "Xem lại."}, by=officer)
    client.force_login(colleague)
    assert "Bỏ đánh dấu" in client.get(url(sent)).content.decode()
    # Neither saving nor accepting takes off what nobody named.
    post(client, sent, _then="accept")
    assert (status(sent), len(marks.open_marks(sent))) == (ReportStatus.SUBMITTED, 2)

    post(client, sent, **{"bo-danh-dau": ["hoi_thao", "*"], "_then": "accept"})
    assert status(sent) == ReportStatus.ACCEPTED
    said = set(LogEntry.objects.filter(user=colleague).values_list("change_message"))
    assert said >= {
        ("Bỏ đánh dấu «Hoi thao» (Đỗ Thị Minh Tâm: Thiếu tháng 10.)",),
        ("Bỏ đánh dấu «Cả báo cáo» (Đỗ Thị Minh Tâm: Xem lại.)",),
    }


def test_no_mark_is_taken_off_a_report_that_is_back_with_its_association(
    client, officer, colleague, sent
):
    marks.put_marks(sent, {"hoi_thao": "Thiếu tháng 10."}, by=officer)
    REPORTS.apply(sent, "return", by=officer)
    client.force_login(colleague)
    post(client, sent, **{"bo-danh-dau": "hoi_thao"})
    assert set(marks.open_marks(sent)) == {"hoi_thao"}


def test_an_officer_accepts_a_report(client, officer, sent):
    client.force_login(officer)
    assert post(client, sent, _then="accept").status_code == 302
    assert status(sent) == ReportStatus.ACCEPTED


def test_what_was_corrected_stands_beside_what_was_asked(client, officer, sent):
    marks.put_marks(sent, {"hoi_thao": "Thiếu hội thảo tháng 10."}, by=officer)
    back = REPORTS.apply(sent, "return", by=officer)
    makers.answered(back, hoi_thao=4)
    REPORTS.apply(back, "submit", by=None)
    client.force_login(officer)
    content = client.get(url(sent)).content.decode()
    assert "Lần trước yêu cầu: Thiếu hội thảo tháng 10." in content
    assert "<del>3</del>" in content
    assert "<ins>4</ins>" in content
    compared = client.get(url(sent, "comparison")).content.decode()
    assert "<del>3</del><ins>4</ins>" in compared


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (roles.MEMBERS_OFFICER, True),
        (roles.ADMINISTRATOR, True),
        (roles.LEADERSHIP, True),
        (roles.REPORTER, False),
        (roles.EMULATION_OFFICER, False),
    ],
)
def test_only_some_roles_check_reports(client, sent, role, may):
    client.force_login(people.staff(role))
    seen = client.get(url(sent)).status_code
    done = post(client, sent, _then="accept").status_code
    assert (seen, done) == ((200, 302) if may else (403, 403))
    assert status(sent) == (ReportStatus.ACCEPTED if may else ReportStatus.SUBMITTED)


def test_a_representative_never_enters_the_review(client, sent):
    user = people.user()
    makers.representative(user, sent.association, RepresentativeRole.SIGNS)
    client.force_login(user)
    assert client.get(url(sent)).status_code == 403
    assert post(client, sent, _then="accept").status_code == 403
    assert status(sent) == ReportStatus.SUBMITTED


def test_an_accepted_report_is_reopened_with_marks_and_a_reason(client, officer, sent):
    REPORTS.apply(sent, "accept", by=officer)
    client.force_login(officer)
    reopen = reverse("admin:members_report_transition", args=[sent.pk, "reopen"])
    client.post(reopen, {"note": "Hội xin sửa."})
    assert status(sent) == ReportStatus.ACCEPTED
    post(client, sent, **{"danh-dau:hoi_vien": "Ghi lại số hội viên."})
    client.post(reopen, {"note": "Hội xin sửa."})
    assert status(sent) == ReportStatus.RETURNED


def test_a_paper_report_needs_its_scan_and_a_second_person(
    client, officer, colleague, report
):
    client.force_login(officer)
    scan = SimpleUploadedFile("ban-chup.pdf", people.PDF, "application/pdf")
    assert post(client, report, "paper", scan=scan).status_code == 302
    report.refresh_from_db()
    assert report.is_from_paper
    assert report.entered_by == officer
    assert report.files.get().key == SCAN
    text = {narrative_key(report.period.sections.first().code): "Đã kiện toàn."}
    makers.answered(report, **FIGURES, **text)
    REPORTS.apply(report, "submit", by=officer)
    assert post(client, report, _then="accept").status_code == 403
    assert status(report) == ReportStatus.SUBMITTED
    client.force_login(colleague)
    assert post(client, report, _then="accept").status_code == 302
    assert status(report) == ReportStatus.ACCEPTED


def test_a_scan_that_is_no_document_is_refused(client, officer, report):
    client.force_login(officer)
    scan = SimpleUploadedFile("ban-chup.pdf", b"MZ\x90\x00not a document")
    page = post(client, report, "paper", scan=scan)
    assert page.status_code == 200
    assert page.context["form"].errors["scan"]
    report.refresh_from_db()
    assert not report.is_from_paper


def test_what_an_association_began_is_not_taken_over(client, officer, report):
    makers.answered(report, hoi_vien=5)
    client.force_login(officer)
    scan = SimpleUploadedFile("ban-chup.pdf", people.PDF, "application/pdf")
    page = post(client, report, "paper", scan=scan)
    assert "Hội đã bắt đầu nhập trên cổng" in page.content.decode()


def test_more_time_needs_a_reason_and_a_later_day(client, officer, report):
    client.force_login(officer)
    later = report.period.deadline_on + dt.timedelta(days=5)
    page = post(client, report, "extension", extended_until=f"{later:%d/%m/%Y}")
    assert page.context["form"].errors["extension_reason"]
    same = f"{report.period.deadline_on:%d/%m/%Y}"
    page = post(
        *(client, report, "extension"), extended_until=same, extension_reason="Bão."
    )
    assert "Ngày gia hạn phải sau hạn chung" in page.content.decode()
    post(
        *(client, report, "extension"),
        extended_until=f"{later:%d/%m/%Y}",
        extension_reason="Trực phòng chống bão.",
    )
    report.refresh_from_db()
    assert (report.extended_until, report.extended_by) == (later, officer)


def test_the_overview_counts_who_sent_and_who_is_exempt(client, officer, sent):
    owing = makers.report(makers.association("Hội Xây dựng"), sent.period)
    free = makers.report(makers.association("Hội Tin học"), sent.period)
    REPORTS.apply(free, "exempt", by=officer, note="Đang giải thể.")
    client.force_login(officer)
    page = client.get(reverse("admin:members_report_grid"))
    [summary] = page.context["grid"].summaries
    assert (summary.sent, summary.accepted, summary.owing) == (1, 0, 2)
    names = [row.name for row in page.context["grid"].rows]
    assert names == ["Hội Cơ học", "Hội Tin học", "Hội Xây dựng"]
    assert owing.association.name in names


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_of_the_office_cost_the_same_for_many(
    client, officer, django_assert_max_num_queries, count
):
    period = makers.period()
    for number in range(count):
        report = makers.report(makers.association(f"Hội số {number}"), period)
        makers.answered(report, **FIGURES)
    client.force_login(officer)
    for page in ("changelist", "grid"):
        with django_assert_max_num_queries(20):
            client.get(reverse(f"admin:members_report_{page}"))
    with django_assert_max_num_queries(20):
        client.get(url(report))


def test_a_report_that_was_sent_again_costs_no_more(
    client, officer, colleague, django_assert_max_num_queries
):
    """With last year's figures, questions that were asked, and several sendings."""
    period = makers.published_totals(2).period
    report = makers.sent(makers.report(makers.association(), period), **FIGURES)
    for turn in range(3):
        marks.put_marks(report, {"hoi_thao": f"Lần {turn}."}, by=colleague)
        REPORTS.apply(report, "return", by=colleague)
        REPORTS.apply(report, "submit", by=None)
    client.force_login(officer)
    client.get(url(report))
    with django_assert_max_num_queries(20):
        content = client.get(url(report)).content.decode()
    assert "Lần trước yêu cầu: Lần 2." in content


def test_nobody_accepts_what_he_typed_whoever_began_it(
    client, officer, colleague, report
):
    """The typist stays the typist: a colleague taking over does not make him free."""
    client.force_login(officer)
    scan = SimpleUploadedFile("ban-chup.pdf", people.PDF, "application/pdf")
    post(client, report, "paper", scan=scan)
    text = {narrative_key(report.period.sections.first().code): "Đã kiện toàn."}
    makers.answered(report, **FIGURES, **text)
    report.answers.update(changed_by=officer)
    client.force_login(colleague)
    again = SimpleUploadedFile("ban-chup-2.pdf", people.PDF, "application/pdf")
    post(client, report, "paper", scan=again)
    report.refresh_from_db()
    REPORTS.apply(report, "submit", by=colleague)
    for person in (officer, colleague):
        client.force_login(person)
        assert post(client, report, _then="accept").status_code == 403
    assert status(report) == ReportStatus.SUBMITTED


def test_an_officer_who_signs_for_an_association_does_not_accept_its_report(
    client, officer, report
):
    makers.representative(officer, report.association, RepresentativeRole.SIGNS)
    text = {narrative_key(report.period.sections.first().code): "Đã kiện toàn."}
    makers.sent(report, by=officer, **FIGURES, **text)
    client.force_login(officer)
    assert post(client, report, _then="accept").status_code == 403
    assert status(report) == ReportStatus.SUBMITTED


@pytest.mark.parametrize("door", ["bulk", "step"])
def test_another_officers_marks_stand_against_acceptance(
    client, officer, colleague, sent, door
):
    marks.put_marks(sent, {"hoi_thao": "Thiếu hội thảo."}, by=colleague)
    client.force_login(officer)
    if door == "bulk":
        client.post(
            reverse("admin:members_report_changelist"),
            {"action": "move_accept", "_selected_action": [sent.pk]},
        )
    else:
        client.post(
            reverse("admin:members_report_transition", args=[sent.pk, "accept"])
        )
    assert status(sent) == ReportStatus.SUBMITTED
    assert marks.open_marks(sent)


def test_what_was_not_explained_stands_on_top_and_leads_to_its_row(client, officer):
    hoi, before = makers.association(), makers.period(2025)
    makers.accepted(makers.report(hoi, before), hoi_vien=120, hoi_thao=20)
    year = makers.period(2026, previous=before)
    year.indicators.update(question_percent=30)
    makers.section(year, "them")
    whole = year.indicators.get(code="hoi_thao")
    part = makers.indicator(year, "cap_tinh", part_of=whole, order=3)
    makers.indicator(year, "cap_bo", part_of=part, order=4)
    text = {narrative_key(year.sections.first().code): "Đã kiện toàn."}
    sent = makers.sent(
        makers.report(hoi, year), hoi_vien=121, hoi_thao=2, cap_tinh=1, cap_bo=1, **text
    )
    client.force_login(officer)

    found = reading.main(client, url(sent))

    asked = "giảm từ 20 của kỳ trước xuống 2 (90 %)"
    assert reading.links(found)[f"Hoi thao: {asked}"] == "#o-hoi_thao"
    assert found.find(".//tr[@id='o-hoi_thao']") is not None
    assert f"Hội chưa giải thích: {asked}" in reading.words(found)
    assert "Hãy ghi lời giải thích" not in reading.words(found)
    deep = found.find(".//tr[@id='o-cap_bo']/th")
    assert deep.get("class") == "part part--deep"


def test_the_report_is_read_as_a_document_too(client, officer, sent):
    client.force_login(officer)
    links = reading.links(reading.main(client, url(sent)))
    for label in ("Xem trước", "Tải .docx", "Tải .pdf"):
        assert client.get(links[label]).status_code == 200


def test_a_missing_scan_is_named_on_top(client, officer, report):
    scan = SimpleUploadedFile("ban-chup.pdf", people.PDF, "application/pdf")
    client.force_login(officer)
    post(client, report, "paper", scan=scan)
    assert "Chưa có bản chụp" not in client.get(url(report)).content.decode()
    report.files.update(removed_at=timezone.now())
    links = reading.links(reading.main(client, url(report)))
    assert links["Đính kèm bản chụp"] == reverse("workspace:report", args=[report.pk])


@pytest.mark.parametrize("state", ["begun", "returned"])
def test_the_office_finishes_what_nobody_is_left_to_finish(
    client, officer, colleague, report, state
):
    """After a merger the people of the old body have gone, and its report stands."""
    chair = people.user()
    acting = makers.representative(chair, report.association)
    text = {narrative_key(report.period.sections.first().code): "Đã kiện toàn."}
    makers.answered(report, **FIGURES, **text)
    if state == "returned":
        report = REPORTS.apply(report, "submit", by=chair)
        marks.put_marks(report, {"hoi_thao": "Thiếu hội thảo."}, by=colleague)
        report = REPORTS.apply(report, "return", by=colleague)
    acting.ended_at = timezone.now()
    acting.ends_on = timezone.localdate()
    acting.save()
    client.force_login(officer)
    assert url(report, "paper") in client.get(url(report)).content.decode()
    scan = SimpleUploadedFile("van-ban-ban-giao.pdf", people.PDF, "application/pdf")
    assert post(client, report, "paper", scan=scan).status_code == 302
    report.refresh_from_db()
    REPORTS.apply(report, "submit", by=officer)
    client.force_login(colleague)
    assert post(client, report, _then="accept").status_code == 302
    assert status(report) == ReportStatus.ACCEPTED
