"""Official documents: the layout of Nghị định 30/2020/NĐ-CP, annex I."""

import cProfile
import datetime as dt
import io
import zipfile

import docx as word
import pytest
import typst
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from lienhiephoi.office import docx, docx_layout, pdf
from lienhiephoi.office.letterhead import Letterhead, Signature, place_of
from lienhiephoi.office.official import (
    Align,
    Column,
    Look,
    OfficialDocument,
    Row,
    RowLook,
)

UNION = "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lam Giang"
HOSTILE = "#panic() *đậm* $x$ <w:p/> &amp; {{ x }} \\u{41} @nhãn `mã`"


def document(**changed) -> OfficialDocument:
    return OfficialDocument(
        **{
            "letterhead": Letterhead(UNION, "Ủy ban Mặt trận Tổ quốc", "Lam Giang"),
            "kind": "Báo cáo",
            "subject": "Kết quả hoạt động năm 2026",
            "number": 5,
            "code": "BC-LHH",
            "date": dt.date(2026, 2, 5),
            "recipients": ("Như trên", "Lưu: VT, VP"),
            "signature": Signature("Chủ tịch", "Lê Văn An", "TM. Ban Thường vụ"),
            **changed,
        }
    )


def opened(document: OfficialDocument):
    return word.Document(io.BytesIO(docx.write(document)))


def head_of(file) -> list[list[str]]:
    """Lines of each cell of the head: issuer, state, number, date."""
    cells = [cell for row in file.tables[0].rows for cell in row.cells]
    return [[p.text for p in cell.paragraphs if p.text] for cell in cells]


def lines(file) -> list[str]:
    return [p.text for p in file.paragraphs if p.text]


# --- Head -------------------------------------------------------------------------


def test_the_head_names_issuer_state_number_and_date():
    issuer, state, number, date = head_of(opened(document()))
    assert issuer == ["ỦY BAN MẶT TRẬN TỔ QUỐC", UNION.upper()]
    assert state == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", docx.MOTTO]
    assert number == ["Số: 05/BC-LHH"]
    assert date == ["Lam Giang, ngày 05 tháng 02 năm 2026"]


def test_issuer_is_bold_and_the_body_above_it_is_not():
    issuer = opened(document()).tables[0].cell(0, 0).paragraphs
    assert [p.runs[0].bold for p in issuer[:2]] == [False, True]


def test_a_body_that_stands_under_none_begins_with_its_own_name():
    issuer, *_ = head_of(opened(document(letterhead=Letterhead(UNION))))
    assert issuer == [UNION.upper()]


def test_room_is_left_for_a_number_and_a_date_not_known_yet():
    _, _, number, date = head_of(opened(document(number=None, date=None)))
    assert number == ["Số: ……/BC-LHH"]
    assert date == ["Lam Giang, ngày …… tháng …… năm ……"]


def test_a_letter_tells_its_subject_under_its_number():
    letter = opened(document(kind="", code="LHH-VP", number=12))
    assert head_of(letter)[2] == [
        "Số: 12/LHH-VP",
        "V/v Kết quả hoạt động năm 2026",
    ]
    assert "BÁO CÁO" not in lines(letter)


def test_the_rule_under_the_motto_is_as_long_as_the_motto():
    cell = opened(document()).tables[0].cell(0, 1)
    rule = cell.paragraphs[2]
    assert rule._p.pPr.find(qn("w:pBdr")) is not None
    left, right = rule.paragraph_format.left_indent, rule.paragraph_format.right_indent
    assert (cell.width - left - right) / Mm(1) == pytest.approx(56, abs=0.2)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        (UNION, "Lam Giang"),
        ("Liên hiệp các Hội KH&KT thành phố Huế", "Huế"),
        ("Hội Cơ học", ""),
    ],
)
def test_a_body_says_where_it_is_in_its_name(name, place):
    assert place_of(name) == place


# --- Page -------------------------------------------------------------------------


def test_the_page_is_a4_with_the_margins_of_the_decree():
    section = opened(document()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20


def test_pages_are_numbered_from_the_second():
    section = opened(document()).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_notice_and_provenance_are_on_every_page():
    file = opened(document(notice="BẢN NHÁP", provenance="Biên nhận BN-2026-0007"))
    section = file.sections[0]
    for header in (section.header, section.first_page_header):
        assert header.paragraphs[0].text.strip() == "BẢN NHÁP"
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == "Biên nhận BN-2026-0007"


def test_all_styles_are_in_times_new_roman():
    written = document()
    written.heading("Tình hình", number="I")
    written.prose("Nội dung.")
    file = opened(written)
    used = {p.style.name for p in file.paragraphs}
    assert {"Heading 1", "Body Text", "Title"} <= used
    for name in used:
        fonts = file.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "cs")} == {
            "Times New Roman"
        }


# --- Body -------------------------------------------------------------------------


def test_headings_by_their_level():
    written = document()
    written.heading("Kết quả", number="II")
    written.heading("Tư vấn, phản biện", level=2, number="1")
    written.heading("Ở cơ sở", level=3, number="a")
    assert lines(opened(written))[2:5] == [
        "II. KẾT QUẢ",
        "1. Tư vấn, phản biện",
        "a) Ở cơ sở",
    ]


def test_points_go_by_the_vietnamese_alphabet():
    written = document()
    written.points(["một", "hai", "ba", "bốn", "năm", "sáu"])
    assert lines(opened(written))[2:8] == [
        *("a) một", "b) hai", "c) ba", "d) bốn", "đ) năm", "e) sáu")
    ]


def test_prose_is_a_paragraph_a_line_with_plain_bullets():
    written = document()
    written.prose("Câu đầu.\n\n  \uf0b7 Ý một.\n• Ý hai.\n+ Ý nhỏ.", lead="Hội Y học:")
    assert lines(opened(written))[2:6] == [
        "Hội Y học: Câu đầu.",
        *("- Ý một.", "- Ý hai.", "+ Ý nhỏ."),
    ]


def test_a_basis_is_in_italics():
    written = document()
    written.paragraph("Căn cứ Điều lệ;", Look.BASIS)
    basis = next(p for p in opened(written).paragraphs if p.text.startswith("Căn cứ"))
    assert basis.runs[0].italic


def test_a_table_repeats_its_head_and_keeps_its_rows_whole():
    written = document()
    written.table(
        [Column("Chỉ tiêu", 3), Column("Số", 1, Align.RIGHT)],
        [
            Row(("I. Tổ chức",), RowLook.GROUP),
            Row(("Hội viên\ncuối kỳ", "1.234")),
            Row(("Cộng", "1.234"), RowLook.TOTAL),
        ],
    )
    head, group, first, total = opened(written).tables[1].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert group.cells[0].text == "I. Tổ chức"
    assert group.cells[0]._tc is group.cells[1]._tc
    assert first._tr.trPr.find(qn("w:cantSplit")) is not None
    assert [cell.text for cell in first.cells] == ["Hội viên\ncuối kỳ", "1.234"]
    assert all(c.paragraphs[0].runs[0].bold for c in total.cells)


def test_an_appendix_begins_a_page_and_says_what_it_belongs_to():
    written = document()
    written.appendix("Số liệu")
    written.appendix("Danh sách")
    file = opened(written)
    told = lines(file)
    assert told[2:4] == ["Phụ lục I", "SỐ LIỆU"]
    assert told[4] == (
        f"(Kèm theo Báo cáo số 05/BC-LHH ngày 05 tháng 02 năm 2026 của {UNION})"
    )
    assert "Phụ lục II" in told
    label = next(p for p in file.paragraphs if p.text == "Phụ lục I")
    assert label.paragraph_format.page_break_before


def test_recipients_left_and_signature_right():
    recipients, signature = opened(document()).tables[-1].rows[0].cells
    assert [p.text for p in recipients.paragraphs] == [
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT, VP.")
    ]
    assert [p.text for p in signature.paragraphs if p.text] == [
        *("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Văn An")
    ]


def test_who_kept_the_minutes_signs_left_and_the_recipients_stand_below():
    file = opened(document(countersignature=Signature("Thư ký", "Đỗ Thị Mai")))
    *_, signing, copies = file.tables
    left, right = ([p.text for p in cell.paragraphs] for cell in signing.rows[0].cells)
    assert [left[0], left[-1]] == ["THƯ KÝ", "Đỗ Thị Mai"]
    assert [right[0], right[-1]] == ["TM. BAN THƯỜNG VỤ", "Lê Văn An"]
    assert copies.cell(0, 0).text.startswith("Nơi nhận:")
    assert pdf.write(document(countersignature=Signature("Thư ký"))).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("addressees", "told"),
    [
        (("Hội A",), ["Kính gửi: Hội A"]),
        (("Hội A", "Hội B"), ["Kính gửi:", "- Hội A;", "- Hội B."]),
        ((), []),
    ],
)
def test_whom_it_is_addressed_to(addressees, told):
    assert lines(opened(document(addressees=addressees)))[2:] == told


def test_tables_tell_their_properties_in_the_order_that_word_wants():
    order = [qn(tag) for tag in docx_layout.TABLE_PROPERTIES]
    for table in opened(full_document()).tables:
        found = [order.index(each.tag) for each in table._tbl.tblPr]
        assert found == sorted(set(found))


# --- Files ------------------------------------------------------------------------


def full_document() -> OfficialDocument:
    written = document(addressees=("Hội A", "Hội B"))
    written.heading(HOSTILE, level=3)
    written.prose(HOSTILE, lead=HOSTILE)
    written.table([Column(HOSTILE, 1)], [Row((HOSTILE,)), Row(("",), RowLook.BLANK)])
    written.writing_lines(3)
    written.appendix(HOSTILE)
    return written


@pytest.mark.parametrize("writer", [docx, pdf])
def test_the_same_document_is_the_same_bytes(writer):
    assert writer.write(full_document()) == writer.write(full_document())


def test_no_member_of_the_docx_tells_when_it_was_written():
    with zipfile.ZipFile(io.BytesIO(docx.write(full_document()))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_what_users_write_stays_text_in_word():
    assert HOSTILE in " ".join(lines(opened(full_document())))


def test_what_users_write_stays_text_in_the_pdf():
    """#panic() would end the typesetting, $x$ would become a formula."""
    assert pdf.write(full_document()).startswith(b"%PDF-1.7")


def test_a_machine_without_fonts_makes_the_pdf_all_the_same():
    bare = typst.Fonts(include_system_fonts=False)
    made = pdf.write(full_document(), bare)
    assert b"LibertinusSerif" in made


def test_a_pdf_is_tagged_and_says_its_language():
    made = pdf.write(full_document())
    assert b"pdfuaid:part" in made
    assert b"/Lang" in made


@pytest.mark.parametrize("sign", ["😀", "🧿", "☐", "\ue000", "漢", "\U000f0000"])
def test_a_sign_that_no_font_has_does_not_stop_the_pdf(sign):
    written = document()
    written.prose(f"Hội viên {sign}")
    bare = typst.Fonts(include_system_fonts=False)
    assert pdf.write(written, bare).startswith(b"%PDF")


def test_headings_that_leave_out_a_level_make_a_tagged_pdf():
    written = document()
    written.heading("Kết quả", number="II")
    written.heading("Ở cơ sở", level=3)
    assert b"pdfuaid:part" in pdf.write(written)


def letters(count: int) -> list[OfficialDocument]:
    made = []
    for number in range(1, count + 1):
        made.append(document(kind="Giấy mời"))
        made[-1].paragraph(f"Kính mời đại biểu thứ {number}.")
        made[-1].qr_code(f"https://lhh.example/moi-hop/{number:040}/", "Quét mã")
    return made


def test_many_documents_in_one_file_follow_each_other_each_from_a_page_1():
    file = word.Document(io.BytesIO(docx.write_all(letters(3))))
    said = [each.text for each in file.paragraphs if each.text.startswith("Kính mời")]
    assert said == [f"Kính mời đại biểu thứ {number}." for number in (1, 2, 3)]
    starts = [each._sectPr.find(qn("w:pgNumType")) for each in file.sections]
    assert [each.get(qn("w:start")) for each in starts[1:]] == ["1", "1"]
    assert all(each.header.is_linked_to_previous for each in list(file.sections)[1:])
    pictures = [each.get("id") for each in file.element.body.iter(qn("wp:docPr"))]
    assert pictures == ["1", "2", "3"]


def test_ten_more_letters_are_as_much_work_wherever_they_stand():
    """A congress invites a thousand: in the square of them that is minutes."""

    def paragraphs_handled(count: int) -> int:
        written, profile = letters(count), cProfile.Profile()
        profile.runcall(docx.write_all, written)
        return sum(
            each.callcount
            for each in profile.getstats()
            if each.code is Paragraph.__init__.__code__
        )

    few, some, many = map(paragraphs_handled, (10, 20, 30))
    assert many - some == some - few > 0
