"""Versions: complete, sealed, numbered, comparable."""

import datetime as dt
import hashlib
import itertools
import json
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, strategies as st

from lienhiephoi.dossiers import versions
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.versions import (
    Piece,
    checksum,
    compare,
    contents,
    words_compared,
)
from members.report_forms import form_of
from tests import makers as people
from tests.lienhiephoi.forms import attachment, figure, form, prose
from tests.members import makers

FORM = form(
    prose(),
    figure(label="Hội viên", unit="người"),
    figure("ty_le", label="Tỷ lệ", decimals=1, unit="%"),
    attachment(),
)
HEADING = {"Kỳ báo cáo": "Báo cáo năm 2026", "Hội": "Hội Cơ học"}


def told(**answers) -> dict:
    return contents(FORM, answers, [], HEADING)


def members(amount, **parts) -> dict:
    return told(hoi_vien=Entry(amount=Decimal(amount), **parts))


# --- Contents -------------------------------------------------------------------


def test_contents_can_be_read_without_any_other_table():
    answers = {
        "loi_van.to_chuc": Entry(text="Đã họp."),
        "hoi_vien": Entry(
            amount=Decimal("1520.0000"),
            qualifier="about",
            is_estimate=True,
            actual_amount=Decimal("1498.5000"),
            note="Tạm tính",
        ),
        "la": Entry(text="không thuộc mẫu"),
    }
    written = contents(FORM, answers, [], HEADING)
    assert written == json.loads(json.dumps(written))
    assert written["heading"] == [
        ["Kỳ báo cáo", "Báo cáo năm 2026"],
        ["Hội", "Hội Cơ học"],
    ]
    [section] = written["sections"]
    assert (section["number"], section["title"]) == ("I", "Tổ chức")
    assert section["fields"][1] == {
        "key": "hoi_vien",
        "kind": "figure",
        "number": "",
        "label": "Hội viên",
        "note": "Tạm tính",
        "unit": "người",
        "decimals": 0,
        "part_of": "",
        "amount": "1520",
        "qualifier": "about",
        "is_estimate": True,
        "actual_amount": "1498.5",
    }
    assert [each["key"] for each in section["fields"]] == [
        field.key for field in FORM.fields
    ]


def test_the_checksum_is_of_what_is_said_and_not_of_how_it_is_kept():
    first = checksum(members("1500"))
    assert first == checksum(members("1500.0000"))
    assert first == checksum(dict(reversed(members("1500").items())))
    assert checksum(members("0")) == checksum(members("-0.0"))
    assert len(first) == 64
    others = [
        members("1501"),
        members("1500", note="Đã kiểm"),
        members("1500", qualifier="over"),
        members("1500", is_estimate=True),
        contents(FORM, {"hoi_vien": Entry(amount=Decimal(1500))}, [], {"Hội": "A"}),
    ]
    assert len({first, *map(checksum, others)}) == len(others) + 1


# --- Sealing --------------------------------------------------------------------


def seal(report, at=None, **options):
    with transaction.atomic():
        return versions.seal(
            report,
            form_of(report.period),
            heading=HEADING,
            by=None,
            at=at or timezone.now(),
            series="BN",
            **options,
        )


@pytest.mark.django_db
def test_versions_are_numbered_in_the_dossier_and_receipts_in_the_year():
    one, two = makers.report(), makers.report(makers.association("Hội Toán học"))
    in_2026 = dt.datetime(2026, 12, 31, 16, 30, tzinfo=dt.UTC)
    in_2027 = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)  # in Việt Nam
    sealed = [seal(one, in_2026), seal(two, in_2026), seal(one, in_2027)]
    assert [(each.number, each.receipt) for each in sealed] == [
        (1, "BN-2026-0001"),
        (1, "BN-2026-0002"),
        (2, "BN-2027-0001"),
    ]


@pytest.mark.django_db
def test_a_sealed_version_keeps_its_checksum_through_the_database():
    report = makers.answered(
        makers.report(),
        hoi_vien=Decimal("1520.25"),
        **{makers.NARRATIVE: "Đã họp.\nXong."},
    )
    seal(report)
    version = report.versions.get()
    assert checksum(version.contents) == version.checksum
    makers.answered(report, hoi_vien=7)
    assert version.contents["sections"][0]["fields"][1]["amount"] == "1520.25"


@pytest.mark.django_db
def test_a_version_names_each_file_with_the_digest_of_its_content():
    report = makers.report()
    report.period.wanted_files.create(code="danh_sach", label="Danh sách")
    by = people.staff()
    for name, key, removed_at in (
        ("cu.pdf", "tep.danh_sach", timezone.now()),
        ("moi.pdf", "tep.danh_sach", None),
        ("giay.pdf", "tep.ban_giay", None),
    ):
        report.files.create(
            key=key,
            file=ContentFile(name.encode(), name=name),
            name=name,
            size=6,
            uploaded_by=by,
            removed_at=removed_at,
        )
    written = seal(report).contents
    [named] = written["sections"][-1]["fields"][0]["files"]
    assert named["name"] == "moi.pdf"
    assert named["sha256"] == hashlib.sha256(b"moi.pdf").hexdigest()
    [scan] = written["other_files"]["tep.ban_giay"]
    assert scan["name"] == "giay.pdf"


@pytest.mark.django_db
def test_sending_closes_the_open_marks_by_its_number():
    report = makers.report()
    by = people.staff()
    report.marks.create(key="hoi_vien", reason="Lệch", by=by)
    seal(report, closes_marks=False)
    assert report.marks.get().closed_by_version is None
    seal(report)
    report.marks.create(key="hoi_vien", reason="Vẫn lệch", by=by)
    seal(report)
    assert [each.closed_by_version for each in report.marks.all()] == [2, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_version_is_never_changed_or_deleted(change):
    version = seal(makers.report())
    rows = type(version).objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(receipt="BN-0") if change == "update" else rows.delete()
    assert rows.get().receipt == version.receipt


@pytest.mark.django_db
def test_a_sending_that_is_undone_gives_its_number_back():
    report = makers.report()
    with transaction.atomic():
        assert seal(report).receipt.endswith("-0001")
        transaction.set_rollback(True)
    assert not report.versions.exists()
    assert seal(report).receipt.endswith("-0001")


# --- Comparing ------------------------------------------------------------------


def test_equal_contents_do_not_differ():
    assert compare(members(5), members("5.0")) == []


def test_differences_come_in_the_order_of_the_form_with_figures_as_read():
    old = told(
        **{"loi_van.to_chuc": Entry(text="Đã họp một lần.")},
        hoi_vien=Entry(amount=Decimal(1400), qualifier="about"),
    )
    new = told(
        **{"loi_van.to_chuc": Entry(text="Đã họp hai lần.")},
        hoi_vien=Entry(amount=Decimal(1520), is_estimate=True, note="Thêm chi hội"),
        ty_le=Entry(amount=Decimal("87.5")),
    )
    assert [(each.label, each.old, each.new) for each in compare(old, new)] == [
        ("Nội dung", "Đã họp một lần.", "Đã họp hai lần."),
        ("Hội viên", "khoảng 1.400 người", "1.520 người (ước)"),
        ("Hội viên: giải thích", "", "Thêm chi hội"),
        ("Tỷ lệ", "", "87,5 %"),
    ]
    assert {each.section for each in compare(old, new)} == {"I. Tổ chức"}


def test_a_field_that_only_one_version_knows_is_a_difference():
    asked_before = form(figure("chi_hoi", label="Chi hội"))
    old = contents(asked_before, {"chi_hoi": Entry(amount=Decimal(5))}, [], HEADING)
    assert [(each.label, each.old, each.new) for each in compare(old, members(7))] == [
        ("Hội viên", "", "7 người"),
        ("Chi hội", "5", ""),
    ]


def test_a_replaced_file_is_a_difference_also_under_the_same_name():
    def with_file(content):
        written = told()
        written["sections"][0]["fields"][3]["files"] = [
            {"id": 1, "name": "ds.pdf", "size": 3, "sha256": content * 64}
        ]
        return written

    [difference] = compare(with_file("a"), with_file("b"))
    assert (difference.old, difference.new) == (
        "ds.pdf (mã aaaaaaaa)",
        "ds.pdf (mã bbbbbbbb)",
    )
    assert compare(with_file("a"), with_file("a")) == []


def test_texts_are_compared_word_by_word():
    assert words_compared("Hội đã họp một lần.", "Hội đã họp hai lần trong năm.") == [
        Piece("same", "Hội đã họp "),
        Piece("removed", "một lần."),
        Piece("added", "hai lần trong năm."),
    ]


def test_an_inserted_paragraph_leaves_its_neighbours_alone():
    old = "Đoạn một.\nĐoạn hai."
    new = "Đoạn một.\nĐoạn mới.\nĐoạn hai."
    assert words_compared(old, new) == [
        Piece("same", "Đoạn một.\n"),
        Piece("added", "Đoạn mới.\n"),
        Piece("same", "Đoạn hai."),
    ]


TEXTS = st.lists(st.sampled_from(["Hội", "đã", "họp", " ", "  ", "\n", "."])).map(
    "".join
)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_had_back_from_their_comparison(old, new):
    pieces = words_compared(old, new)
    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new
    assert all(a.kind != b.kind for a, b in itertools.pairwise(pieces))
