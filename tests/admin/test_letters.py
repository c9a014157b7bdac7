"""The queue of letters in the back office: read, corrected, released, stopped."""

import pytest
from django.core import mail
from django.urls import reverse

from lienhiephoi import letters, roles
from lienhiephoi.models import Letter, LetterStatus
from tests import makers, reading
from tests.admin import posting

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/lienhiephoi/letter/"
SEND = "/quan-tri/lienhiephoi/letter/gui-ngay/"


@pytest.fixture
def officer(client):
    made = makers.staff(roles.MEMBERS_OFFICER, full_name="Lê Văn Phòng")
    client.force_login(made)
    return made


def letter(key="1", **fields) -> Letter:
    values = {
        "kind": "Nhắc báo cáo",
        "to": "an@hoi.example",
        "recipient": "Nguyễn Văn An",
        "subject": f"Thư số {key}",
        "body": "Kính gửi ông An,",
        "held": True,
    }
    return letters.write_letter(key, **(values | fields))


def deed(record, name: str) -> str:
    return reverse("admin:lienhiephoi_letter_deed", args=[record.pk, name])


def status(record) -> str:
    record.refresh_from_db()
    return record.status


def test_a_held_letter_is_read_corrected_and_released(client, officer):
    held = letter()
    form = client.get(posting.change_url(held))
    sent = posting.filled_in(form, body="Kính gửi ông Nguyễn Văn An,")
    client.post(posting.change_url(held), sent)
    held.refresh_from_db()
    assert held.body == "Kính gửi ông Nguyễn Văn An,"
    assert status(held) == LetterStatus.HELD
    assert "không lấy lại được" in client.get(deed(held, "cho-gui")).content.decode()
    client.post(deed(held, "cho-gui"))
    assert status(held) == LetterStatus.READY
    assert held.released_by == officer


def test_a_letter_on_its_way_is_corrected_no_more(client, officer):
    ready = letter(held=False)
    page = client.get(posting.change_url(ready))
    assert "Hủy thư" in page.content.decode()
    assert client.post(posting.change_url(ready), {"body": "Khác"}).status_code == 403
    ready.refresh_from_db()
    assert ready.body == "Kính gửi ông An,"


def test_a_letter_is_cancelled_once(client, officer):
    held = letter()
    client.post(deed(held, "huy"))
    assert status(held) == LetterStatus.CANCELLED
    again = client.post(deed(held, "huy"))
    assert "đã hủy" in reading.words(
        reading.by_class(reading.tree(again.content.decode()), "errornote")[0]
    )


def test_many_are_released_at_once_and_those_sent_are_named(client, officer):
    held, sent = letter("1"), letter("2", held=False)
    letters.send_due()
    picked = {"action": "release_many", "_selected_action": [held.pk, sent.pk]}
    answer = client.post(LIST, picked, follow=True)
    told = posting.messages_of(answer)
    assert any("đã gửi" in message for message in told)
    assert "Đã cho gửi 1 thư." in told
    assert status(held) == LetterStatus.READY


def test_what_is_ready_is_sent_by_one_press(client, officer):
    letter("1", held=False)
    letter("2")
    assert "Gửi ngay (1 thư đang chờ)" in client.get(LIST).content.decode()
    assert client.get(SEND).status_code == 200
    assert mail.outbox == []
    answer = client.post(SEND, follow=True)
    assert posting.messages_of(answer) == ["Đã gửi 1 thư, lỗi 0."]
    assert [message.subject for message in mail.outbox] == ["Thư số 1"]


def test_the_desk_shows_what_waits_for_reading(client, officer):
    letter("1")
    letter("2", held=False)
    desk = reading.page(client, "/quan-tri/")
    section = next(e for e in desk.iter("section") if "letters" in str(e.attrib))
    shown = reading.words(section)
    assert "Thư số 1" in shown
    assert "Thư số 2" not in shown
    assert "Xem 1 thư chờ kiểm tra" in shown


@pytest.mark.parametrize(
    ("role", "sees", "acts"),
    [
        (roles.MEMBERS_OFFICER, True, True),
        (roles.ADMINISTRATOR, True, True),
        (roles.LEADERSHIP, True, False),
        (roles.REPORTER, False, False),
        (roles.NEWS_APPROVER, False, False),
        (roles.COUNCIL_MEMBER, False, False),
    ],
)
def test_each_role_sees_and_does_what_it_may(client, role, sees, acts):
    held, ready = letter("1"), letter("2", held=False)
    client.force_login(makers.staff(role))
    seen = {client.get(url).status_code for url in (LIST, posting.change_url(held))}
    assert seen == {200 if sees else 403}
    done = {
        client.post(deed(held, "cho-gui")).status_code,
        client.post(deed(ready, "huy")).status_code,
        client.post(SEND).status_code,
    }
    assert done == {302 if acts else 403}
    assert status(held) == (LetterStatus.SENT if acts else LetterStatus.HELD)
    assert status(ready) == (LetterStatus.CANCELLED if acts else LetterStatus.READY)
    assert len(mail.outbox) == (1 if acts else 0)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_for_any_number(
    client, officer, count, django_assert_max_num_queries
):
    for number in range(count):
        letter(str(number))
    with django_assert_max_num_queries(20):
        client.get(LIST)
