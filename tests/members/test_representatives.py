"""The page of an association's representatives: seen by all, changed by who signs."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.models import Letter
from members import permissions
from members.models import Invitation, Report, Representative, RepresentativeRole
from members.notifications import addressees
from members.views.workspace import access
from tests import makers as ground, reading
from tests.members import makers

pytestmark = pytest.mark.django_db

SIGNS, PREPARES = RepresentativeRole.SIGNS, RepresentativeRole.PREPARES
TODAY = timezone.localdate


@pytest.fixture
def association():
    return makers.association("Hội Cơ học")


@pytest.fixture
def signer(association, client):
    user = ground.user("an", full_name="Nguyễn Văn An", email="an@hoi.example")
    acting = makers.representative(user, association, SIGNS)
    client.force_login(user)
    return acting


@pytest.fixture
def helper(association):
    user = ground.user(full_name="Trần Thị Bình", email="binh@hoi.example")
    return makers.representative(user, association, PREPARES)


def address(name: str, association, *args) -> str:
    return reverse(f"workspace:{name}", args=[association.pk, *args])


def invite(client, association, **typed):
    sent = {"full_name": "Lê Thị Chi", "position": "Thư ký", "role": PREPARES}
    return client.post(address("representatives", association), sent | typed)


def end(client, representative, last_day=None, reason="Bàn giao"):
    """At once, where no last day is given."""
    sent = {"when": "now", "reason": reason}
    if last_day:
        sent |= {"when": "day", "last_day": f"{last_day:%d/%m/%Y}"}
    where = address("end-representation", representative.association, representative.pk)
    return client.post(where, sent)


# --- Seeing ---------------------------------------------------------------------


def test_all_representatives_see_each_other_and_those_before(
    client, association, signer, helper
):
    makers.representative(
        ground.user(full_name="Phạm Văn Cũ"),
        association,
        ends_on=dt.date(2020, 5, 1),
        end_reason="Nghỉ hưu",
    )
    stranger = ground.user(full_name="Người Hội Khác")
    makers.representative(stranger, makers.association("Hội Đông y"))
    shown = reading.words(reading.main(client, address("representatives", association)))
    for words in (
        *("Nguyễn Văn An", "Trần Thị Bình", "Người lập báo cáo", "Phạm Văn Cũ"),
        *("đến 01/05/2020", "Nghỉ hưu"),
    ):
        assert words in shown
    assert "Người Hội Khác" not in shown


def test_who_only_prepares_sees_no_way_to_change_them(client, association, helper):
    client.force_login(helper.user)
    main = reading.main(client, address("representatives", association))
    assert main.find(".//form") is None
    assert "người ký, gửi của hội" in reading.words(main)


def test_who_only_prepares_is_refused_every_change(client, association, signer, helper):
    invite(client, association)
    invitation = Invitation.objects.get()
    client.force_login(helper.user)
    statuses = {
        invite(client, association).status_code,
        client.get(address("invitation-link", association)).status_code,
        client.post(
            address("revoke-invitation", association, invitation.pk)
        ).status_code,
        end(client, signer).status_code,
        client.get(address("end-representation", association, signer.pk)).status_code,
    }
    assert statuses == {403}
    assert Invitation.objects.open().count() == 1
    signer.refresh_from_db()
    assert signer.ends_on is None


# --- Inviting -------------------------------------------------------------------


def link_shown(client, association):
    return reading.main(client, address("invitation-link", association))


def test_the_link_is_shown_once_with_a_text_for_zalo(client, association, signer):
    answer = invite(client, association)
    assert answer.headers["Location"] == address("invitation-link", association)
    (text,) = [e.text for e in link_shown(client, association).iter("textarea")]
    link = re.search(r"https?://\S+", text)[0]
    assert "Lê Thị Chi" in text
    assert "người lập báo cáo của Hội Cơ học" in text
    assert Client().get(link).status_code == 200
    assert mail.outbox == []
    # The second time there is nothing to show.
    again = client.get(address("invitation-link", association))
    assert again.headers["Location"] == address("representatives", association)


def test_where_there_is_an_address_the_link_is_mailed(client, association, signer):
    invite(client, association, email="chi@hoi.example")
    (letter,) = mail.outbox
    assert letter.to == ["chi@hoi.example"]
    link = re.search(r"https?://\S+", letter.body)[0]
    assert Client().get(link).status_code == 200
    assert "Đã gửi thư" in reading.words(link_shown(client, association))


def test_a_mail_server_that_is_away_leaves_the_link_to_copy(
    client, association, signer, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    invite(client, association, email="chi@hoi.example")
    main = link_shown(client, association)
    assert "Chưa gửi được thư" in reading.words(main)
    assert "http" in main.find(".//textarea").text


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"full_name": ""}, "Họ và tên"),
        ({"role": "boss"}, "Vai trò"),
        ({"email": "khong phai"}, "Thư điện tử"),
        ({"email": "AN@hoi.example", "role": SIGNS}, "đang đại diện"),
    ],
)
def test_an_invitation_that_is_not_right_is_not_made(
    client, association, signer, typed, reason
):
    answer = invite(client, association, **typed)
    assert answer.status_code == 200
    main = reading.tree(answer.content.decode())
    assert reason in reading.words(reading.by_class(main, "error-summary")[0])
    assert not Invitation.objects.exists()


def test_an_invitation_is_revoked(client, association, signer):
    invite(client, association)
    invitation = Invitation.objects.get()
    client.post(address("revoke-invitation", association, invitation.pk))
    assert not Invitation.objects.open().exists()
    where = address("representatives", association)
    assert "Lê Thị Chi" in reading.words(reading.page(client, where))  # the message
    assert "Lê Thị Chi" not in reading.words(reading.main(client, where))


def test_revoking_is_no_link_to_follow(client, association, signer):
    invite(client, association)
    pk = Invitation.objects.get().pk
    assert client.get(address("revoke-invitation", association, pk)).status_code == 405


# --- Handing over ---------------------------------------------------------------


def test_a_hand_over_takes_the_access_away_and_keeps_the_history(
    client, association, signer, helper
):
    answer = end(client, helper, reason="Chuyển công tác")
    assert answer.headers["Location"] == address("representatives", association)
    helper.refresh_from_db()
    assert helper.ends_on == TODAY()
    assert helper.end_reason == "Chuyển công tác"
    theirs = Client()
    theirs.force_login(helper.user)
    where = address("representatives", association)
    assert theirs.get(where).status_code == 404
    letter = Letter.objects.get(to="binh@hoi.example")
    assert "Chuyển công tác" in letter.body
    assert "đã kết thúc lúc" in letter.body
    shown = reading.words(reading.main(client, where))
    assert f"Trần Thị Bình Người lập báo cáo, từ 26/03/2001 đến {TODAY():%d/%m/%Y}" in (
        shown
    )
    assert letter.created_by == signer.user


def test_a_hand_over_may_be_planned(client, association, signer, helper):
    later = TODAY() + dt.timedelta(days=30)
    end(client, helper, later)
    helper.refresh_from_db()
    assert helper.ends_on == later
    theirs = Client()
    theirs.force_login(helper.user)
    assert theirs.get(address("representatives", association)).status_code == 200


@pytest.mark.parametrize(
    ("last_day", "reason", "words"),
    [
        (dt.date(2020, 1, 1), "Bàn giao", "Sớm nhất"),
        (None, "", "Lý do"),
    ],
)
def test_a_hand_over_that_is_not_right_ends_nothing(
    client, association, signer, helper, last_day, reason, words
):
    answer = end(client, helper, last_day, reason)
    assert answer.status_code == 200
    main = reading.tree(answer.content.decode())
    assert words in reading.words(reading.by_class(main, "error-summary")[0])
    helper.refresh_from_db()
    assert helper.ends_on is None


def test_the_only_signer_cannot_leave_the_association_without_one(
    client, association, signer, helper
):
    assert end(client, signer).status_code == 200
    signer.refresh_from_db()
    assert signer.ends_on is None
    makers.representative(association=association, role=SIGNS)
    assert end(client, signer).headers["Location"] == reverse("workspace:home")
    signer.refresh_from_db()
    assert signer.ended_at is not None


def test_two_signers_are_not_both_ended_on_one_day(client, association, signer):
    other = makers.representative(association=association, role=SIGNS)
    end(client, other, TODAY())
    answer = end(client, signer, TODAY())
    assert "người ký, gửi duy nhất" in answer.content.decode()
    signer.refresh_from_db()
    assert signer.ends_on is None


def test_a_signer_whose_account_is_closed_does_not_count(client, association, signer):
    makers.representative(ground.user(is_active=False), association, SIGNS)
    assert end(client, signer).status_code == 200
    signer.refresh_from_db()
    assert signer.ends_on is None


def test_who_got_the_link_by_mistake_is_out_the_same_minute(
    client, association, signer
):
    stranger = makers.representative(
        ground.user(), association, PREPARES, starts_on=TODAY()
    )
    report = makers.report(association)
    theirs = Client()
    theirs.force_login(stranger.user)
    assert theirs.get(report.get_absolute_url()).status_code == 200
    end(client, stranger, reason="Gửi nhầm đường dẫn")
    assert theirs.get(report.get_absolute_url()).status_code == 404
    assert theirs.post(report.get_absolute_url()).status_code in (404, 405)
    assert not Report.objects.visible_to(stranger.user).exists()
    assert permissions.representation(stranger.user, association) is None
    assert not permissions.can_fill_in(stranger.user, report)
    assert access.representations(stranger.user) == []
    assert addressees([association])[association.pk][0].email == "an@hoi.example"
    # Called back the same day by a new link, he acts again.
    makers.representative(stranger.user, association, PREPARES, starts_on=TODAY())
    assert theirs.get(report.get_absolute_url()).status_code == 200


def test_the_day_of_an_end_has_to_be_named(client, association, signer, helper):
    where = address("end-representation", association, helper.pk)
    for sent in ({"when": "day", "reason": "Nghỉ"}, {"reason": "Nghỉ"}):
        answer = client.post(where, sent)
        assert answer.status_code == 200
        main = reading.tree(answer.content.decode())
        assert reading.by_class(main, "error-summary")
    helper.refresh_from_db()
    assert (helper.ends_on, helper.ended_at) == (None, None)


def test_who_was_ended_is_not_ended_again(client, association, signer, helper):
    end(client, helper)
    assert end(client, helper).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_any_number(
    client, association, signer, count, django_assert_max_num_queries
):
    for number in range(count):
        makers.representative(ground.user(f"nguoi-so-{number}"), association, PREPARES)
        Invitation.objects.create(
            association=association,
            role=PREPARES,
            full_name=f"Người {number}",
            token_hash=f"{number:064}",
            created_by=signer.user,
            expires_at=timezone.now() + dt.timedelta(days=3),
        )
    with django_assert_max_num_queries(12):
        main = reading.main(client, address("representatives", association))
    assert len(main.findall(".//section//form")) == count + 1
    assert Representative.objects.count() == count + 1
