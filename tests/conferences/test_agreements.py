"""What was signed with whom: until when it holds, in public and in the office."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from conferences.models import Agreement
from lienhiephoi import roles
from tests import makers
from tests.admin.posting import admin_url, filled_in
from tests.conferences import makers as records
from tests.members import makers as members

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
LIST = "/chuong-trinh-phoi-hop/"


@pytest.fixture
def office(client):
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    return client


# --- Until when it holds --------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "holds"),
    [
        ({}, True),
        ({"ends_on": DAY}, True),
        ({"ends_on": DAY - dt.timedelta(days=1)}, False),
        ({"ends_on": DAY, "ended_on": DAY - dt.timedelta(days=1)}, False),
        ({"starts_on": DAY}, True),
        ({"starts_on": DAY + dt.timedelta(days=1)}, False),
        ({"signed_on": DAY + dt.timedelta(days=1)}, False),
        ({"signed_on": DAY + dt.timedelta(days=5), "starts_on": DAY}, True),
    ],
)
def test_the_list_and_the_record_agree_on_what_is_in_force(fields, holds):
    made = records.agreement(**fields)

    assert made.holds_on(DAY) is holds
    assert Agreement.objects.in_force(DAY).exists() is holds
    assert Agreement.objects.in_force_first(DAY).get().is_in_force is holds


@pytest.mark.parametrize(
    ("days_left", "fields", "is_due"),
    [
        (61, {}, False),
        (60, {}, True),
        (0, {}, True),
        (-1, {}, False),
        (10, {"renewal_days": 5}, False),
        (10, {"ended_on": DAY - dt.timedelta(days=1)}, False),
    ],
)
def test_due_for_renewal_so_many_days_before_the_end(days_left, fields, is_due):
    records.agreement(ends_on=DAY + dt.timedelta(days=days_left), **fields)

    assert Agreement.objects.due_for_renewal(DAY).exists() is is_due


def test_a_renewed_one_is_not_due_any_more():
    first = records.agreement(ends_on=DAY)
    records.agreement("Quy chế mới", signed_on=DAY, renews=first)

    assert not Agreement.objects.due_for_renewal(DAY).exists()


# --- In public ------------------------------------------------------------------------


def test_the_list_shows_those_in_force_first_and_filters(client):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    body = members.association("Hội Thủy lợi")
    records.agreement("Giao ước năm trước", kind="pact", ends_on=yesterday)
    held = records.agreement("Quy chế phối hợp", signed_on=dt.date(2024, 5, 6))
    held.partners.create(association=body)
    records.agreement("Nội bộ", is_public=False)

    page = client.get(LIST)
    shown = [each.title for each in page.context["page"]]
    text = page.content.decode()

    assert shown == ["Quy chế phối hợp", "Giao ước năm trước"]
    assert "Sở Khoa học và Công nghệ; Hội Thủy lợi" in text
    assert "06/05/2024" in text
    assert text.count("Hết hiệu lực") == 1
    for query, expected in [
        ("?hieu_luc=con", ["Quy chế phối hợp"]),
        ("?hieu_luc=het", ["Giao ước năm trước"]),
        ("?loai=pact", ["Giao ước năm trước"]),
        ("?nam=2024", ["Quy chế phối hợp"]),
        ("?q=quy+che", ["Quy chế phối hợp"]),
    ]:
        found = client.get(LIST + query).context["page"]
        assert [each.title for each in found] == expected


def test_the_list_costs_the_same_for_thirty(client, django_assert_max_num_queries):
    for number in range(30):
        made = records.agreement(f"Quy chế {number}")
        made.partners.create(association=members.association(f"Hội {number}"))

    with django_assert_max_num_queries(8):
        client.get(LIST + "?loai=regulation")


def test_the_page_names_partners_signers_and_what_it_renews(
    client, django_assert_max_num_queries
):
    first = records.agreement("Quy chế cũ", ends_on=dt.date(2025, 12, 31))
    made = records.agreement(
        "Quy chế mới",
        number="05/QCPH",
        renews=first,
        conference=records.conference(is_public=False),
        signed_for_union="Nguyễn Văn An, Chủ tịch",
        document=makers.document(title="Toàn văn quy chế"),
    )
    made.partners.update(signed_by="Lê Thị Hà, Giám đốc")

    with django_assert_max_num_queries(8):
        page = client.get(made.get_absolute_url())
    text = page.content.decode()

    for words in ("Nguyễn Văn An, Chủ tịch", "Lê Thị Hà, Giám đốc", "Toàn văn quy chế"):
        assert words in text
    assert first.get_absolute_url() in text
    assert "Hội nghị tổng kết" not in text
    assert "Đã được gia hạn" in client.get(first.get_absolute_url()).content.decode()


def test_a_partner_is_called_as_on_the_day_of_signing(client):
    body = members.association("Hội Thủy lợi")
    body.names.update(ends_on=dt.date(2025, 12, 31))
    body.names.create(name="Hội Thủy lợi và Đập lớn", starts_on=dt.date(2026, 1, 1))
    made = records.agreement(signed_on=dt.date(2025, 3, 26))
    made.partners.all().delete()
    made.partners.create(association=body)

    text = client.get(made.get_absolute_url()).content.decode()

    assert "Hội Thủy lợi</a>" in text


def test_what_is_not_public_has_no_page(client):
    made = records.agreement(is_public=False)

    assert client.get(made.get_absolute_url()).status_code == 404


# --- In the office --------------------------------------------------------------------


def typed(response, **fields) -> dict:
    data = filled_in(response)
    return data | {
        "kind": "programme",
        "title": "Chương trình phối hợp với Sở Y tế",
        "signed_on": "26/03/2026",
        "partners-TOTAL_FORMS": "1",
        "partners-0-name": "Sở Y tế",
        **fields,
    }


def added(client, **fields):
    address = admin_url(Agreement, "add")
    return client.post(address, typed(client.get(address), **fields))


@pytest.mark.parametrize(
    ("is_file_public", "is_public", "status"),
    [(True, True, 200), (False, True, 404), (True, False, 404)],
)
def test_a_scan_is_handed_out_only_where_it_is_public(
    office, client, is_file_public, is_public, status
):
    scan = SimpleUploadedFile("Quy chế ký.pdf", makers.PDF)
    public = {"is_file_public": "on"} if is_file_public else {}
    data = {"file": scan, "is_public": "on" if is_public else "", **public}
    answer = added(office, **data)
    assert answer.status_code == 302
    made = Agreement.objects.get()
    assert (made.file_name, made.mime_type) == ("Quy chế ký.pdf", "application/pdf")
    assert made.size == len(makers.PDF)

    for_the_office = office.get(made.file_url)
    content = b"".join(for_the_office.streaming_content)
    office.logout()
    for_anybody = client.get(made.file_url)

    assert content == makers.PDF
    assert for_anybody.status_code == status
    for close in for_anybody._resource_closers:
        close()
    if is_public:
        page = client.get(made.get_absolute_url()).content.decode()
        assert (made.file_url in page) is is_file_public


def test_a_file_that_is_not_what_it_says_is_refused(office):
    answer = added(office, file=SimpleUploadedFile("ky.pdf", b"MZ" + b"\0" * 200))

    assert "file" in answer.context["adminform"].form.errors
    assert not Agreement.objects.exists()


def test_an_agreement_needs_a_partner(office):
    answer = added(office, **{"partners-0-name": ""})

    assert answer.status_code == 200
    assert not Agreement.objects.exists()


def test_a_renewal_begins_the_day_after(office):
    first = records.agreement(ends_on=dt.date(2026, 12, 31), subject="Phản biện")
    change = office.get(admin_url(first, "change", first.pk)).content.decode()
    address = f"{admin_url(Agreement, 'add')}?renews={first.pk}"
    assert address in change

    initial = office.get(address).context["adminform"].form.initial

    assert initial["starts_on"] == dt.date(2027, 1, 1)
    assert (initial["title"], initial["subject"]) == (first.title, "Phản biện")


def test_the_list_of_the_office_finds_what_is_to_be_renewed(office):
    today = timezone.localdate()
    due = records.agreement("Sắp hết", ends_on=today + dt.timedelta(days=30))
    records.agreement("Còn lâu", ends_on=today + dt.timedelta(days=300))
    records.agreement("Đã hết", ends_on=today - dt.timedelta(days=1))

    found = office.get(admin_url(Agreement, "changelist") + "?hieu_luc=sap-het")

    assert list(found.context["cl"].result_list) == [due]
    assert "Đến lúc gia hạn" in found.content.decode()


def test_the_list_is_taken_along_as_a_table(office):
    records.agreement("Quy chế A", ends_on=dt.date(2030, 12, 31))
    answer = office.post(
        admin_url(Agreement, "changelist"),
        {"action": "export_xlsx", "_selected_action": [Agreement.objects.get().pk]},
    )

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "Quy chế A" in cells
    assert "Sở Khoa học và Công nghệ" in cells
    assert dt.datetime(2030, 12, 31) in cells  # noqa: DTZ001 -- as openpyxl reads a day


def test_a_reader_of_the_newsroom_changes_nothing(client):
    made = records.agreement()
    client.force_login(makers.staff(roles.REPORTER))
    address = admin_url(made, "change", made.pk)

    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 403
    assert client.get(reverse("admin:conferences_agreement_add")).status_code == 403


def test_a_form_with_thirty_partners_costs_what_one_with_few_does(
    office, django_assert_max_num_queries
):
    made = records.agreement()
    for number in range(30):
        made.partners.create(association=members.association(f"Hội {number}"))
    address = admin_url(made, "change", made.pk)
    office.get(address)

    with django_assert_max_num_queries(20):
        office.get(address)
