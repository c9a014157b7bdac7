"""Reviews and agreements where readers meet them: search, site map, associations."""

import datetime as dt

import pytest

from conferences.workflow import REVIEWS
from tests.conferences import makers as records
from tests.members import makers as members

pytestmark = pytest.mark.django_db


def found(client, words: str) -> list[str]:
    page = client.get("/tim-kiem/", {"q": words})
    return [each["url"] for each in page.context["page"] or ()]


def test_a_review_is_found_by_its_title_its_expert_and_who_asked(client):
    made = records.review("Phản biện Đề án cấp nước", requester="Sở Xây dựng")
    made.experts.create(person=members.person("Lê Hoàng Nam"))

    for words in ("cap nuoc", "so xay dung", "le hoang nam"):
        assert found(client, words) == [made.get_absolute_url()]


def test_an_agreement_is_found_by_its_partner_until_it_is_hidden(
    client, django_capture_on_commit_callbacks
):
    made = records.agreement("Chương trình phối hợp", partner="Ban Tuyên giáo")
    assert found(client, "tuyen giao") == [made.get_absolute_url()]

    made.is_public = False
    with django_capture_on_commit_callbacks(execute=True):
        made.save()

    assert found(client, "tuyen giao") == []


def test_a_dropped_review_is_found_no_more(client):
    made = records.review("Phản biện Đề án cấp nước")

    REVIEWS.apply(made, "drop", by=None, note="Rút đề nghị")

    assert found(client, "cap nuoc") == []


def test_the_site_map_holds_what_is_public(client):
    shown = [records.review(), records.agreement()]
    hidden = [
        records.review("Nội bộ", is_public=False),
        records.agreement("Nội bộ", is_public=False),
    ]

    maps = ("hoi-nghi", "danh-sach-hoi-nghi")
    text = "".join(client.get(f"/sitemap-{each}.xml").content.decode() for each in maps)

    assert all(f"{each.get_absolute_url()}</loc>" in text for each in shown)
    assert not any(each.get_absolute_url() in text for each in hidden)
    for address in ("/tu-van-phan-bien/</loc>", "/chuong-trinh-phoi-hop/</loc>"):
        assert address in text


def test_the_page_of_an_association_tells_what_it_led(
    client, django_assert_max_num_queries
):
    body, other = members.association("Hội Thủy lợi"), members.association("Hội Đông y")
    for number in range(7):
        records.review(
            f"Phản biện {number}", lead=body, received_on=dt.date(2026, 1, 1 + number)
        )
    records.review("Nội bộ", lead=body, is_public=False)

    with django_assert_max_num_queries(8):
        text = client.get(body.get_absolute_url()).content.decode()

    assert "Nhiệm vụ tư vấn, phản biện do hội chủ trì" in text
    assert "Phản biện 6" in text
    assert "Phản biện 1" not in text
    assert "Nội bộ" not in text
    assert "Tất cả nhiệm vụ" in text
    assert "do hội chủ trì" not in client.get(other.get_absolute_url()).content.decode()
