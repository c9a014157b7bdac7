"""An invitee's own page: the answer, the papers, the code; and who else may see them."""

import icalendar
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from conferences import invitees, links
from conferences.models import Audience, Paper
from tests import makers as ground, reading
from tests.conferences import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitee(time_machine):
    time_machine.move_to("2026-12-01T08:00:00+07:00")
    conference = makers.conference(is_public=False)
    return makers.invitee(conference, position="Chủ tịch", body="Hội Cơ học")


def address(invitee) -> str:
    return reverse("conferences:invitation", args=[links.token_of(invitee)])


def paper(conference, audience, title="Chuyển đổi số") -> Paper:
    made = Paper(conference=conference, title=title, audience=audience)
    made.file.save("tham-luan.pdf", ContentFile(ground.PDF), save=False)
    made.mime_type, made.file_name = "application/pdf", "tham-luan.pdf"
    made.size = len(ground.PDF)
    made.save()
    return made


def paper_address(invitee, paper) -> str:
    args = [links.token_of(invitee), "tham-luan", paper.pk]
    return reverse("conferences:invitation-file", args=args)


def test_the_page_tells_what_the_letter_tells(client, invitee):
    page = client.get(address(invitee)).content.decode()
    for told in ("Trần Thị Bình", "Hội Cơ học", "08:00, thứ\xa0Sáu, 18/12/2026"):
        assert told in page
    assert "sau 12 tháng" in page


def test_the_code_for_the_door_is_drawn_whole_on_a_small_screen(client, invitee):
    page = reading.page(client, address(invitee))
    drawing = reading.by_class(page, "qr")[0].find("svg")
    assert (bool(drawing.get("viewbox")), drawing.get("width")) == (True, None)


def test_the_answer_is_one_tap_from_the_head_while_it_is_taken(client, invitee):
    page = reading.main(client, address(invitee))
    assert reading.links(page)["Trả lời dự họp"] == "#tra-loi"
    assert page.find(".//*[@id='tra-loi']") is not None
    invitee.conference.status = "cancelled"
    invitee.conference.save()
    page = reading.main(client, address(invitee))
    assert "Trả lời dự họp" not in reading.links(page)
    assert "Đã hủy, không tổ chức." in reading.words(page)
    assert "báo lại khi có lịch mới" not in reading.words(page)


def test_who_came_uninvited_has_no_page_to_answer_on(client, invitee):
    invitee.was_invited = False
    invitee.save()
    assert client.get(address(invitee)).status_code == 410
    assert client.post(address(invitee), {"reply": "going"}).status_code == 410
    assert client.get(links.badge_link_of(invitee)).status_code != 410


def test_a_whole_house_answers_from_behind_one_address(client, invitee):
    sent = {"reply": "absent", "reason": "Trùng lịch"}
    for number in range(25):
        other = makers.invitee(invitee.conference, f"Người {number}")
        assert client.post(address(other), sent).status_code == 302
    tries = [client.post(address(invitee), sent).status_code for _ in range(21)]
    assert tries == [*[302] * 20, 429]


def test_the_page_is_kept_by_nobody(client, invitee):
    answer = client.get(address(invitee))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("sent", "reply", "kept"),
    [
        ({"reply": "going"}, "going", ""),
        (
            {"reply": "substitute", "substitute_name": "Lê Văn Thay"},
            "substitute",
            "Lê Văn Thay",
        ),
        ({"reply": "absent", "reason": "Trùng lịch"}, "absent", ""),
    ],
)
def test_an_answer_is_taken_without_an_account(client, invitee, sent, reply, kept):
    page = client.post(address(invitee), sent, follow=True)
    assert "Đã ghi trả lời của Ông/Bà" in page.content.decode()
    invitee.refresh_from_db()
    assert (invitee.reply, invitee.substitute_name) == (reply, kept)
    assert invitee.answers.get().by is None


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Hãy chọn một trong ba câu trả lời."),
        ({"reply": "substitute"}, "Hãy ghi họ tên người đi thay."),
        ({"reply": "absent"}, "Hãy ghi lý do vắng."),
        ({}, "Có lỗi"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_in_words(
    client, invitee, sent, told
):
    page = client.post(address(invitee), sent).content.decode()
    assert told in page
    assert not invitee.answers.exists()


def test_after_the_meeting_the_page_stays_and_takes_no_answer(
    client, invitee, time_machine
):
    time_machine.move_to("2026-12-20T08:00:00+07:00")
    page = client.get(address(invitee)).content.decode()
    assert "không nhận trả lời nữa" in page
    client.post(address(invitee), {"reply": "going"})
    assert not invitee.answers.exists()


def test_answers_come_in_no_flood(client, invitee):
    codes = [
        client.post(address(invitee), {"reply": "going"}).status_code for _ in range(21)
    ]
    assert codes == [302] * 20 + [429]


def test_an_old_or_invented_link_is_gone(client, invitee):
    old = address(invitee)
    invitees.renew_link(invitee)
    for path in (old, "/moi-hop/1-x/", "/moi-hop/abc/"):
        assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("audience", "status"),
    [(Audience.PUBLIC, 200), (Audience.DELEGATES, 200), (Audience.OFFICE, 404)],
)
def test_papers_for_delegates_are_handed_out_behind_the_link(
    client, invitee, audience, status
):
    made = paper(invitee.conference, audience)
    path = paper_address(invitee, made)
    is_shown = path in client.get(address(invitee)).content.decode()
    answer = client.get(path)
    assert (answer.status_code, is_shown) == (status, status == 200)
    if status == 200:
        assert b"".join(answer.streaming_content) == ground.PDF
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_link_opens_no_papers_of_another_meeting(client, invitee):
    other = paper(makers.conference("Hội thảo khác"), Audience.DELEGATES)
    assert client.get(paper_address(invitee, other)).status_code == 404


def test_the_calendar_file_holds_a_meeting_that_is_not_public(client, invitee):
    path = reverse("conferences:invitation-calendar", args=[links.token_of(invitee)])
    calendar = icalendar.Calendar.from_ical(client.get(path).content)
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == invitee.conference.title
    assert event.start == invitee.conference.starts_at


def test_an_answer_of_another_is_never_shown(client, invitee):
    other = makers.invitee(
        invitee.conference, "Người Khác", email="khac@example.org", phone="0901234567"
    )
    page = client.get(address(invitee)).content.decode()
    for secret in (other.full_name, other.email, other.phone, links.token_of(other)):
        assert secret not in page


def test_the_page_costs_little(client, invitee, django_assert_max_num_queries):
    for place in range(20):
        makers.agenda_item(invitee.conference, f"Nội dung {place}")
        invitee.conference.bodies.create(name=f"Sở {place}")
        Paper.objects.create(conference=invitee.conference, title=f"Bài {place}")
    with django_assert_max_num_queries(8):
        client.get(address(invitee))
