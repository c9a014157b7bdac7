"""The office plans a conference: one form for all of it, and moves between states."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences.models import (
    Conference,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    Paper,
)
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
