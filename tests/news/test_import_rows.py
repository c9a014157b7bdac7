"""A record of an import file as values of an article, or the reasons why not."""

import datetime as dt

import pytest

from news.imports.pictures import NoPictures
from news.imports.records import Record
from news.imports.rows import RowError, local_address, prepare


def row_of(**fields):
    fields = {"title": "Khai mạc hội thi", "body": "Sáng nay.", **fields}
    return prepare(Record(1, fields), "jsonl", NoPictures())


def reasons_against(**fields):
    with pytest.raises(RowError) as refused:
        row_of(**fields)
    return refused.value.reasons


def test_title_and_body_are_enough():
    assert row_of().values == {"title": "Khai mạc hội thi", "body": "<p>Sáng nay.</p>"}


def test_a_row_holds_what_the_file_gives_and_nothing_else():
    row = row_of(
        summary="Hai câu đầu.",
        category="Khoa học",
        parent_category="Tin tức",
        event_on="18/06/2024",
        published_at="19/06/2024 14:05",
        author="Lê Thị Hoa",
        source_name="Báo Lam Giang",
        source_url="https://bao.example/a?b=1",
        url="https://cu.example/tin/bai-1.html?id=7#dau",
        views="1.234",
        status="draft",
        picture_caption="Lễ khai mạc",
        threads=["Hội thi lần thứ 16", " Hội thi  lần thứ 16 "],
    )
    assert row.values == {
        "title": "Khai mạc hội thi",
        "body": "<p>Sáng nay.</p>",
        "lead": "Hai câu đầu.",
        "event_on": dt.date(2024, 6, 18),
        "published_at": dt.datetime(2024, 6, 19, 7, 5, tzinfo=dt.UTC),
        "byline": "Lê Thị Hoa",
        "source_name": "Báo Lam Giang",
        "source_url": "https://bao.example/a?b=1",
        "view_baseline": 1234,
        "status": "draft",
        "picture_caption": "Lễ khai mạc",
    }
    assert (row.category, row.parent_category) == ("Khoa học", "Tin tức")
    assert row.threads == ("Hội thi lần thứ 16",)
    assert row.old_address == "/tin/bai-1.html?id=7"


def test_empty_fields_count_as_absent():
    values = row_of(summary="  ", published_at=None, author="", views="").values
    assert set(values) == {"title", "body"}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-06-19", "2024-06-19T00:00:00+07:00"),
        ("2024-06-19T14:05:09", "2024-06-19T14:05:09+07:00"),
        ("2024-06-19 14:05", "2024-06-19T14:05:00+07:00"),
        ("2024-06-19T14:05:00Z", "2024-06-19T21:05:00+07:00"),
        ("2024-06-19T23:30:00+09:00", "2024-06-19T21:30:00+07:00"),
        ("19/06/2024", "2024-06-19T00:00:00+07:00"),
        ("9/6/2024 7:05", "2024-06-09T07:05:00+07:00"),
        ("09/06/2024, 07:05:30", "2024-06-09T07:05:30+07:00"),
    ],
)
def test_moments_without_a_zone_are_vietnamese(written, moment):
    assert row_of(published_at=written).values[
        "published_at"
    ] == dt.datetime.fromisoformat(moment)


def test_the_day_of_an_event_is_the_day_in_vietnam():
    values = row_of(event_on="2024-06-18T20:00:00Z").values
    assert values["event_on"] == dt.date(2024, 6, 19)


@pytest.mark.parametrize("impossible", ["31/02/2024", "2024-13-01", "hôm qua", "0"])
def test_an_impossible_date_is_refused(impossible):
    assert reasons_against(published_at=impossible) == [
        f"«published_at» không có ngày «{impossible}»"
    ]


def test_a_date_far_off_is_refused():
    (reason,) = reasons_against(event_on="01/01/0204")
    assert "ngoài các năm 1900–2100" in reason


def test_all_reasons_are_told_at_once():
    assert reasons_against(
        title=" ", body="", views=-1, status="xong", source_url="javascript:alert(1)"
    ) == [
        "«title» không có: thiếu tiêu đề",
        "«source_url» phải là địa chỉ http:// hoặc https://",
        "«views» phải là số nguyên không âm",
        "«status» phải là một trong: published, draft",
        "«body» không có: thiếu nội dung",
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": "a" * 301}, "«title» dài 301 ký tự, quá 300"),
        ({"title": "?!"}, "«title» phải có chữ hoặc số"),
        ({"title": ["a"]}, "«title» phải là chuỗi chữ"),
        ({"title": "Hội\0 thi"}, "«title» có ký tự NUL"),
        ({"body": "Sáng\0 nay"}, "«body» có ký tự NUL"),
        ({"body": 12}, "«body» phải là chuỗi chữ"),
        ({"lead": "a" * 1001}, "«lead» dài 1.001 ký tự, quá 1.000"),
        ({"views": "nhiều"}, "«views» phải là số nguyên không âm"),
        ({"views": 2**31}, "«views» phải là số nguyên không âm"),
        ({"url": "mailto:a@b.example"}, "«url» không phải địa chỉ một trang"),
        ({"url": "http://[::1"}, "«url» không phải địa chỉ một trang"),
        ({"threads": {"a": 1}}, "«threads» phải là danh sách không quá 20 tên"),
    ],
)
def test_a_wrong_field_is_named(fields, reason):
    assert reasons_against(**fields) == [reason]


@pytest.mark.parametrize("body", ["a" * 1_000_001, "<p>" + "a" * 1_000_001])
def test_a_body_beyond_the_limit_is_refused(body):
    (reason,) = reasons_against(body=body)
    assert "dài quá 1.000.000 ký tự" in reason


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "<iframe src='//x'></iframe>", "<p> &nbsp; </p>"],
)
def test_html_of_which_nothing_is_left_is_refused(hostile):
    (reason,) = reasons_against(body=hostile)
    assert "không còn gì" in reason


def test_hostile_html_is_cleaned():
    row = row_of(body='<p onclick="x()">Tốt<script>alert(1)</script></p>')
    assert row.values["body"] == "<p>Tốt</p>"


@pytest.mark.parametrize(
    ("body", "written_as", "html"),
    [
        ("Một.\n\nHai,\nba.", None, "<p>Một.</p><p>Hai,<br>ba.</p>"),
        ("  <p>Một.</p>", None, "<p>Một.</p>"),
        ("a < b và b > c", None, "<p>a &lt; b và b &gt; c</p>"),
        ("<p>thẻ", "text", "<p>&lt;p&gt;thẻ</p>"),
        ("Đoạn <b>đậm</b>", "html", "Đoạn <strong>đậm</strong>"),
    ],
)
def test_the_body_is_text_unless_it_begins_with_a_tag(body, written_as, html):
    assert row_of(body=body, format=written_as).values["body"] == html


def test_a_lead_in_html_becomes_plain_text():
    row = row_of(lead="<p>Hội thi <b>lần thứ 16</b> &amp; triển lãm.</p>")
    assert row.values["lead"] == "Hội thi lần thứ 16 & triển lãm."


def test_text_is_kept_in_one_form_without_unseen_characters():
    row = row_of(title="Ho\u0323\u0302i\u200b  thi", body="To\u0302\u0301t")
    assert row.title == "Hội thi"
    assert row.values["body"] == "<p>Tốt</p>"


def test_fields_that_mean_nothing_here_are_named():
    assert row_of(tone="new", updated="2024").unknown == {"tone", "updated"}


@pytest.mark.parametrize(("identity", "key"), [("bai-7", "bai-7"), (7, "7")])
def test_the_key_is_the_id_with_its_source(identity, key):
    assert row_of(id=identity).key == f"jsonl:{key}"


def test_a_long_id_still_fits_the_key():
    first, second = (row_of(id="x" * 1000 + end).key for end in "ab")
    assert first != second
    assert len(first) < 200


def test_without_an_id_the_key_follows_title_and_address_or_moment():
    same = {row_of(title=title).key for title in ("Khai mạc", " KHAI  MẠC")}
    assert len(same) == 1
    others = [
        row_of(),
        row_of(url="/a"),
        row_of(url="/b"),
        row_of(published_at="01/01/2024"),
    ]
    assert len({row.key for row in others}) == 4


SAME_MOMENT = ("01/01/2024", "2024-01-01", "2023-12-31T17:00:00Z")


def test_one_moment_written_in_many_ways_gives_one_key():
    keys = {row_of(published_at=at).key for at in SAME_MOMENT}
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://cu.example/tin/1.html", "/tin/1.html"),
        ("//cu.example/tin/1.html", "/tin/1.html"),
        ("tin/1.html", "/tin/1.html"),
        (
            "/index.php?option=com_content&id=5#muc",
            "/index.php?option=com_content&id=5",
        ),
        ("/tin/bài-1", "/tin/b%C3%A0i-1"),
        ("/tin/b%c3%a0i-1", "/tin/b%C3%A0i-1"),
        ("/tin?tên=bài", "/tin?t%C3%AAn=b%C3%A0i"),
        ("https://cu.example/", ""),
        ("https://cu.example", ""),
        ("", ""),
    ],
)
def test_an_old_address_is_kept_without_its_host(address, path):
    assert local_address(address) == path
