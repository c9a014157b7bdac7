"""Who came, keyed in from the signed list on one page."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from tests import makers as ground
from tests.conferences import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    return makers.conference()


@pytest.fixture
def office(client):
    client.force_login(ground.staff(roles.CONFERENCE_OFFICER))
    return client


def door(conference) -> str:
    return reverse("admin:conferences_invitee_door", args=[conference.pk])


def test_a_substitute_taken_back_meanwhile_does_not_lose_the_other_rows(
    office, conference
):
    gone = makers.invitee(conference, "Người một")
    here = makers.invitee(conference, "Người hai")
    sent = {
        "seen": json.dumps({gone.pk: "", here.pk: ""}),
        "substitute": gone.pk,
        "present": here.pk,
    }
    page = office.post(door(conference), sent, follow=True)
    assert "Chưa ghi ai đi thay Người một." in page.content.decode()
    here.refresh_from_db()
    gone.refresh_from_db()
    assert (here.is_present, gone.is_present) == (True, False)


def test_nobody_comes_to_a_meeting_called_off(office, conference):
    invitee = makers.invitee(conference)
    conference.status = "cancelled"
    conference.save()
    sent = {"seen": json.dumps({invitee.pk: ""}), "present": invitee.pk}
    assert office.post(door(conference), sent).status_code == 403
    invitee.refresh_from_db()
    assert not invitee.is_present


def test_who_came_is_not_deleted(office, conference):
    came = makers.invitee(
        conference, "Có mặt", arrived_at=timezone.now(), arrival="list"
    )
    path = reverse("admin:conferences_invitee_changelist")
    sent = {"action": "delete_selected", "_selected_action": came.pk, "post": "yes"}
    office.post(path, sent)
    assert list(conference.invitees.all()) == [came]


def test_a_name_that_grows_when_folded_is_kept(conference):
    long = makers.invitee(conference, "각" * 120)
    assert len(long.folded_name) > 120


@pytest.mark.parametrize("seen", ["[" * 30_000, "null", "", "[1]"])
def test_a_door_page_sent_in_pieces_is_refused(office, conference, seen):
    assert office.post(door(conference), {"seen": seen}).status_code == 400
