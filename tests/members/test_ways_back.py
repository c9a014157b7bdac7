"""Who acts no more comes back by no link; a body that is gone has nobody and no link."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import letters
from lienhiephoi.models import ConsentText, Letter, LetterStatus
from members import data_subjects, invitations, notifications, register
from members.models import Invitation, RepresentativeRole
from members.register import NewBody, Occasion
from tests import makers as ground
from tests.members import makers

pytestmark = pytest.mark.django_db

SIGNS, PREPARES = RepresentativeRole.SIGNS, RepresentativeRole.PREPARES
TODAY = timezone.localdate


@pytest.fixture
def association():
    return makers.association("Hội Cơ học")


@pytest.fixture
def officer():
    return ground.staff(full_name="Lê Văn Phòng")


@pytest.fixture
def chair(association):
    user = ground.user("an", full_name="Nguyễn Văn An", email="an@hoi.example")
    return makers.representative(user, association, SIGNS)


def invite(association, by, full_name="Lê Thị Chi", **fields) -> str:
    """The secret of a new invitation's link."""
    fields = {"role": PREPARES, "full_name": full_name, **fields}
    return invitations.invite(Invitation(association=association, **fields), by=by)


def accept(secret: str, user):
    return invitations.accept(secret, user, ConsentText.objects.newest("account"))


# --- Ended people ---------------------------------------------------------------


def test_who_is_ended_at_once_takes_his_links_with_him(association, chair, officer):
    invite(association, chair.user, "Người quen của ông An")
    invite(association, officer, "NGUYỄN VĂN AN")
    invite(association, officer, "Ông Khác", email="AN.MOI@hoi.example")
    chair.user.email = "an.moi@hoi.example"
    chair.user.save()
    kept = invite(association, officer, "Trần Thị Bình")
    elsewhere = makers.association("Hội Đông y")
    invite(elsewhere, officer, "Nguyễn Văn An")
    invitations.end(chair, None, "Thôi giữ chức")
    names = association.invitations.open().values_list("full_name", flat=True)
    assert list(names) == ["Trần Thị Bình"]
    assert invitations.find(kept)
    # What another association asks of him is its own affair.
    assert elsewhere.invitations.open().count() == 1


def test_a_planned_end_leaves_the_chair_to_invite_till_his_last_day(association, chair):
    secret = invite(association, chair.user)
    invitations.end(chair, TODAY() + dt.timedelta(days=3), "Bàn giao")
    assert invitations.find(secret)
    later = timezone.now() + dt.timedelta(days=4)
    with (
        time_machine.travel(later, tick=False),
        pytest.raises(invitations.InvitationError, match="không còn ký, gửi"),
    ):
        accept(secret, ground.user())


def test_nobody_accepts_his_own_invitation(association, chair):
    secret = invite(association, chair.user, "Người không có thật", role=SIGNS)
    invitations.end(chair, TODAY(), "Bàn giao")
    with pytest.raises(invitations.InvitationError, match="không tự nhận được"):
        accept(secret, chair.user)
    chair.refresh_from_db()
    assert chair.ends_on == TODAY()


def test_the_office_may_call_back_who_was_ended_the_same_day(
    association, chair, officer
):
    invitations.end(chair, None, "Ghi nhầm người")
    again = accept(invite(association, officer, "An", role=SIGNS), chair.user)
    assert again.pk != chair.pk
    assert invitations.current(association).get() == again


# --- Bodies that are gone -------------------------------------------------------


def test_a_body_that_is_gone_has_nobody_and_no_link(association, chair, officer):
    invite(association, officer)
    register.dissolve(association, Occasion(TODAY(), officer))
    assert not invitations.current(association).exists()
    assert not association.invitations.open().exists()
    chair.refresh_from_db()
    assert chair.ended_at is not None
    assert "kết thúc hoạt động" in chair.end_reason


def test_a_merger_closes_what_ends_and_leaves_what_goes_on(association, chair, officer):
    other = makers.association("Hội Toán học")
    stays = makers.representative(association=other)
    for body in (association, other):
        invite(body, officer)
    register.merge([association], Occasion(TODAY(), officer), into=other)
    assert not invitations.current(association).exists()
    assert not association.invitations.open().exists()
    assert invitations.current(other).get() == stays
    assert other.invitations.open().count() == 1


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_split_closes_only_what_does_not_go_on(association, chair, officer, goes_on):
    invite(association, officer)
    parts = [NewBody("Hội Cơ học Biển"), NewBody("Hội Cơ học Đất")]
    register.split(association, parts, Occasion(TODAY(), officer), goes_on=goes_on)
    assert invitations.current(association).exists() == goes_on
    assert association.invitations.open().exists() == goes_on


def test_who_leaves_the_union_keeps_its_people_and_loses_its_links(
    association, chair, officer
):
    invite(association, officer)
    register.leave(association, Occasion(TODAY(), officer))
    assert invitations.current(association).get() == chair
    assert not association.invitations.open().exists()


# --- Roles ----------------------------------------------------------------------


def test_a_link_to_prepare_takes_no_right_from_who_signs(
    client, association, chair, officer
):
    secret = invite(association, officer, "An")
    client.force_login(chair.user)
    address = reverse("account:invitation", args=[secret])
    text = ConsentText.objects.newest("account")
    answer = client.post(address, {"text": text.pk, "agrees": "on"}, follow=True)
    assert "vai trò ấy giữ nguyên" in answer.content.decode()
    acting = invitations.current(association).get()
    assert (acting, acting.role, acting.ends_on) == (chair, SIGNS, None)
    assert Invitation.objects.get().accepted_by == chair.user


def test_a_weaker_role_is_not_offered_to_who_signs(association, chair, officer):
    with pytest.raises(ValidationError, match="đang ký, gửi"):
        invite(association, officer, email="An@hoi.example")


def test_one_whose_end_is_written_down_is_no_second_signer(association, chair):
    other = makers.representative(association=association, role=SIGNS)
    assert not invitations.is_last_signer(chair)
    invitations.end(other, TODAY() + dt.timedelta(days=30), "Bàn giao")
    assert invitations.is_last_signer(chair)


# --- Letters that wait ----------------------------------------------------------


def letter(to, about, *, status=LetterStatus.READY, body="Kính gửi"):
    made = letters.write_letter(
        f"thu:{Letter.objects.count()}",
        kind="Nhắc báo cáo",
        to=to,
        subject="Nhắc",
        body=body,
        about=about,
    )
    made.status = status
    if status == LetterStatus.SENT:
        made.sent_at = timezone.now()
    made.save()
    return made


def status_of(written) -> str:
    return Letter.objects.get(pk=written.pk).status


def test_letters_that_wait_for_who_was_ended_do_not_go_out(
    association, chair, mailoutbox
):
    report = makers.report(association)
    elsewhere = makers.report(makers.association("Hội Đông y"))
    link = letters.link(report.get_absolute_url())
    gone = [
        letter("an@hoi.example", report),
        letter("AN@hoi.example", report, status=LetterStatus.HELD),
        letter("an@hoi.example", report, status=LetterStatus.FAILED),
        letter("an@hoi.example", elsewhere, body=f"Cả báo cáo này nữa: {link}"),
    ]
    kept = [
        letter("an@hoi.example", elsewhere),
        letter("binh@hoi.example", report),
    ]
    sent = letter("an@hoi.example", report, status=LetterStatus.SENT)
    invitations.end(chair, None, "Thôi giữ chức")
    notifications.representation_ended(chair, by=None)
    assert {status_of(each) for each in gone} == {LetterStatus.CANCELLED}
    assert {status_of(each) for each in kept} == {LetterStatus.READY}
    assert status_of(sent) == LetterStatus.SENT
    letters.send_due()
    subjects = [each.subject for each in mailoutbox if "an@hoi.example" in each.to[0]]
    assert sorted(subjects) == ["Kết thúc đại diện cho Hội Cơ học", "Nhắc"]


def test_no_letter_goes_to_who_withdrew(association, chair, mailoutbox):
    written = [
        letter("an@hoi.example", makers.report(association)),
        letter("an@hoi.example", None),
    ]
    data_subjects.withdraw(chair.user)
    assert {status_of(each) for each in written} == {LetterStatus.CANCELLED}
    letters.send_due()
    assert mailoutbox == []


def test_letters_held_past_a_planned_last_day_are_cancelled_next_morning(
    association, chair
):
    makers.representative(association=association)
    held = letter(
        "an@hoi.example", makers.report(association), status=LetterStatus.HELD
    )
    invitations.end(chair, TODAY(), "Bàn giao")
    call_command("remind_reports")
    assert status_of(held) == LetterStatus.HELD
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        call_command("remind_reports", "--dry-run")
        assert status_of(held) == LetterStatus.HELD
        call_command("remind_reports")
    assert status_of(held) == LetterStatus.CANCELLED
