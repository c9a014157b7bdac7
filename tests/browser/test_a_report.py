"""A published report on a phone: every figure and comparison opens its sheet."""

import pytest

from tests.conferences import makers, published

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def address(portal) -> str:
    report = makers.report(makers.conference())
    published.edition(report)
    return report.get_absolute_url()


def test_a_tap_opens_the_sheet_of_the_figure_and_the_page_stays(browse, address):
    page = browse(width=360, height=740, has_touch=True)
    page.goto(address)
    tapped = page.locator(".report .source")
    assert tapped.count() > 4
    for number in range(tapped.count()):
        each = tapped.nth(number)
        each.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        each.tap()
        sheet = page.locator(".origin:popover-open")
        assert "Nguồn" in sheet.inner_text(), each.inner_text()
        assert page.evaluate("scrollY") == before
        sheet.get_by_role("button", name="Đóng").tap()
        assert sheet.count() == 0


def test_without_scripts_a_comparison_leads_to_the_row_of_its_figure(browse, address):
    page = browse(width=360, java_script_enabled=False)
    page.goto(address)
    page.get_by_role("link", name="tăng 250").click()
    assert page.url.endswith("#so-hoi-vien")
