"""The register as .xlsx: looked at first, imported whole or not at all, and back."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienhiephoi import roles
from members import register
from members.imports import ASSOCIATIONS, OFFICERS
from members.models import (
    Association,
    MemberKind,
    Officer,
    Person,
    RegisterEvent,
    Sector,
)
from members.register import NewBody, Occasion
from tests import makers, reading
from tests.admin.posting import messages_of
from tests.members.makers import association, person

pytestmark = pytest.mark.django_db

LISTS = {
    "associations": ("association", ASSOCIATIONS),
    "officers": ("person", OFFICERS),
}


@pytest.fixture
def officer(client):
    made = makers.staff(roles.MEMBERS_OFFICER)
    client.force_login(made)
    return made


def url(kind: str, page: str = "import") -> str:
    return reverse(f"admin:members_{LISTS[kind][0]}_{page}")


def table(kind: str, *rows: dict) -> SimpleUploadedFile:
    """A file with the columns of the kind; rows by the keys of columns."""
    columns = LISTS[kind][1].columns
    book = openpyxl.Workbook()
    book.active.append([each.heading for each in columns])
    for row in rows:
        book.active.append([row.get(each.key) for each in columns])
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("so-hoi.xlsx", written.getvalue())


def look(client, kind: str, *rows: dict):
    return client.post(url(kind), {"file": table(kind, *rows)})


def confirm(client, kind: str, looked):
    data = {"rows": looked.context["packed"]}
    return client.post(url(kind), data, follow=True)


def bring_in(client, kind: str, *rows: dict):
    return confirm(client, kind, look(client, kind, *rows))


def effects(looked) -> list[str]:
    rows = sorted(looked.context["outcomes"], key=lambda each: each.number)
    return [str(each.effect) for each in rows]


def said(looked) -> list[tuple[str, str]]:
    return [
        (error.cell, error.message)
        for each in looked.context["outcomes"]
        for error in each.errors
    ]


NEW = {
    "name": "Hội Làm vườn",
    "short_name": "HLV",
    "kind": "Hội thành viên",
    "joined_on": "26/03/2001",
    "decision": "12/QĐ-LHH",
    "decision_on": dt.date(2001, 3, 20),
    "sector": "Nông nghiệp",
    "phone": "0203 3825 000",
    "email": "hoilamvuon@lamgiang.example",
}


# --- Associations -----------------------------------------------------------------


def test_looking_at_a_file_changes_nothing(client, officer):
    looked = look(client, "associations", NEW)
    assert effects(looked) == ["new"]
    assert not Association.objects.exists()
    assert not Sector.objects.exists()
    assert not RegisterEvent.objects.exists()


def test_a_confirmed_file_is_in_the_register(client, officer):
    answer = bring_in(client, "associations", NEW)
    assert messages_of(answer) == ["Đã nhập: thêm mới 1 dòng."]
    [made] = Association.objects.all()
    assert (made.name, made.short_name) == ("Hội Làm vườn", "HLV")
    assert (made.sector.name, made.phone) == ("Nông nghiệp", "0203 3825 000")
    held = made.membership_on(dt.date(2001, 3, 26))
    assert (held.kind, held.decision_number) == (MemberKind.MEMBER, "12/QĐ-LHH")
    assert RegisterEvent.objects.get().by == officer


def test_a_file_with_one_wrong_row_is_not_imported_at_all(client, officer):
    wrong = NEW | {"name": "Hội Ong", "kind": "Hội gì đó", "email": "x"}
    looked = look(client, "associations", NEW, wrong)
    assert effects(looked) == ["new", "wrong"]
    assert said(looked) == [
        (
            "C3",
            (
                "Chỉ nhận: «Hội thành viên», «Thành viên liên kết», «Hội viên tập thể», "
                "«Đơn vị trực thuộc», «Câu lạc bộ»."
            ),
        )
    ]
    assert "Nhập 1 dòng" not in looked.content.decode()
    confirm(client, "associations", looked)
    assert not Association.objects.exists()


def test_what_a_model_refuses_is_named_by_its_cell(client, officer):
    looked = look(client, "associations", NEW | {"email": "không phải thư"})
    [(cell, _message)] = said(looked)
    assert cell == "L2"


@pytest.mark.parametrize(
    ("typed", "cell", "words"),
    [
        ({"joined_on": None}, "D2", "phải ghi ngày kết nạp"),
        ({"joined_on": "01/01/2199"}, "D2", "Chưa đến"),
        ({"key": "khong-co"}, "O2", "không có mã"),
    ],
)
def test_a_new_row_that_lacks_something_is_told_where(
    client, officer, typed, cell, words
):
    [(where, message)] = said(look(client, "associations", NEW | typed))
    assert where == cell
    assert words in message


def test_contacts_are_changed_and_empty_cells_leave_what_is_there(client, officer):
    hoi = association("Hội Làm vườn", phone="0203 1", address="Số 1 Trần Phú")
    row = {"name": "hoi lam vuon", "kind": "Hội thành viên", "phone": "0203 2"}
    looked = look(client, "associations", row | {"name": "Hội Làm vườn"})
    assert effects(looked) == ["changed"]
    assert "«0203 1» → «0203 2»" in looked.content.decode()
    confirm(client, "associations", looked)
    hoi.refresh_from_db()
    assert (hoi.phone, hoi.address) == ("0203 2", "Số 1 Trần Phú")
    assert not RegisterEvent.objects.exists()


@pytest.mark.parametrize(
    ("typed", "cell"),
    [
        ({"name": "Hội Sinh vật cảnh"}, "A2"),
        ({"kind": "Câu lạc bộ"}, "C2"),
        ({"joined_on": "01/01/2010"}, "D2"),
    ],
)
def test_what_needs_an_event_is_not_changed_by_a_table(client, officer, typed, cell):
    hoi = association("Hội Làm vườn")
    row = {"key": hoi.slug, "name": hoi.name, "kind": "Hội thành viên"}
    [(where, message)] = said(look(client, "associations", row | typed))
    assert where == cell
    assert "trên trang của hội" in message


def test_an_old_name_does_not_make_a_second_association(client, officer):
    hoi = association("Hội Làm vườn")
    register.rename(hoi, NewBody("Hội Sinh vật cảnh"), Occasion(dt.date(2024, 3, 1)))
    [(where, message)] = said(look(client, "associations", NEW))
    assert where == "A2"
    assert "Hội Sinh vật cảnh" in message


def test_a_body_twice_in_one_file_enters_the_register_once(client, officer):
    answer = bring_in(client, "associations", NEW, NEW)
    assert messages_of(answer) == ["Đã nhập: thêm mới 1 dòng, không đổi 1 dòng."]
    assert Association.objects.count() == 1


# --- Officers ---------------------------------------------------------------------

HEAD = {
    "name": "Hội Làm vườn",
    "full_name": "Trần Thị Bình",
    "academic_title": "TS.",
    "birth_year": 1961,
    "position": "Chủ tịch",
    "is_head": "x",
    "starts_on": "01/06/2024",
}


@pytest.fixture
def hoi():
    return association("Hội Làm vườn")


def test_officers_come_in_with_their_persons(client, officer, hoi):
    bring_in(client, "officers", HEAD)
    [held] = hoi.officers.all()
    assert (str(held.person), held.position, held.is_head) == (
        "TS. Trần Thị Bình",
        "Chủ tịch",
        True,
    )
    assert (held.person.birth_year, held.starts_on) == (1961, dt.date(2024, 6, 1))


def test_the_same_file_again_changes_nothing(client, officer, hoi):
    bring_in(client, "officers", HEAD)
    looked = look(client, "officers", HEAD)
    assert effects(looked) == ["same"]
    assert Officer.objects.count() == Person.objects.count() == 1


def test_one_person_in_two_associations_is_told_by_the_year_of_birth(
    client, officer, hoi
):
    association("Hội Đông y")
    bring_in(client, "officers", HEAD, HEAD | {"name": "Hội Đông y"})
    assert Person.objects.count() == 1
    assert Officer.objects.count() == 2


def test_a_namesake_without_a_year_is_somebody_else_and_said_so(client, officer, hoi):
    association("Hội Đông y")
    bring_in(client, "officers", HEAD)
    row = HEAD | {"name": "Hội Đông y", "birth_year": None}
    looked = look(client, "officers", row)
    [outcome] = looked.context["outcomes"]
    assert outcome.warnings == [
        (
            "Trùng tên với TS. Trần Thị Bình (Chủ tịch, Hội Làm vườn). Nếu là một người, "
            "hãy ghi năm sinh ở cả hai nơi."
        )
    ]
    confirm(client, "officers", looked)
    assert Person.objects.count() == 2


def test_two_heads_at_once_are_refused_with_the_row(client, officer, hoi):
    other = HEAD | {"full_name": "Lê Văn Chung", "birth_year": 1970}
    looked = look(client, "officers", HEAD, other)
    assert effects(looked) == ["new", "wrong"]
    assert said(looked) == [("", "Mỗi ngày hội chỉ có một người đứng đầu.")]


def test_a_hand_over_in_one_file(client, officer, hoi):
    bring_in(client, "officers", HEAD)
    bring_in(
        client,
        "officers",
        HEAD | {"ends_on": "31/12/2025"},
        HEAD
        | {"full_name": "Lê Văn Chung", "birth_year": 1970, "starts_on": "01/01/2026"},
    )
    heads = Officer.objects.on(dt.date(2026, 1, 1)).filter(is_head=True)
    assert [each.person.full_name for each in heads] == ["Lê Văn Chung"]


def test_officers_of_an_unknown_association_are_refused(client, officer):
    [(where, message)] = said(look(client, "officers", HEAD))
    assert where == "A2"
    assert "nhập hội trước" in message


# --- Confirmation -----------------------------------------------------------------


def test_nothing_else_is_done_than_what_was_shown(client, officer):
    looked = look(client, "associations", NEW)
    association("Hội Làm vườn")
    answer = confirm(client, "associations", looked)
    assert "đã thay đổi từ khi xem trước" in messages_of(answer)[0]
    assert Association.objects.get().phone == ""


def test_rows_that_were_tampered_with_are_not_imported(client, officer):
    looked = look(client, "associations", NEW)
    packed = looked.context["packed"]
    answer = client.post(url("associations"), {"rows": packed[:-2] + "xx"}, follow=True)
    assert "quá hạn" in messages_of(answer)[0]
    assert not Association.objects.exists()


def test_what_one_person_looked_at_another_cannot_confirm(client, officer):
    looked = look(client, "associations", NEW)
    client.force_login(makers.staff(roles.MEMBERS_OFFICER))
    confirm(client, "associations", looked)
    assert not Association.objects.exists()


@pytest.mark.parametrize("kind", LISTS)
def test_a_file_that_is_none_is_refused_at_its_field(client, officer, kind):
    file = SimpleUploadedFile("so-hoi.xlsx", b"khong phai bang tinh")
    answer = client.post(url(kind), {"file": file})
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


# --- There and back ---------------------------------------------------------------


def exported(client, kind: str) -> bytes:
    answer = client.get(url(kind, "export"))
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    return answer.content


def test_what_is_exported_comes_back_unchanged(client, officer):
    health = Sector.objects.create(name="Y tế")
    hoi = association("Hội Đông y", sector=health, phone="0203 1", short_name="HĐY")
    register.rename(hoi, NewBody("Hội Y học cổ truyền"), Occasion(dt.date(2024, 3, 1)))
    gone = association("Hội Cũ", kind=MemberKind.AFFILIATE)
    register.leave(gone, Occasion(dt.date(2020, 1, 1)))
    held = person("Trần Thị Bình", birth_year=1961, academic_title="TS.")
    Officer.objects.create(
        association=hoi, person=held, position="Chủ tịch", is_head=True, order=1
    )
    for kind, count in (("associations", 2), ("officers", 1)):
        file = SimpleUploadedFile("so-hoi.xlsx", exported(client, kind))
        looked = client.post(url(kind), {"file": file})
        assert effects(looked) == ["same"] * count


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("associations", "Nhập sổ hội từ tệp Excel"),
        ("officers", "Nhập cán bộ hội từ tệp Excel"),
    ],
)
def test_a_table_is_as_wide_as_its_paper_and_its_page_says_what_it_takes_in(
    client, officer, kind, title
):
    page = openpyxl.load_workbook(io.BytesIO(exported(client, kind))).active
    assert page.page_setup.fitToWidth == 1
    assert page.print_area.partition("!")[2].startswith("$A$1:$L$")
    assert client.get(url(kind)).context["title"] == title


def test_a_name_that_looks_like_a_formula_stays_text(client, officer):
    hoi = association("Hội Làm vườn")
    register.rename(hoi, NewBody("=HYPERLINK(1)"), Occasion(dt.date(2024, 3, 1)))
    book = openpyxl.load_workbook(io.BytesIO(exported(client, "associations")))
    cells = [cell for row in book.active for cell in row]
    [named] = [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert named.data_type == "s"


@pytest.mark.parametrize("kind", LISTS)
def test_the_blank_table_has_the_headings_and_no_rows(client, officer, kind):
    answer = client.get(url(kind, "import_blank"))
    file = SimpleUploadedFile("mau.xlsx", answer.content)
    looked = client.post(url(kind), {"file": file})
    assert "chưa có dòng nào" in looked.content.decode()


# --- Rights -----------------------------------------------------------------------


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize(
    ("role", "may_import", "may_export"),
    [
        (roles.MEMBERS_OFFICER, True, True),
        (roles.ADMINISTRATOR, True, True),
        (roles.LEADERSHIP, False, True),
        (roles.REPORTER, False, True),
        (roles.COUNCIL_MEMBER, False, False),
    ],
)
def test_who_may_import_and_who_may_export(client, kind, role, may_import, may_export):
    client.force_login(makers.staff(role))
    for page, may in (("import", may_import), ("export", may_export)):
        answer = client.get(url(kind, page))
        assert answer.status_code == (200 if may else 403), page
    row = NEW if kind == "associations" else HEAD
    answer = look(client, kind, row)
    assert answer.status_code == (200 if may_import else 403)
    if may_export:
        shown = client.get(reverse(f"admin:members_{LISTS[kind][0]}_changelist"))
        links = reading.links(reading.tree(shown.content.decode())).values()
        assert (url(kind) in links) == may_import
