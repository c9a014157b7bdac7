"""The workspace in a real browser: saved while one writes, and usable without scripts."""

import re

import pytest
from django.test import Client

from members import period_forms
from members.models import ReportingPeriod, ReportStatus
from tests import makers as people
from tests.browser.test_every_page import RULES, violations
from tests.members import makers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PHONE = 360
SECTION = "to_chuc"


@pytest.fixture
def report(portal):
    """Of an association with a long name, with the standard form and a year before."""
    association = makers.association(
        "Hội Khoa học Kỹ thuật Nông nghiệp và Phát triển nông thôn tỉnh Lam Giang"
    )
    binh = people.user("binh", full_name="Trần Thị Bình")
    makers.representative(binh, association)
    an = people.user("an", full_name="Nguyễn Văn An")
    makers.representative(an, association)
    before = _with_standard_form(2026)
    makers.answered(makers.report(association, before), tong_hoi_vien=18200)
    return makers.report(association, _with_standard_form(2027, previous=before))


def _with_standard_form(year, **fields) -> ReportingPeriod:
    period = makers.period(year, codes=(), **fields)
    period.sections.all().delete()
    period_forms.load_standard(period)
    return period


@pytest.fixture
def desk(browse, server):
    """Open a window in which a person has signed in: `desk("binh", width=360)`."""

    def open_for(name: str, **options):
        client = Client()
        client.force_login(people.User.objects.get(username=name))
        page = browse(**options)
        page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": server.url,
                }
            ]
        )
        return page

    return open_for


def section_of(report, key=SECTION) -> str:
    return f"{report.get_absolute_url()}muc/{key}/"


def figure_of(report) -> str:
    """The key of the first figure that is asked for."""
    return report.period.indicators.filter(section__code=SECTION).first().code


def amount(report, key):
    answer = report.answers.filter(key=key).first()
    return answer and answer.amount


def state(page):
    return page.locator(".savebar__state")


def wait_until_saved(page):
    page.wait_for_selector(".savebar__state[data-state=saved]:has-text('Đã lưu lúc')")


def test_what_is_typed_is_saved_without_a_button(desk, report):
    key = figure_of(report)
    page = desk("binh", width=PHONE, height=740)
    page.goto(section_of(report))
    lacking = page.locator(f'[data-state-of="{SECTION}"] [data-words]')
    before = lacking.inner_text()
    page.locator(f'[id="o-{key}"]').fill("18540")
    wait_until_saved(page)
    after = lacking.inner_text()
    assert after != before
    assert re.fullmatch(r"Đã lưu lúc \d\d:\d\d", state(page).inner_text())
    assert amount(report, key) == 18540
    page.reload()
    assert page.locator(f'[id="o-{key}"]').input_value() == "18.540"
    assert lacking.inner_text() == after
    assert page.watch.errors == []
    assert page.watch.foreign == []


def test_two_windows_tell_each_other_and_lose_nothing(desk, report):
    key = figure_of(report)
    hers, mine = desk("binh"), desk("an")
    for page in (hers, mine):
        page.goto(section_of(report))
    hers.locator(f'[id="o-{key}"]').fill("30")
    wait_until_saved(hers)
    mine.locator(f'[id="o-{key}"]').fill("25")
    clash = mine.locator(".ask__clash")
    clash.wait_for()
    assert "Trần Thị Bình" in clash.inner_text()
    assert "30" in clash.inner_text()
    assert amount(report, key) == 30
    clash.get_by_role("button", name="Giữ nội dung của tôi").click()
    wait_until_saved(mine)
    assert amount(report, key) == 25
    # The first window learns of it when it is looked at again.
    hers.wait_for_timeout(3100)
    hers.evaluate("window.dispatchEvent(new Event('focus'))")
    told = hers.locator(f'[data-key="{key}"] [data-told]')
    told.filter(has_text="Nguyễn Văn An vừa sửa").wait_for()
    assert hers.locator(f'[id="o-{key}"]').input_value() == "25"


def test_without_a_network_the_words_wait_and_are_saved_when_it_is_back(desk, report):
    key = figure_of(report)
    page = desk("binh")
    page.goto(section_of(report))
    page.context.set_offline(True)
    page.locator(f'[id="o-{key}"]').fill("41")
    page.wait_for_selector(".savebar__state[data-state=failed]")
    assert "Mất kết nối" in state(page).inner_text()
    assert amount(report, key) is None
    page.context.set_offline(False)
    wait_until_saved(page)
    assert amount(report, key) == 41


def test_an_ended_session_gives_the_words_back_after_signing_in(desk, report, server):
    key = figure_of(report)
    page = desk("binh")
    page.goto(section_of(report))
    page.context.clear_cookies(name="sessionid")
    page.locator(f'[id="o-{key}"]').fill("52")
    page.get_by_role("link", name="Đăng nhập lại").click()
    page.locator("[name=username]").fill("binh")
    page.locator("[name=password]").fill("mat-khau-dai-2026")
    page.locator("main form button").click()
    page.get_by_role("button", name="Lấy lại và lưu").click()
    wait_until_saved(page)
    assert amount(report, key) == 52


def test_a_page_left_open_saves_nothing_under_the_name_of_the_next_person(
    desk, report, server
):
    key = figure_of(report)
    page = desk("binh")
    page.goto(section_of(report))
    mine = [each for each in page.context.cookies() if each["name"] == "sessionid"]
    an = Client()
    an.force_login(people.User.objects.get(username="an"))
    theirs = {**mine[0], "value": an.cookies["sessionid"].value}
    page.context.add_cookies([theirs])
    page.locator(f'[id="o-{key}"]').fill("52")
    page.wait_for_selector(".savebar__state[data-state=failed]")
    assert "Nguyễn Văn An" in state(page).inner_text()
    assert amount(report, key) is None
    # The next one is offered nothing of it; who wrote it is.
    again = page.context.new_page()
    again.goto(section_of(report))
    assert again.get_by_role("button", name="Lấy lại và lưu").count() == 0
    page.context.add_cookies(mine)
    again.goto(section_of(report))
    again.get_by_role("button", name="Lấy lại và lưu").click()
    wait_until_saved(again)
    assert report.answers.get(key=key).changed_by.username == "binh"


def test_a_report_is_filled_in_and_sent_without_scripts_on_a_phone(desk, report):
    report.period.indicators.update(is_required=False)
    report.period.sections.update(is_narrative_required=False)
    report.period.wanted_files.update(is_required=False)
    key = figure_of(report)
    page = desk("binh", width=PHONE, height=740, java_script_enabled=False)
    page.goto("/lam-viec/")
    page.get_by_role("link", name="Bắt đầu điền").first.click()
    page.get_by_role("link", name="Bắt đầu điền").first.click()
    page.locator(f'[id="o-{key}"]').fill("77")
    page.get_by_role("button", name="Lưu, sang mục tiếp").click()
    assert amount(report, key) == 77
    page.goto(f"{report.get_absolute_url()}gui/")
    page.get_by_role("button", name="Gửi báo cáo").click()
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED
    receipt = report.versions.get().receipt
    assert page.locator(".receipt__number").inner_text() == receipt


def test_every_page_is_accessible_and_fits_a_phone(desk, report):
    makers.answered(report, **{figure_of(report): 7})
    base = report.get_absolute_url()
    association = f"/lam-viec/hoi/{report.association_id}/"
    addresses = [
        *(association, f"{association}thong-tin/", base, section_of(report)),
        *(section_of(report, "tep_kem_theo"), f"{base}gui/", f"{base}xem-truoc/"),
        f"{base}bang-tinh/",
    ]
    page = desk("binh", width=PHONE, height=740, reduced_motion="reduce")
    found = {}
    for address in addresses:
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        wrong = violations(page, RULES)
        page.emulate_media(color_scheme="dark")
        wrong += violations(page, {"runOnly": ["wcag2aa"]})
        page.emulate_media(color_scheme="light")
        if wrong or width > PHONE:
            found[address] = (width, wrong)
    assert found == {}
    assert page.watch.errors == []


def test_rows_of_sendings_and_running_numbers_are_not_broken_on_a_phone(desk, report):
    binh = people.User.objects.get(username="binh")
    report.period.indicators.update(is_required=False)
    report.period.sections.update(is_narrative_required=False)
    report.period.wanted_files.update(is_required=False)
    makers.sent(report, by=binh, tong_hoi_vien=7)
    page = desk("binh", width=PHONE, height=740, reduced_motion="reduce")
    page.goto(report.get_absolute_url())
    row = page.locator(".steps--long .steps__row")
    title, told = (
        row.locator(part).bounding_box() for part in (".steps__title", ".steps__state")
    )
    assert told["y"] >= title["y"] + title["height"]
    assert title["width"] > 250
    page.goto(f"{report.get_absolute_url()}xem-truoc/")
    lines = page.locator(".paper td:first-child").evaluate_all(
        """cells => cells.map((cell) => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            const lines = [...words.getClientRects()].map((box) => Math.round(box.top));
            return [cell.textContent, new Set(lines).size];
        })"""
    )
    assert ["1.1.1", 1] in lines
    assert [text for text, count in lines if count > 1] == []
