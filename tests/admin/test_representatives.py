"""Invitations and representatives in the back office."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.models import Letter
from members import invitations
from members.models import Invitation, Representative
from tests import makers as ground, reading
from tests.admin import posting
from tests.members import makers

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
ADD = "/quan-tri/members/invitation/add/"
LINK = "/quan-tri/members/invitation/duong-dan/"


@pytest.fixture
def officer(client):
    made = ground.staff(roles.MEMBERS_OFFICER, full_name="Lê Văn Phòng")
    client.force_login(made)
    return made


@pytest.fixture
def association():
    return makers.association("Hội Cơ học")


def invite(client, association, **typed):
    sent = posting.filled_in(
        client.get(ADD),
        association=association.pk,
        full_name="Nguyễn Văn An",
        role="signs",
    )
    return client.post(ADD, sent | typed)


def deed(record, name: str) -> str:
    kind = record._meta.model_name
    return reverse(f"admin:members_{kind}_deed", args=[record.pk, name])


# --- Inviting -------------------------------------------------------------------


def test_the_office_invites_and_sees_the_link_once(client, officer, association):
    answer = invite(client, association)
    assert answer.headers["Location"] == LINK
    shown = reading.page(client, LINK)
    (text,) = [e.text for e in shown.iter("textarea")]
    link = re.search(r"https?://\S+", text)[0]
    assert Client().get(link).status_code == 200
    assert client.get(LINK).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.association, invitation.created_by) == (association, officer)


def test_the_office_s_invitation_is_mailed(client, officer, association):
    invite(client, association, email="an@hoi.example")
    (letter,) = mail.outbox
    assert letter.to == ["an@hoi.example"]
    assert "Đã gửi thư" in client.get(LINK).content.decode()


def test_a_role_that_is_held_already_is_refused_on_the_form(
    client, officer, association
):
    makers.representative(ground.user(email="an@hoi.example"), association)
    answer = invite(client, association, email="an@hoi.example")
    assert answer.status_code == 200
    assert "đang đại diện" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_revoked_and_renewed(client, officer, association):
    old = Invitation(association=association, role="signs", full_name="Nguyễn Văn An")
    secret = invitations.invite(old, by=officer)
    page = client.get(posting.change_url(old)).content.decode()
    assert "Lập đường dẫn mới" in page
    assert secret not in page
    client.post(deed(old, "thu-hoi"))
    old.refresh_from_db()
    assert old.revoked_at is not None
    assert client.post(deed(old, "duong-dan-moi")).headers["Location"] == LINK
    assert "textarea" in client.get(LINK).content.decode()
    assert Invitation.objects.open().get().full_name == "Nguyễn Văn An"


def test_an_invitation_is_not_edited(client, officer, association):
    made = Invitation(association=association, role="prepares", full_name="An")
    invitations.invite(made, by=officer)
    answer = client.post(posting.change_url(made), {"role": "signs"})
    assert answer.status_code == 403
    made.refresh_from_db()
    assert made.role == "prepares"


# --- Ending ---------------------------------------------------------------------


def test_the_office_ends_a_representation_even_the_last_one(
    client, officer, association
):
    user = ground.user(full_name="Trần Thị Bình", email="binh@hoi.example")
    acting = makers.representative(user, association)
    assert (
        "Bàn giao, kết thúc" in client.get(posting.change_url(acting)).content.decode()
    )
    page = client.get(deed(acting, "ket-thuc")).content.decode()
    assert "người ký, gửi cuối cùng của hội" in page
    sent = {"when": "now", "reason": "Theo công văn của hội"}
    answer = client.post(deed(acting, "ket-thuc"), sent, follow=True)
    assert "không còn ai ký" in posting.messages_of(answer)[0]
    acting.refresh_from_db()
    assert acting.ended_at is not None
    assert (acting.ends_on, acting.end_reason) == (TODAY(), sent["reason"])
    assert not invitations.current(association).exists()
    assert Letter.objects.get(to="binh@hoi.example").created_by == officer


def test_an_end_before_its_time_is_refused_in_words(client, officer, association):
    acting = makers.representative(association=association)
    sent = {"when": "day", "last_day": "01/01/2020", "reason": "Nhầm"}
    answer = client.post(deed(acting, "ket-thuc"), sent)
    assert "Sớm nhất" in answer.content.decode()
    acting.refresh_from_db()
    assert acting.ends_on is None


def test_a_representative_is_neither_added_edited_nor_deleted(
    client, officer, association
):
    acting = makers.representative(association=association)
    base = "/quan-tri/members/representative/"
    statuses = {
        client.get(f"{base}add/").status_code,
        client.post(posting.change_url(acting), {"role": "prepares"}).status_code,
        client.post(f"{base}{acting.pk}/delete/", {"post": "yes"}).status_code,
    }
    assert statuses == {403}
    assert Representative.objects.get().role == acting.role


@pytest.mark.parametrize(
    ("role", "sees", "acts"),
    [
        (roles.MEMBERS_OFFICER, True, True),
        (roles.ADMINISTRATOR, True, True),
        (roles.LEADERSHIP, True, False),
        (roles.REPORTER, False, False),
        (roles.EMULATION_OFFICER, False, False),
    ],
)
def test_each_role_sees_and_does_what_it_may(client, association, role, sees, acts):
    acting = makers.representative(association=association)
    made = Invitation(association=association, role="signs", full_name="An")
    invitations.invite(made, by=ground.staff())
    client.force_login(ground.staff(role))
    seen = {
        client.get(posting.change_url(record)).status_code for record in (acting, made)
    }
    assert seen == {200 if sees else 403}
    done = {
        client.post(deed(made, "thu-hoi")).status_code,
        client.post(deed(made, "duong-dan-moi")).status_code,
        client.post(
            deed(acting, "ket-thuc"), {"when": "now", "reason": "Thử"}
        ).status_code,
    }
    assert done == {302 if acts else 403}
    acting.refresh_from_db()
    assert (acting.ends_on is not None) == acts
    assert client.get(ADD).status_code == (200 if acts else 403)


@pytest.mark.parametrize("kind", ["representative", "invitation"])
@pytest.mark.parametrize("count", [1, 30])
def test_the_lists_cost_the_same_for_any_number(
    client, officer, association, kind, count, django_assert_max_num_queries
):
    for number in range(count):
        makers.representative(ground.user(f"nguoi-{number}"), association)
        made = Invitation(association=association, role="signs", full_name=f"N{number}")
        invitations.invite(made, by=officer)
    with django_assert_max_num_queries(20):
        shown = client.get(f"/quan-tri/members/{kind}/").content.decode()
    assert shown.count("Hội Cơ học") >= count
