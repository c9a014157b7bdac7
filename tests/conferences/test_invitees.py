"""The list of invitees: put together in bulk, from a table, and what they answer."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from conferences import invitees, links
from conferences.imports.invitees import invitees_of
from conferences.models import InvitationAnswer, Invitee, InviteeGroup, Reply
from lienhiephoi.table_imports import Effect, try_out
from lienhiephoi.tables import TableRow
from members.models import MemberKind, Officer
from tests import makers as ground
from tests.conferences import makers
from tests.conferences.test_attendance import committee, seat
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def names(conference) -> list[str]:
    return [each.full_name for each in invitees.listed(conference)]


def head(association, name="Trần Thị Bình", **fields) -> Officer:
    fields.setdefault("position", "Chủ tịch")
    return Officer.objects.create(
        association=association, person=members.person(name), is_head=True, **fields
    )


# --- Adding many ------------------------------------------------------------------


def test_a_committee_is_added_as_it_is_on_the_day():
    board = committee()
    chair = seat(board, "Lê Văn An", position="Chủ tịch", order=1)
    seat(board, "Người cũ", ends_on=dt.date(2026, 1, 1))
    conference = makers.conference()
    added = invitees.add_committee(conference, board)
    (invitee,) = added.invitees
    assert (invitee.person, invitee.seat) == (chair.person, chair)
    assert invitee.group == InviteeGroup.COMMITTEE
    assert invitee.position == "Chủ tịch Liên hiệp Hội"


@pytest.mark.parametrize(
    ("position", "title"),
    [
        ("Ủy viên", "Ủy viên Ban Chấp hành"),
        ("Phó Chủ tịch Thường trực", "Phó Chủ tịch Thường trực Liên hiệp Hội"),
        ("Phó Chủ tịch (kiêm nhiệm)", "Phó Chủ tịch Liên hiệp Hội (kiêm nhiệm)"),
        ("Tổng Thư ký", "Tổng Thư ký Liên hiệp Hội"),
        ("Chủ nhiệm Ủy ban Kiểm tra", "Chủ nhiệm Ủy ban Kiểm tra"),
        ("Chánh Văn phòng", "Chánh Văn phòng"),
        ("Trưởng Ban Phổ biến kiến thức", "Trưởng Ban Phổ biến kiến thức"),
    ],
)
def test_a_seat_is_called_as_people_call_it(position, title):
    board = committee()
    seat(board, "Lê Văn An", position=position)
    [invitee] = invitees.add_committee(makers.conference(), board).invitees
    assert invitee.position == title


@pytest.mark.parametrize(
    ("position", "body", "office"),
    [
        ("Chủ tịch", "Hội Cơ khí", "Chủ tịch Hội Cơ khí"),
        ("Chánh Văn phòng", "Liên hiệp Hội", "Chánh Văn phòng Liên hiệp Hội"),
        ("Ủy viên Ban Chấp hành", "Hội Cơ khí", "Ủy viên Ban Chấp hành, Hội Cơ khí"),
        (
            "Trưởng phòng, nhà báo",
            "Báo Lam Giang",
            "Trưởng phòng, nhà báo, Báo Lam Giang",
        ),
        ("", "Hội Cơ khí", "Hội Cơ khí"),
        ("Giám đốc", "", "Giám đốc"),
    ],
)
def test_post_and_body_stand_together_as_one_reads_them(position, body, office):
    assert Invitee(position=position, body=body).office == office


def test_nobody_is_added_twice_whichever_way():
    board = committee()
    member = seat(board, "Lê Văn An").person
    conference = makers.conference()
    invitees.add_people(conference, [member])
    again = invitees.add_committee(conference, board)
    assert (again.invitees, again.known) == ([], 1)
    assert str(again) == "Đã thêm 0 đại biểu. 1 người đã có trong danh sách."
    assert names(conference) == ["Lê Văn An"]


def test_heads_of_the_associations_of_the_day_are_added():
    mechanics = members.association("Hội Cơ học", email="coh@example.org")
    head(mechanics)
    head(members.association("Hội Cũ", until=dt.date(2025, 12, 31)), "Người Cũ")
    members.association("Hội Chưa có đầu")
    conference = makers.conference()
    added = invitees.add_heads(conference)
    (invitee,) = added.invitees
    assert (invitee.full_name, invitee.association) == ("Trần Thị Bình", mechanics)
    assert invitee.email == "coh@example.org"
    assert [str(each) for each in added.headless] == ["Hội Chưa có đầu"]
    assert "Hội Chưa có đầu" in str(added)


def test_a_member_who_heads_an_association_is_reached_through_it():
    mechanics = members.association("Hội Cơ học", email="coh@example.org")
    board = committee()
    chair = seat(board, "Lê Văn An")
    Officer.objects.create(
        association=mechanics, person=chair.person, is_head=True, position="Chủ tịch"
    )
    seat(board, "Phạm Văn Ba", order=1)
    conference = makers.conference()
    invitees.add_committee(conference, board)
    assert dict(conference.invitees.values_list("full_name", "email")) == {
        "Lê Văn An": "coh@example.org",
        "Phạm Văn Ba": "",
    }


def test_adding_again_fills_in_what_is_missing_and_nothing_else():
    mechanics = members.association("Hội Cơ học", email="coh@example.org", phone="0210")
    person = head(mechanics).person
    conference = makers.conference()
    invitee = makers.invitee(
        conference, person=person, phone="0901", position="Ủy viên"
    )
    added = invitees.add_heads(conference)
    invitee.refresh_from_db()
    found = (invitee.email, invitee.phone, invitee.position)
    assert found == ("coh@example.org", "0901", "Ủy viên")
    assert "Đã bổ sung thư điện tử, điện thoại cho 1 người." in str(added)
    assert invitees.add_heads(conference).completed == 0


def test_heads_of_some_kinds_alone():
    head(members.association("Hội Cơ học"))
    club = members.association("Câu lạc bộ", kind=MemberKind.CLUB)
    head(club, "Lê Câu Lạc")
    conference = makers.conference()
    invitees.add_heads(conference, [MemberKind.CLUB])
    assert names(conference) == ["Lê Câu Lạc"]


def test_people_bring_the_office_they_hold():
    person = head(members.association("Hội Cơ học")).person
    guest = members.person("Phạm Khách", workplace="Sở Khoa học và Công nghệ")
    conference = makers.conference()
    added = invitees.add_people(conference, [guest, person], InviteeGroup.GUEST)
    found = {each.full_name: each for each in added.invitees}
    assert found["Trần Thị Bình"].position == "Chủ tịch"
    assert found["Trần Thị Bình"].body_name == "Hội Cơ học"
    assert found["Phạm Khách"].body_name == "Sở Khoa học và Công nghệ"


def test_lists_go_by_group_order_and_given_name():
    conference = makers.conference()
    makers.invitee(conference, "Trần Bình", group=InviteeGroup.GUEST)
    makers.invitee(conference, "Vũ An", group=InviteeGroup.GUEST)
    makers.invitee(conference, "Lê Ủy", group=InviteeGroup.COMMITTEE, order=2)
    makers.invitee(conference, "Tạ Chủ", group=InviteeGroup.COMMITTEE, order=1)
    assert names(conference) == ["Tạ Chủ", "Lê Ủy", "Vũ An", "Trần Bình"]


# --- A table ----------------------------------------------------------------------


def row(number=2, **texts) -> TableRow:
    return TableRow(number, texts, dict.fromkeys(texts, f"A{number}"))


def outcome(conference, **texts):
    return try_out(invitees_of(conference), [row(**texts)], by=None)[0]


def test_a_row_of_a_table_is_a_new_invitee_of_the_body_it_names():
    members.association("Hội Cơ học")
    conference = makers.conference()
    importer = invitees_of(conference)
    importer.write(
        {
            **dict.fromkeys(column.key for column in importer.columns),
            "full_name": "Lê Văn An",
            "body": "hội cơ học",
            "email": "an@example.org",
        },
        None,
    )
    (invitee,) = invitees.listed(conference)
    assert invitee.body_name == "Hội Cơ học"
    assert invitee.group == InviteeGroup.ASSOCIATION


@pytest.mark.parametrize(
    ("texts", "effect"),
    [
        ({"full_name": "Lê Văn Mới"}, Effect.NEW),
        ({"full_name": "Trần Thị Bình", "body": "Sở Nội vụ"}, Effect.SAME),
        ({"full_name": "Trần Thị Bình", "phone": "0901"}, Effect.CHANGED),
        ({"full_name": "Trần Thị Bình", "body": "Sở Tài chính"}, Effect.NEW),
        ({"full_name": "Trần Thị Bình", "email": "sai"}, Effect.WRONG),
        ({"full_name": "Trần Thị Bình", "group": "Lạ"}, Effect.WRONG),
    ],
)
def test_a_table_knows_whom_it_means(texts, effect):
    conference = makers.conference()
    makers.invitee(conference, body="Sở Nội vụ")
    assert outcome(conference, **texts).effect == effect
    assert names(conference) == ["Trần Thị Bình"]


def test_two_of_one_name_need_their_body():
    conference = makers.conference()
    for body in ("Sở Nội vụ", "Sở Tài chính"):
        makers.invitee(conference, body=body)
    refused = outcome(conference, full_name="Trần Thị Bình")
    assert refused.effect == Effect.WRONG
    assert "ghi đơn vị" in refused.errors[0].message


# --- Answers ----------------------------------------------------------------------


@pytest.fixture
def invitee(time_machine):
    time_machine.move_to("2026-12-01T08:00:00+07:00")
    return makers.invitee(makers.conference())


def test_an_answer_is_kept_each_time(invitee):
    invitees.answer(invitee, Reply.GOING)
    clerk = ground.staff()
    fresh = invitees.answer(invitee, Reply.ABSENT, reason="Trùng lịch", by=clerk)
    assert (fresh.reply, fresh.reply_reason) == ("absent", "Trùng lịch")
    assert list(
        invitee.answers.order_by("pk").values_list("reply", "reason", "by")
    ) == [("going", "", None), ("absent", "Trùng lịch", clerk.pk)]


def test_a_later_answer_empties_what_belonged_to_the_earlier(invitee):
    invitees.answer(
        invitee, Reply.SUBSTITUTE, substitute_name="Lê Thay", substitute_position="PCT"
    )
    assert invitee.answers.get().substitute == "Lê Thay, PCT"
    fresh = invitees.answer(invitee, Reply.GOING, substitute_name="Lê Thay")
    assert (fresh.substitute_name, fresh.substitute_position) == ("", "")


@pytest.mark.parametrize(
    ("reply", "field"),
    [
        (Reply.SUBSTITUTE, "substitute_name"),
        (Reply.ABSENT, "reply_reason"),
        (Reply.NONE, "reply"),
        ("lạ", "reply"),
    ],
)
def test_an_answer_says_what_it_needs(invitee, reply, field):
    with pytest.raises(ValidationError) as refusal:
        invitees.answer(invitee, reply)
    assert list(refusal.value.error_dict) == [field]
    assert not invitee.answers.exists()


@pytest.mark.parametrize("status", ["held", "reported", "postponed", "cancelled"])
def test_no_answer_is_taken_once_it_is_over_or_called_off(invitee, status):
    invitee.conference.status = status
    invitee.conference.save()
    with pytest.raises(ValidationError, match="Hội nghị đã"):
        invitees.answer(invitee, Reply.GOING)


def test_no_answer_is_taken_after_the_day(invitee, time_machine):
    time_machine.move_to("2026-12-19T00:01:00+07:00")
    with pytest.raises(ValidationError, match="đã họp"):
        invitees.answer(invitee, Reply.GOING)


def test_what_was_answered_cannot_be_changed_afterwards(invitee):
    invitees.answer(invitee, Reply.GOING)
    with pytest.raises(DatabaseError), transaction.atomic():
        InvitationAnswer.objects.update(reply=Reply.ABSENT)


# --- Links ------------------------------------------------------------------------


def test_a_link_leads_to_its_invitee_alone(invitee):
    other = makers.invitee(invitee.conference, "Lê Văn An")
    token = links.token_of(invitee)
    assert links.invitee_of(token) == invitee
    assert links.invitee_of(token.replace(f"{invitee.pk}-", f"{other.pk}-", 1)) is None


@pytest.mark.parametrize(
    "token", ["", "-", "x", "1-", "0-abc", "\uff19-abc", "9" * 40 + "-a"]
)
def test_what_is_no_link_opens_nothing(invitee, token):
    assert links.invitee_of(token) is None


def test_a_badge_does_not_answer_for_its_bearer(invitee):
    badge = links.badge_link_of(invitee).rstrip("/").rpartition("/")[2]
    assert links.bearer_of(badge) == invitee
    assert links.invitee_of(badge) is None
    assert links.bearer_of(links.token_of(invitee)) is None


def test_a_new_link_makes_the_old_one_and_the_badge_worthless(invitee):
    old = links.token_of(invitee)
    badge = links.badge_link_of(invitee).rstrip("/").rpartition("/")[2]
    invitees.renew_link(invitee)
    assert links.invitee_of(old) is None
    assert links.bearer_of(badge) is None
    assert links.invitee_of(links.token_of(invitee)) == invitee


def test_a_door_opens_by_its_own_codes_alone():
    ours, other = makers.conference(), makers.conference("Hội thảo khác")
    for guests in (False, True):
        code = links.door_code(ours, takes_guests=guests)
        assert links.is_door_code(ours, code)
        assert not links.is_door_code(other, code)
        assert links.takes_guests(ours, code) is guests


def test_a_row_the_database_cannot_take_is_a_fault_of_that_row():
    conference = makers.conference()
    table = dataclasses.replace(
        invitees_of(conference),
        write=lambda values, _by: makers.invitee(
            conference, values["full_name"], phone="0" * 50
        ),
    )
    [outcome] = try_out(table, [row(full_name="Lê Văn An")], by=None)
    assert outcome.effect == Effect.WRONG
    assert "dài quá" in outcome.errors[0].message
