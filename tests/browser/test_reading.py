"""What a reader does: menu, search, gallery, video, sharing, printing."""

import re

import pytest
from playwright.sync_api import expect

from news import counting
from news.models import ArticleCount, VisitDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 360, "height": 740}


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard(browse, portal):
    page = browse(**PHONE)
    page.goto("/")
    toggle = page.locator("summary.nav__toggle")
    link = page.get_by_role("link", name="Văn bản", exact=True).first
    expect(link).to_be_hidden()
    toggle.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(toggle).to_be_focused()
    page.keyboard.press("Enter")
    link.click()
    expect(page).to_have_url(re.compile("/van-ban/$"))


def test_the_menu_works_without_scripts(browse, portal):
    page = browse(**PHONE, java_script_enabled=False)
    page.goto("/")
    page.locator("summary.nav__toggle").click()
    page.locator("nav .menu").get_by_role("link", name="Tin tức").click()
    assert page.url.endswith("/tin-tuc/")


def test_a_submenu_opens_with_the_keyboard_and_closes_by_a_click_elsewhere(
    browse, portal
):
    page = browse()
    page.goto("/tin-tuc/")
    summary = page.locator("details.menu__more summary")
    below = page.locator(".menu__sub a")
    expect(below).to_be_hidden()
    summary.focus()
    page.keyboard.press("Enter")
    expect(below).to_be_visible()
    page.locator("h1").click()
    expect(below).to_be_hidden()


def test_the_first_key_offers_to_skip_to_the_content(browse, portal):
    page = browse()
    page.goto("/tin-tuc/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_without_marks_leads_to_the_article(browse, portal, scripts):
    page = browse(java_script_enabled=scripts)
    page.goto("/")
    box = page.get_by_role("searchbox", name="Từ cần tìm").first
    box.fill("trao giai hoi thi")
    box.press("Enter")
    page.locator("main h2 a").first.click()
    assert page.url.endswith(portal["article"])


def test_a_letter_can_be_sent_without_scripts(browse, portal, monkeypatch):
    # Nobody waits in a test as long as a person writes.
    monkeypatch.setattr("news.forms.SHORTEST_SECONDS", -1)
    page = browse(**PHONE, java_script_enabled=False)
    page.goto("/lien-he/")
    form = page.locator("main form")
    form.get_by_label("Họ và tên").fill("Nguyễn Văn An")
    form.get_by_label("Thư điện tử").fill("an@hoi.example")
    form.get_by_label("Chủ đề").fill("Xin tài liệu")
    form.get_by_label("Nội dung", exact=True).fill("Kính gửi văn phòng.")
    form.get_by_label("Tôi đồng ý").check()
    form.get_by_role("button", name="Gửi thư").click()
    expect(page.locator("h1")).to_have_text("Cảm ơn bạn, thư đã được gửi")


def test_the_trap_for_programs_is_seen_and_reached_by_nobody(browse, portal):
    page = browse()
    page.goto("/lien-he/")
    trap = page.locator("input[name=website]")
    is_on_top = """trap => {
      const box = trap.getBoundingClientRect();
      const at = [box.x + box.width / 2, box.y + box.height / 2];
      return document.elementFromPoint(...at) === trap;
    }"""
    assert not trap.evaluate(is_on_top)
    assert page.locator("input[name=name]").evaluate(is_on_top)
    page.locator("input[name=name]").focus()
    names = []
    while names[-1:] != ["agrees"]:
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name"))
    assert names == ["email", "phone", "subject", "message", "agrees"]


# --- Video --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["video", "article"])
def test_a_video_is_asked_for_only_by_a_click(browse, portal, kind):
    page = browse()
    stub = "<!DOCTYPE html><title>player</title>"
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(content_type="text/html", body=stub),
    )
    page.goto(portal[kind], wait_until="networkidle")
    assert page.watch.foreign == []
    assert page.locator("iframe").count() == 0
    page.locator(".video__link").click()
    frame = page.locator("iframe")
    expect(frame).to_have_count(1)
    address = frame.get_attribute("src")
    assert address.startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")
    assert frame.get_attribute("title")
    assert page.watch.foreign == [address]
    assert [e for e in page.watch.errors if "Content Security Policy" in e] == []


def test_without_scripts_the_video_is_a_link_to_its_house(browse, portal):
    page = browse(java_script_enabled=False)
    page.goto(portal["video"])
    link = page.locator(".video__link")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


# --- Gallery ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["album", "article"])
def test_the_gallery_is_walked_with_the_keyboard(browse, portal, kind):
    page = browse()
    page.goto(portal[kind])
    first, second = page.locator("[data-gallery] a").all()[:2]
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    place = dialog.locator(".lightbox__bar p")
    expect(place).to_have_text("Ảnh 1/3")
    expect(dialog.locator("img")).to_have_attribute("alt", "Ảnh hội nghị 0")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("Ảnh 2/3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("Ảnh 3/3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(second).to_be_focused()
    assert page.watch.errors == []


def test_the_buttons_of_the_gallery_work_too(browse, portal):
    page = browse(**PHONE)
    page.goto(portal["album"])
    page.locator("[data-gallery] a").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("sau$", re.IGNORECASE)).click()
    expect(dialog.locator(".lightbox__bar p")).to_have_text("Ảnh 2/3")
    dialog.get_by_role("button", name="Đóng").click()
    expect(dialog).to_be_hidden()


def test_without_scripts_a_picture_of_the_gallery_opens_large(browse, portal):
    page = browse(java_script_enabled=False)
    page.goto(portal["album"])
    answer = page.request.get(
        page.locator("[data-gallery] a").first.get_attribute("href")
    )
    assert answer.headers["content-type"] == "image/webp"


# --- Sharing and printing -------------------------------------------------------------


def test_the_address_is_copied_and_the_reader_is_told(browse, portal):
    page = browse()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(portal["article"])
    page.get_by_role("button", name="Sao chép địa chỉ").click()
    expect(page.locator("[data-copied]")).to_have_text("Đã sao chép địa chỉ.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url


@pytest.mark.parametrize("kind", ["article", "document", "notice", "page"])
def test_on_paper_there_is_the_text_and_no_menu(browse, portal, kind):
    page = browse()
    page.goto(portal[kind])
    page.emulate_media(media="print")
    for hidden in ("nav.crumbs", ".bar", ".topline", ".share", ".search", ".skip"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    for shown in ("h1", "main", ".print-foot"):
        expect(page.locator(shown).first).to_be_visible()


# --- Counting -------------------------------------------------------------------------


@pytest.fixture
def person(browse):
    """A window of a person: programs, which say so, are not counted."""

    def window(**options):
        page = browse(**options)
        page.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"
        )
        return page

    counting.gatherer.flush()
    yield window
    counting.gatherer.flush()


def beacons(page) -> int:
    return sum(url.endswith("/dem/") for url in page.watch.requests)


def test_a_page_is_reported_once_and_not_again_when_reloaded(person, portal):
    page = person()
    with page.expect_request("**/dem/"):
        page.goto(portal["article"])
    page.reload(wait_until="networkidle")
    page.go_back()
    page.go_forward(wait_until="networkidle")
    assert beacons(page) == 1
    counting.gatherer.flush()
    assert ArticleCount.objects.get().views == 1
    assert VisitDay.objects.get().visits == 1


def test_a_program_reports_nothing(browse, portal):
    page = browse()
    page.goto(portal["article"], wait_until="networkidle")
    assert beacons(page) == 0
