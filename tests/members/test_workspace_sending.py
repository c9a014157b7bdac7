"""The way of a report through the workspace: tasks, sending, receipt, corrections."""

import datetime as dt
import html
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.dossiers import marks
from lienhiephoi.models import SiteSettings
from members.models import ReportStatus, RepresentativeRole
from members.workflow import REPORTS
from tests import makers as people
from tests.members import makers
from tests.members.makers import NARRATIVE

pytestmark = pytest.mark.django_db


@pytest.fixture
def association():
    return makers.association("Hội Làm vườn")


@pytest.fixture
def period():
    return makers.period()


@pytest.fixture
def report(association, period):
    return makers.report(association, period)


@pytest.fixture
def binh(association):
    """Signs for the association."""
    user = people.user("binh", full_name="Trần Thị Bình")
    makers.representative(user, association)
    return user


@pytest.fixture
def client(binh):
    client = Client()
    client.force_login(binh)
    return client


def at(name: str, report, *more) -> str:
    return reverse(f"workspace:{name}", args=[report.pk, *more])


def text_of(answer) -> str:
    return html.unescape(answer.content.decode())


def words_of(answer) -> str:
    """What the page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(answer)).split())


def returned(report, by, **reasons):
    officer = people.staff("Cán bộ hội viên")
    marks.put_marks(report, reasons, by=officer)
    return REPORTS.apply(report, "return", by=officer)


# --- Tasks ----------------------------------------------------------------------


def test_what_came_back_stands_above_what_is_only_due(client, association, report):
    later = makers.report(association, makers.period(2024, name="Báo cáo đột xuất"))
    returned(makers.sent(later, hoi_vien=3), None, hoi_vien="Xin xem lại.")
    page = client.get("/lam-viec/", follow=True)
    assert page.redirect_chain == [(f"/lam-viec/hoi/{association.pk}/", 302)]
    titles = re.findall(r"<h2>(.*?)</h2>", text_of(page))
    assert titles == ["Báo cáo đột xuất", "Báo cáo năm 2026"]
    assert "Văn phòng đề nghị sửa 1 chỗ" in text_of(page)
    assert "còn 20 ngày" in text_of(page)


def test_who_acts_for_two_associations_chooses_and_can_change(client, binh):
    other = makers.association("Hội Cầu đường")
    makers.representative(binh, other)
    makers.report(other)
    page = text_of(client.get("/lam-viec/"))
    assert page.index("Hội Cầu đường") < page.index("Hội Làm vườn")
    assert "Có 1 việc cần làm" in page
    inside = text_of(client.get(reverse("workspace:tasks", args=[other.pk])))
    assert "Chuyển hội khác" in inside


def test_a_representative_comes_from_signing_in_straight_to_the_tasks(
    association, binh
):
    client = Client()
    form = {"username": "binh", "password": "mat-khau-dai-2026"}
    arrived = client.post("/tai-khoan/dang-nhap/", form, follow=True)
    assert arrived.request["PATH_INFO"] == f"/lam-viec/hoi/{association.pk}/"


def test_who_acts_for_nobody_is_told_what_to_do():
    client = Client()
    client.force_login(people.user())
    assert "Bạn chưa đại diện cho hội nào" in text_of(client.get("/lam-viec/"))


def test_the_task_list_costs_the_same_for_one_report_as_for_many(
    client, association, django_assert_num_queries
):
    def visit():
        return client.get(reverse("workspace:tasks", args=[association.pk]))

    for year in range(2000, 2010):
        makers.report(association, makers.period(year))
    visit()
    # The last of them asks for the tasks that conferences gave.
    with django_assert_num_queries(6):
        assert text_of(visit()).count("<h2>") == 10


# --- Sending --------------------------------------------------------------------


def test_everything_that_is_missing_is_listed_with_the_way_to_it(
    client, period, report
):
    period.indicators.update(is_required=True)
    period.sections.update(is_narrative_required=True)
    page = client.get(at("send", report))
    assert "Còn 3 chỗ phải làm trước khi gửi" in text_of(page)
    assert f"{at('section', report, 'to_chuc')}?kiem-tra=1#muc-hoi_thao" in text_of(
        page
    )
    assert "Gửi báo cáo</button>" not in text_of(page)
    refused = client.post(at("send", report))
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT
    assert "Chưa ghi «Hoi thao»." in text_of(refused)


def test_sending_gives_a_receipt_with_number_moment_and_checksum(client, report, binh):
    makers.answered(report, hoi_vien=20)
    answer = client.post(at("send", report), follow=True)
    report.refresh_from_db()
    version = report.versions.get()
    assert report.status == ReportStatus.SUBMITTED
    said = words_of(answer)
    assert version.receipt in said
    assert version.checksum in said
    assert f"{timezone.localtime(version.sent_at):%H:%M, %d/%m/%Y}" in said
    assert "Trần Thị Bình" in said


def test_who_prepares_is_told_who_sends_and_cannot(association, report, binh):
    an = people.user("an")
    makers.representative(an, association, RepresentativeRole.PREPARES)
    client = Client()
    client.force_login(an)
    page = words_of(client.get(at("send", report)))
    assert "xin nhờ người ký, gửi của hội" in page
    assert "Trần Thị Bình" in page
    client.post(at("send", report))
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT


def test_after_the_last_day_nothing_is_sent_and_the_page_says_why(
    client, period, report
):
    period.opens_on = timezone.localdate() - dt.timedelta(days=30)
    period.deadline_on = timezone.localdate() - dt.timedelta(days=1)
    period.save()
    makers.answered(report, hoi_vien=20)
    assert "Đã quá ngày cuối nhận báo cáo" in text_of(client.get(at("send", report)))
    client.post(at("send", report))
    assert not report.versions.exists()


def test_a_question_about_a_large_change_does_not_stop_the_sending(
    client, association, period, report
):
    before = makers.period(2025)
    makers.sent(makers.report(association, before), hoi_vien=10)
    period.previous = before
    period.save()
    makers.answered(report, hoi_vien=100)
    page = text_of(client.get(at("send", report)))
    assert "tăng từ 10 của kỳ trước lên 100 (900 %)" in page
    assert "Gửi báo cáo</button>" in page


def test_of_a_returned_report_only_what_can_be_changed_is_asked_about(
    client, association, period, report, binh
):
    SiteSettings(short_name="Liên hiệp Hội", phone="0269 3 824 567").save()
    before = makers.period(2025)
    makers.sent(makers.report(association, before), hoi_vien=10, hoi_thao=10)
    period.previous = before
    period.save()
    makers.sent(report, by=binh, hoi_vien=100, hoi_thao=100)
    returned(report, None, hoi_thao="Xin đếm lại.")
    page = words_of(client.get(at("send", report)))
    assert "«Hoi thao» tăng từ 10" in page
    assert "«Hoi vien» tăng từ 10" not in page
    # What stands against sending is told even there, with the way out.
    period.indicators.filter(code="hoi_vien").update(maximum=50)
    page = words_of(client.get(at("send", report)))
    assert "không được lớn hơn 50. Chỗ này văn phòng chưa đánh dấu" in page
    assert "gọi văn phòng Liên hiệp Hội, số 0269 3 824 567" in page
    html = text_of(client.get(at("send", report)))
    assert "#muc-hoi_vien" not in html
    assert "#muc-hoi_thao" in html


def test_two_sendings_are_compared_word_by_word(client, report, binh):
    sent = makers.sent(report, by=binh, **{NARRATIVE: "Hội có chín chi hội."})
    returned(sent, None, **{NARRATIVE: "Xin đếm lại."})
    makers.answered(report, **{NARRATIVE: "Hội có mười chi hội."})
    REPORTS.apply(report, "submit", by=binh)
    page = text_of(client.get(at("version", report, 2), {"so-voi": "1"}))
    assert "<del>chín </del><ins>mười </ins>chi hội." in page
    assert "<del>" not in text_of(client.get(at("version", report, 1)))


def test_the_preview_shows_what_is_filled_in_as_a_document(client, report):
    makers.answered(report, hoi_vien=18540, **{NARRATIVE: "Đã kiện toàn <tổ chức>."})
    page = client.get(at("preview", report)).content.decode()
    assert "Độc lập - Tự do - Hạnh phúc" in page
    assert "Đã kiện toàn &lt;tổ chức&gt;." in page
    assert "18.540" in page


@pytest.mark.parametrize(
    ("name", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("blank-form", b"%PDF")]
)
def test_documents_are_handed_out_as_files(client, report, name, start):
    answer = client.get(at(name, report))
    assert answer.content.startswith(start)
    assert "attachment" in answer.headers["Content-Disposition"]


# --- The spreadsheet ------------------------------------------------------------


def filled_in(client, report, **values) -> SimpleUploadedFile:
    """The form as downloaded, with figures written into it as a person does."""
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(at("download-sheet", report)).content)
    )
    sheet = book["Số liệu"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for key, value in values.items():
        sheet[f"G{rows[key]}"] = value
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("bieu-mau.xlsx", file.getvalue())


def test_a_sheet_is_shown_before_it_is_saved(client, report):
    makers.answered(report, hoi_thao=5)
    file = filled_in(client, report, hoi_vien=250, hoi_thao=6)
    page = words_of(client.post(at("sheet", report), {"file": file}))
    assert "Sẽ ghi 2 chỗ" in page
    assert report.answers.get().amount == 5
    client.post(at("sheet", report), {"ghi": "1"})
    amounts = dict(report.answers.values_list("key", "amount"))
    assert amounts == {"hoi_vien": 250, "hoi_thao": 6}


def test_every_bad_cell_is_named_and_nothing_is_saved(client, report):
    file = filled_in(client, report, hoi_vien="nhiều", hoi_thao="=1+1")
    page = words_of(client.post(at("sheet", report), {"file": file}))
    assert "có 2 ô cần sửa" in page
    assert len(re.findall(r"Ô Số liệu!G\d+", page)) == 2
    client.post(at("sheet", report), {"ghi": "1"})
    assert not report.answers.exists()


def test_a_sheet_never_overwrites_what_was_changed_since(client, report, binh):
    makers.answered(report, hoi_vien=10)
    file = filled_in(client, report, hoi_vien=20)
    section = at("section", report, "to_chuc")
    stamp = re.search(
        r'name="hoi_vien:rev" value="([^"]+)"', text_of(client.get(section))
    )[1]
    client.post(section, {"hoi_vien": "15", "hoi_vien:rev": stamp})
    page = words_of(client.post(at("sheet", report), {"file": file}))
    assert "chỗ này sẽ giữ nguyên" in page
    answer = client.post(at("sheet", report), {"ghi": "1"}, follow=True)
    assert report.answers.get().amount == 15
    assert "giữ nguyên" in words_of(answer)


def test_changed_cells_that_may_not_be_changed_are_named(client, report, binh):
    makers.sent(report, by=binh, hoi_vien=10, hoi_thao=5)
    returned(report, None, hoi_thao="Xin đếm lại.")
    file = filled_in(client, report, hoi_vien=20, hoi_thao=6)
    page = words_of(client.post(at("sheet", report), {"file": file}))
    assert "Sẽ ghi 1 chỗ" in page
    assert "Không nhận 1 chỗ đã sửa trong tệp" in page
    assert re.search(r"Không nhận .* Hoi vien .* Sẽ ghi", page)
    client.post(at("sheet", report), {"ghi": "1"})
    amounts = dict(report.answers.values_list("key", "amount"))
    assert amounts == {"hoi_vien": 10, "hoi_thao": 6}


# --- Help -----------------------------------------------------------------------


def test_below_every_page_stands_how_to_reach_the_office_and_no_public_matter(
    client, association, report
):
    SiteSettings(short_name="Liên hiệp Hội", phone="0269 3 824 567").save()
    profile = reverse("workspace:profile", args=[association.pk])
    for page in (at("report", report), profile):
        foot = words_of(client.get(page))
        assert "văn phòng Liên hiệp Hội: 0269 3 824 567" in foot
        assert "Lượt truy cập" not in foot
        assert "RSS" not in foot


# --- Afterwards -----------------------------------------------------------------


def test_an_estimate_gets_its_actual_figure_after_acceptance(client, report, binh):
    makers.answered(report, hoi_vien={"amount": 100, "is_estimate": True}, hoi_thao=3)
    makers.accepted(report, by=None)
    page = words_of(client.get(at("actuals", report)))
    assert "100 (ước)" in page
    assert "Hoi thao" not in page
    client.post(at("actuals", report), {"hoi_vien": "96", "hoi_thao": "9"})
    amounts = report.answers.values_list("key", "amount", "actual_amount")
    assert sorted(amounts) == [("hoi_thao", 3, None), ("hoi_vien", 100, 96)]


def test_an_actual_figure_is_not_taken_before_acceptance(client, report):
    makers.answered(report, hoi_vien={"amount": 100, "is_estimate": True})
    answer = client.post(at("actuals", report), {"hoi_vien": "96"})
    assert answer.status_code == 403
    assert report.answers.get().actual_amount is None


def test_the_association_keeps_its_own_contacts_and_nothing_else(client, association):
    page = reverse("workspace:profile", args=[association.pk])
    client.post(
        page,
        {
            "address": "12 Lê Lợi",
            "phone": "0269 3 800 000",
            "email": "hoi@vuon.example",
            "website": "",
            "slug": "khac",
            "office_note": "x",
        },
    )
    slug = association.slug
    association.refresh_from_db()
    assert (association.address, association.email) == ("12 Lê Lợi", "hoi@vuon.example")
    assert (association.slug, association.office_note) == (slug, "")
