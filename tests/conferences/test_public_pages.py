"""What readers see of a conference: before it, after it, and when it is called off."""

import datetime as dt

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences import attendance
from conferences.models import (
    Agreement,
    Arrival,
    ConferenceBody,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    ConferenceStatus,
    ElectionResult,
    InviteeGroup,
    Paper,
    Presider,
    ReportEdition,
    Resolution,
    TaskStatus,
)
from lienhiephoi import caching, roles
from members.models import Committee, CommitteeSeat, Term
from news.models import Picture
from tests import makers, reading
from tests.conferences import makers as conferences, published
from tests.members import makers as members

pytestmark = pytest.mark.django_db

LIST = "/hoi-nghi/"


def at(day):
    """The clock stands still at noon of a day in 2026."""
    return time_machine.travel(
        dt.datetime.fromisoformat(f"2026-{day}T12:00:00+07:00"), tick=False
    )


def shown(client, conference) -> str:
    return reading.words(reading.main(client, conference.get_absolute_url()))


def titles(client, path=LIST) -> list[str]:
    return [
        reading.words(each)
        for each in reading.by_class(reading.main(client, path), "meeting__title")
    ]


# --- The list -----------------------------------------------------------------------


def test_what_is_ahead_comes_first_the_next_one_on_top(client):
    for title, day in [
        ("Tọa đàm tháng Năm", "2026-05-04"),
        ("Tổng kết năm", "2026-12-18"),
        ("Hội thảo tháng Mười hai", "2026-12-01"),
        ("Sơ kết", "2026-07-10"),
    ]:
        conferences.conference(title, starts_on=dt.date.fromisoformat(day))

    with at("11-20"):
        found = titles(client)

    assert found == [
        *("Hội thảo tháng Mười hai", "Tổng kết năm"),
        *("Sơ kết", "Tọa đàm tháng Năm"),
    ]


def test_one_of_several_days_is_ahead_until_its_last(client):
    conferences.conference(
        "Tập huấn", starts_on=dt.date(2026, 11, 18), ends_on=dt.date(2026, 11, 20)
    )

    with at("11-20"):
        during = reading.main(client, LIST)
    with at("11-21"):
        after = reading.main(client, LIST)

    assert reading.texts(during, ".//h2")[0] == "Sắp tới"
    assert reading.texts(after, ".//h2")[0] == "Đã qua"


def test_the_list_is_narrowed_by_year_kind_term_and_unmarked_words(client):
    term = Term.objects.create(
        ordinal=5, starts_on=dt.date(2024, 6, 1), planned_end_on=dt.date(2029, 6, 1)
    )
    conferences.conference("Hội nghị Ban Chấp hành", kind="executive", term=term)
    conferences.conference(
        "Hội thảo lúa gạo", kind="workshop", starts_on=dt.date(2025, 3, 3)
    )

    by = {
        query: titles(client, f"{LIST}?{query}")
        for query in ("nam=2025", "loai=executive", f"nhiem_ky={term.pk}", "q=lua+gao")
    }

    assert by == {
        "nam=2025": ["Hội thảo lúa gạo"],
        "loai=executive": ["Hội nghị Ban Chấp hành"],
        f"nhiem_ky={term.pk}": ["Hội nghị Ban Chấp hành"],
        "q=lua+gao": ["Hội thảo lúa gạo"],
    }


def test_a_list_that_finds_nothing_says_how_to_see_all(client):
    conferences.conference()
    page = reading.main(client, f"{LIST}?q=khong+co")
    assert "Không có hội nghị nào khớp" in reading.words(page)
    assert reading.links(page)["Xem tất cả"] == LIST


# --- The page -----------------------------------------------------------------------


def test_before_it_the_page_tells_place_programme_and_papers(client):
    association = members.association("Hội Nông học")
    made = conferences.conference(
        kind="executive", ordinal=6, place="Hội trường tầng 2", summary="Bàn kế hoạch."
    )
    ConferenceBody.objects.create(conference=made, association=association)
    ConferenceBody.objects.create(conference=made, role="co_host", name="Sở KH&CN")
    Presider.objects.create(conference=made, name="Trần Văn An", position="Chủ tịch")
    item = conferences.agenda_item(made, "Khai mạc", starts="08:00", ends="08:15")
    Paper.objects.create(conference=made, item=item, title="Giống lúa", author="Lê Ba")

    page = reading.page(client, made.get_absolute_url())

    text = reading.words(page)
    for part in [
        *("lần thứ VI", "Hội trường tầng 2", "Bàn kế hoạch."),
        *("08:00, thứ Sáu, 18/12/2026", "08:00–08:15", "Khai mạc", "Giống lúa"),
        *("Lê Ba", "Sở KH&CN", "Trần Văn An, Chủ tịch"),
    ]:
        assert part in text.replace("\xa0", " "), part
    assert reading.links(page)["Hội Nông học"] == association.get_absolute_url()


def test_a_body_is_called_what_it_was_called_on_the_day(client):
    association = members.association("Hội Chăn nuôi")
    name = association.names.get()
    name.ends_on = dt.date(2026, 12, 31)
    name.save()
    association.names.create(
        name="Hội Chăn nuôi – Thú y", starts_on=dt.date(2027, 1, 1)
    )
    made = conferences.conference()
    ConferenceBody.objects.create(conference=made, association=association)

    facts = reading.words(
        reading.page(client, made.get_absolute_url()).find(".//aside")
    )

    assert "Hội Chăn nuôi" in facts
    assert "Thú y" not in facts


def test_after_it_the_page_tells_what_came_of_it(client):
    previous = conferences.conference(
        "Tổng kết năm 2025",
        series=conferences.series(),
        starts_on=dt.date(2025, 12, 20),
        status=ConferenceStatus.REPORTED,
    )
    conferences.task(
        previous, "Lập câu lạc bộ", status="open", person=members.person("Ngô Tư")
    )
    made = conferences.conference(
        series=conferences.series(), status=ConferenceStatus.REPORTED
    )
    report = conferences.report(made)
    ReportEdition.objects.create(
        report=report,
        number=1,
        contents={},
        checksum="0" * 64,
        published_at="2026-12-20T08:00:00Z",
    )
    conferences.report(made, subject="Chưa công bố")
    Resolution.objects.create(
        conference=made,
        number="05/NQ-LHH",
        title="Phương hướng năm 2027",
        text="Điều 1.",
        votes_for=30,
        votes_total=31,
    )
    Resolution.objects.create(conference=made, title="Kín", is_public=False)
    ElectionResult.objects.create(
        conference=made, office="Cụm trưởng", elected="Liên hiệp Hội tỉnh bạn"
    )
    Agreement.objects.create(
        conference=made,
        kind="pact",
        title="Giao ước 2027",
        signed_on=dt.date(2026, 12, 18),
    )
    document = makers.document("07/CTr-LHH", "Chương trình toàn khóa")
    hidden = makers.document("08/CTr-LHH", "Chưa đăng", status="draft")
    for each in (document, hidden):
        ConferenceDocument.objects.create(
            conference=made, document=each, role="adopted"
        )
    made.articles.add(makers.article("Khai mạc hội nghị"))
    made.videos.add(makers.video("Toàn cảnh"))
    conferences.task(
        made, "Soạn quy chế", status="open", person=members.person("Đỗ Sáu")
    )
    conferences.task(made, "Còn nháp", status=TaskStatus.DRAFT)

    text = shown(client, made)

    for part in [
        *("Báo cáo tổng kết công tác năm 2026", "05/NQ-LHH", "30/31 tán thành"),
        *("Cụm trưởng", "Liên hiệp Hội tỉnh bạn", "Giao ước 2027"),
        *("Văn bản được thông qua", "07/CTr-LHH", "Khai mạc hội nghị", "Toàn cảnh"),
        *("Soạn quy chế", "Lập câu lạc bộ"),
    ]:
        assert part in text, part
    for part in ("Kín", "Chưa đăng", "Còn nháp", "Chưa công bố"):
        assert part not in text, part


@pytest.mark.parametrize(
    ("status", "is_told"), [("planned", False), ("cancelled", False), ("held", True)]
)
def test_what_is_to_be_decided_is_told_once_it_was_decided(client, status, is_told):
    made = conferences.conference(status=status)
    resolution = Resolution.objects.create(
        conference=made, title="Nghị quyết lúa gạo", text="Điều 1. Giống lúa thơm."
    )
    ElectionResult.objects.create(conference=made, office="Thư ký", elected="Ngô Tư")

    text = shown(client, made)
    found = reading.words(reading.main(client, "/tim-kiem/?q=giong+lua+thom"))

    assert [each in text for each in (resolution.title, "Ngô Tư")] == [is_told] * 2
    assert (made.title in found) is is_told


def test_a_report_is_called_what_it_was_published_as(client):
    report = conferences.report(conferences.conference())
    published.edition(report)
    report.subject = "Tên đang sửa"
    report.save()

    page = reading.main(client, report.conference.get_absolute_url())

    named = {url: words for words, url in reading.links(page).items()}
    assert named[report.get_absolute_url()] == published.contents().report.title
    assert "Tên đang sửa" not in reading.words(page)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("postponed", "Đã hoãn, không tổ chức vào ngày 18/12/2026."),
        ("postponed", "Thời gian mới sẽ được thông báo trên trang này."),
        ("cancelled", "Đã hủy, không tổ chức."),
        ("cancelled", "Cần biết thêm, xin liên hệ"),
    ],
)
def test_a_conference_called_off_says_so_on_top(client, status, said):
    made = conferences.conference(status=status)

    assert said in shown(client, made)
    assert "Đã h" in reading.words(reading.main(client, LIST))
    assert "Thêm vào lịch" not in shown(client, made)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "08:00, thứ\xa0Sáu, 18/12/2026"),
        ({"end_time": dt.time(11, 30)}, "08:00–11:30, thứ\xa0Sáu, 18/12/2026"),
        ({"start_time": None}, "Thứ\xa0Sáu, 18/12/2026"),
        (
            {"end_time": dt.time(17), "ends_on": dt.date(2026, 12, 20)},
            "08:00, thứ\xa0Sáu, 18/12/2026 – 17:00, Chủ\xa0Nhật, 20/12/2026",
        ),
    ],
)
def test_its_moment_is_told_short(client, fields, told):
    made = conferences.conference(**fields)
    assert told in reading.answer(client, made.get_absolute_url()).content.decode()


# --- Who came -----------------------------------------------------------------------


def came(of, name, group=InviteeGroup.ASSOCIATION, **fields):
    made = conferences.invitee(of, name, group=group, **fields)
    attendance.check_in(made, Arrival.LIST, substitute=bool(made.substitute_name))
    return made


@pytest.fixture
def board_meeting():
    """Of a committee of three on the day; one came, one sent somebody, one stayed."""
    term = Term.objects.create(
        ordinal=5, starts_on=dt.date(2024, 6, 1), planned_end_on=dt.date(2029, 6, 1)
    )
    board = Committee.objects.create(term=term, kind="executive_committee")
    left = dt.date(2026, 6, 30)
    for number, ends_on in enumerate([None, None, None, left]):
        CommitteeSeat.objects.create(
            committee=board, person=members.person(f"Ủy viên {number}"), ends_on=ends_on
        )
    made = conferences.conference(committee=board, status="held")
    people = [seat.person for seat in board.seats.order_by("pk")]
    group = InviteeGroup.COMMITTEE
    came(made, "Ủy viên 0", group, person=people[0])
    came(made, "Ủy viên 1", group, person=people[1], substitute_name="Lê Thay")
    conferences.invitee(made, "Ủy viên 2", group=group, person=people[2])
    came(made, "Ủy viên 3", InviteeGroup.GUEST, person=people[3])
    association = members.association("Hội Y học")
    for number in range(2):
        came(made, f"Hội viên {number}", association=association)
    came(made, "Lễ tân", InviteeGroup.STAFF)
    return made


def test_after_it_the_page_tells_how_many_came_and_not_who(client, board_meeting):
    page = reading.page(client, board_meeting.get_absolute_url())

    text = reading.words(page)
    facts = dict(
        zip(
            reading.texts(page, ".//aside//dt"),
            reading.texts(page, ".//aside//dd"),
            strict=True,
        )
    )
    assert "1/3 ủy viên có mặt" in text
    assert facts["Ủy viên dự"] == "1/3"
    assert (
        facts["Đại biểu có mặt"]
        == "5 người: 2 ủy viên; 2 đại biểu hội, đơn vị; 1 khách mời"
    )
    assert facts["Hội có người dự"] == "1"
    assert [name for name in ("Ủy viên 0", "Lê Thay", "Lễ tân") if name in text] == []


def test_the_page_counts_a_quorum_as_the_minutes_do(client, board_meeting):
    board_meeting.quorum_parts, board_meeting.quorum_of = 1, 3
    board_meeting.save()
    page = reading.page(client, board_meeting.get_absolute_url())
    assert attendance.quorum(board_meeting) == attendance.Quorum(1, 3, 1)
    assert "1/3, đủ số để họp" in reading.words(page)


def test_before_it_nobody_reads_who_has_come_so_far(client, board_meeting):
    board_meeting.status = ConferenceStatus.INVITED
    board_meeting.save()
    assert "có mặt" not in reading.words(
        reading.page(client, board_meeting.get_absolute_url())
    )


def test_the_address_of_an_online_meeting_is_on_no_public_page(client):
    made = conferences.conference(online_address="https://hop.example/bi-mat")
    paths = [
        *(LIST, made.get_absolute_url(), "/hoi-nghi/lich/?thang=2026-12", "/lich.ics"),
        f"{made.get_absolute_url()}lich.ics",
    ]
    with at("11-20"):
        pages = [reading.answer(client, path).content.decode() for path in paths]
    assert ["bi-mat" in page for page in pages] == [False] * len(paths)
    assert "Có họp trực tuyến" in pages[1]


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 404), (roles.CONFERENCE_OFFICER, 200), (roles.COUNCIL_MEMBER, 404)],
)
def test_what_is_not_public_yet_is_read_by_its_staff_alone(client, role, status):
    made = conferences.conference(is_public=False)
    if role:
        client.force_login(makers.staff(role))

    assert client.get(made.get_absolute_url()).status_code == status
    assert made.title not in reading.words(reading.main(client, LIST))


def test_an_address_that_was_public_leads_on_when_it_changes(client):
    made = conferences.conference()
    left = made.get_absolute_url()
    made.slug = "tong-ket-2026"
    made.save()

    assert client.get(left).url == "/hoi-nghi/tong-ket-2026/"


def test_search_engines_are_told_of_the_event_and_its_state(client):
    made = conferences.conference(status="cancelled")
    text = reading.answer(client, made.get_absolute_url()).content.decode()
    assert '"@type": "Event"' in text
    assert '"eventStatus": "https://schema.org/EventCancelled"' in text
    assert '"startDate": "2026-12-18T08:00:00+07:00"' in text


# --- Files ----------------------------------------------------------------------------


def paper(of, audience, **fields) -> Paper:
    content = ContentFile(makers.PDF, name="Tham luận số 1.pdf")
    return Paper.objects.create(
        conference=of, title="Tham luận", audience=audience, file=content, **fields
    )


@pytest.mark.parametrize(
    ("audience", "is_public", "readers", "staff"),
    [
        ("public", True, 200, 200),
        ("public", False, 404, 200),
        ("delegates", True, 404, 200),
        ("office", True, 404, 200),
    ],
)
def test_a_file_is_handed_out_to_those_it_is_meant_for(
    client, audience, is_public, readers, staff
):
    made = paper(conferences.conference(is_public=is_public), audience)
    address = made.get_absolute_url()

    assert close(client.get(address)).status_code == readers
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    answer = close(client.get(address))
    assert answer.status_code == staff
    is_private = "private" in answer.headers["Cache-Control"]
    assert is_private == (readers == 404)


def close(answer):
    for each in answer._resource_closers:
        each()
    return answer


def test_a_file_is_named_measured_and_known_by_its_content():
    made = paper(conferences.conference(), "public")
    assert (made.file_name, made.mime_type, made.size) == (
        "Tham luận số 1.pdf",
        "application/pdf",
        len(makers.PDF),
    )
    assert made.get_absolute_url().endswith("/tham-luan-so-1.pdf")


def test_the_page_names_papers_but_links_only_open_files(client):
    made = conferences.conference()
    open_paper = paper(made, "public", author="Lê Ba")
    paper(made, "delegates", abstract="Nội dung tóm tắt")
    ConferenceFile.objects.create(
        conference=made,
        title="Dự thảo nghị quyết",
        file=ContentFile(makers.PDF, name="du-thao.pdf"),
    )
    Paper.objects.create(conference=made, title="Mật", audience="office")

    main = reading.main(client, made.get_absolute_url())

    listed = reading.by_class(main, "handed-out")[0]
    assert reading.texts(listed, ".//a") == ["Tham luận"]
    assert listed.find(".//a").get("href") == open_paper.get_absolute_url()
    assert reading.texts(listed, "li/b") == ["Tham luận"]
    assert "Nội dung tóm tắt" in reading.words(listed)
    for part in ("Dự thảo nghị quyết", "Mật"):
        assert part not in reading.words(main)


# --- What a page may cost ---------------------------------------------------------------


@pytest.fixture(params=[1, 30])
def full(request):
    """A conference with so many of everything, in a series with others."""
    count = request.param
    term = Term.objects.create(
        ordinal=5, starts_on=dt.date(2024, 6, 1), planned_end_on=dt.date(2029, 6, 1)
    )
    picture = Picture.objects.create(name="pictures/1", width=1600, height=900)
    made = None
    for number in range(count):
        made = conferences.conference(
            f"Hội nghị {number}",
            series=conferences.series(),
            term=term,
            status="held",
            starts_on=dt.date(2026, 12, 1 + number % 28),
        )
    conferences.conference(
        series=conferences.series(), starts_on=dt.date(2025, 12, 1), status="held"
    )
    for number in range(count):
        person = members.person(f"Người {number}")
        association = members.association(f"Hội {number}")
        ConferenceBody.objects.create(conference=made, association=association)
        Presider.objects.create(conference=made, person=person)
        item = conferences.agenda_item(made, f"Mục {number}", person=person)
        Paper.objects.create(
            conference=made, item=item, title=f"{number}", person=person
        )
        ConferencePicture.objects.create(conference=made, picture=picture)
        document = makers.document(f"{number + 1}/KH-A", f"Kế hoạch {number}")
        ConferenceDocument.objects.create(conference=made, document=document)
        Resolution.objects.create(conference=made, title=f"{number}", document=document)
        ElectionResult.objects.create(conference=made, office="Ủy viên", person=person)
        made.articles.add(makers.article(f"Bài {number}"))
        made.videos.add(makers.video(f"Video {number}", picture=picture))
        for each in (made, made.previous()):
            conferences.task(each, f"{number}", status="open", association=association)
    return made


def test_no_page_costs_more_queries_than_it_may_nor_too_many_bytes(client, full):
    wrong = {}
    for path in (
        *(LIST, full.get_absolute_url(), "/hoi-nghi/lich/?thang=2026-12"),
        *("/lich.ics", f"{full.get_absolute_url()}lich.ics"),
    ):
        caching.version.bump()
        caching._remembered.clear()
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries, at("11-20"):
            answer = client.get(path)
        assert answer.status_code == 200, path
        if len(queries) > 8 or len(answer.content) > 60_000:
            wrong[path] = (len(queries), len(answer.content))
    assert wrong == {}
