"""The register: what happens to associations, on its day, and what stays true of before."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members import register
from members.models import (
    Association,
    MemberKind,
    MemberStanding,
    Officer,
    Person,
    RegisterEvent,
)
from members.register import NewBody, Occasion
from tests import makers

pytestmark = pytest.mark.django_db

JOINED = dt.date(2015, 5, 1)
DAY = dt.date(2024, 3, 1)
EVE = dt.date(2024, 2, 29)


def joined(name, on=JOINED, kind=MemberKind.MEMBER, **fields) -> Association:
    body = NewBody(name)
    occasion = Occasion(on, decision="12/QĐ-LHH")
    return register.admit(Association(**fields), kind, occasion, body=body)


def members_on(day) -> set[str]:
    return {each.name_on(day) for each in Association.objects.members_on(day)}


def events() -> list[str]:
    return [event.kind for event in RegisterEvent.objects.order_by("pk")]


def predecessors(body) -> set[Association]:
    return set(Association.objects.filter(successors__successor=body))


# --- Joining and leaving --------------------------------------------------------


def test_a_new_body_is_a_member_from_its_day_under_its_name():
    hoi = joined("Hội Làm vườn tỉnh")

    assert members_on(JOINED) == {"Hội Làm vườn tỉnh"}
    assert members_on(JOINED - dt.timedelta(days=1)) == set()
    assert hoi.slug == "hoi-lam-vuon-tinh"
    assert hoi.membership_on(DAY).decision_number == "12/QĐ-LHH"
    assert events() == ["joined"]


def test_who_left_was_a_member_until_the_day_before_and_may_come_back():
    hoi = joined("Hội Làm vườn tỉnh")
    register.leave(hoi, Occasion(DAY))
    assert (members_on(EVE), members_on(DAY)) == ({"Hội Làm vườn tỉnh"}, set())

    back = dt.date(2025, 1, 1)
    register.admit(hoi, MemberKind.AFFILIATE, Occasion(back))
    assert members_on(back) == {"Hội Làm vườn tỉnh"}
    assert hoi.membership_on(back).kind == MemberKind.AFFILIATE
    assert events() == ["joined", "left", "joined"]


def test_no_body_joins_twice():
    hoi = joined("Hội Làm vườn tỉnh")
    with pytest.raises(ValidationError, match="đang là thành viên"):
        register.admit(hoi, MemberKind.MEMBER, Occasion(DAY))
    assert hoi.memberships.count() == 1


def test_a_dissolved_body_has_no_officers_any_more():
    hoi = joined("Hội Làm vườn tỉnh")
    person = Person.objects.create(full_name="Trần Văn Bình")
    Officer.objects.create(
        association=hoi, person=person, position="Chủ tịch", starts_on=JOINED
    )
    register.dissolve(hoi, Occasion(DAY))
    assert [o.holds_on(EVE) for o in hoi.officers.all()] == [True]
    assert [o.holds_on(DAY) for o in hoi.officers.all()] == [False]


# --- Changes --------------------------------------------------------------------


def test_a_new_name_holds_from_its_day_and_the_old_one_before_it():
    hoi = joined("Hội Làm vườn tỉnh")
    officer = makers.staff()
    renamed = register.rename(
        hoi, NewBody("Hội Sinh vật cảnh", "SVC"), Occasion(DAY, officer, "7/QĐ-LHH")
    )
    assert renamed.name == Association.objects.get().name == "Hội Sinh vật cảnh"
    assert renamed.name_on(EVE) == "Hội Làm vườn tỉnh"
    assert renamed.name_on(DAY) == "Hội Sinh vật cảnh"
    assert renamed.name_on(dt.date(1990, 1, 1)) == "Hội Làm vườn tỉnh"
    assert renamed.slug == "hoi-lam-vuon-tinh"
    event = RegisterEvent.objects.get(kind="renamed")
    assert (event.on, event.by, event.decision) == (DAY, officer, "7/QĐ-LHH")


def test_the_address_may_follow_the_name_and_takes_no_other_ones():
    joined("Hội Sinh vật cảnh")
    hoi = joined("Hội Làm vườn tỉnh")
    renamed = register.rename(
        hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY), renews_address=True
    )
    assert renamed.slug == "hoi-sinh-vat-canh-2"


def test_suspension_and_kind_are_dated_and_keep_the_rest():
    hoi = joined("Hội Làm vườn tỉnh")
    register.suspend(hoi, Occasion(DAY))
    register.change_kind(hoi, MemberKind.AFFILIATE, Occasion(dt.date(2024, 6, 1)))
    register.resume(hoi, Occasion(dt.date(2025, 1, 1)))

    def then(day):
        held = hoi.membership_on(day)
        return held.kind, held.standing, held.decision_number

    assert then(EVE) == ("member", MemberStanding.ACTIVE, "12/QĐ-LHH")
    assert then(DAY) == ("member", MemberStanding.SUSPENDED, "12/QĐ-LHH")
    assert then(dt.date(2024, 12, 31)) == ("affiliate", "suspended", "12/QĐ-LHH")
    assert then(dt.date(2025, 1, 1)) == ("affiliate", "active", "12/QĐ-LHH")
    assert events() == ["joined", "suspended", "kind_changed", "resumed"]


def test_nothing_is_recorded_before_its_day():
    hoi = joined("Hội Làm vườn tỉnh")
    tomorrow = Occasion(timezone.localdate() + dt.timedelta(days=1))
    for attempt in (
        lambda: register.rename(hoi, NewBody("Hội Mới"), tomorrow),
        lambda: register.suspend(hoi, tomorrow),
        lambda: register.leave(hoi, tomorrow),
        lambda: register.dissolve(hoi, tomorrow),
        lambda: register.merge([hoi], tomorrow, body=NewBody("Hội Mới")),
        lambda: register.split(hoi, [NewBody("Hội Mới")], tomorrow, goes_on=True),
    ):
        with pytest.raises(ValidationError, match="Chưa đến ngày"):
            attempt()
    assert events() == ["joined"]


def test_nothing_is_recorded_between_rows_that_are_there():
    hoi = joined("Hội Làm vườn tỉnh")
    hoi = register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY))
    with pytest.raises(ValidationError, match="01/03/2024"):
        register.rename(hoi, NewBody("Hội Cây cảnh"), Occasion(EVE))
    hoi.refresh_from_db()
    assert hoi.name == "Hội Sinh vật cảnh"
    assert hoi.names.count() == 2


def test_what_is_so_already_is_refused():
    hoi = joined("Hội Làm vườn tỉnh")
    with pytest.raises(ValidationError, match="giống hệt"):
        register.rename(hoi, NewBody("Hội Làm vườn tỉnh"), Occasion(DAY))
    with pytest.raises(ValidationError, match="Đang hoạt động"):
        register.resume(hoi, Occasion(DAY))
    with pytest.raises(ValidationError, match="Hội thành viên"):
        register.change_kind(hoi, MemberKind.MEMBER, Occasion(DAY))


# --- Mergers and splits ---------------------------------------------------------


def test_two_bodies_go_on_in_a_new_one():
    first, second = joined("Hội Chăn nuôi"), joined("Hội Thú y")
    made = register.merge(
        [first, second], Occasion(DAY), body=NewBody("Hội Chăn nuôi - Thú y")
    )
    assert members_on(EVE) == {"Hội Chăn nuôi", "Hội Thú y"}
    assert members_on(DAY) == {"Hội Chăn nuôi - Thú y"}
    assert made.founded_on == DAY
    assert predecessors(made) == {first, second}
    [event] = RegisterEvent.objects.filter(kind="merged")
    assert set(event.associations.all()) == {first, second, made}


def test_a_body_is_taken_into_another():
    mother, child = joined("Hội Nông nghiệp"), joined("Hội Thú y")
    assert register.merge([child], Occasion(DAY), into=mother) == mother
    assert members_on(DAY) == {"Hội Nông nghiệp"}
    assert predecessors(mother) == {child}


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_body_is_split_and_goes_on_or_ends(goes_on):
    mother = joined("Hội Chăn nuôi và Thú y", kind=MemberKind.AFFILIATE)
    parts = [NewBody("Hội Chăn nuôi"), NewBody("Hội Thú y")]
    made = register.split(mother, parts, Occasion(DAY), goes_on=goes_on)
    left = {"Hội Chăn nuôi và Thú y"} if goes_on else set()
    assert members_on(DAY) == {"Hội Chăn nuôi", "Hội Thú y"} | left
    assert {each.membership_on(DAY).kind for each in made} == {MemberKind.AFFILIATE}
    assert [predecessors(each) for each in made] == [{mother}] * 2


def test_a_refused_merger_leaves_nothing_behind():
    first, second = joined("Hội Chăn nuôi"), joined("Hội Thú y")
    register.leave(second, Occasion(EVE))
    with pytest.raises(ValidationError, match="Hội Thú y không phải là thành viên"):
        register.merge([first, second], Occasion(DAY), body=NewBody("Hội Mới"))
    assert members_on(DAY) == {"Hội Chăn nuôi"}
    assert not Association.objects.filter(name="Hội Mới").exists()


def test_mergers_that_make_no_sense_are_refused():
    hoi, other = joined("Hội Chăn nuôi"), joined("Hội Thú y")
    new = NewBody("Hội Mới")
    for predecessors, how, words in (
        ([hoi], {"into": hoi}, "chính mình"),
        ([hoi], {"body": new}, "ít nhất hai hội"),
        ([hoi, other], {}, "không cả hai"),
        ([hoi], {"into": other, "body": new}, "không cả hai"),
    ):
        with pytest.raises(ValidationError, match=words):
            register.merge(predecessors, Occasion(DAY), **how)
    with pytest.raises(ValidationError, match="ít nhất hai hội mới"):
        register.split(hoi, [new], Occasion(DAY), goes_on=False)
