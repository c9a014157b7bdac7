"""The register in the back office: admission, events, corrections, who may."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from members.models import (
    Association,
    Committee,
    MemberKind,
    Officer,
    RegisterEvent,
    Term,
)
from tests import makers, reading
from tests.admin.posting import admin_url, change_url, filled_in, messages_of
from tests.members.makers import association, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    made = makers.staff(roles.MEMBERS_OFFICER, full_name="Hoàng Thị Nga")
    client.force_login(made)
    return made


@pytest.fixture
def hoi():
    return association("Hội Làm vườn")


def event_url(hoi, kind: str) -> str:
    return reverse("admin:members_association_event", args=[hoi.pk, kind])


def record(client, hoi, kind: str, **typed):
    data = {"on": "01/03/2024", "decision": "7/QĐ-LHH", **typed}
    return client.post(event_url(hoi, kind), data, follow=True)


# --- Admission --------------------------------------------------------------------


def test_the_office_admits_a_new_association_with_one_form(client, officer):
    url = admin_url(Association, "add")
    data = filled_in(
        client.get(url),
        full_name="Hội Sinh vật cảnh tỉnh",
        called="SVC",
        kind="affiliate",
        joined_on="05/01/2026",
        decision="3/QĐ-LHH",
        decision_on="04/01/2026",
        phone="0203 3825 000",
    )
    answer = client.post(url, data, follow=True)
    [made] = Association.objects.all()
    assert answer.status_code == 200
    assert (made.name, made.short_name) == ("Hội Sinh vật cảnh tỉnh", "SVC")
    held = made.membership_on(dt.date(2026, 1, 5))
    assert (held.kind, held.decision_number) == (MemberKind.AFFILIATE, "3/QĐ-LHH")
    assert held.decision_on == dt.date(2026, 1, 4)
    assert [each.by for each in RegisterEvent.objects.all()] == [officer]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"full_name": ""}, "Trường này là bắt buộc"),
        ({"joined_on": "31/12/2199"}, "Chưa đến ngày ấy"),
        ({"email": "khong-phai-thu"}, "email"),
    ],
)
def test_an_admission_that_lacks_something_admits_nobody(client, officer, typed, words):
    url = admin_url(Association, "add")
    good = {"full_name": "Hội Mới", "kind": "member", "joined_on": "05/01/2026"}
    answer = client.post(url, filled_in(client.get(url), **(good | typed)))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Association.objects.exists()


# --- Events -----------------------------------------------------------------------


def test_an_event_is_recorded_with_who_recorded_it(client, officer, hoi):
    answer = record(
        client, hoi, "renamed", name="Hội Sinh vật cảnh", renews_address="on"
    )
    assert messages_of(answer) == [
        "Đã đổi tên «Hội Làm vườn» thành «Hội Sinh vật cảnh»."
    ]
    hoi.refresh_from_db()
    assert (hoi.name, hoi.slug) == ("Hội Sinh vật cảnh", "hoi-sinh-vat-canh")
    [event] = RegisterEvent.objects.all()
    assert (event.kind, event.by, event.on) == ("renamed", officer, dt.date(2024, 3, 1))
    assert "7/QĐ-LHH" in reading.words(reading.tree(answer.content.decode()))


def test_a_refusal_stands_at_its_field_and_changes_nothing(client, officer, hoi):
    answer = record(client, hoi, "renamed", name="Hội Làm vườn")
    assert "Tên mới giống hệt tên hiện nay." in answer.content.decode()
    answer = record(client, hoi, "left", on="01/01/2000")
    assert "Hội thành viên" in answer.content.decode()
    assert not RegisterEvent.objects.exists()


def predecessors(body):
    return Association.objects.filter(successors__successor=body)


def test_two_associations_are_merged_into_a_new_one(client, officer, hoi):
    other = association("Hội Sinh vật cảnh")
    name = "Hội Làm vườn và Cây cảnh"
    answer = record(client, hoi, "merged", others=[other.pk], name=name)
    made = Association.objects.get(name=name)
    assert set(predecessors(made)) == {hoi, other}
    assert messages_of(answer) == [
        f"Đã hợp nhất «Hội Làm vườn», «Hội Sinh vật cảnh» thành «{name}»."
    ]
    assert answer.redirect_chain[-1][0] == change_url(made)


def test_an_association_is_taken_into_another(client, officer, hoi):
    other = association("Hội Sinh vật cảnh")
    record(client, hoi, "merged", others=[other.pk], into=other.pk)
    assert set(predecessors(other)) == {hoi}
    assert list(Association.objects.current()) == [other]


def test_an_association_is_split_by_a_list_of_names(client, officer, hoi):
    record(
        client, hoi, "split", parts="Hội Hoa lan | HL\n\n Hội Cây cảnh", goes_on="on"
    )
    assert set(Association.objects.current().values_list("name", "short_name")) == {
        ("Hội Làm vườn", ""),
        ("Hội Hoa lan", "HL"),
        ("Hội Cây cảnh", ""),
    }


@pytest.mark.parametrize(
    ("kind", "standing"),
    [("suspended", "suspended"), ("left", None), ("dissolved", None)],
)
def test_what_an_association_is_today_follows_the_event(
    client, officer, hoi, kind, standing
):
    record(client, hoi, kind)
    held = Association.objects.get().membership_on(timezone.localdate())
    assert (held.standing if held else None) == standing


def test_only_what_can_happen_next_is_offered(client, officer, hoi):
    def offered():
        page = reading.tree(client.get(change_url(hoi)).content.decode())
        [buttons] = reading.by_class(page, "register-events")
        return [label for label in reading.links(buttons) if label]

    assert "Hoạt động lại" not in offered()
    record(client, hoi, "suspended")
    assert "Hoạt động lại" in offered()
    record(client, hoi, "left", on="01/04/2024")
    assert offered() == ["Kết nạp lại", "Đổi tên"]
    answer = record(client, hoi, "dissolved", on="01/05/2024")
    assert messages_of(answer) == ["Không thể «Giải thể» lúc này."]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (roles.LEADERSHIP, 403),
        (roles.REPORTER, 403),
        (roles.MEMBERS_OFFICER, 302),
        (roles.ADMINISTRATOR, 302),
    ],
)
def test_who_may_only_look_records_nothing(client, hoi, role, status):
    client.force_login(makers.staff(role))
    answer = client.post(event_url(hoi, "left"), {"on": "01/03/2024"})
    assert answer.status_code == status
    assert RegisterEvent.objects.exists() == (status == 302)
    seen = client.get(change_url(hoi)).content.decode()
    assert ("register-events" in seen) == (status == 302)


def test_an_event_that_is_none_is_not_found(client, officer, hoi):
    assert client.get(event_url(hoi, "khac")).status_code == 404


# --- Corrections ------------------------------------------------------------------


def test_a_mistaken_name_is_corrected_where_it_stands(client, officer, hoi):
    url = change_url(hoi)
    shown = client.get(url)
    answer = client.post(url, filled_in(shown, **{"names-0-name": "Hội Làm vườn tỉnh"}))
    assert answer.status_code == 302
    hoi.refresh_from_db()
    assert hoi.name == "Hội Làm vườn tỉnh"
    assert not RegisterEvent.objects.exists()


def test_the_last_name_cannot_be_taken_away(client, officer, hoi):
    url = change_url(hoi)
    answer = client.post(url, filled_in(client.get(url), **{"names-0-DELETE": "on"}))
    assert answer.status_code == 200
    assert hoi.names.count() == 1


def test_two_heads_on_one_day_are_refused_in_words(client, officer, hoi):
    for name in ("Trần Thị Bình", "Lê Văn Chung"):
        Officer.objects.create(
            association=hoi, person=person(name), position="Chủ tịch"
        )
    url = change_url(hoi)
    heads = {f"officers-{place}-is_head": "on" for place in (0, 1)}
    answer = client.post(url, filled_in(client.get(url), **heads))
    assert answer.status_code == 200
    assert "chỉ có một người đứng đầu" in answer.content.decode()
    assert Officer.objects.filter(is_head=True).count() == 0


def test_a_hand_over_is_one_save(client, officer, hoi):
    held = Officer.objects.create(
        association=hoi, person=person("Lê Văn Cũ"), position="Chủ tịch", is_head=True
    )
    url = change_url(hoi)
    new = {
        "officers-TOTAL_FORMS": "2",
        "officers-0-ends_on": "31/12/2025",
        "officers-1-person": person("Trần Thị Mới").pk,
        "officers-1-position": "Chủ tịch",
        "officers-1-is_head": "on",
        "officers-1-starts_on": "01/01/2026",
        "officers-1-order": "0",
    }
    assert client.post(url, filled_in(client.get(url), **new)).status_code == 302
    held.refresh_from_db()
    assert held.ends_on == dt.date(2025, 12, 31)
    [head] = Officer.objects.on(dt.date(2026, 1, 1)).filter(is_head=True)
    assert str(head.person) == "Trần Thị Mới"


@pytest.mark.parametrize("day", [dt.date(2023, 6, 1), dt.date(2024, 9, 1)])
def test_the_day_between_two_names_is_moved_either_way(client, officer, hoi, day):
    record(client, hoi, "renamed", name="Hội Sinh vật cảnh")
    before = day - dt.timedelta(days=1)
    url = change_url(hoi)
    moved = {
        "names-0-starts_on": day.strftime("%d/%m/%Y"),
        "names-1-ends_on": before.strftime("%d/%m/%Y"),
    }
    assert client.post(url, filled_in(client.get(url), **moved)).status_code == 302
    hoi.refresh_from_db()
    assert (hoi.name_on(before), hoi.name_on(day)) == (
        "Hội Làm vườn",
        "Hội Sinh vật cảnh",
    )


def test_names_that_overlap_are_refused_in_words(client, officer, hoi):
    record(client, hoi, "renamed", name="Hội Sinh vật cảnh")
    url = change_url(hoi)
    typed = {"names-1-ends_on": "01/03/2024"}
    answer = client.post(url, filled_in(client.get(url), **typed))
    assert "hai khoảng ngày chồng nhau" in answer.content.decode()


def test_a_logo_is_made_anew(client, officer, hoi):
    url = change_url(hoi)
    data = filled_in(client.get(url), logo=makers.image_file(900, 900))
    client.post(url, data)
    hoi.refresh_from_db()
    assert hoi.logo.name.endswith(".webp")
    assert hoi.logo.width == 480


# --- Lists ------------------------------------------------------------------------


def listed(client, query="") -> list[str]:
    page = reading.tree(
        client.get(admin_url(Association, "changelist") + query).content.decode()
    )
    return [reading.words(cell) for cell in reading.by_class(page, "field-name")]


def test_the_list_is_searched_by_old_names_and_filtered_by_what_is_today(
    client, officer, hoi
):
    record(client, hoi, "renamed", name="Hội Sinh vật cảnh")
    club = association("Câu lạc bộ Trí thức", kind=MemberKind.CLUB)
    gone = association("Hội Cũ", until=dt.date(2020, 1, 1))
    assert listed(client, "?q=lam+vuon") == ["Hội Sinh vật cảnh"]
    assert listed(client, "?loai=club") == [club.name]
    assert listed(client, "?loai=gone") == [gone.name]


@pytest.mark.parametrize(
    "model", ["association", "person", "registerevent", "sector", "term", "committee"]
)
@pytest.mark.parametrize("count", [1, 30])
def test_lists_of_the_register_cost_the_same_for_more_rows(
    client, officer, model, count, django_assert_max_num_queries
):
    for n in range(count):
        hoi = association(f"Hội {n}")
        held = person(f"Người {n}")
        Officer.objects.create(
            association=hoi, person=held, position="Chủ tịch", is_head=True
        )
        record(client, hoi, "suspended")
        term = Term.objects.create(
            ordinal=n + 1,
            starts_on=dt.date(1990 + n, 1, 1),
            planned_end_on=dt.date(1994 + n, 12, 31),
        )
        Committee.objects.create(term=term, kind="standing_board")
    with django_assert_max_num_queries(20):
        answer = client.get(reverse(f"admin:members_{model}_changelist"))
    assert answer.status_code == 200
