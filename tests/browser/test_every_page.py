"""What holds on every kind of page."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

AXE = Axe().axe_script
PHONE, DESK = 360, 1366
RULES = {
    "resultTypes": ["violations"],
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    ],
}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}
OF_AN_ACCOUNT = {
    "account": "/tai-khoan/",
    "new password": "/tai-khoan/mat-khau/",
    "second factor": "/tai-khoan/buoc-hai/cai-dat/",
}


def violations(page, options) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("options => axe.run(options)", options)
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def check_accessible(page, pages: dict[str, str]) -> None:
    """All rules at both widths; in the dark those that depend on colours."""
    found = {}
    for name, path in pages.items():
        page.set_viewport_size({"width": DESK, "height": 900})
        page.emulate_media(color_scheme="light")
        page.goto(path)
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, options in (("light", RULES), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)
                if wrong := violations(page, options):
                    found[name, width, scheme] = wrong
    assert found == {}


def test_axe_finds_nothing_on_public_pages(browse, portal):
    check_accessible(browse(reduced_motion="reduce"), portal)


def test_axe_finds_nothing_on_pages_of_an_account(browse, portal, signed_in):
    page = browse(reduced_motion="reduce")
    page.context.add_cookies(signed_in)
    check_accessible(page, OF_AN_ACCOUNT)


def test_axe_finds_nothing_on_a_form_with_errors(browse, portal):
    page = browse()
    page.goto(portal["contact"])
    page.locator("main form button").click()
    page.wait_for_selector(".error-summary")
    assert violations(page, RULES) == []
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_no_page_scrolls_sideways_on_the_narrowest_phone(browse, portal, signed_in):
    page = browse(width=320, height=640)
    page.context.add_cookies(signed_in)
    wide = {}
    for name, path in (portal | OF_AN_ACCOUNT).items():
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


def test_no_page_breaks_the_policy_fails_or_calls_another_host(
    browse, portal, signed_in
):
    found = {}
    page = browse()
    for name, path in (portal | OF_AN_ACCOUNT).items():
        if name in OF_AN_ACCOUNT:
            page.context.add_cookies(signed_in)
        page.watch.errors.clear()
        page.goto(path)
        # Chromium itself notes the status of a page that does not exist.
        errors = [e for e in page.watch.errors if "404 (Not Found)" not in e]
        if errors or page.watch.foreign:
            found[name] = errors + page.watch.foreign
    assert found == {}
    assert len(page.watch.requests) > len(portal)


def test_every_page_can_be_read_without_scripts(browse, portal):
    page = browse(width=PHONE, java_script_enabled=False)
    for name, path in portal.items():
        page.goto(path)
        assert page.locator("h1").is_visible(), name
        assert page.locator("main a:visible, main button:visible").count(), name
        assert page.locator("main button[data-copy]:visible").count() == 0, name


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) window.shifts.push([
    each.value, ...each.sources.map((s) => s.node && s.node.outerHTML?.slice(0, 200)),
  ]);
}).observe({ type: "layout-shift", buffered: true });
"""


# A fifth of what readers are said not to notice (web.dev: 0.1). On a machine that is
# busy a page comes in pieces, and a line may settle by a hair.
UNNOTICED = 0.02


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_moves_while_a_page_loads(browse, portal, width):
    page = browse(width=width)
    page.add_init_script(SHIFTS)
    for name in ("home", "article", "news", "documents", "video", "contact"):
        page.goto(portal[name], wait_until="networkidle")
        shifts = page.evaluate("window.shifts")
        assert sum(size for size, *_what in shifts) <= UNNOTICED, (name, shifts)
