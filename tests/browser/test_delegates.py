"""What invitees and the door see in a real browser: on a phone, by all rules of access."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conferences import links
from tests import makers as ground
from tests.browser.test_every_page import check_accessible
from tests.conferences import makers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def pages(portal) -> dict[str, str]:
    """A meeting of today with two of one name, one of whom sends somebody else."""
    conference = makers.conference(
        starts_on=timezone.localdate(),
        start_time=dt.time(0, 30),
        online_address="https://hop.example.org/abc-def",
    )
    makers.agenda_item(conference, presenter="Ông Lê Văn An, Chủ tịch")
    invitee = makers.invitee(
        conference,
        honorific="PGS.TS.",
        position="Phó Chủ tịch kiêm Tổng Thư ký",
        body="Hội Khoa học và Kỹ thuật Cầu đường tỉnh Lam Giang",
        email="binh@example.org",
    )
    makers.invitee(conference, body="Hội Y học", substitute_name="Lê Văn Thay")
    office = {
        name: reverse(f"admin:conferences_invitee_{name}", args=[conference.pk])
        for name in ("office", "add-many", "letters", "door", "table")
    }
    return {
        "invitation": _path(links.link_of(invitee)),
        "self": _path(links.door_link(conference)),
        "badge": _path(links.badge_link_of(invitee)),
        "change": reverse("admin:conferences_invitee_change", args=[invitee.pk]),
        **office,
    }


def _path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def officer(browse, server):
    client = Client()
    client.force_login(ground.staff(full_name="Đỗ Thị Hương", is_superuser=True))
    key = client.cookies["sessionid"].value

    def window(**options):
        page = browse(timezone_id="Asia/Ho_Chi_Minh", **options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": key, "url": server.url}]
        )
        return page

    return window


def test_axe_finds_nothing(officer, pages):
    """Forms with the search boxes of Django's admin are not ours to judge."""
    ours = pages.keys() - {"change", "add-many"}
    check_accessible(
        officer(reduced_motion="reduce"), {name: pages[name] for name in sorted(ours)}
    )


def test_pages_fit_a_phone(officer, pages):
    page = officer(width=360)
    for name, path in pages.items():
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, name


def test_an_invitee_answers_and_signs_in_by_phone(browse, pages):
    page = browse(width=360, timezone_id="Asia/Ho_Chi_Minh")
    page.goto(pages["invitation"])
    page.get_by_label("Cử người đi thay").check()
    page.get_by_label("Họ và tên người đi thay").fill("Vũ Đi Hộ")
    page.get_by_role("button", name="Gửi trả lời").click()
    assert "cử người đi thay" in page.locator(".messages").inner_text()
    page.goto(pages["self"])
    page.get_by_label("Họ và tên").fill("vu di ho")
    page.get_by_role("button", name="Tôi có mặt").click()
    assert "Vũ Đi Hộ, thay PGS.TS. Trần Thị Bình" in page.inner_text("main")
