"""The pages of a reporting period in a real browser: by keyboard, phone, without JS."""

import pytest
from django.test import Client
from django.urls import reverse

from members import period_forms
from members.workflow import PERIODS
from tests import makers
from tests.browser.test_every_page import check_accessible
from tests.members.makers import association, planned_period

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PAGES = ("change", "form", "owing", "preview")


@pytest.fixture
def period():
    """Open, with its form, and two associations that owe."""
    made = planned_period(2026)
    period_forms.load_standard(made)
    for name in ("Hội Khoa học Tâm lý – Giáo dục tỉnh Lam Giang", "Hội Y học"):
        association(name)
    return PERIODS.apply(made, "open", by=None)


@pytest.fixture
def officer(portal, browse, server):
    """`officer(width=360, …)` opens a window of somebody who may do all."""
    client = Client()
    client.force_login(makers.staff(full_name="Đỗ Thị Hương", is_superuser=True))
    key = client.cookies["sessionid"].value

    def window(**options):
        page = browse(timezone_id="Asia/Ho_Chi_Minh", **options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": key, "url": server.url}]
        )
        return page

    return window


def address(name, period) -> str:
    return reverse(f"admin:members_reportingperiod_{name}", args=[period.pk])


def test_axe_finds_nothing(officer, period):
    page = officer(reduced_motion="reduce")
    check_accessible(page, {name: address(name, period) for name in PAGES})


@pytest.mark.parametrize("width", [360, 1366])
def test_pages_fit_and_keep_the_policy(officer, period, width):
    page = officer(width=width)
    for name in PAGES:
        page.goto(address(name, period))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.watch.errors == []
    assert page.watch.foreign == []


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_officer_prepares_opens_and_excuses(officer, has_scripts):
    association("Hội Y học")
    association("Hội Cơ học")
    period = planned_period(2026)
    page = officer(java_script_enabled=has_scripts)

    page.goto(address("form", period))
    page.click("text=Lấy mẫu chuẩn")
    page.click("text=Tọa đàm, hội nghị chuyên đề")
    page.fill("[name=label]", "Tọa đàm khoa học")
    page.click("button[name=_save]")
    assert page.locator("tr:target th a").inner_text() == "Tọa đàm khoa học"

    page.goto(address("change", period))
    page.click("a:has-text('Mở nhận báo cáo')")
    assert page.get_by_text("Lập báo cáo chờ điền cho 2 hội.").is_visible()
    page.click("button:has-text('Mở nhận báo cáo')")

    page.goto(address("owing", period))
    page.get_by_label("Chọn Hội Cơ học").check()
    page.get_by_label("Lý do", exact=True).fill("Đang hợp nhất")
    page.click("button:has-text('Miễn báo cáo')")
    row = page.locator("tr", has_text="Hội Cơ học")
    assert row.get_by_text("Được miễn").is_visible()
    assert row.get_by_text("Đang hợp nhất").is_visible()
