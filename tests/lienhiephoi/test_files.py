"""Uploads: what is let in, what is refused, and what the sender is then told."""

import contextlib
import io
import os
import struct
import tracemalloc
import unicodedata
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.migrations.writer import MigrationWriter
from PIL import Image

from lienhiephoi import filekinds
from lienhiephoi.files import (
    RandomPath,
    check_upload,
    clean_name,
    download_name,
    random_name,
    upload_path,
)

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN_PART = "application/vnd.openxmlformats-officedocument.%s.main+xml"


def upload(name, content):
    return SimpleUploadedFile(name, content)


def refused(name, content, **limits):
    """The message that the sender reads."""
    file = upload(name, content)
    with pytest.raises(ValidationError) as caught:
        check_upload(file, **limits)
    assert file.tell() == 0
    (message,) = caught.value.messages
    return message


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office(main="wordprocessingml.document", *, types="", **members):
    """A package of Word, Excel or PowerPoint, named by its main part."""
    listed = f'<Types><Override ContentType="{MAIN_PART % main}"/>{types}</Types>'
    return zipped(
        {
            "[Content_Types].xml": listed,
            "word/document.xml": "<w:t>Báo cáo</w:t>" * 500,
            **members,
        }
    )


def open_document(kind, members=()):
    mime_type = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mime_type, "content.xml": "<x/>", **dict(members)})


def ole(*streams, directory=1):
    """A compound file: header, directory, content, and last the allocation table."""
    header = bytearray(OLE_MAGIC.ljust(512, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, directory)
    struct.pack_into("<109I", header, 76, 10, *[0xFFFFFFFF] * 108)
    entries = b"".join(
        stream.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\1")
        for stream in ("Root Entry", *streams)
    )
    table = struct.pack("<128I", *[0xFFFFFFFE] * 11, *[0xFFFFFFFF] * 117)
    return bytes(header) + bytes(512) + entries.ljust(512 * 9, b"\0") + table


def picture(image_format, size=(40, 30)):
    buffer = io.BytesIO()
    Image.effect_noise(size, 60).save(buffer, image_format)
    return buffer.getvalue()


def png_claiming(width, height):
    def chunk(name, body):
        checksum = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Báo cáo.pdf", PDF, filekinds.PDF),
        ("HOA.PDF", b"\r\n" + PDF, filekinds.PDF),
        ("a.docx", office(), filekinds.DOCX),
        ("a.xlsx", office("spreadsheetml.sheet"), filekinds.XLSX),
        ("a.pptx", office("presentationml.presentation"), filekinds.PPTX),
        ("a.odt", open_document("text"), filekinds.ODT),
        ("a.ods", open_document("spreadsheet"), filekinds.ODS),
        ("a.doc", ole("WordDocument"), filekinds.DOC),
        ("a.xls", ole("Workbook"), filekinds.XLS),
        ("a.xls", ole("Book"), filekinds.XLS),
        ("a.ppt", ole("PowerPoint Document"), filekinds.PPT),
        ("a.jpg", picture("JPEG"), filekinds.JPEG),
        ("a.JPEG", picture("JPEG"), filekinds.JPEG),
        ("a.png", picture("PNG"), filekinds.PNG),
        ("a.webp", picture("WEBP"), filekinds.WEBP),
        ("a.gif", picture("GIF"), filekinds.GIF),
        ("a.csv", "Hội,Số hội viên\nHội Cơ khí,120\n".encode(), filekinds.CSV),
        ("a.csv", "Hội;Số\n".encode("utf-8-sig"), filekinds.CSV),
        ("a.txt", "đ".encode() * 100_001, filekinds.TXT),
    ],
)
def test_an_attachment_is_known_by_its_content(name, content, kind):
    file = upload(name, content)
    assert check_upload(file) == kind
    assert file.tell() == 0
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "kind"), [("a.doc", filekinds.DOC), ("a.xls", filekinds.XLS)]
)
def test_the_name_decides_when_one_document_holds_another(name, kind):
    content = ole("Workbook", "WordDocument")
    assert check_upload(upload(name, content)) == kind


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_refused_when_cut_short(image_format):
    extension = image_format.lower()
    content = picture(image_format, (300, 200))
    message = refused(f"a.{extension}", content[: len(content) * 2 // 3])
    assert "bị hỏng, sai định dạng hoặc chưa tải lên hết" in message
    assert "lưu lại rồi gửi lại" in message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF[:-8]),
        ("a.pdf", PDF + b"\0" * 3000),
        ("a.pdf", os.urandom(8).join([b"\xff\x00"] * 200)),
        ("a.docx", office()[:-60]),
        ("a.docx", office()[:200]),
        ("a.docx", b"PK\x03\x04"),
        ("a.docx", zipped({"word/document.xml": b"x" * 99}, zipfile.ZIP_LZMA)),
        ("a.docx", office(**{"[CONTENT_TYPES].xml": "<Types/>"})),
        ("a.doc", ole("WordDocument")[:5000]),
        ("a.doc", ole("WordDocument", directory=999)),
        ("a.xls", OLE_MAGIC),
        ("a.ppt", ole("Something else")),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.jpg", b"\xff\xd8\xff"),
    ],
)
def test_a_broken_file_is_named_and_asked_for_again(name, content):
    extension = name.rpartition(".")[2]
    assert refused(name, content) == (
        f"Tệp .{extension} bị hỏng, sai định dạng hoặc chưa tải lên hết. "
        "Hãy mở thử tệp trên máy, lưu lại rồi gửi lại."
    )


def test_a_changed_byte_inside_a_docx_is_noticed():
    content = bytearray(office())
    content[content.index(b"word/document.xml") + 30] ^= 0xFF
    assert "Tệp .docx bị hỏng" in refused("a.docx", bytes(content))


def test_an_empty_file_is_refused():
    assert refused("a.pdf", b"").startswith("Tệp rỗng, không có nội dung.")


@pytest.mark.parametrize(
    ("size", "limit", "told"),
    [
        (20 * 1024 * 1024 + 1, {}, "Tệp nặng 20,1 MB, vượt quá 20 MB."),
        (36_900_000, {}, "Tệp nặng 35,2 MB, vượt quá 20 MB."),
        (600_000, {"max_bytes": 512 * 1024}, "Tệp nặng 0,6 MB, vượt quá 0,5 MB."),
    ],
)
def test_a_file_too_large_is_told_its_size_and_the_limit(size, limit, told):
    assert refused("a.pdf", PDF.ljust(size, b" "), **limit).startswith(told)


def lying_about(size, member):
    """A package whose directory understates what one member expands to."""
    content = bytearray(office(**{member: bytes(3_000_000)}))
    at = content.rindex(member.encode()) - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", content, at + 24, size)
    struct.pack_into("<I", content, at + 16, zlib.crc32(bytes(size)))
    return bytes(content)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"bomb.xml": bytes(3_000_000)}, id="ratio"),
        pytest.param({f"{n}": b"" for n in range(5001)}, id="members"),
    ],
)
def test_a_zip_bomb_is_refused(members):
    message = refused("a.docx", office(**members))
    assert message.startswith("Tệp bung ra quá lớn khi mở")
    assert "Hãy lưu lại thành PDF" in message


def test_a_zip_bomb_declared_in_its_directory_is_not_unpacked():
    content = bytearray(office(**{"a.bin": os.urandom(2_000_000)}))
    at = content.rindex(b"a.bin") - 46
    struct.pack_into("<I", content, at + 20, 1_900_000_000)
    struct.pack_into("<I", content, at + 24, 2_000_000_000)
    assert "Tệp bung ra quá lớn khi mở" in refused("a.docx", bytes(content))


def test_a_member_larger_than_it_declares_is_refused_though_its_checksum_fits():
    message = refused("a.docx", lying_about(1000, "word/media"))
    assert message.startswith("Tệp .docx bị hỏng")


def memory_to_check(file):
    tracemalloc.start()
    try:
        with contextlib.suppress(ValidationError):
            check_upload(file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_large_office_file_is_read_in_pieces():
    content = office(**{"word/media/a.bmp": os.urandom(5_000_000).hex()})
    assert memory_to_check(upload("a.docx", content)) < 2_000_000


def test_a_directory_of_countless_members_is_not_unfolded():
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", *[0] * 9, 1, *[0] * 6) + b"a"
    directory = entry * 100_000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(directory), 30, 0)
    content = b"PK\x03\x04".ljust(30, b"\0") + directory + end
    assert "Tệp bung ra quá lớn khi mở" in refused("a.docx", content)
    assert memory_to_check(upload("a.docx", content)) < 2_000_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", office(**{"word/vbaProject.bin": b"\1"})),
        ("a.xlsx", office("spreadsheetml.sheet", **{"XL/VBAPROJECT.BIN": b"\1"})),
        (
            "a.docm",
            zipped(
                {
                    "[Content_Types].xml": '<Override ContentType="application/'
                    'vnd.ms-word.document.macroEnabled.main+xml"/>'
                }
            ),
        ),
        (
            "a.xlsx",
            office(
                "spreadsheetml.sheet",
                types='<Override ContentType="application/vnd.ms-office.vbaProject"/>',
            ),
        ),
        (
            "a.xlsx",
            office(
                "spreadsheetml.sheet",
                types='<Override ContentType="application/vnd.ms-excel.macrosheet+xml"/>',
            ),
        ),
        ("a.odt", open_document("text", {"Basic/Standard/Module1.xml": "Sub"}.items())),
    ],
)
def test_macros_are_refused(name, content):
    message = refused(name, content)
    assert message.startswith("Tệp có chứa macro nên không được nhận.")
    assert "lưu lại thành loại không có macro" in message


def encrypted_member():
    content = bytearray(office())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", ole("EncryptionInfo", "EncryptedPackage")),
        ("a.xlsx", ole("EncryptionInfo", "EncryptedPackage")),
        ("a.docx", encrypted_member()),
        (
            "a.odt",
            open_document(
                "text",
                {"META-INF/manifest.xml": "<manifest:encryption-data/>"}.items(),
            ),
        ),
    ],
)
def test_a_password_is_asked_to_be_removed(name, content):
    assert refused(name, content) == (
        "Tệp có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu, lưu lại rồi gửi lại."
    )


@pytest.mark.parametrize("name", ["a.exe", "a.pdf", "a.txt", "a"])
@pytest.mark.parametrize(
    "content", [b"MZ\x90\0\3\0", b"\x7fELF\2\1\1\0", b"#!/bin/sh\nrm -rf /\n"]
)
def test_a_program_is_refused_under_any_name(name, content):
    message = refused(name, content)
    assert message.startswith("Tệp chương trình hoặc tập lệnh không được nhận")


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.txt", "a.csv", "a.xls"])
@pytest.mark.parametrize(
    "content",
    [
        HTML,
        b"\xef\xbb\xbf \n<html>",
        b"<?xml version='1.0'?><x/>",
        "Kính gửi\n<ScRiPt>alert(1)</script>".encode(),
        b"<?php system($_GET['c']);",
    ],
)
def test_a_web_page_is_refused_under_any_name(name, content):
    message = refused(name, content)
    assert message.startswith("Nội dung tệp là trang web (HTML hoặc XML)")
    assert "lưu lại thành PDF, Word hoặc Excel" in message


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.txt"])
@pytest.mark.parametrize("prefix", [b"", b'<?xml version="1.0"?>\n<!-- x -->\n'])
def test_svg_is_refused_with_a_way_out(name, prefix):
    assert refused(name, prefix + SVG) == (
        "Ảnh SVG không được nhận vì có thể chứa mã lệnh. "
        "Hãy xuất ảnh thành PNG hoặc JPEG rồi gửi lại."
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.zip", zipped({"a.txt": "x"}), "Tệp nén (ZIP, RAR, 7z) không được nhận."),
        ("a.docx", zipped({"a.txt": "x"}), "Tệp nén (ZIP, RAR, 7z) không được nhận."),
        ("a.zip", zipped({}), "Tệp nén (ZIP, RAR, 7z) không được nhận."),
        ("a.rar", b"Rar!\x1a\7\0", "Tệp nén (ZIP, RAR, 7z) không được nhận."),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "Hãy lưu ảnh thành JPEG"),
        ("a.doc", rb"{\rtf1\ansi", "Hãy mở bằng Word, lưu thành .docx"),
        ("a.mp4", b"\0\0\0\x18ftypisom\xff\0", "Không nhận tệp .mp4."),
        ("a.js", b"alert(1)", "Không nhận tệp .js. Các loại được nhận: PDF (.pdf), "),
        ("a.php", PDF, "Không nhận tệp .php."),
        ("a", b"\xff\x01\0", "Không nhận ra loại tệp này."),
    ],
)
def test_what_is_not_taken_is_named_with_a_way_out(name, content, told):
    assert told in refused(name, content)


@pytest.mark.parametrize(
    "content",
    [
        "Hà Nội".encode("utf-16"),
        bytes.fromhex("48e0204ef469"),
        b"abc\0def",
        b"a" * 70_000 + b"\0",
        "đ".encode() * 40_000 + "đ".encode()[:1],
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_text_in_another_encoding_is_refused(name, content):
    message = refused(name, content)
    assert message.startswith("Tệp văn bản không dùng mã Unicode UTF-8")
    assert "“CSV UTF-8”" in message


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", picture("PNG"), "“PDF (.pdf)” nhưng nội dung lại là “Ảnh (.png)”"),
        ("a.jpg", picture("PNG"), "“Ảnh (.jpg)” nhưng nội dung lại là “Ảnh (.png)”"),
        ("a.docx", PDF, "“Word (.docx)” nhưng nội dung lại là “PDF (.pdf)”"),
        ("a.docx", ole("WordDocument"), "nội dung lại là “Word (.doc)”"),
        ("a.xlsx", office(), "“Excel (.xlsx)” nhưng nội dung lại là “Word (.docx)”"),
        ("a.pdf", b"just words", "nội dung lại là “Văn bản thuần (.txt)”"),
        ("baocao", PDF, "thiếu đuôi, trong khi nội dung là “PDF (.pdf)”"),
    ],
)
def test_a_name_that_lies_is_told_both(name, content, told):
    assert told in refused(name, content)


def test_a_list_of_allowed_kinds_is_kept_and_told():
    allowed = (filekinds.PDF, filekinds.DOCX, filekinds.DOC)
    assert check_upload(upload("a.pdf", PDF), allowed=allowed) == filekinds.PDF
    assert refused("a.png", picture("PNG"), allowed=allowed) == (
        "Không nhận tệp .png. Các loại được nhận: PDF (.pdf), Word (.docx, .doc)."
    )


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (10_000, 9_000)])
def test_a_picture_is_refused_by_its_header_before_it_is_decoded(width, height):
    message = refused("a.png", png_claiming(width, height))
    assert message.startswith("Ảnh có quá nhiều điểm ảnh (hơn 40 triệu).")
    assert "Hãy thu nhỏ ảnh" in message


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Báo cáo năm 2026.pdf", "Báo cáo năm 2026.pdf"),
        (unicodedata.normalize("NFD", "Đắk Lắk.pdf"), "Đắk Lắk.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\fakepath\Ảnh hội nghị.JPG", "Ảnh hội nghị.JPG"),
        ("a\0b\r\nc.pdf", "ab c.pdf"),
        ("bao\u202efdp.exe", "baofdp.exe"),
        ("  .htaccess", "htaccess"),
        ("a.pdf. . ", "a.pdf"),
        ("..", "tep"),
        ("\u200b\u202e", "tep"),
        ("", "tep"),
        (None, "tep"),
        ("Kế hoạch 2.1 cuối cùng", "Kế hoạch 2.1 cuối cùng"),
    ],
)
def test_a_name_is_kept_as_plain_text(name, clean):
    assert clean_name(name) == clean
    assert clean_name(clean) == clean


def test_a_long_name_is_cut_before_its_extension():
    name = clean_name("Đ" * 500 + ".docx")
    assert name == "Đ" * 115 + ".docx"
    assert len(clean_name("a" * 500)) == 120
    assert len(clean_name("." + "b" * 500)) == 120


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Báo cáo Đắk Lắk (lần 2).PDF", "bao-cao-dak-lak-lan-2.pdf"),
        ("../../etc/passwd", "passwd"),
        ("中文.docx", "tep.docx"),
        ('"; rm -rf.txt', "rm-rf.txt"),
    ],
)
def test_a_download_name_is_safe_inside_an_address(name, address):
    assert download_name(name) == address


def test_random_names_differ_and_keep_the_extension():
    first, second = random_name("pdf"), random_name("pdf")
    assert first != second
    assert len(first) == 36
    assert first.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("Báo cáo.PDF", "pdf"),
        ("ảnh.jpeg", "jpg"),
        ("../../a.html", "bin"),
        ("a.php", "bin"),
        ("a", "bin"),
        ("a.pdf\0.exe", "bin"),
    ],
)
def test_a_stored_path_owes_nothing_to_the_name_but_a_known_extension(name, extension):
    path = upload_path("reports")(None, name)
    folder, year, month, stored = path.split("/")
    stem, _, suffix = stored.partition(".")
    assert folder == "reports"
    assert (len(year), len(month)) == (4, 2)
    assert int(stem, 16) >= 0
    assert suffix == extension


def test_an_upload_path_can_be_written_into_a_migration():
    text, imports = MigrationWriter.serialize(upload_path("reports"))
    assert text == "lienhiephoi.files.RandomPath('reports')"
    assert imports == {"import lienhiephoi.files"}
    assert upload_path("reports") == RandomPath("reports")
    assert upload_path("reports") != RandomPath("dossiers")
