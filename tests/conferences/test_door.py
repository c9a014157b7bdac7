"""At the door: by one's own phone, by a badge, from the list keyed in later."""

import json

import pytest
from django.urls import reverse

from conferences import links
from conferences.models import Arrival
from lienhiephoi import roles
from tests import makers as ground, reading
from tests.conferences import makers

pytestmark = pytest.mark.django_db

MORNING = "2026-12-18T07:30:00+07:00"


@pytest.fixture
def conference(time_machine):
    time_machine.move_to(MORNING)
    return makers.conference()


def door(conference, **rule) -> str:
    code = links.door_code(conference, **rule)
    return reverse("conferences:door", args=[conference.slug, code])


def badge(invitee) -> str:
    return "/" + links.badge_link_of(invitee).split("/", 3)[3]


def shown(answer) -> str:
    return answer.content.decode()


# --- By oneself -------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Trần Thị Bình", "tran thi binh", " TRẦN  thị bình "]
)
def test_the_name_alone_signs_in(client, conference, typed):
    invitee = makers.invitee(conference, body="Hội Cơ học")
    page = shown(client.post(door(conference), {"name": typed}))
    assert "Đã ghi có mặt" in page
    assert "Hội Cơ học" in page
    invitee.refresh_from_db()
    assert (invitee.arrival, invitee.checked_in_by) == (Arrival.SELF, None)


def test_two_of_one_name_are_asked_for_their_body(client, conference):
    first = makers.invitee(conference, body="Hội Cơ học")
    second = makers.invitee(conference, body="Hội Toán học")
    page = shown(client.post(door(conference), {"name": "Trần Thị Bình"}))
    assert "Hội Cơ học" in page
    assert "Hội Toán học" in page
    assert not conference.invitees.present().exists()
    client.post(door(conference), {"name": "Trần Thị Bình", "who": second.pk})
    assert list(conference.invitees.present()) == [second]
    assert first not in conference.invitees.present()


def test_whoever_is_sent_instead_signs_in_by_the_own_name(client, conference):
    invitee = makers.invitee(conference, substitute_name="Lê Văn Thay")
    page = shown(client.post(door(conference), {"name": "le van thay"}))
    assert "thay Trần Thị Bình" in page
    invitee.refresh_from_db()
    assert invitee.who_came == "Lê Văn Thay"


def test_signing_in_twice_says_since_when(client, conference, time_machine):
    makers.invitee(conference)
    client.post(door(conference), {"name": "Trần Thị Bình"})
    time_machine.move_to("2026-12-18T09:00:00+07:00")
    page = shown(client.post(door(conference), {"name": "Trần Thị Bình"}))
    assert "Đã có mặt từ trước" in page
    assert "07:30, 18/12/2026" in page


def test_nobody_outside_the_list_enters_by_the_usual_poster(client, conference):
    path = door(conference)
    page = shown(client.post(path, {"name": "Người Lạ"}))
    assert "không có tên" in page
    client.post(path, {"name": "Người Lạ", "body": "Sở Nội vụ"})
    assert not conference.invitees.exists()


@pytest.mark.parametrize("takes_guests", [False, True])
def test_a_name_not_found_stands_ready_to_be_mended(client, conference, takes_guests):
    makers.invitee(conference)
    path = door(conference, takes_guests=takes_guests)
    page = reading.tree(client.post(path, {"name": "Trần Bình"}).content.decode())
    form = page.find(".//form")
    typed = {e.get("name"): e.get("value") for e in form.iter("input")}
    assert typed["name"] == "Trần Bình"
    assert "body" not in typed
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    client.post(path, {**typed, "name": "Trần Thị Bình"})
    assert conference.invitees.get().is_present


def test_a_guest_enters_by_the_other_poster_once(client, conference):
    path = door(conference, takes_guests=True)
    for name in ("Người Lạ", "nguoi la"):
        client.post(path, {"name": name, "body": "Sở Nội vụ"})
    guest = conference.invitees.get()
    assert (guest.was_invited, guest.body, guest.arrival) == (
        False,
        "Sở Nội vụ",
        Arrival.SELF,
    )


def test_a_guest_enters_whose_name_grows_when_folded(client, conference):
    path = door(conference, takes_guests=True)
    client.post(path, {"name": "각" * 110, "body": "Đoàn khách quốc tế"})
    assert conference.invitees.get().full_name == "각" * 110


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-12-18T06:29:00+07:00", "06:30, 18/12/2026"),
        ("2026-12-19T00:00:00+07:00", "Đã hết giờ điểm danh"),
    ],
)
def test_outside_its_hours_the_door_is_shut(
    client, conference, time_machine, moment, told
):
    makers.invitee(conference)
    time_machine.move_to(moment)
    answer = client.post(door(conference), {"name": "Trần Thị Bình"})
    assert told in shown(answer)
    assert not conference.invitees.present().exists()


def test_the_list_of_names_is_not_shown_at_the_door(client, conference):
    makers.invitee(conference, "Lê Văn An")
    assert "Lê Văn An" not in shown(client.get(door(conference)))
    assert "Lê Văn An" not in shown(client.post(door(conference), {"name": "Lê Văn"}))


def test_a_wrong_code_is_no_door(client, conference):
    path = reverse("conferences:door", args=[conference.slug, "a" * 16])
    assert client.get(path).status_code == 404


# --- By a badge -------------------------------------------------------------------


def test_a_badge_signs_in_by_one_press_of_the_door(client, conference):
    invitee = makers.invitee(conference)
    clerk = ground.staff(roles.CONFERENCE_OFFICER)
    client.force_login(clerk)
    assert ">Có mặt</button>" in shown(client.get(badge(invitee)))
    client.post(badge(invitee))
    invitee.refresh_from_db()
    assert (invitee.arrival, invitee.checked_in_by) == (Arrival.BADGE, clerk)


@pytest.mark.parametrize(
    ("person", "status"),
    [("nobody", 302), ("representative", 403), (roles.REPORTER, 403)],
)
def test_a_badge_opens_to_the_door_alone(client, conference, person, status):
    invitee = makers.invitee(conference)
    if person == "representative":
        client.force_login(ground.user())
    elif person != "nobody":
        client.force_login(ground.staff(person))
    assert client.get(badge(invitee)).status_code == status
    assert client.post(badge(invitee)).status_code == status
    assert not conference.invitees.present().exists()


# --- Keyed in ---------------------------------------------------------------------


@pytest.fixture
def clerk(client, conference):
    client.force_login(ground.staff(roles.CONFERENCE_OFFICER))
    return client


def keyed_in(conference) -> str:
    return reverse("admin:conferences_invitee_door", args=[conference.pk])


def key_in(client, conference, seen: dict, present=(), substitute=()):
    return client.post(
        keyed_in(conference),
        {
            "seen": json.dumps({str(row.pk): state for row, state in seen.items()}),
            "present": [each.pk for each in present],
            "substitute": [each.pk for each in substitute],
        },
    )


def present(conference) -> set[str]:
    return {each.who_came for each in conference.invitees.present()}


def test_two_clerks_lose_nothing_of_each_other(clerk, conference):
    first, second, third = (
        makers.invitee(conference, name) for name in ("An", "Bình", "Chi")
    )
    before = {first: "", second: "", third: ""}
    key_in(clerk, conference, before, present=[first])
    key_in(clerk, conference, before, present=[second])
    assert present(conference) == {"An", "Bình"}


def test_a_row_left_alone_keeps_what_the_door_wrote_meanwhile(clerk, conference):
    first, second = (makers.invitee(conference, name) for name in ("An", "Bình"))
    seen = {first: "", second: ""}
    clerk.post(badge(first))
    key_in(clerk, conference, seen, present=[second])
    assert present(conference) == {"An", "Bình"}
    first.refresh_from_db()
    assert first.arrival == Arrival.BADGE


def test_a_mark_taken_away_takes_the_arrival_back(clerk, conference):
    invitee = makers.invitee(conference)
    key_in(clerk, conference, {invitee: ""}, present=[invitee])
    key_in(clerk, conference, {invitee: "x"})
    assert present(conference) == set()


def test_a_substitute_is_keyed_in_announced_or_not(clerk, conference):
    known = makers.invitee(conference, "An", substitute_name="Lê Thay")
    unknown = makers.invitee(conference, "Bình")
    key_in(clerk, conference, {known: "", unknown: ""}, substitute=[known])
    clerk.post(
        keyed_in(conference),
        {"invitee": unknown.pk, "substitute_name": "Vũ Đi Hộ"},
    )
    assert present(conference) == {"Lê Thay", "Vũ Đi Hộ"}


def test_the_screen_of_a_large_meeting_stays_cheap(
    clerk, conference, django_assert_max_num_queries
):
    for place in range(60):
        makers.invitee(conference, f"Đại biểu {place}")
    with django_assert_max_num_queries(20):
        page = shown(clerk.get(keyed_in(conference)))
    assert page.count('name="present"') == 60


def test_only_the_door_keys_in(client, conference):
    client.force_login(ground.staff(roles.LEADERSHIP))
    assert client.get(keyed_in(conference)).status_code == 403
