"""The public directory, an association's page, and the committees."""

import datetime as dt

import pytest

from lienhiephoi import search
from members import register
from members.models import (
    Committee,
    CommitteeKind,
    CommitteeSeat,
    MemberKind,
    Officer,
    Sector,
    Term,
)
from members.register import NewBody, Occasion
from tests import makers, reading
from tests.members.makers import association, person

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 1)
EVE = dt.date(2024, 2, 29)
LIST = "/hoi-thanh-vien/"


def names(client, query="") -> list[str]:
    found = reading.main(client, LIST + query)
    return [reading.words(a) for a in reading.by_class(found, "title-link")]


def officer(hoi, full_name, position="Chủ tịch", **fields) -> Officer:
    fields.setdefault("is_head", position == "Chủ tịch")
    return Officer.objects.create(
        association=hoi, person=person(full_name), position=position, **fields
    )


# --- The directory ----------------------------------------------------------------


def test_the_directory_goes_by_kind_then_by_the_vietnamese_alphabet(client):
    association("Hội Đông y")
    association("Trung tâm Tư vấn", kind=MemberKind.SUBORDINATE)
    association("Hội Dược học")
    association("Câu lạc bộ Trí thức", kind=MemberKind.CLUB)
    assert names(client) == [
        *("Hội Dược học", "Hội Đông y"),
        *("Trung tâm Tư vấn", "Câu lạc bộ Trí thức"),
    ]


def test_the_directory_is_filtered_by_kind_sector_and_name(client):
    health = Sector.objects.create(name="Y tế")
    association("Hội Đông y", sector=health)
    association("Hội Làm vườn")
    association("Câu lạc bộ Y tế xanh", kind=MemberKind.CLUB, sector=health)
    assert names(client, "?loai=club") == ["Câu lạc bộ Y tế xanh"]
    assert names(client, f"?linh_vuc={health.pk}&loai=member") == ["Hội Đông y"]
    assert names(client, "?q=lam+vuon") == ["Hội Làm vườn"]
    assert names(client, "?q=không+có") == []


def test_the_directory_of_a_day_shows_who_was_a_member_then_and_by_what_name(client):
    hoi = association("Hội Làm vườn")
    register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY))
    gone = association("Hội Cũ")
    register.leave(gone, Occasion(DAY))
    officer(hoi, "Lê Văn Cũ", ends_on=EVE)
    officer(hoi, "Trần Thị Mới", starts_on=DAY)

    assert names(client) == ["Hội Sinh vật cảnh"]
    assert names(client, "?ngay=29/02/2024") == ["Hội Cũ", "Hội Làm vườn"]
    then = reading.words(reading.main(client, f"{LIST}?ngay=29/02/2024"))
    now = reading.words(reading.main(client, LIST))
    assert "Lê Văn Cũ" in then
    assert "Lê Văn Cũ" not in now
    assert "Trần Thị Mới" in now


def test_an_old_name_finds_the_association_under_its_new_one(client):
    hoi = association("Hội Làm vườn")
    register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY))
    assert names(client, "?q=lam+vuon") == ["Hội Sinh vật cảnh"]
    [found] = search.Results(search.parse("lam vuon"), kind="association")[0:10]
    assert found.title == "Hội Sinh vật cảnh"


def test_a_day_that_is_none_is_said_so_and_loses_nothing(client):
    association("Hội Làm vườn")
    found = reading.main(client, f"{LIST}?ngay=32/13/2024")
    assert reading.by_class(found, "field__errors")
    assert names(client, "?ngay=32/13/2024") == ["Hội Làm vườn"]


def test_what_the_office_does_not_list_is_nowhere(client):
    hoi = association("Hội Kín", is_listed=False)
    assert names(client) == []
    assert client.get(hoi.get_absolute_url()).status_code == 404
    assert search.Results(search.parse("Hội Kín")).count() == 0
    assert "hoi-kin" not in client.get("/sitemap-hoi-thanh-vien.xml").content.decode()


def test_the_site_map_names_the_associations(client):
    hoi = association("Hội Làm vườn")
    found = client.get("/sitemap-hoi-thanh-vien.xml").content.decode()
    assert hoi.get_absolute_url() in found


# --- An association's page --------------------------------------------------------


def test_the_page_shows_the_officers_of_today_and_of_another_day(client):
    hoi = association("Hội Làm vườn")
    officer(hoi, "Lê Văn Cũ", ends_on=EVE)
    officer(hoi, "Trần Thị Mới", starts_on=DAY)
    now = reading.words(reading.main(client, hoi.get_absolute_url()))
    then = reading.words(
        reading.main(client, f"{hoi.get_absolute_url()}?ngay=01/01/2024")
    )
    assert ("Lê Văn Cũ" in now, "Trần Thị Mới" in now) == (False, True)
    assert ("Lê Văn Cũ" in then, "Trần Thị Mới" in then) == (True, False)
    assert "theo ngày 01/01/2024" in then


def test_a_day_in_the_address_that_is_none_is_not_found(client):
    hoi = association("Hội Làm vườn")
    assert client.get(f"{hoi.get_absolute_url()}?ngay=hôm-qua").status_code == 404


def test_personal_data_of_officers_stays_in_the_office(client):
    hoi = association("Hội Làm vườn")
    held = officer(hoi, "Trần Thị Mới")
    held.person.birth_year, held.person.phone = 1961, "0912345678"
    held.person.save()
    content = reading.answer(client, hoi.get_absolute_url()).content.decode()
    assert "Trần Thị Mới" in content
    assert "1961" not in content
    assert "0912345678" not in content


def test_a_merged_body_leads_to_its_successor_under_the_name_of_that_day(client):
    first, second = association("Hội Chăn nuôi"), association("Hội Thú y")
    made = register.merge([first, second], Occasion(DAY), body=NewBody("Hội Chung"))
    register.rename(made, NewBody("Hội Thống nhất"), Occasion(dt.date(2025, 1, 1)))
    old = reading.main(client, first.get_absolute_url())
    assert reading.links(old)["Hội Chung"] == made.get_absolute_url()
    told = "Hợp nhất với Hội Thú y thành Hội Chung"
    assert f"{told} từ ngày 01/03/2024." in reading.words(old)
    assert f"01/03/2024 {told}" in reading.words(old)
    new = reading.main(client, made.get_absolute_url())
    assert reading.links(new)["Hội Thú y"] == second.get_absolute_url()
    assert "Thành lập do hợp nhất Hội Chăn nuôi, Hội Thú y" in reading.words(new)
    assert "Đổi tên từ Hội Chung thành Hội Thống nhất" in reading.words(new)


def test_who_is_taken_in_and_who_splits_off_is_told_on_both_pages(client):
    small, large = association("Hội Hoa"), association("Hội Cây cảnh")
    register.merge([small], Occasion(DAY), into=large)
    later = Occasion(dt.date(2025, 1, 1))
    [part] = register.split(large, [NewBody("Hội Bonsai")], later, goes_on=True)

    def told(body):
        return reading.words(reading.main(client, body.get_absolute_url()))

    assert "Sáp nhập vào Hội Cây cảnh từ ngày 01/03/2024." in told(small)
    assert "01/03/2024 Nhận sáp nhập Hội Hoa" in told(large)
    assert "01/01/2025 Tách ra Hội Bonsai" in told(large)
    assert "Thành lập do tách từ Hội Cây cảnh" in told(part)


def test_former_names_are_told_with_their_last_day(client):
    hoi = association("Hội Làm vườn")
    hoi = register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY))
    now = reading.words(reading.page(client, hoi.get_absolute_url()))
    assert "Hội Làm vườn (đến 29/02/2024)" in now
    then = reading.page(client, f"{hoi.get_absolute_url()}?ngay=29/02/2024")
    assert "Tên trước đây" not in reading.words(then)


def test_an_address_that_followed_the_name_still_answers_by_the_old_one(client):
    hoi = association("Hội Làm vườn")
    before = hoi.get_absolute_url()
    renamed = register.rename(
        hoi, NewBody("Hội Sinh vật cảnh"), Occasion(DAY), renews_address=True
    )
    answer = client.get(before)
    assert (answer.status_code, answer.url) == (301, renamed.get_absolute_url())


# --- Committees -------------------------------------------------------------------


@pytest.fixture
def terms():
    old = Term.objects.create(
        ordinal=5,
        starts_on=dt.date(2019, 6, 1),
        planned_end_on=dt.date(2024, 6, 1),
        extended_until=dt.date(2025, 6, 1),
    )
    new = Term.objects.create(
        ordinal=6,
        starts_on=dt.date(2025, 6, 15),
        planned_end_on=dt.date(2030, 6, 15),
    )
    return old, new


def seat(term, full_name, kind=CommitteeKind.EXECUTIVE, **fields) -> CommitteeSeat:
    committee, _ = Committee.objects.get_or_create(term=term, kind=kind)
    return CommitteeSeat.objects.create(
        committee=committee, person=person(full_name), **fields
    )


def test_the_committees_are_those_of_the_term_in_office(client, terms):
    old, new = terms
    seat(old, "Lê Văn Cũ")
    seat(new, "Trần Thị Mới")
    now = reading.main(client, "/to-chuc/")
    assert "Trần Thị Mới" in reading.words(now)
    assert "Lê Văn Cũ" not in reading.words(now)
    links = reading.links(now)
    assert links["Khóa V (2019–2024)"] == "/to-chuc/khoa-5/"
    assert links["Khóa VI (2025–2030)"] == "/to-chuc/"
    before = reading.words(reading.main(client, "/to-chuc/khoa-5/"))
    assert "Lê Văn Cũ" in before
    assert "01/06/2025 (gia hạn" in before
    assert client.get("/to-chuc/khoa-9/").status_code == 404


def test_an_extended_term_is_in_office_until_the_next_begins(terms):
    old, new = terms
    assert Term.objects.on(dt.date(2025, 6, 10)) == old
    assert Term.objects.on(dt.date(2025, 6, 15)) == new


def test_a_seat_names_the_association_as_it_was_called_at_the_end_of_the_term(
    client, terms
):
    hoi = association("Hội Làm vườn")
    register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(dt.date(2025, 9, 1)))
    for term in terms:
        seat(term, "Trần Thị Bình", association=hoi)
    assert "Hội Làm vườn" in reading.words(reading.main(client, "/to-chuc/khoa-5/"))
    assert "Hội Sinh vật cảnh" in reading.words(reading.main(client, "/to-chuc/"))


def test_who_left_during_the_term_stands_last_with_the_day(client, terms):
    _, new = terms
    seat(new, "Lê Văn Thôi", ends_on=dt.date(2025, 12, 31))
    seat(new, "Trần Thị Bình")
    found = reading.main(client, "/to-chuc/")
    people = reading.texts(found, ".//tbody/tr/th")
    assert people == ["Trần Thị Bình", "Lê Văn Thôi"]
    assert "đến 31/12/2025" in reading.words(found)


def test_the_committees_say_so_when_there_are_none(client):
    assert "Chưa có danh sách" in reading.words(reading.main(client, "/to-chuc/"))


# --- Cost -------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_pages_of_the_register_cost_the_same_for_more_rows(
    client, terms, count, django_assert_max_num_queries
):
    makers.union()
    sector = Sector.objects.create(name="Y tế")
    bodies = [association(f"Hội {n}", sector=sector) for n in range(count)]
    for body in bodies:
        officer(body, f"Người của {body}")
        for n in range(min(count, 5)):
            officer(body, f"Phó {n} của {body}", "Phó Chủ tịch")
        for kind in CommitteeKind.values:
            seat(terms[1], f"Ủy viên {body} {kind}", kind, association=body)
    hoi = bodies[0]
    for n in range(count):
        day = DAY + dt.timedelta(days=30 * n if count < 20 else n)
        hoi = register.rename(hoi, NewBody(f"Hội tên {n}"), Occasion(day))
    paths = [
        *(LIST, f"{LIST}?q=hoi&loai=member&linh_vuc={sector.pk}&ngay=01/01/2025"),
        *(hoi.get_absolute_url(), "/to-chuc/"),
    ]
    for path in paths:
        with django_assert_max_num_queries(8):
            content = reading.answer(client, path).content
        assert len(content) < 60_000, path
