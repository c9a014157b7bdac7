"""The office plans a conference: one form for all of it, and moves between states."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conferences.models import (
    Conference,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    MinuteEntry,
    Minutes,
    Paper,
    Resolution,
)
from conferences.workflow import TASKS
from lienhiephoi import roles
from news.models import Picture
from tests import makers, reading
from tests.admin.posting import admin_url
from tests.conferences import makers as conferences
from tests.members import makers as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    return client


def form_of(client, conference=None, **changes) -> dict:
    """What a browser would send back, with some of it changed."""
    address = (
        admin_url(Conference, "change", conference.pk)
        if conference
        else admin_url(Conference, "add")
    )
    page = reading.page(client, address)
    sent = {}
    form = next(
        each for each in page.iter("form") if each.get("id") == "conference_form"
    )
    for field in form.iter():
        name, kind = field.get("name"), field.get("type")
        if not name or "__prefix__" in name or kind in ("submit", "file"):
            continue
        if field.tag == "select":
            chosen = [
                o.get("value") for o in field.iter("option") if "selected" in o.attrib
            ]
            sent[name] = chosen if "multiple" in field.attrib else (chosen or [""])[0]
        elif field.tag == "textarea":
            sent[name] = field.text or ""
        elif field.tag == "input" and (kind != "checkbox" or "checked" in field.attrib):
            sent[name] = field.get("value", "on" if kind == "checkbox" else "")
    return {**sent, **changes}


def test_a_conference_is_planned_with_its_programme_on_one_form(officer):
    association = members.association()
    paper = SimpleUploadedFile("tham-luan.pdf", makers.PDF)
    rows = {
        "bodies-TOTAL_FORMS": 1,
        "bodies-0-role": "host",
        "bodies-0-association": association.pk,
        "bodies-0-order": 0,
        "agenda-TOTAL_FORMS": 1,
        "agenda-0-title": "Khai mạc",
        "agenda-0-starts": "08:00",
        "agenda-0-order": 1,
        "papers-TOTAL_FORMS": 1,
        "papers-0-title": "Giống lúa mới",
        "papers-0-audience": "public",
        "papers-0-order": 0,
        "papers-0-file": paper,
    }
    sent = form_of(
        officer,
        kind="workshop",
        title="Hội thảo giống lúa",
        starts_on="18/12/2026",
        start_time="08:00",
        is_public="on",
        **rows,
    )

    answer = officer.post(admin_url(Conference, "add"), sent)

    assert answer.status_code == 302, reading.words(
        reading.tree(answer.content.decode()).find(".//main")
    )
    made = Conference.objects.get()
    assert (made.slug, made.starts_on) == ("hoi-thao-giong-lua", dt.date(2026, 12, 18))
    assert made.bodies.get().association == association
    assert made.agenda.get().title == "Khai mạc"
    assert made.papers.get().file_name == "tham-luan.pdf"


def test_a_file_that_is_not_what_it_claims_is_refused_in_words(officer):
    made = conferences.conference()
    rows = {
        "files-TOTAL_FORMS": 1,
        "files-0-title": "Dự thảo",
        "files-0-audience": "public",
        "files-0-order": 0,
        "files-0-file": SimpleUploadedFile("du-thao.pdf", b"MZ not a document"),
    }

    answer = officer.post(
        admin_url(Conference, "change", made.pk), form_of(officer, made, **rows)
    )

    assert answer.status_code == 200
    assert reading.by_class(reading.tree(answer.content.decode()), "errorlist")
    assert not ConferenceFile.objects.exists()


def test_a_stale_form_is_refused_and_keeps_what_was_typed(officer):
    made = conferences.conference()
    sent = form_of(officer, made, title="Bản của người chậm hơn")
    made.place = "Nơi khác"
    made.save()

    answer = officer.post(admin_url(Conference, "change", made.pk), sent)

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Bản của bạn chưa được lưu" in reading.words(reading.tree(text))
    assert "Bản của người chậm hơn" in text
    made.refresh_from_db()
    assert made.title != "Bản của người chậm hơn"


@pytest.mark.parametrize("slug", ["lich", "tai-lieu", "diem-danh"])
def test_addresses_of_other_pages_are_not_given_to_a_conference(officer, slug):
    made = conferences.conference()

    answer = officer.post(
        admin_url(Conference, "change", made.pk), form_of(officer, made, slug=slug)
    )

    assert "Địa chỉ này đã dành cho trang khác." in answer.content.decode()


@pytest.mark.parametrize("typed", ["8:30", "08:30", "8h30", "8H30", "8 giờ 30"])
def test_hours_are_typed_as_clerks_write_them(officer, typed):
    made = conferences.conference(start_time=None)
    sent = form_of(officer, made, start_time=typed)
    officer.post(admin_url(Conference, "change", made.pk), sent)
    made.refresh_from_db()
    assert made.start_time == dt.time(8, 30)


def test_an_hour_that_is_none_is_refused_with_an_example(officer):
    made = conferences.conference()
    sent = form_of(officer, made, start_time="sáng sớm")
    answer = officer.post(admin_url(Conference, "change", made.pk), sent)
    assert "Hãy ghi giờ và phút, ví dụ 08:00 hoặc 8h30." in answer.content.decode()


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0205"])
def test_a_slip_in_the_year_is_refused_in_words(officer, day):
    made = conferences.conference()
    sent = form_of(officer, made, starts_on=day)
    answer = officer.post(admin_url(Conference, "change", made.pk), sent)
    assert "Hãy xem lại năm" in answer.content.decode()
    report = conferences.report(made)
    report.starts_on = dt.date(205, 1, 1)
    with pytest.raises(ValidationError, match="Hãy xem lại năm"):
        report.full_clean()


def test_a_conference_that_was_held_is_not_moved_into_the_future(officer):
    held = conferences.conference(starts_on=dt.date(2025, 12, 18), status="held")
    address = admin_url(Conference, "change", held.pk)
    answer = officer.post(address, form_of(officer, held, starts_on="18/12/2099"))
    assert "Hội nghị đã họp, ngày họp không thể sau hôm nay." in answer.content.decode()
    officer.post(address, form_of(officer, held, starts_on="17/12/2025"))
    held.refresh_from_db()
    assert held.starts_on == dt.date(2025, 12, 17)


@pytest.mark.parametrize("sent", ["abc", "1\0", "٣", "-1"])
def test_what_is_no_record_is_refused_in_a_search_box(officer, sent):
    made = conferences.conference()
    typed = form_of(officer, made, committee=sent, series=sent, articles=sent)
    answer = officer.post(admin_url(Conference, "change", made.pk), typed)
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert {"committee", "series", "articles"} <= errors.keys()


def test_an_item_with_minutes_stays_in_the_programme(officer):
    made = conferences.conference(status="held")
    item = conferences.agenda_item(made)
    entry = MinuteEntry.objects.create(item=item, discussion="Các ý kiến")
    sent = form_of(officer, made, **{"agenda-0-DELETE": "on"})
    answer = officer.post(admin_url(Conference, "change", made.pk), sent)
    assert answer.status_code == 200
    assert MinuteEntry.objects.get() == entry


def test_what_was_minuted_and_resolved_is_not_deleted(officer):
    made = conferences.conference(status="held")
    Minutes.objects.create(conference=made)
    Resolution.objects.create(conference=made, title="Nghị quyết", number="05/NQ-LHH")
    Resolution.objects.create(conference=made, title="Dự thảo")
    for model in (Minutes, Resolution):
        rows = list(model.objects.values_list("pk", flat=True))
        for row in rows:
            one = {"action": "delete_selected", "_selected_action": row, "post": "yes"}
            officer.post(admin_url(model, "changelist"), one)
    assert Minutes.objects.count() == 1
    assert [each.title for each in Resolution.objects.all()] == ["Nghị quyết"]


def test_postponing_asks_why_and_tells_what_follows(officer):
    made = conferences.conference(status="invited")
    address = admin_url(Conference, "transition", made.pk, "postpone")

    asked = reading.words(reading.main(officer, address))
    without_reason = officer.post(address, {"note": ""})
    answer = officer.post(address, {"note": "Bão số 12"})

    assert "Trang hội nghị và tệp lịch của bạn đọc ghi rõ là không họp." in asked
    assert without_reason.status_code == 200
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.status == "postponed"
    assert made.status_changes.get().note == "Bão số 12"


@pytest.mark.parametrize(
    ("status", "may"), [("planned", True), ("invited", False), ("held", False)]
)
def test_only_a_plan_is_deleted(officer, status, may):
    made = conferences.conference(status=status)
    officer.post(admin_url(Conference, "delete", made.pk), {"post": "yes"})
    assert Conference.objects.exists() != may


def test_the_form_leads_to_the_work_of_the_conference_with_counts(officer):
    made = conferences.conference()
    for number in range(3):
        conferences.invitee(made, f"Đại biểu {number}")
    conferences.invitee(conferences.conference("Hội nghị khác"))

    page = reading.page(officer, admin_url(Conference, "change", made.pk))

    rooms = reading.by_class(page, "rooms")[0]
    assert "Đại biểu (3)" in reading.links(rooms)


def row_of(client, title) -> dict[str, str]:
    """The words of one row of the list, by column."""
    page = reading.page(client, admin_url(Conference, "changelist"))
    table = next(each for each in page.iter("table") if each.get("id") == "result_list")
    rows = [
        {cell.get("class").split()[0]: reading.words(cell) for cell in row}
        for row in table.find("tbody")
    ]
    return next(row for row in rows if row["field-named"].startswith(title))


def test_the_list_counts_the_invited_the_answers_and_who_came(officer):
    made = conferences.conference(status="held")
    here = {"arrived_at": timezone.now(), "arrival": "list"}
    conferences.invitee(made, "Chưa trả lời", **here)
    conferences.invitee(made, "Trả lời, vắng", reply="going", replied_at=timezone.now())
    conferences.invitee(made, "Được mời")
    conferences.invitee(made, "Đến không mời", was_invited=False, **here)

    row = row_of(officer, made.title)

    assert row["field-held"] == "08:00, 18/12/2026"
    assert row["field-named"] == (
        f"{made.title} Hội nghị tổng kết, sơ kết · {made.place}"
    )
    counts = ("field-many_invited", "field-many_answered", "field-many_came")
    assert [row[each] for each in counts] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("today", "status", "delegates", "step"),
    [
        ("2026-12-01", "planned", "", "Lập danh sách mời"),
        ("2026-12-01", "planned", "silent", "Gửi giấy mời"),
        ("2026-12-01", "invited", "silent", "Chờ 1 trả lời"),
        ("2026-12-01", "invited", "answered", "Chuẩn bị họp"),
        ("2026-12-18", "invited", "silent", "Điểm danh"),
        ("2026-12-19", "invited", "silent", "Ghi đã họp"),
        ("2026-12-19", "held", "", "Viết biên bản"),
        ("2026-12-01", "postponed", "", "Định ngày mới"),
        ("2026-12-01", "cancelled", "", "–"),
    ],
)
def test_the_list_says_what_comes_next(
    client, time_machine, today, status, delegates, step
):
    made = conferences.conference(status=status)
    answers = {"reply": "going", "replied_at": timezone.now()}
    if delegates:
        fields = answers if delegates == "answered" else {}
        conferences.invitee(made, **fields)
    time_machine.move_to(f"{today}T09:00:00+07:00")
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))

    assert row_of(client, made.title)["field-step"] == step


def test_after_the_minutes_come_the_report_and_the_tasks(officer):
    made = conferences.conference(status="held")
    Minutes.objects.create(conference=made)
    assert row_of(officer, made.title)["field-step"] == "–"

    task = conferences.task(made, association=members.association("Hội Làm vườn"))
    TASKS.apply(task, "give", by=None)
    assert row_of(officer, made.title)["field-step"] == "Theo dõi nhiệm vụ"

    conferences.report(made)
    assert row_of(officer, made.title)["field-step"] == "Công bố báo cáo"


def test_who_only_reads_the_list_is_given_no_next_step(client):
    conferences.conference()
    reader = makers.user("doc", is_staff=True)
    reader.user_permissions.add(
        Permission.objects.get(codename="view_conference"),
    )
    client.force_login(reader)
    page = client.get(admin_url(Conference, "changelist")).content.decode()
    assert "field-named" in page
    assert "field-step" not in page


def test_the_button_of_rows_is_one_phrase(officer):
    page = officer.get(admin_url(Conference, "add")).content.decode()
    told = [
        json.loads(each.get("data-inline-formset"))["options"]["addText"]
        for each in reading.tree(page).iter()
        if each.get("data-inline-formset")
    ]
    assert "Thêm mục chương trình" in told
    assert "Thêm cơ quan tổ chức, tham gia" in told


def test_a_conference_with_thirty_of_everything_opens_within_the_budget(officer):
    made = conferences.conference()
    picture = Picture.objects.create(name="pictures/1", width=1600, height=900)
    for number in range(30):
        person = members.person(f"Người {number}")
        association = members.association(f"Hội {number}")
        made.bodies.create(association=association)
        made.presiders.create(person=person)
        item = conferences.agenda_item(made, f"Mục {number}", person=person)
        Paper.objects.create(
            conference=made,
            item=item,
            title="Tham luận",
            person=person,
            association=association,
        )
        ConferenceFile.objects.create(conference=made, item=item, title="Tài liệu")
        ConferencePicture.objects.create(conference=made, picture=picture)
        ConferenceDocument.objects.create(
            conference=made, document=makers.document(f"{number + 1}/KH-A")
        )
        made.articles.add(makers.article(f"Bài {number}"))
        made.videos.add(makers.video(f"Video {number}"))
    address = admin_url(Conference, "change", made.pk)
    officer.get(address)

    with CaptureQueriesContext(connection) as queries:
        answer = officer.get(address)

    assert answer.status_code == 200
    assert len(queries) <= 20
    # The chosen ones stand in their boxes all the same.
    assert "Người 29" in answer.content.decode()
