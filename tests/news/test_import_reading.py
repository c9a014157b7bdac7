"""Import files: told apart by their content, read as streams, broken ones to the break."""

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from news.imports.jsonl import MAX_LINE
from news.imports.reading import ImportFile
from news.imports.records import BrokenFileError, Fault, Record, Skipped

WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Trang cũ</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>hoa</wp:author_login>
  <wp:author_display_name><![CDATA[Lê Thị Hoa]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>tin</wp:category_nicename>
  <wp:category_parent></wp:category_parent><wp:cat_name>Tin tức</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>kh-cn</wp:category_nicename>
  <wp:category_parent>tin</wp:category_parent>
  <wp:cat_name><![CDATA[Khoa học &amp; Công nghệ]]></wp:cat_name></wp:category>
<wp:category><wp:category_nicename>sang-che</wp:category_nicename>
  <wp:category_parent>kh-cn</wp:category_parent><wp:cat_name>Sáng chế</wp:cat_name></wp:category>
{items}
</channel></rss>
"""


def item(**changes):
    parts = {
        "title": "<![CDATA[Hội thi &amp; triển lãm]]>",
        "link": "https://cu.example/hoi-thi/",
        "guid": "https://cu.example/?p=7",
        "dc:creator": "<![CDATA[hoa]]>",
        "content:encoded": "<![CDATA[Một.\n\nHai.]]>",
        "excerpt:encoded": "<![CDATA[Tóm tắt.]]>",
        "wp:post_id": "7",
        "wp:post_date": "2019-06-18 08:30:00",
        "wp:status": "publish",
        "wp:post_type": "post",
        **{name.replace("__", ":"): value for name, value in changes.items()},
    }
    extra = parts.pop("extra", "")
    tags = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items())
    return f"<item>{tags}{extra}</item>"


def wxr(*items):
    return WXR.replace("{items}", "\n".join(items)).encode()


def lines(*rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.fixture
def read(tmp_path):
    def read(content, name="bai", **options):
        path = tmp_path / name
        path.write_bytes(content)
        options.setdefault("with_pictures", False)
        return list(ImportFile(path).records(**options))

    return read


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("name", ["bai.jsonl", "bai.xml", "bai"])
def test_the_kind_is_told_by_the_content_not_the_name(read, pack, name):
    assert read(pack(lines({"title": "A"})), name) == [Record(1, {"title": "A"})]
    (record,) = read(pack(wxr(item())), name)
    assert record.fields["title"] == "Hội thi & triển lãm"


def test_blank_lines_and_the_byte_order_mark_do_not_matter(read):
    content = b"\xef\xbb\xbf" + b'{"a": 1}\r\n\n  \n{"a": 2}'
    assert read(content) == [Record(1, {"a": 1}), Record(4, {"a": 2})]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"title": "A"', "JSON sai cú pháp ở ký tự thứ 14"),
        (b'["A"]', "không phải một đối tượng JSON {…}"),
        (b'"A"', "không phải một đối tượng JSON {…}"),
        (b'{"title": "H\xf4i"}', "không phải UTF-8 (hỏng từ byte thứ 13)"),
        (b'{"views": ' + b"9" * 5000 + b"}", "JSON có số quá dài hoặc lồng quá sâu"),
        (b'{"a": ' + b"[" * 100_000, "JSON có số quá dài hoặc lồng quá sâu"),
        (b'{"a": "' + b"a" * MAX_LINE + b'"}', "dòng dài quá 8 MB"),
    ],
)
def test_a_bad_line_is_told_by_its_number_and_the_rest_is_read(read, line, reason):
    content = b'{"a": 1}\n' + line + b'\n{"a": 3}\n'
    assert read(content) == [
        Record(1, {"a": 1}),
        Fault(2, reason),
        Record(3, {"a": 3}),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tệp rỗng"),
        (b" \n", "Tệp rỗng"),
        (gzip.compress(b""), "Tệp rỗng"),
        (b"PK\x03\x04\x00\x00", "Không nhận ra định dạng"),
        (b"tieu de;noi dung\n", "Không nhận ra định dạng"),
        (b"<html><body>404</body></html>", "không phải bản xuất của WordPress"),
        (b"<rss><item/></rss>", "không phải bản xuất của WordPress"),
    ],
)
def test_a_file_of_another_kind_is_refused(read, content, message):
    with pytest.raises(BrokenFileError, match=message):
        read(content)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BrokenFileError, match="Không mở được tệp"):
        ImportFile(tmp_path / "khong-co.jsonl")


def test_a_cut_archive_is_read_to_the_cut(tmp_path):
    rows = [{"title": f"Bài {n}", "body": "x" * 50 * n} for n in range(1, 200)]
    whole = gzip.compress(lines(*rows))
    path = tmp_path / "bai.gz"
    path.write_bytes(whole[: len(whole) // 2])
    records = ImportFile(path).records(with_pictures=False)
    read = []
    with pytest.raises(BrokenFileError, match="bị cắt giữa chừng"):
        read.extend(records)
    assert 0 < len(read) < len(rows)
    assert [record.fields for record in read] == rows[: len(read)]


def test_a_damaged_archive_is_told(tmp_path):
    whole = bytearray(gzip.compress(lines({"title": "A"})))
    whole[-6] ^= 255
    path = tmp_path / "bai.gz"
    path.write_bytes(whole)
    with pytest.raises(BrokenFileError, match="bị hỏng"):
        list(ImportFile(path).records(with_pictures=False))


# --- WordPress ------------------------------------------------------------------


def test_a_post_is_read_as_a_record(read):
    tags = (
        '<category domain="post_tag" nicename="x">Nhãn</category>'
        '<category domain="category" nicename="tin">Tin tức</category>'
        '<category domain="category" nicename="sang-che">Sáng chế</category>'
    )
    assert read(wxr(item(extra=tags))) == [
        Record(
            1,
            {
                "id": "https://cu.example/?p=7",
                "title": "Hội thi & triển lãm",
                "body": "Một.\n\nHai.",
                "format": "wordpress",
                "summary": "Tóm tắt.",
                "author": "Lê Thị Hoa",
                "category": "Sáng chế",
                "parent_category": "Tin tức",
                "published_at": "2019-06-18 08:30:00",
                "url": "https://cu.example/hoi-thi/",
                "picture": "",
                "status": "published",
            },
        )
    ]


def test_a_draft_has_no_moment_and_no_address(read):
    (record,) = read(wxr(item(wp__status="draft")))
    fields = record.fields
    assert (fields["status"], fields["published_at"], fields["url"]) == (
        "draft",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"wp__post_type": "page"}, "trang"),
        ({"wp__post_type": "attachment"}, "tệp đính kèm"),
        ({"wp__post_type": "wpcf7"}, "loại «wpcf7»"),
        ({"wp__status": "trash"}, "bài ở trạng thái «trash»"),
        ({"wp__post_password": "x"}, "bài có mật khẩu"),
    ],
)
def test_what_is_no_public_post_is_skipped(read, changes, what):
    assert read(wxr(item(**changes)))[0] == Skipped(1, what)


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    )


@pytest.mark.parametrize("first", ["post", "picture"])
def test_the_picture_of_a_post_may_stand_before_it_or_after(read, first):
    post = item(extra=meta("_thumbnail_id", "9"))
    picture = item(
        wp__post_type="attachment",
        wp__post_id="9",
        wp__status="inherit",
        extra=meta("_wp_attached_file", "2019/06/hoi-thi.jpg"),
    )
    items = [post, picture] if first == "post" else [picture, post]
    found = read(wxr(*items), with_pictures=True)
    record = next(each for each in found if isinstance(each, Record))
    assert record.fields["picture"] == "2019/06/hoi-thi.jpg"


def test_control_characters_that_wordpress_lets_through_are_left_out(read):
    (record,) = read(wxr(item(content__encoded="<![CDATA[Một\x0b hai\x00.]]>")))
    assert record.fields["body"] == "Một hai."


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE rss>",
    ],
)
def test_declarations_of_xml_are_refused(read, declaration):
    content = wxr(item(title="&a;")).replace(b"<rss", declaration.encode() + b"<rss", 1)
    with pytest.raises(BrokenFileError, match="DTD hoặc thực thể"):
        read(content)


def test_broken_xml_is_read_to_the_break(tmp_path):
    path = tmp_path / "bai.xml"
    path.write_bytes(wxr(item(), item(), "<item><title>A & B</title></item>"))
    records = ImportFile(path).records(with_pictures=False)
    read = []
    with pytest.raises(BrokenFileError, match="hỏng ở dòng"):
        read.extend(records)
    assert len(read) == 2


def test_an_item_may_not_fill_the_memory(read, monkeypatch):
    monkeypatch.setattr("news.imports.wxr.MAX_ITEM", 100_000)
    many = [item(content__encoded="a" * 50_000) for _ in range(10)]
    assert len(read(wxr(*many))) == 10
    with pytest.raises(BrokenFileError, match="dài quá 32 MB"):
        read(wxr(item(content__encoded="a" * 300_000)))


# --- Memory ---------------------------------------------------------------------


def peak_of_reading(path: Path) -> int:
    tracemalloc.start()
    for _ in ImportFile(path).records(with_pictures=False):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("kind", ["jsonl", "wxr"])
def test_memory_does_not_grow_with_the_file(tmp_path, kind):
    def file_of(count):
        body = "Nội dung. " * 500
        path = tmp_path / f"{count}.gz"
        if kind == "jsonl":
            content = lines(*[{"title": "A", "body": body}] * count)
        else:
            content = wxr(*[item(content__encoded=body)] * count)
        path.write_bytes(gzip.compress(content, 1))
        return path

    peak_of_reading(file_of(1))
    small, large = (peak_of_reading(file_of(count)) for count in (50, 1000))
    assert large < small + 200_000
