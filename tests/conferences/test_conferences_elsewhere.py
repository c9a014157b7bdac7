"""Where else readers meet a conference: documents, associations, search, site map."""

import pytest

from conferences.models import ConferenceBody, ConferenceDocument, Resolution
from lienhiephoi import roles
from lienhiephoi.models import MenuItem
from news.models import Document
from tests import makers, reading
from tests.admin.posting import admin_url, filled_in
from tests.conferences import makers as conferences
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def box(client, path: str, key: str):
    main = reading.main(client, path)
    found = (each for each in main.iter("section"))
    return next((e for e in found if e.get("aria-labelledby") == key), None)


def test_documents_lead_up_and_down_to_those_they_carry_out(client):
    plan = makers.document("5395/KH-UBND", "Kế hoạch thực hiện")
    above = makers.document("93-KL/TW", "Kết luận")
    draft = makers.document("94-KL/TW", "Chưa đăng", status="draft")
    plan.implements.add(above, draft)

    up = reading.links(box(client, plan.get_absolute_url(), "trien-khai"))
    down = reading.links(box(client, above.get_absolute_url(), "duoc-trien-khai"))

    assert up == {"93-KL/TW – Kết luận": above.get_absolute_url()}
    assert down == {"5395/KH-UBND – Kế hoạch thực hiện": plan.get_absolute_url()}


def test_a_document_cannot_carry_out_itself(client):
    document = makers.document()
    client.force_login(makers.staff(roles.NEWS_APPROVER))
    address = admin_url(Document, "change", document.pk)

    sent = filled_in(client.get(address), implements=[document.pk])
    answer = client.post(address, sent)

    assert "Văn bản không thể triển khai chính nó." in answer.content.decode()
    assert not document.implements.exists()


def test_a_document_names_the_public_conferences_that_dealt_with_it(client):
    document = makers.document()
    shown = conferences.conference("Hội nghị quán triệt", status="cancelled")
    hidden = conferences.conference("Chưa công khai", is_public=False)
    for each in (shown, hidden):
        ConferenceDocument.objects.create(
            conference=each, document=document, role="basis"
        )

    found = box(client, document.get_absolute_url(), "hoi-nghi")

    assert reading.links(found) == {"Hội nghị quán triệt": shown.get_absolute_url()}
    assert "văn bản được triển khai, quán triệt, hủy" in reading.words(found)


def test_an_association_names_the_conferences_it_held(client):
    association = members.association()
    made = conferences.conference()
    ConferenceBody.objects.create(conference=made, association=association)

    found = box(client, association.get_absolute_url(), "hoi-nghi")

    assert reading.links(found) == {made.title: made.get_absolute_url()}


def test_a_conference_is_found_by_what_its_page_says(client):
    made = conferences.conference("Hội nghị tổng kết", status="held")
    made.bodies.create(name="Sở Nông nghiệp")
    made.papers.create(title="Giống lúa chịu mặn", author="Lê Ba")
    made.papers.create(title="Chuyện nội bộ", audience="office")
    Resolution.objects.create(conference=made, title="Nhân rộng mô hình tưới")

    found = {
        words: made.title
        in reading.words(reading.main(client, f"/tim-kiem/?q={words}"))
        for words in ("so nong nghiep", "lua chiu man", "nhan rong", "chuyen noi bo")
    }

    assert found == {
        "so nong nghiep": True,
        "lua chiu man": True,
        "nhan rong": True,
        "chuyen noi bo": False,
    }


def test_what_is_taken_off_the_site_is_not_found(client):
    made = conferences.conference("Hội nghị bất thường")
    made.is_public = False
    made.save()
    page = reading.words(reading.main(client, "/tim-kiem/?q=bat+thuong"))
    assert "Hội nghị bất thường" not in page


def test_the_site_map_holds_what_is_public(client):
    made = conferences.conference()
    conferences.conference("Kín", slug="kin", is_public=False)
    text = reading.answer(client, "/sitemap-hoi-nghi.xml").content.decode()
    assert made.get_absolute_url() in text
    assert "/kin/" not in text


def test_the_menu_of_a_new_portal_leads_to_conferences():
    top = MenuItem.objects.get(url="/hoi-nghi/")
    assert list(top.children.values_list("url", flat=True)) == [
        *("/hoi-nghi/lich/", "/tu-van-phan-bien/", "/chuong-trinh-phoi-hop/"),
    ]
