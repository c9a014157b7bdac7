"""The register of social reviews: in public, in the office, as a table."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conferences.imports import REVIEWS as TABLE
from conferences.models import SocialReview
from conferences.workflow import REVIEWS
from lienhiephoi import roles
from lienhiephoi.table_imports import Effect, carry_out, digest, try_out
from lienhiephoi.tables import TableRow
from tests import makers, reading
from tests.admin.posting import admin_url, filled_in, move_url
from tests.conferences import makers as records
from tests.members import makers as members

pytestmark = pytest.mark.django_db

LIST = "/tu-van-phan-bien/"


@pytest.fixture
def office(client):
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    return client


def delivered(
    title="Phản biện Đề án", on=dt.date(2026, 6, 1), **fields
) -> SocialReview:
    made = records.review(title, delivered_on=on, result_number="12/BC", **fields)
    return REVIEWS.apply(made, "deliver", by=None)


# --- In public ------------------------------------------------------------------------


def test_the_list_filters_by_year_kind_and_answer(client):
    delivered("Phản biện quy hoạch", outcome="accepted")
    records.review(
        "Tư vấn cấp nước", kind="advice", received_on=dt.date(2025, 2, 1), thing="plan"
    )
    records.review("Nội bộ", is_public=False)
    dropped = records.review("Bỏ dở")
    REVIEWS.apply(dropped, "drop", by=None, note="Rút đề nghị")

    for query, expected in [
        ("", ["Phản biện quy hoạch", "Tư vấn cấp nước"]),
        ("?nam=2025", ["Tư vấn cấp nước"]),
        ("?loai=critique", ["Phản biện quy hoạch"]),
        ("?phan_hoi=accepted", ["Phản biện quy hoạch"]),
        ("?phan_hoi=none", ["Tư vấn cấp nước"]),
        ("?q=cap+nuoc", ["Tư vấn cấp nước"]),
    ]:
        page = client.get(LIST + query)
        assert [each.title for each in page.context["page"]] == expected


def test_the_yearly_table_counts_those_without_a_page_and_says_so(client):
    delivered("Công khai", outcome="accepted")
    delivered("Nội bộ", is_public=False)

    text = client.get(LIST).content.decode()

    assert "gồm 1 nhiệm vụ không công bố nội dung" in text
    assert "Nội bộ" not in text


def test_the_yearly_table_opens_the_register_and_gives_way_to_a_search(client):
    delivered("Phản biện lúa gạo")
    opened = client.get(LIST).content.decode()
    assert opened.index("Hoàn thành qua các năm") < opened.index("Phản biện lúa gạo")
    found = client.get(f"{LIST}?q=lua").content.decode()
    assert "Phản biện lúa gạo" in found
    assert "Hoàn thành qua các năm" not in found


def test_each_says_how_far_it_is_and_the_answer_once_there_can_be_one(client):
    delivered("Đã gửi")
    records.review("Mới nhận")
    page = reading.main(client, LIST)
    rows = [
        [reading.words(cell) for cell in row.findall("td")[-2:]]
        for row in reading.by_class(page, "records")[0].findall("tbody/tr")
    ]
    assert sorted(rows) == [
        ["Gửi kết quả 01/06/2026", "Chưa có phản hồi"],
        ["Mới tiếp nhận", ""],
    ]


def test_the_list_costs_the_same_for_thirty(client, django_assert_max_num_queries):
    for number in range(30):
        delivered(f"Phản biện {number}", lead=members.association(f"Hội {number}"))

    with django_assert_max_num_queries(8):
        client.get(LIST + "?loai=critique")


def test_the_page_tells_who_asked_who_led_and_what_came_of_it(
    client, django_assert_max_num_queries
):
    body = members.association("Hội Thủy lợi")
    made = delivered(
        lead=body,
        request_letter="1234/UBND-NC",
        summary="Đề nghị bổ sung phương án thoát lũ.",
        outcome="partly",
        outcome_note="Sẽ bổ sung phụ lục.",
        result=makers.document(title="Báo cáo kết quả phản biện"),
    )
    expert = members.person("Lê Văn Nam", phone="0901234567", workplace="Trường")
    made.experts.create(person=expert, role="Tổ trưởng")
    made.meetings.add(records.conference("Họp kín", is_public=False))

    with django_assert_max_num_queries(8):
        page = client.get(made.get_absolute_url())
    text = page.content.decode()

    for words in (
        *("Hội Thủy lợi", "1234/UBND-NC", "thoát lũ", "được tiếp thu một phần"),
        *("Sẽ bổ sung phụ lục", "Báo cáo kết quả phản biện", "Lê Văn Nam", "Tổ trưởng"),
    ):
        assert words in text
    assert "0901234567" not in text
    assert "Họp kín" not in text


@pytest.mark.parametrize("is_dropped", [True, False])
def test_what_is_private_or_dropped_has_no_page(client, is_dropped):
    made = records.review(is_public=is_dropped)
    if is_dropped:
        REVIEWS.apply(made, "drop", by=None, note="Rút đề nghị")

    assert client.get(made.get_absolute_url()).status_code == 404


# --- In the office --------------------------------------------------------------------


def test_an_assignment_goes_from_receipt_to_its_answer(office):
    made = records.review()
    address = admin_url(made, "change", made.pk)

    refused = office.post(move_url(made, "deliver"))
    assert "Hãy ghi ngày gửi kết quả." in refused.content.decode()
    written = {"delivered_on": "01/06/2026", "result_number": "12/BC-LHH"}
    office.post(
        address,
        filled_in(office.get(address), **written, _then="deliver"),
    )
    made.refresh_from_db()
    assert made.status == "delivered"
    answer = {"outcome": "accepted", "_then": "answer"}
    office.post(address, filled_in(office.get(address), **answer))

    made.refresh_from_db()
    assert made.status == "answered"
    assert [each.to_status for each in made.status_changes.order_by("pk")] == [
        "delivered",
        "answered",
    ]


def test_the_office_finds_what_is_overdue(office):
    late = records.review("Trễ", due_on=dt.date(2026, 3, 20))
    records.review("Chưa có hạn")
    delivered("Đã gửi", due_on=dt.date(2026, 3, 20))

    found = office.get(admin_url(SocialReview, "changelist") + "?viec=qua-han")

    assert list(found.context["cl"].result_list) == [late]
    assert "(quá hạn)" in found.content.decode()


def test_who_only_reads_moves_nothing(client):
    made = delivered()
    client.force_login(makers.staff(roles.REPORTER))

    assert client.post(move_url(made, "answer")).status_code == 403


# --- As a table -----------------------------------------------------------------------


def row(number=5, **texts) -> TableRow:
    texts = {
        "title": "Phản biện Đề án cấp nước",
        "kind": "phan bien",
        "requester": "UBND tỉnh",
        "received_on": "02/03/2024",
        **texts,
    }
    return TableRow(number, texts, dict.fromkeys(texts, f"A{number}"))


def imported(*rows):
    by = makers.staff(roles.CONFERENCE_OFFICER)
    tried = try_out(TABLE, rows, by=by)
    return carry_out(TABLE, rows, by=by, expected=digest(tried))


def told(*rows) -> list[str]:
    [outcome] = try_out(TABLE, rows, by=None)
    return [each.message for each in outcome.errors]


def test_past_reviews_come_in_with_their_state_and_history():
    body = members.association("Hội Thủy lợi")

    first, second = imported(
        row(
            lead="hoi thuy loi",
            delivered_on="20/05/2024",
            result_number="15/BC-LHH",
            outcome="Được tiếp thu",
        ),
        row(6, title="Tư vấn dự án", kind="Tư vấn", requester="", is_own_proposal="x"),
    )

    assert (first.effect, second.effect) == (Effect.NEW, Effect.NEW)
    critique, advice = SocialReview.objects.order_by("pk")
    assert (critique.lead, critique.status) == (body, "answered")
    assert critique.status_changes.count() == 2
    assert (advice.lead, advice.status) == (None, "received")


def test_the_same_table_again_changes_nothing_and_more_is_filled_in():
    imported(row())

    [again] = imported(row())
    [more] = imported(row(delivered_on="20/05/2024", result_number="15/BC-LHH"))

    assert again.effect == Effect.SAME
    assert more.effect == Effect.CHANGED
    assert "Ghi đã gửi kết quả" in more.changes
    assert SocialReview.objects.get().status == "delivered"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"requester": ""}, "Hãy ghi cơ quan đề nghị"),
        ({"lead": "Hội không có"}, "Sổ hội chưa có hội này."),
        ({"delivered_on": "01/01/2024"}, "không trước ngày tiếp nhận"),
        ({"delivered_on": "20/05/2024"}, "Hãy ghi văn bản kết quả."),
        ({"outcome": "Được tiếp thu"}, "phải có ngày gửi kết quả"),
        ({"kind": "Góp ý"}, "Chỉ nhận"),
        ({"received_on": "3/2024"}, "Ngày phải ghi đủ"),
        ({"key": "khong-co"}, "Sổ không có mã"),
    ],
)
def test_a_row_that_is_wrong_is_refused_in_words(texts, message):
    members.association("Hội Thủy lợi")

    assert any(message in each for each in told(row(**texts)))
    assert not SocialReview.objects.exists()


def test_what_goes_out_as_a_table_comes_back_unchanged(office):
    made = delivered(lead=members.association("Hội Thủy lợi"), outcome="partly")
    REVIEWS.apply(made, "answer", by=None)
    records.review("Tự đề xuất", requester="", is_own_proposal=True)
    exported = office.get(reverse("admin:conferences_socialreview_export"))
    upload = SimpleUploadedFile("tu-van.xlsx", exported.content)

    page = office.post(
        reverse("admin:conferences_socialreview_import"), {"file": upload}
    )

    effects = {each.effect for each in page.context["outcomes"]}
    assert effects == {Effect.SAME}


def test_a_form_with_thirty_experts_costs_what_one_with_few_does(
    office, django_assert_max_num_queries
):
    made = records.review()
    for number in range(30):
        made.experts.create(person=members.person(f"Chuyên gia {number}"))
    address = admin_url(made, "change", made.pk)
    office.get(address)

    with django_assert_max_num_queries(20):
        office.get(address)
