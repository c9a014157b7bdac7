"""From opening a period to a published total and its later correction, by the browser."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.dossiers.sheets.layout import FIGURES, KEY, NARRATIVES
from members.models import PublishedTotals, Report, ReportingPeriod, ReportStatus
from members.rollup import roll_up
from tests import makers as people
from tests.members import makers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

NAME = "Hội Khoa học kỹ thuật Làm vườn"
PASSWORD = "cay-buoi-nam-roi-2026"


@pytest.fixture
def association(portal):
    return makers.association(NAME)


@pytest.fixture
def office(browse, server):
    """The window of an officer, signed in."""
    client = Client()
    client.force_login(people.staff(roles.MEMBERS_OFFICER, full_name="Đỗ Minh Tâm"))
    page = browse(timezone_id="Asia/Ho_Chi_Minh")
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": server.url}]
    )
    return page


def test_from_the_empty_form_to_a_published_total(browse, office, association):
    period = open_period(office)
    chair = accept_invitation(browse, invite(office, association))
    report = Report.objects.get(period=period, association=association)
    fill_in_by_hand(chair, report)
    fill_in_by_spreadsheet(chair, report)
    send(chair, report)

    give_back(office, report, {"hoi_vien": "Số hội viên?", "loi_van.danh_gia": "Rõ."})
    correct(chair, report)
    accept(office, report)

    publish(office, period)
    read = browse()
    assert "1.240" in figures_of(read, period)
    # Other associations owe a report as well, and have sent none.
    owing = period.reports.count()
    assert owing > 1
    assert f"1/{owing} hội" in figures_of(read, period)

    reopen_and_correct(office, chair, report)
    assert current_total(period) == 1_250
    text = figures_of(read, period)
    assert "1.240" in text
    # The published number stays, and what is true today stands beside it.
    assert "1.250" in text
    for page in (office, chair, read):
        assert page.watch.errors == []
        assert page.watch.foreign == []


# --- The office -----------------------------------------------------------------


def open_period(office) -> ReportingPeriod:
    today = timezone.localdate()
    name = f"Báo cáo của năm {today.year}"
    office.goto("/quan-tri/members/reportingperiod/add/")
    office.fill("[name=name]", name)
    office.select_option("[name=kind]", "year")
    for field, day in {
        "starts_on": dt.date(today.year, 1, 1),
        "ends_on": dt.date(today.year, 12, 31),
        "opens_on": today,
        "deadline_on": today + dt.timedelta(days=10),
    }.items():
        office.fill(f"[name={field}]", f"{day:%d/%m/%Y}")
    office.select_option("[name=form_source]", "chuan")
    office.click("[name=_continue], [name=_save]")
    office.get_by_role("link", name="Mở nhận báo cáo").click()
    office.get_by_role("button", name="Mở nhận báo cáo").click()
    office.get_by_text("Đã «Mở nhận báo cáo»").wait_for()
    return ReportingPeriod.objects.get(name=name)


def invite(office, association) -> str:
    office.goto(f"/quan-tri/members/invitation/add/?association={association.pk}")
    office.fill("[name=full_name]", "Lê Văn Vườn")
    office.select_option("[name=role]", "signs")
    office.click("[name=_save], [type=submit].default")
    text = office.locator("[data-copy]").first.get_attribute("data-copy")
    return re.search(r"/tai-khoan/moi/[^\s]+/", text)[0]


def give_back(office, report, reasons: dict[str, str]) -> None:
    open_review(office, report)
    for key, reason in reasons.items():
        field = office.locator(f'[name="danh-dau:{key}"]')
        field.locator("xpath=ancestor::details").locator("summary").click()
        field.fill(reason)
    office.get_by_role("button", name="Trả lại để bổ sung").click()
    office.get_by_text("Đã «Trả lại để bổ sung»").wait_for()
    assert status(report) == ReportStatus.RETURNED


def open_review(office, report) -> None:
    office.goto(f"/quan-tri/members/report/{report.pk}/change/")


def accept(office, report) -> None:
    open_review(office, report)
    assert office.locator(".review__change").count() == 2
    office.get_by_role("button", name="Chấp nhận").click()
    office.get_by_text("Đã «Chấp nhận»").wait_for()
    assert status(report) == ReportStatus.ACCEPTED


def publish(office, period) -> None:
    office.goto(f"/quan-tri/members/reportingperiod/{period.pk}/so-lieu/")
    office.get_by_role("link", name="Công bố", exact=True).click()
    office.get_by_role("button", name="Công bố").click()
    office.get_by_role("link", name="Công bố lại").wait_for()
    assert PublishedTotals.objects.filter(period=period).count() == 1


def reopen_and_correct(office, chair, report) -> None:
    open_review(office, report)
    field = office.locator('[name="danh-dau:hoi_vien"]')
    field.locator("xpath=ancestor::details").locator("summary").click()
    field.fill("Hội báo thiếu chi hội Bãi Dâu.")
    office.get_by_role("button", name="Lưu chỗ đánh dấu").click()
    office.get_by_text("Đã lưu các chỗ đánh dấu.").wait_for()
    office.get_by_role("link", name="Mở lại để sửa").click()
    office.fill("[name=note]", "Hội đề nghị sửa số hội viên.")
    office.get_by_role("button", name="Mở lại để sửa").click()
    office.get_by_text("Đã «Mở lại để sửa»").wait_for()
    write(chair, report, "to_chuc", "hoi_vien", "1250")
    press_send(chair, report)
    open_review(office, report)
    office.get_by_role("button", name="Chấp nhận").click()
    office.get_by_text("Đã «Chấp nhận»").wait_for()


# --- The association ------------------------------------------------------------


def accept_invitation(browse, link: str):
    page = browse(width=360, height=740, timezone_id="Asia/Ho_Chi_Minh")
    page.goto(link)
    page.fill("[name=username]", "levanvuon")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.check("[name=agrees]")
    page.get_by_role("button", name="Lập tài khoản và nhận lời mời").click()
    page.get_by_text(f"Bạn đã là người đại diện của {NAME}").wait_for()
    return page


def write(page, report, section: str, key: str, text: str) -> None:
    page.goto(f"{report.get_absolute_url()}muc/{section}/")
    page.locator(f'[id="o-{key}"]').fill(text)
    page.wait_for_selector(".savebar__state[data-state=saved]:has-text('Đã lưu lúc')")


def fill_in_by_hand(page, report) -> None:
    write(page, report, "to_chuc", "loi_van.to_chuc", "Đã kiện toàn 12 chi hội.")
    write(page, report, "to_chuc", "hoi_vien", "1.200")


def fill_in_by_spreadsheet(page, report) -> None:
    """The form taken away, filled in at home, brought back."""
    address = f"{report.get_absolute_url()}bieu-mau.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(page.request.get(address).body()))
    for sheet, page_of in (
        (book[FIGURES.title], FIGURES),
        (book[NARRATIVES.title], NARRATIVES),
    ):
        column = page_of.column("")
        for row in range(2, sheet.max_row + 1):
            key = sheet[f"{KEY}{row}"].value
            cell = sheet[f"{column}{row}"]
            if key and cell.value is None and not cell.protection.locked:
                cell.value = 0 if page_of is FIGURES else "Không phát sinh."
    kept = io.BytesIO()
    book.save(kept)
    page.goto(f"{report.get_absolute_url()}bang-tinh/")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "báo cáo năm.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument"
            ".spreadsheetml.sheet",
            "buffer": kept.getvalue(),
        },
    )
    page.get_by_role("button", name="Đọc tệp").click()
    page.get_by_role("button", name="Ghi vào báo cáo").click()
    page.wait_for_load_state()
    assert report.answers.get(key="hoi_vien").amount == 1200
    assert report.answers.get(key="phan_bien").amount == 0


def press_send(page, report) -> None:
    page.goto(f"{report.get_absolute_url()}gui/")
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.wait_for_url("**/bien-nhan/*/")


def send(page, report) -> None:
    press_send(page, report)
    version = report.versions.get()
    text = page.locator("main").inner_text()
    assert version.receipt in text
    assert version.checksum[:12] in text.replace(" ", "")
    assert status(report) == ReportStatus.SUBMITTED


def correct(page, report) -> None:
    """Only what was marked can be written; then it goes back."""
    page.goto(f"{report.get_absolute_url()}muc/to_chuc/")
    assert page.locator('[id="o-chi_hoi"]').count() == 0
    write(page, report, "to_chuc", "hoi_vien", "1240")
    write(page, report, "danh_gia", "loi_van.danh_gia", "Kinh phí ít vì hội phí thấp.")
    press_send(page, report)
    assert report.versions.count() == 2


# --- The public -----------------------------------------------------------------


def figures_of(page, period) -> str:
    page.goto(f"/so-lieu/{period.slug}/hoi_vien/")
    return page.locator("main").inner_text()


def current_total(period):
    return roll_up(period)["hoi_vien"].amount


def status(report) -> str:
    report.refresh_from_db()
    return report.status
