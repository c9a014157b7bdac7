"""The document library, and files handed out."""

import datetime as dt
import unicodedata
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from lienhiephoi import roles, search
from news.models import DocumentKind, IssuingBody
from tests import makers, reading

pytestmark = pytest.mark.django_db


def listed(client, **asked) -> list[str]:
    page = reading.page(client, f"/van-ban/?{urlencode(asked)}")
    return [reading.words(e) for e in reading.by_class(page, "records__number")]


def document(number, title="Kế hoạch công tác", **fields):
    made = makers.document(number, title, **fields)
    search.index([made])
    return made


# --- Numbers and words ----------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        *("128/KH-LHH", "128/kh-lhh", "128 / KH - LHH", "128 KH LHH", "128khlhh"),
        *("128/KH", "128", "0128/KH-LHH", "số 128/KH-LHH", "Số: 128/KH-LHH"),
        *("so 128/kh-lhh", "128–KH–LHH", "  128/KH-LHH  ", "KH-LHH", "128.KH.LHH"),
        *(unicodedata.normalize("NFD", "Số 128/KH-LHH"), "128/KH\u200b-LHH"),
    ],
)
def test_a_number_is_found_however_it_is_typed(client, typed):
    document("128/KH-LHH")
    document("5/QĐ-UBND", "Quyết định về nhân sự")
    assert listed(client, q=typed) == ["128/KH-LHH"]


@pytest.mark.parametrize("typed", ["05/QĐ-LHH", "5/qd-lhh", "05/QD-LHH", "5/QĐ–LHH"])
def test_a_number_is_found_without_marks_and_leading_zeros(client, typed):
    document("05/QĐ-LHH", "Quyết định khen thưởng")
    document("15/QĐ-LHH", "Quyết định khác")
    assert listed(client, q=typed) == ["05/QĐ-LHH"]


@pytest.mark.parametrize("typed", ["nhân sự", "nhan su", "NHÂN SỰ", "sự nhân"])
def test_words_of_the_title_are_found_with_and_without_marks(client, typed):
    document("128/KH-LHH")
    document("5/QĐ-UBND", "Quyết định về nhân sự")
    assert listed(client, q=typed) == ["5/QĐ-UBND"]


@pytest.mark.parametrize(
    "typed",
    [
        *("Công văn số 05/QĐ-LHH", "cong van so 5/qd-lhh", "Quyết định 05/QĐ-LHH"),
        *(
            "quyết định số 5",
            "05/QĐ-LHH về khen thưởng",
            "\uff10\uff15/QĐ-LHH",
            "\uff15\uff0fQĐ\uff0dLHH",
        ),
    ],
)
def test_a_number_is_found_among_other_words(client, typed):
    document("05/QĐ-LHH", "Quyết định khen thưởng")
    document("15/QĐ-LHH", "Quyết định khác")
    assert listed(client, q=typed) == ["05/QĐ-LHH"]


def test_a_word_that_begins_like_a_number_stays_whole(client):
    document("1/BC-LHH", "Báo cáo sơ kết")
    document("2/KET-LHH", "Kế hoạch")
    assert listed(client, q="sơ kết") == ["1/BC-LHH"]


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_filters_nothing(client, typed):
    document("128/KH-LHH")
    assert listed(client, q=typed) == ["128/KH-LHH"]


@pytest.mark.parametrize(
    "typed",
    [
        *("%", "_", "'", "\\", ":*", "🙂", "\u202e", "()", "--", "&|!", "..."),
        *("0", "số", "số 0", "so 0"),
    ],
)
def test_what_is_neither_word_nor_number_of_a_document_finds_nothing(client, typed):
    document("128/KH-LHH")
    assert listed(client, q=typed) == []


@pytest.mark.parametrize("rename", [DocumentKind, IssuingBody])
def test_a_renamed_kind_or_body_is_found_by_its_new_name(client, rename):
    body = IssuingBody.objects.create(name="Hội Cơ khí")
    made = document("128/KH-LHH", "Công tác năm", issuing_body=body)
    owner = made.kind if rename is DocumentKind else made.issuing_body
    old, owner.name = owner.name, "Ban Chấp hành"
    owner.save()
    assert listed(client, q="ban chấp hành") == ["128/KH-LHH"]
    assert listed(client, q=old) == []


# --- What cannot be -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [("12/A", "1/2A"), ("05/QĐ-LHH", "5/QĐ-UBND"), ("1-2/KH", "12/KH"), ("", "")],
)
def test_other_numbers_of_one_body_and_day_stand_side_by_side(first, second):
    document(first)
    beside = document(second, "Văn bản khác")
    beside.full_clean()


@pytest.mark.parametrize("same", ["05/QĐ-LHH", "5 / qđ – lhh", "Số: 5/QD-LHH"])
def test_a_number_written_otherwise_is_the_same_number(same):
    document("05/QĐ-LHH")
    other = document("6/QĐ-LHH")
    other.number = same
    with pytest.raises(ValidationError, match="đã có văn bản cùng số"):
        other.full_clean()


@pytest.mark.parametrize("between", [0, 1, 2])
def test_replacements_never_lead_back(between):
    first = document("1/QC-LHH")
    last = first
    for number in range(between):
        newer = document(f"{number + 2}/QC-LHH")
        last.replaced_by = newer
        last.full_clean()
        last.save()
        last = newer
    last.replaced_by = first
    with pytest.raises(ValidationError, match="không thể thay thế chính nó"):
        last.full_clean()


@pytest.mark.parametrize(
    ("effective_on", "expired_on", "reason"),
    [
        (None, dt.date(2026, 3, 1), "trước ngày ban hành"),
        (dt.date(2026, 4, 1), dt.date(2026, 3, 31), "trước ngày có hiệu lực"),
    ],
)
def test_a_document_does_not_end_before_it_begins(effective_on, expired_on, reason):
    made = document("1/QC-LHH", issued_on=dt.date(2026, 3, 2))
    made.effective_on, made.expired_on = effective_on, expired_on
    with pytest.raises(ValidationError, match=reason):
        made.full_clean()
    with pytest.raises(IntegrityError, match="news_document_expires_after"):
        made.save()


def test_words_without_a_match_say_so_and_offer_the_whole_list(client):
    document("128/KH-LHH")
    main = reading.main(client, "/van-ban/?q=thủy+lợi")
    assert "Không có văn bản nào khớp" in reading.words(main)
    assert "/van-ban/" in reading.links(main).values()


# --- Other conditions ---------------------------------------------------------------


@pytest.fixture
def library():
    kinds = {kind.name: kind for kind in DocumentKind.objects.all()}
    province = IssuingBody.objects.create(name="UBND tỉnh")
    document("1/KH-LHH", issued_on=dt.date(2026, 3, 2))
    document("2/BC-LHH", kind=kinds["Báo cáo"], issued_on=dt.date(2025, 12, 31))
    document("3/KH-UBND", issuing_body=province, issued_on=dt.date(2025, 1, 1))
    document("4/BC-UBND", status="draft", published_at=None)
    return {
        "kind": kinds["Báo cáo"].pk,
        "issuing_body": province.pk,
    }


def test_documents_stand_by_day_of_issue_newest_first(client, library):
    assert listed(client) == ["1/KH-LHH", "2/BC-LHH", "3/KH-UBND"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["kind"], ["2/BC-LHH"]),
        (["issuing_body"], ["3/KH-UBND"]),
        (["kind", "issuing_body"], []),
    ],
)
def test_kind_and_issuing_body_filter(client, library, asked, found):
    assert listed(client, **{name: library[name] for name in asked}) == found


def test_the_year_of_issue_filters_and_only_years_with_documents_are_offered(
    client, library
):
    assert listed(client, year=2025) == ["2/BC-LHH", "3/KH-UBND"]
    page = reading.page(client, "/van-ban/")
    select = next(e for e in page.iter("select") if e.get("name") == "year")
    assert [o.get("value") for o in select.iter("option")] == ["", "2026", "2025"]


def test_conditions_in_force_are_named_and_can_be_taken_away_one_by_one(
    client, library
):
    path = f"/van-ban/?kind={library['kind']}&year=2025&trang=1&q=b%C3%A1o+c%C3%A1o"
    chips = reading.by_class(reading.page(client, path), "chip")
    words = [reading.words(each).replace(" Bỏ điều kiện này", "") for each in chips]
    assert words == [
        "Số, ký hiệu hoặc trích yếu: báo cáo",
        "Loại văn bản: Báo cáo",
        "Năm ban hành: 2025",
    ]
    without_kind = chips[1].get("href")
    assert "kind" not in without_kind
    assert "trang" not in without_kind
    assert "year=2025" in without_kind


@pytest.mark.parametrize(
    "asked",
    [{"kind": "abc"}, {"kind": "999999"}, {"year": "9999"}, {"issuing_body": "-1"}],
)
def test_a_value_that_is_not_offered_is_said_to_be_wrong(client, library, asked):
    main = reading.main(client, f"/van-ban/?{urlencode(asked)}")
    assert reading.by_class(main, "field--error")


TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "is_in_force"),
    [
        ({}, True),
        ({"effective_on": TODAY}, True),
        ({"effective_on": TODAY + DAY}, False),
        ({"expired_on": TODAY + DAY}, True),
        ({"expired_on": TODAY}, False),
    ],
)
def test_only_documents_in_force_on_this_day(client, fields, is_in_force):
    document("128/KH-LHH", **fields)
    assert listed(client, in_force="on") == (["128/KH-LHH"] if is_in_force else [])
    assert listed(client) == ["128/KH-LHH"]


def test_a_replaced_document_and_its_replacement_name_each_other(client):
    old, new = document("1/QC-LHH", "Quy chế cũ"), document("9/QC-LHH", "Quy chế mới")
    old.replaced_by = new
    old.save()
    on_old = reading.main(client, old.get_absolute_url())
    assert "Văn bản này đã được thay thế bởi" in reading.words(on_old)
    assert reading.links(on_old)["9/QC-LHH – Quy chế mới"] == new.get_absolute_url()
    on_new = reading.main(client, new.get_absolute_url())
    assert reading.links(on_new)["1/QC-LHH – Quy chế cũ"] == old.get_absolute_url()
    assert listed(client, in_force="on") == ["9/QC-LHH"]
    assert "Đã được thay thế" in reading.words(reading.main(client, "/van-ban/"))


def test_a_replacement_that_is_not_yet_public_is_not_named(client):
    old = document("1/QC-LHH", "Quy chế cũ")
    old.replaced_by = document("9/QC-LHH", "Quy chế mới", status="draft")
    old.save()
    shown = reading.words(reading.main(client, old.get_absolute_url()))
    assert "thay thế" not in shown
    assert listed(client, in_force="on") == ["1/QC-LHH"]


def test_a_document_shows_all_that_is_known_of_it(client):
    made = document(
        "128/KH-LHH",
        signer="Nguyễn Văn An",
        summary="Các việc trong năm.",
        effective_on=dt.date(2026, 3, 5),
        expired_on=dt.date(2026, 12, 31),
    )
    made.articles.add(makers.article("Tin về kế hoạch"))
    page = reading.page(client, made.get_absolute_url())
    names, values = reading.texts(page, ".//dt"), reading.texts(page, ".//dd")
    facts = dict(zip(names, values, strict=True))
    assert (
        facts.items()
        >= {
            "Số, ký hiệu": "128/KH-LHH",
            "Loại văn bản": "Kế hoạch",
            "Cơ quan ban hành": "Liên hiệp Hội",
            "Ngày ban hành": "02/03/2026",
            "Có hiệu lực từ": "05/03/2026",
            "Hết hiệu lực từ": "31/12/2026",
            "Người ký": "Nguyễn Văn An",
        }.items()
    )
    main = reading.words(page.find(".//main"))
    assert "Các việc trong năm." in main
    assert "Tin về kế hoạch" in main


def test_a_long_library_has_pages_that_keep_the_conditions(client):
    for number in range(1, 26):
        document(f"{number}/KH-LHH")
    page = reading.page(client, "/van-ban/?year=2026&trang=2")
    assert len(reading.by_class(page, "records__number")) == 5
    pager = reading.by_class(page, "pager")[0]
    assert {a.get("href") for a in pager.iter("a")} == {"?year=2026&trang=1"}


# --- Files --------------------------------------------------------------------------


def test_a_file_is_handed_out_under_its_own_name(client):
    made = makers.attachment("Kế hoạch số 1.pdf", document=document("1/KH-LHH"))
    headers, _ = reading.download(client, made.get_absolute_url())
    assert headers["Content-Type"] == "application/pdf"
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("inline; filename*=utf-8''K%E1%BA%BF%20ho%E1%BA%A1ch")
    assert "public" in headers["Cache-Control"]


def test_what_a_browser_would_run_or_spoil_is_downloaded(client):
    text = "Họ tên;Đơn vị\nAn;Hội\n".encode()
    made = makers.attachment("danh sách.csv", text, document=document("1/KH-LHH"))
    headers, _ = reading.download(client, made.get_absolute_url())
    assert headers["Content-Disposition"].startswith("attachment")


def test_a_file_has_one_address(client):
    made = makers.attachment("a.pdf", document=document("1/KH-LHH"))
    found = reading.answer(client, f"/tep/{made.pk}/khac.pdf", status=302)
    assert found.headers["Location"] == made.get_absolute_url()


def test_a_file_of_a_draft_is_kept_from_the_public_and_from_caches(client):
    draft = document("1/KH-LHH", status="draft")
    path = makers.attachment("a.pdf", document=draft).get_absolute_url()
    reading.answer(client, path, status=404)
    client.force_login(makers.user())
    reading.answer(client, path, status=404)
    client.force_login(makers.staff(roles.REPORTER))
    headers, _ = reading.download(client, path)
    assert "no-store" in headers["Cache-Control"]


def test_a_file_that_is_gone_from_the_disk_is_not_found(client):
    made = makers.attachment("a.pdf", document=document("1/KH-LHH"))
    made.file.storage.delete(made.file.name)
    reading.answer(client, made.get_absolute_url(), status=404)


@pytest.mark.parametrize("path", ["/tep/0/a.pdf", "/tep/99999999999999999999/a.pdf"])
def test_a_file_that_never_was_is_not_found(client, path):
    reading.answer(client, path, status=404)
