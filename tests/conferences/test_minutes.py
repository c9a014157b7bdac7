"""Minutes: one page for all that is said, safe for two; the document drawn from it."""

import datetime as dt
import io
import re

import docx as word
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conferences.admin.minutes_page import open_page
from conferences.documents.minutes import minutes_document, minutes_docx, minutes_pdf
from conferences.documents.resolutions import resolution_document, resolution_docx
from conferences.documents.wording import share_text
from conferences.models import (
    Arrival,
    ConferenceStatus,
    ElectionResult,
    MinuteEntry,
    Minutes,
    Presider,
    Resolution,
)
from conferences.workflow import TASKS
from lienhiephoi import roles
from lienhiephoi.office.official import Heading, Look, Paragraph, Table
from members.models import Committee, CommitteeKind, CommitteeSeat, Term
from tests import makers as ground
from tests.conferences import makers
from tests.members import makers as members

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(dt.datetime.combine(makers.DAY, dt.time(11, 30)))


@pytest.fixture(autouse=True)
def _union():
    ground.union()


@pytest.fixture
def conference():
    return makers.conference()


@pytest.fixture
def items(conference):
    return [
        makers.agenda_item(conference, "Báo cáo tổng kết", order=1, presenter="Bà An"),
        makers.agenda_item(conference, "Thảo luận", order=2),
    ]


def browser(*names) -> Client:
    client = Client()
    client.force_login(ground.staff(*names))
    return client


@pytest.fixture
def office():
    return browser(roles.CONFERENCE_OFFICER)


def address(conference) -> str:
    return reverse("admin:conferences_minutes_page", args=[conference.pk])


def filled(conference, **typed) -> dict[str, str]:
    """What a browser sends that opened the page now; `typed` by the field's end."""
    data = {}
    for form in open_page(conference).parts:
        for bound in form:
            value = bound.value()
            if bound.name in {"opened_at", "closed_at"}:
                moment = timezone.localtime(value) if value else None
                name = bound.html_name
                data[f"{name}_0"] = f"{moment:%d/%m/%Y}" if moment else ""
                data[f"{name}_1"] = f"{moment:%H:%M:%S}" if moment else ""
            elif bound.name == "is_public":
                data |= {bound.html_name: "on"} if value else {}
            else:
                data[bound.html_name] = "" if value is None else str(value)
    return data | typed


def part(item, name: str) -> str:
    return f"muc-{item.pk}-{name}"


# --- Writing ------------------------------------------------------------------------


def test_each_item_of_the_agenda_is_minuted_on_one_page(office, conference, items):
    page = office.get(address(conference)).content.decode()
    assert "1. Báo cáo tổng kết" in page
    assert "2. Thảo luận" in page

    sent = filled(conference)
    sent[part(items[0], "discussion")] = "Bà An trình bày."
    sent[part(items[0], "conclusion")] = "Hội nghị nhất trí."
    sent[part(items[0], "votes_for")] = "25"
    sent[part(items[0], "votes_against")] = "1"
    sent["khung-closing"] = "Giao văn phòng theo dõi."
    answer = office.post(address(conference), sent)

    assert answer.status_code == 302
    entry = MinuteEntry.objects.get()
    assert (entry.item, entry.conclusion) == (items[0], "Hội nghị nhất trí.")
    assert (entry.votes_for, entry.votes_against) == (25, 1)
    minutes = Minutes.objects.get()
    assert minutes.closing == "Giao văn phòng theo dõi."
    assert minutes.opened_at == conference.starts_at


def test_what_is_said_belongs_to_minutes_whoever_opened_them(office, conference, items):
    sent = filled(conference)
    sent[part(items[1], "discussion")] = "Ba ý kiến."
    office.post(address(conference), sent)
    assert Minutes.objects.get().conference == conference


def test_sending_the_page_back_unchanged_writes_nothing(office, conference, items):
    MinuteEntry.objects.create(item=items[0], discussion="Một\nHai", votes_for=3)
    Minutes.objects.create(
        conference=conference, opened_at=NOON, opening="Mở", is_public=True
    )
    before = Minutes.objects.get().updated_at
    answer = office.post(address(conference), filled(conference))
    assert answer.status_code == 302
    assert Minutes.objects.get().updated_at == before
    assert "Chưa có gì thay đổi." in office.get(address(conference)).content.decode()


def test_two_who_minute_different_items_both_keep_what_they_wrote(
    office, conference, items
):
    """Each opened the page before the other saved."""
    other = browser(roles.CONFERENCE_OFFICER)
    first, second = filled(conference), filled(conference)
    first[part(items[0], "discussion")] = "Của người thứ nhất."
    second[part(items[1], "discussion")] = "Của người thứ hai."
    assert office.post(address(conference), first).status_code == 302
    assert other.post(address(conference), second).status_code == 302
    said = list(
        MinuteEntry.objects.order_by("item").values_list("discussion", flat=True)
    )
    assert said == ["Của người thứ nhất.", "Của người thứ hai."]


def test_two_who_minute_the_same_item_see_each_other_and_lose_nothing(
    office, conference, items
):
    first, second = filled(conference), filled(conference)
    name = part(items[0], "discussion")
    first[name], second[name] = "Bản của người nhanh.", "Bản của người chậm."
    second[part(items[1], "discussion")] = "Mục không ai khác sửa."
    office.post(address(conference), first)

    late = browser(roles.CONFERENCE_OFFICER)
    answer = late.post(address(conference), second)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "Người khác vừa sửa 1 phần mà bạn cũng sửa" in page
    assert "Bản của người nhanh." in page
    assert "Bản của người chậm." in page
    stored = {e.item_id: e.discussion for e in MinuteEntry.objects.all()}
    assert stored == {
        items[0].pk: "Bản của người nhanh.",
        items[1].pk: "Mục không ai khác sửa.",
    }

    # Having seen the other's text, the next save decides.
    seen = re.search(rf'name="{part(items[0], "version")}" value="(\w+)"', page)
    again = filled(conference, **{name: "Bản gộp.", part(items[0], "version"): seen[1]})
    assert late.post(address(conference), again).status_code == 302
    assert MinuteEntry.objects.get(item=items[0]).discussion == "Bản gộp."


def test_the_hours_of_the_frame_clash_as_well(office, conference):
    first, second = filled(conference), filled(conference)
    first |= {"khung-closed_at_0": "18/12/2026", "khung-closed_at_1": "11:30"}
    second |= {"khung-closed_at_0": "18/12/2026", "khung-closed_at_1": "11:45"}
    office.post(address(conference), first)
    page = office.post(address(conference), second).content.decode()
    assert "11:30, 18/12/2026" in page
    assert timezone.localtime(Minutes.objects.get().closed_at).minute == 30


def test_an_error_keeps_all_that_was_typed(office, conference, items):
    sent = filled(conference)
    sent[part(items[0], "discussion")] = "Đã gõ rất dài."
    sent[part(items[1], "votes_for")] = "hai mươi"
    page = office.post(address(conference), sent).content.decode()
    assert "Chưa lưu được" in page
    assert "Đã gõ rất dài." in page
    assert not MinuteEntry.objects.exists()


def test_it_closes_after_it_opened(office, conference):
    sent = filled(conference)
    sent |= {"khung-closed_at_0": "18/12/2026", "khung-closed_at_1": "07:00"}
    page = office.post(address(conference), sent).content.decode()
    assert "Giờ kết thúc phải sau giờ bắt đầu." in page


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (roles.CONFERENCE_OFFICER, 200, 302),
        (roles.LEADERSHIP, 200, 403),
        (roles.COUNCIL_MEMBER, 403, 403),
    ],
)
def test_who_reads_and_who_writes(conference, items, role, reads, writes):
    client = browser(role)
    page = client.get(address(conference))
    assert page.status_code == reads
    assert (b"minutes-page" in page.content) is (reads == 200)
    if role == roles.LEADERSHIP:
        assert "Lưu biên bản" not in page.content.decode()
    sent = filled(conference)
    sent[part(items[0], "discussion")] = "Viết vào."
    assert client.post(address(conference), sent).status_code == writes
    assert MinuteEntry.objects.exists() is (writes == 302)


def test_a_long_agenda_stays_within_the_budget(
    office, conference, django_assert_max_num_queries
):
    for number in range(30):
        item = makers.agenda_item(conference, f"Mục {number}", order=number)
        MinuteEntry.objects.create(item=item, discussion="Ý kiến")
        makers.task(conference, f"Việc {number}", association=_body(number))
    with django_assert_max_num_queries(20):
        assert office.get(address(conference)).status_code == 200


def _body(number):
    return members.association(f"Hội {number}")


# --- The document -------------------------------------------------------------------


@pytest.fixture
def held(conference, items):
    """A meeting of a committee of three, two of whom came, with all that it decided."""
    conference.status = ConferenceStatus.HELD
    conference.committee = _committee(conference, arrived=2, of=3)
    conference.save()
    Presider.objects.create(
        conference=conference,
        person=members.person("Lê Văn An", academic_title="TS."),
        position="Chủ tịch",
    )
    Presider.objects.create(conference=conference, role="secretary", name="Đỗ Thị Mai")
    MinuteEntry.objects.create(
        item=items[0],
        discussion="Bà An trình bày.\nCác ủy viên thảo luận.",
        conclusion="Nhất trí thông qua.",
        votes_for=25,
        votes_against=1,
    )
    Resolution.objects.create(
        conference=conference,
        title="Phương hướng năm 2027",
        number="05/NQ-LHH",
        adopted_on=conference.starts_on,
        votes_for=25,
        votes_total=26,
    )
    ElectionResult.objects.create(
        conference=conference, office="Cụm trưởng", elected="Liên hiệp Hội Lam Giang"
    )
    task = makers.task(
        conference,
        association=members.association("Hội Làm vườn"),
        due_on=dt.date(2027, 3, 5),
    )
    TASKS.apply(task, "give", by=None)
    makers.task(conference, "Việc chưa giao cho ai")
    return Minutes.objects.create(
        conference=conference,
        opened_at=conference.starts_at,
        closed_at=NOON,
        opening="Tuyên bố lý do.",
        closing="Giao văn phòng theo dõi.",
    )


def _committee(conference, *, arrived: int, of: int) -> Committee:
    term = Term.objects.create(
        ordinal=6, starts_on=dt.date(2025, 6, 1), planned_end_on=dt.date(2030, 6, 1)
    )
    made = Committee.objects.create(term=term, kind=CommitteeKind.EXECUTIVE)
    for number in range(of):
        person = members.person(f"Ủy viên {number}")
        CommitteeSeat.objects.create(committee=made, person=person)
        came = {"arrived_at": NOON, "arrival": Arrival.LIST} if number < arrived else {}
        makers.invitee(
            conference, person.full_name, person=person, group="committee", **came
        )
    return made


def said(document) -> str:
    return "\n".join(
        f"{block.lead} {block.text}".strip()
        for block in document.body
        if isinstance(block, Paragraph)
    )


def test_the_minutes_say_when_where_and_who(held):
    words = said(minutes_document(held))
    assert "Thời gian bắt đầu: 08 giờ 00, ngày 18 tháng 12 năm 2026." in words
    assert "Địa điểm: Hội trường Liên hiệp Hội." in words
    assert "Chủ tọa: TS. Lê Văn An, Chủ tịch." in words
    assert "Có mặt: 2 người, gồm: ủy viên 2. Số được mời: 3." in words
    assert "có mặt: 2/3 (66,7 %); cần ít nhất 2. Cuộc họp đủ số ủy viên" in words
    assert words.endswith(
        "Cuộc họp kết thúc vào 11 giờ 30, ngày 18 tháng 12 năm 2026./."
    )


def test_the_minutes_say_what_was_dealt_with_and_decided(held):
    document = minutes_document(held)
    words = said(document)
    assert "Trình bày, điều hành: Bà An." in words
    assert "Các ủy viên thảo luận." in words
    assert "Kết luận: Nhất trí thông qua." in words
    assert (
        "Biểu quyết: tán thành 25/26 (96,2 %), không tán thành 1/26 (3,8 %)." in words
    )
    assert "1. 05/NQ-LHH – Phương hướng năm 2027; tán thành 25/26 (96,2 %)." in words
    assert "1. Cụm trưởng: Liên hiệp Hội Lam Giang." in words
    tables = [block for block in document.body if isinstance(block, Table)]
    assert [row.cells for row in tables[0].rows] == [
        ("1", "Hoàn thiện quy chế phản biện", "Hội Làm vườn", "05/03/2027")
    ]
    headings = [b.number for b in document.body if isinstance(b, Heading)]
    assert headings == ["I", "II", "III", "1", "2", "IV", "V", "VI"]


def test_the_secretary_signs_left_and_the_chair_right_without_titles(held):
    file = word.Document(io.BytesIO(minutes_docx(held)))
    *_, signing, _copies = file.tables
    left, right = (cell.text.split("\n") for cell in signing.rows[0].cells)
    assert (left[0], left[-1]) == ("THƯ KÝ", "Đỗ Thị Mai")
    assert (right[0], right[-1]) == ("CHỦ TỌA", "Lê Văn An")


def test_what_is_kept_inside_is_not_in_the_public_copy(held):
    held.conference.resolutions.update(is_public=False)
    held.conference.tasks.update(is_public=False)
    inside = minutes_document(held)
    outside = minutes_document(held, in_public=True)
    assert "Phương hướng năm 2027" in said(inside)
    assert "Phương hướng năm 2027" not in said(outside)
    assert not [b for b in outside.body if isinstance(b, Table)]


def test_until_the_conference_is_held_it_is_a_draft(conference, items):
    blank = Minutes(conference=conference)
    assert minutes_document(blank).notice == "DỰ THẢO"
    assert "…… giờ ……" in said(minutes_document(blank))


def test_the_address_of_an_online_meeting_is_not_in_the_minutes(conference):
    conference.online_address = "https://hop.example/mat-khau"
    conference.save()
    words = said(minutes_document(Minutes(conference=conference)))
    assert "Hội trường Liên hiệp Hội, kết hợp trực tuyến" in words
    assert "hop.example" not in words


@pytest.mark.parametrize("write", [minutes_docx, minutes_pdf])
def test_the_same_minutes_are_the_same_bytes(held, write):
    assert write(held) == write(Minutes.objects.get())


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_office_downloads_them(office, held, kind):
    link = reverse("admin:conferences_minutes_file", args=[held.conference_id, kind])
    assert link in office.get(address(held.conference)).content.decode()
    answer = office.get(link)
    assert answer.status_code == 200
    assert f".{kind}" in answer.headers["Content-Disposition"]


# --- Resolutions ----------------------------------------------------------------------


def test_a_resolution_has_its_bases_before_what_it_resolves(conference):
    resolution = Resolution.objects.create(
        conference=conference,
        title="Về phương hướng năm 2027",
        number="05/NQ-LHH",
        adopted_on=dt.date(2026, 12, 18),
        text="Căn cứ Điều lệ;\nQUYẾT NGHỊ:\nĐiều 1. Thông qua báo cáo.\nCác hội thực hiện.",
    )
    document = resolution_document(resolution)
    assert document.reference == "05/NQ-LHH"
    assert document.date_line == "Lam Giang, ngày 18 tháng 12 năm 2026"
    first, resolves, *articles = document.body
    assert (first.text, first.look) == ("Căn cứ Điều lệ;", Look.BASIS)
    assert resolves.text == "QUYẾT NGHỊ:"
    assert [(each.lead, each.text) for each in articles] == [
        ("Điều 1.", "Thông qua báo cáo."),
        ("", "Các hội thực hiện."),
    ]
    assert resolution_docx(resolution) == resolution_docx(resolution)


def test_a_resolution_without_a_number_leaves_room_for_it(conference):
    document = resolution_document(Resolution(conference=conference, title="Về việc"))
    assert document.reference == "……/NQ-LHH"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (25, 26, "25/26 (96,2 %)"),
        (26, 26, "26/26 (100 %)"),
        (5, None, "5"),
        (0, 0, "0"),
    ],
)
def test_a_share_in_words(part, whole, words):
    assert share_text(part, whole) == words


# --- In public --------------------------------------------------------------------------


@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize("hidden", ["minutes", "conference"])
def test_the_public_reads_minutes_only_where_they_are_public(held, is_shown, hidden):
    held.is_public = is_shown or hidden != "minutes"
    held.save()
    held.conference.is_public = is_shown or hidden != "conference"
    held.conference.save()
    link = reverse("conferences:minutes", args=[held.conference.slug])
    answer = Client().get(link)
    assert answer.status_code == (200 if is_shown else 404)
    page = Client().get(held.conference.get_absolute_url())
    assert (link in page.content.decode()) is is_shown


def test_the_next_conference_leads_to_the_minutes_of_the_last(held):
    held.is_public = True
    held.save()
    held.conference.series = makers.series()
    held.conference.save()
    following = makers.conference(
        "Hội nghị năm 2027", starts_on=dt.date(2027, 12, 20), series=makers.series()
    )
    page = Client().get(following.get_absolute_url()).content.decode()
    assert reverse("conferences:minutes", args=[held.conference.slug]) in page
    assert "giao 1 nhiệm vụ, đã hoàn thành 0, đang thực hiện 1" in page
