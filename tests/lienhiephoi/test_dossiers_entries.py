"""Reading what was typed into the fields of a form."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from lienhiephoi.dossiers.entries import Entry, read_entries, read_entry, stamp
from tests.lienhiephoi.forms import attachment, figure, form, prose


def test_all_parts_of_a_figure_are_read():
    posted = {
        "hoi_vien": " 1.520,5 ",
        "hoi_vien:muc": "about",
        "hoi_vien:uoc": "on",
        "hoi_vien:thuc": "1.498",
        "hoi_vien:ghichu": "Tính cả\r\nchi hội mới",
        "hoi_vien:rev": "3",
    }
    assert read_entry(figure(decimals=1), posted) == Entry(
        amount=Decimal("1520.5"),
        qualifier="about",
        is_estimate=True,
        actual_amount=Decimal(1498),
        note="Tính cả\nchi hội mới",
        revision=3,
    )


def test_prose_is_kept_in_one_form():
    decomposed = "Hội đã ho\u0323\u200bp tốt  "
    assert read_entry(prose(), {"loi_van.to_chuc": decomposed}).text == "Hội đã họp tốt"


def test_an_unticked_box_and_empty_parts_say_nothing():
    entry = read_entry(figure(), {"hoi_vien": "", "hoi_vien:muc": ""})
    assert entry == Entry()


@pytest.mark.parametrize("posted", ["x", "-1", "", "²", "1" * 30, "2.zz"])
def test_a_strange_revision_is_no_revision_or_the_one_it_names(posted):
    entry = read_entry(figure(), {"hoi_vien": "5", "hoi_vien:rev": posted})
    assert entry.revision == (2 if posted == "2.zz" else None)
    assert not entry.is_untouched


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Entry(amount=Decimal("1520.0000"), qualifier="over", revision=4),
        Entry(amount=Decimal(7), is_estimate=True, note="Ước đến cuối năm", revision=1),
    ],
)
def test_a_field_posted_as_it_was_shown_is_untouched(answer):
    posted = {
        "hoi_vien": f"{answer.amount:.0f}" if answer else "",
        "hoi_vien:muc": answer.qualifier if answer else "",
        "hoi_vien:uoc": "1" if answer and answer.is_estimate else "",
        "hoi_vien:ghichu": answer.note if answer else "",
        "hoi_vien:rev": stamp(answer),
    }
    entry = read_entry(figure(), posted)
    assert entry.is_untouched
    assert entry.revision == (answer.revision if answer else 0)
    touched = read_entry(figure(), {**posted, "hoi_vien:ghichu": "Đã sửa"})
    assert not touched.is_untouched


@pytest.mark.parametrize(
    ("suffix", "typed", "told"),
    [
        ("", "1.5", "dấu phẩy: 1,5"),
        ("", "100.000.000.000.000", "quá lớn"),
        (":thuc", "nhiều", "chỉ ghi số"),
        (":muc", "chắc chắn", "không có trong danh sách"),
        (":ghichu", "a" * 2001, "quá 2.000 ký tự"),
    ],
)
def test_what_cannot_be_kept_is_said_of_its_part(suffix, typed, told):
    with pytest.raises(ValidationError, match=told) as refusal:
        read_entry(figure(decimals=1), {"hoi_vien": "5", f"hoi_vien{suffix}": typed})
    assert [each.code for each in refusal.value.error_list] == [suffix]


def test_all_that_is_wrong_with_a_field_is_said_at_once():
    posted = {"hoi_vien": "x", "hoi_vien:muc": "y", "hoi_vien:thuc": "z"}
    with pytest.raises(ValidationError) as refusal:
        read_entry(figure(), posted)
    assert len(refusal.value.messages) == 3


def test_one_bad_field_leaves_the_others_readable():
    asked = form(figure(), figure("hoi_thao"), prose(), attachment())
    posted = {
        "hoi_vien": "nhiều",
        "loi_van.to_chuc": "Đã kiện toàn.",
        "tep.danh_sach": "x",
        "khac": "1",
    }
    entries, errors = read_entries(asked, posted)
    assert list(entries) == ["loi_van.to_chuc"]
    assert list(errors) == ["hoi_vien"]


@pytest.mark.parametrize("value", [None, 12, True, ["1"], {"a": 1}])
def test_a_part_that_is_no_text_is_no_answer(value):
    """A script may send any JSON."""
    entry = read_entry(figure(), {"hoi_vien": value, "hoi_vien:rev": value})
    assert entry == Entry()
