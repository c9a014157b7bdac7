"""From the plan of a conference to its news, and to the next one, by the browser."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from conferences import links
from conferences.models import (
    Conference,
    ConferenceReport,
    ConferenceStatus,
    Invitee,
    Reply,
    ReportStatus,
    TaskStatus,
)
from lienhiephoi import roles
from lienhiephoi.models import Letter
from members.models import Officer
from members.publication import publish as publish_totals
from news.models import Article, PublishingStatus
from tests import makers as people
from tests.conferences import makers as conferences
from tests.members import makers as members

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

TITLE = "Hội nghị tổng kết công tác năm"
GOING, AWAY = "Kiều Thị Hoa", "Vi Văn Khang"
TASKS = ("Mở lớp kỹ năng viết báo cáo phản biện", "Lập danh sách chuyên gia")
ZONE = {"timezone_id": "Asia/Ho_Chi_Minh"}


# --- What there is before -------------------------------------------------------


@pytest.fixture
def bodies(portal):
    """Two associations whose heads are invited, by name."""
    found = {}
    for name, head in (("Hội Làm vườn", GOING), ("Hội Tin học", AWAY)):
        body = found[name] = members.association(name)
        person = members.person(head, email=f"{len(found)}@hoi.example")
        Officer.objects.create(
            association=body,
            person=person,
            position="Chủ tịch",
            is_head=True,
            starts_on=members.LONG_AGO,
        )
    return found


@pytest.fixture
def contest(bodies):
    """The sources of last year: published totals, a contest, a review."""
    year = timezone.localdate().year - 1
    codes = ("hoi_vien", "hoi_vien_moi", "hoi_thao", "lop_tap_huan", "de_tai_moi")
    period = members.period(year, codes=(*codes, "ban_tin"), name=f"Kỳ của năm {year}")
    for amount, body in zip((1200, 800), bodies.values(), strict=True):
        answers = dict.fromkeys((*codes[1:], "ban_tin"), 4)
        members.accepted(members.report(body, period), hoi_vien=amount, **answers)
    publish_totals(period, by=people.staff())
    made = conferences.contest_edition(10, year, entries=62)
    made.prizes.create(level="province", rank="Nhất", count=31)
    made.prizes.create(level="national", rank="Ba", count=2)
    return made


def _window(browse, server, user, **options):
    client = Client()
    client.force_login(user)
    page = browse(**ZONE, **options)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": server.url}]
    )
    return page


@pytest.fixture
def windows(browse, server, bodies):
    """Of all who take part, by what they are."""
    chair = people.user(full_name=GOING)
    members.representative(chair, bodies["Hội Làm vườn"])
    staff = {
        "office": roles.CONFERENCE_OFFICER,
        "chief": roles.LEADERSHIP,
        "newsroom": roles.NEWS_APPROVER,
    }
    found = {
        name: _window(browse, server, people.staff(role, full_name=role))
        for name, role in staff.items()
    }
    phone = {"width": 360, "height": 740}
    return found | {
        "owner": _window(browse, server, chair, **phone),
        "invitee": browse(**ZONE, **phone),
        "reader": browse(**ZONE),
    }


def test_from_the_plan_to_the_news_and_to_the_next_conference(windows, contest):
    office, reader = windows["office"], windows["reader"]
    conference = plan(office)
    invite(office, conference)
    answer(windows["invitee"], conference)
    sign_in(windows["invitee"], conference)
    move(office, conference, "Ghi đã họp")
    write_minutes(office, conference)
    given = [give_task(office, conference, title) for title in TASKS]

    report = write_report(office, conference)
    publish_report(windows["chief"], report)
    conference.refresh_from_db()
    assert conference.status == ConferenceStatus.REPORTED
    read_report(reader, report)
    publish_news(windows["newsroom"], report)
    read_news(reader, conference)

    finish_task(windows["owner"], given[0])
    confirm_task(office, given[0])
    read_promises(reader, next_conference(conference), given)

    correct_source(office, contest)
    reader.goto(report.get_absolute_url())
    # What was published stays, and what the source says now stands beside it.
    assert reader.get_by_role("button", name="62", exact=True).is_visible()
    text = reader.locator(".report").inner_text()
    assert "đã thay đổi sau khi công bố: nay là 64" in text
    for page in windows.values():
        assert page.watch.errors == []
        assert page.watch.foreign == []


# --- Before the conference ------------------------------------------------------


def plan(office) -> Conference:
    """Today, so that people may sign in at its door whenever this runs."""
    today = timezone.localdate()
    conferences.series()
    office.goto("/quan-tri/conferences/conference/add/")
    office.fill("[name=title]", f"{TITLE} {today.year - 1}")
    office.select_option("[name=kind]", "annual_review")
    choose(office, "series", "Hội nghị tổng kết năm")
    office.fill("[name=starts_on]", f"{today:%d/%m/%Y}")
    office.fill("[name=start_time]", "00:30")
    office.fill("[name=place]", "Hội trường Liên hiệp Hội")
    office.check("[name=is_public]")
    for place, title in enumerate(("Báo cáo tổng kết", "Thảo luận, kết luận")):
        office.locator("#agenda-group .add-row a").click()
        office.fill(f"[name=agenda-{place}-title]", title)
    office.click("[name=_continue], [name=_save]")
    office.locator(".messagelist .success").wait_for()
    made = Conference.objects.get(title__startswith=TITLE)
    assert list(made.agenda.values_list("title", flat=True)) == [
        "Báo cáo tổng kết",
        "Thảo luận, kết luận",
    ]
    return made


def open_conference(office, conference) -> None:
    office.goto(f"/quan-tri/conferences/conference/{conference.pk}/change/")


def open_room(office, conference, label: str) -> None:
    open_conference(office, conference)
    office.locator("nav.rooms").get_by_role("link", name=label).click()


def move(office, conference, label: str) -> None:
    open_conference(office, conference)
    office.get_by_role("link", name=label, exact=True).click()
    office.get_by_role("button", name=label, exact=True).click()
    office.get_by_text(f"Đã «{label}»").wait_for()


def invite(office, conference) -> None:
    """The heads of all associations, by letters that the office reads first."""
    open_room(office, conference, "Đại biểu")
    office.get_by_role("link", name="Thêm nhiều đại biểu").click()
    heads = office.locator("form", has=office.locator("input[value=heads]"))
    heads.locator("[type=submit]").click()
    office.get_by_text("Đã thêm 2 đại biểu.").wait_for()
    office.get_by_role("link", name="Thư mời qua thư điện tử").click()
    office.get_by_role("button", name="Lập 2 thư").click()
    office.wait_for_load_state()
    assert Letter.objects.filter(body__contains="/moi-hop/").count() == 2
    move(office, conference, "Ghi đã mời")


def answer(phone, conference) -> None:
    """By the link of the letter, without an account."""
    letter = Letter.objects.get(body__contains=GOING)
    phone.goto(re.search(r"/moi-hop/[^\s/]+/", letter.body)[0])
    assert "Thảo luận, kết luận" in phone.locator("main").inner_text()
    phone.get_by_label("Sẽ dự").check()
    phone.get_by_role("button", name="Gửi trả lời").click()
    phone.get_by_text("Đã trả lời lúc").wait_for()
    assert conference.invitees.get(full_name=GOING).reply == Reply.GOING


def sign_in(phone, conference) -> None:
    """By the code on the poster at the door, the name typed without its marks."""
    address = links.door_link(conference)
    phone.goto(address[address.index("/hoi-nghi/") :])
    phone.fill("[name=name]", "kieu thi hoa")
    phone.get_by_role("button", name="Tôi có mặt").click()
    phone.get_by_text("Đã ghi có mặt").wait_for()
    [came] = Invitee.objects.present()
    assert came.full_name == GOING


# --- The conference -------------------------------------------------------------


def write_minutes(office, conference) -> None:
    open_room(office, conference, "Biên bản")
    assert "Có mặt 1 người" in office.locator("#content").inner_text()
    items = office.locator(".minutes-part")
    items.nth(2).locator("[name$=conclusion]").fill("Thống nhất hai nhiệm vụ.")
    office.get_by_role("button", name="Lưu biên bản").click()
    office.get_by_text("Đã lưu biên bản.").wait_for()
    assert conference.agenda.get(title="Thảo luận, kết luận").minute.conclusion


def give_task(office, conference, title: str):
    office.goto(f"/quan-tri/conferences/task/add/?conference={conference.pk}")
    office.fill("[name=title]", title)
    choose(office, "association", "Hội Làm vườn")
    office.get_by_role("button", name="Lưu và giao nhiệm vụ").click()
    office.locator(".messagelist .success").first.wait_for()
    made = conference.tasks.get(title=title)
    assert made.status == TaskStatus.OPEN
    return made


def choose(page, field: str, text: str) -> None:
    """In a search box of the back office."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(text)
    page.get_by_role("option", name=text).first.click()


# --- The report -----------------------------------------------------------------

WRITTEN = {
    "Họp Ban Chấp hành": "Tổ chức [[hoi-nghi:2]] hội nghị.",
    "Thi đua, khen thưởng": "Tặng Giấy khen theo quy chế.",
    "Ưu điểm": "Các hội gửi báo cáo đúng hạn.",
    "Hạn chế": "Một số chi hội sinh hoạt chưa đều.",
    "Phương hướng": "Thực hiện hai nhiệm vụ hội nghị giao.",
    "Kiến nghị": "Đề nghị gửi dự thảo sớm hơn.",
}


def write_report(office, conference) -> ConferenceReport:
    year = conference.starts_on.year - 1
    office.goto(
        f"/quan-tri/conferences/conferencereport/add/?conference={conference.pk}"
    )
    office.fill("[name=subject]", f"Tổng kết công tác năm {year}")
    office.fill("[name=starts_on]", f"01/01/{year}")
    office.fill("[name=ends_on]", f"31/12/{year}")
    office.select_option("[name=period]", label=f"Kỳ của năm {year}")
    office.click("[name=_continue], [name=_save]")
    office.locator(".messagelist .success").first.wait_for()
    report = conference.reports.get()
    for place, part in enumerate(report.parts.all()):
        for beginning, text in WRITTEN.items():
            if part.title.startswith(beginning):
                office.fill(f"[name=parts-{place}-body]", text)
    office.get_by_role("button", name="Lưu và trình duyệt").click()
    office.locator(".messagelist .success").first.wait_for()
    report.refresh_from_db()
    assert report.status == ReportStatus.CHECKING
    return report


def publish_report(chief, report) -> None:
    chief.goto(f"/quan-tri/conferences/conferencereport/{report.pk}/change/")
    chief.get_by_role("link", name="Công bố", exact=True).click()
    chief.get_by_role("button", name="Công bố", exact=True).click()
    chief.get_by_text("Đã «Công bố»").wait_for()
    assert report.editions.count() == 1


def read_report(reader, report) -> None:
    reader.goto(report.conference.get_absolute_url())
    reader.get_by_role("link", name=str(report)).first.click()
    figures = reader.locator("button.source")
    assert figures.count() >= 10
    assert "với 2.000 hội viên" in reader.locator("main").inner_text()
    # A tap on the number says where it comes from.
    reader.get_by_role("button", name="2.000", exact=True).click()
    origin = reader.locator("[popover]:popover-open")
    assert "Số liệu tổng hợp năm" in origin.inner_text()
    reader.keyboard.press("Escape")


def publish_news(newsroom, report) -> None:
    newsroom.goto(f"/quan-tri/conferences/conferencereport/{report.pk}/change/")
    newsroom.get_by_role("link", name="Tạo bản nháp tin").click()
    newsroom.get_by_role("button", name="Tạo bản nháp tin").click()
    newsroom.get_by_text("Đã tạo bản nháp tin").wait_for()
    article = Article.objects.get(conferences=report.conference)
    assert article.status == PublishingStatus.DRAFT
    newsroom.get_by_role("button", name="Lưu và đăng").click()
    newsroom.get_by_text("Đã «Duyệt và đăng»").wait_for()


def read_news(reader, conference) -> None:
    article = Article.objects.get(conferences=conference)
    reader.goto(conference.get_absolute_url())
    reader.get_by_role("link", name=article.title).first.click()
    assert "2.000" in reader.locator("article").first.inner_text()


# --- The next one ---------------------------------------------------------------


def finish_task(owner, task) -> None:
    owner.goto("/lam-viec/")
    owner.get_by_role("link", name=task.title).first.click()
    owner.fill("[name=text]", "Hai lớp, 61 học viên.")
    owner.get_by_role("button", name="Gửi và báo đã hoàn thành").click()
    owner.get_by_text("Đã báo hoàn thành").wait_for()


def confirm_task(office, task) -> None:
    office.goto(f"/quan-tri/conferences/task/{task.pk}/change/")
    assert "Hai lớp, 61 học viên." in office.content()
    label = "Xác nhận đã hoàn thành"
    office.get_by_role("link", name=label, exact=True).click()
    office.get_by_role("button", name=label, exact=True).click()
    office.get_by_text(f"Đã «{label}»").wait_for()
    task.refresh_from_db()
    assert task.status == TaskStatus.DONE


def next_conference(conference) -> Conference:
    return conferences.conference(
        f"{TITLE} {conference.starts_on.year}",
        series=conference.series,
        starts_on=conference.starts_on + dt.timedelta(days=350),
    )


def read_promises(reader, conference, given) -> None:
    reader.goto(conference.get_absolute_url())
    box = reader.locator(".promised")
    assert "giao 2 nhiệm vụ, đã hoàn thành 1, đang thực hiện 1" in box.inner_text()
    states = [row.inner_text() for row in box.locator(".promise").all()]
    assert [task.title in row for task, row in zip(given, states, strict=True)] == [
        True,
        True,
    ]
    assert "Đã hoàn thành" in states[0]
    assert "Đang thực hiện" in states[1]


def correct_source(office, contest) -> None:
    office.goto(f"/quan-tri/conferences/contestedition/{contest.pk}/change/")
    office.fill("[name=entries]", "64")
    office.click("[name=_save], [name=_continue]")
    office.locator(".messagelist .success").first.wait_for()
