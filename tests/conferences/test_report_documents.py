"""The files of a published report: the official document, slides."""

import datetime as dt
import io
import re
import zipfile

import docx as word
import pptx as powerpoint
import pytest
from django.utils import timezone
from pptx.util import Pt

from conferences.documents.reports import report_docx, report_pdf
from conferences.documents.slides import report_pptx
from conferences.editions import Part
from lienhiephoi.models import SiteSettings
from tests.conferences import makers, published

pytestmark = pytest.mark.django_db

UNION = "Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lam Giang"


@pytest.fixture(autouse=True)
def union():
    SiteSettings(name=UNION, short_name="Liên hiệp Hội Lam Giang").save()


@pytest.fixture
def report():
    return makers.report(makers.conference())


@pytest.fixture
def edition(report):
    return published.edition(report)


def paragraphs(made: bytes) -> list[str]:
    """Their words: where lines must not break is not asked here."""
    file = word.Document(io.BytesIO(made))
    return [p.text.replace("\xa0", " ") for p in file.paragraphs if p.text]


def rows(made: bytes, heading: str) -> list[list[str]]:
    """The table whose first row names a column so, without that row."""
    for table in word.Document(io.BytesIO(made)).tables:
        first, *others = ([cell.text for cell in row.cells] for row in table.rows)
        if heading in first:
            return list(others)
    return []


def slides(made: bytes) -> list[list[str]]:
    file = powerpoint.Presentation(io.BytesIO(made))
    return [
        [
            s.text_frame.text
            for s in slide.shapes
            if s.has_text_frame and s.text_frame.text
        ]
        for slide in file.slides
    ]


# --- The official document ----------------------------------------------------------


def test_the_document_says_the_text_with_its_figures(edition):
    said = paragraphs(report_docx(edition))
    assert said[:2] == ["BÁO CÁO", "Tổng kết công tác năm 2026, phương hướng năm 2027"]
    assert "I. KẾT QUẢ NĂM 2026" in said
    assert (
        "Toàn tỉnh có 04 hội thành viên với hơn 20.250 hội viên, "
        "tăng 250 hội viên (1,3 %) so với năm 2025." in said
    )
    assert "- Phản biện 09 đề án; năm trước 9." in said


def test_the_text_of_the_document_ends_as_official_papers_do(edition, report):
    assert "- Hoàn thiện quy chế phản biện./." in paragraphs(report_docx(edition))

    parts = (
        Part(1, "I", "Kết quả", "Trong năm có việc."),
        Part(1, "II", "Kiến nghị", ""),
    )
    says = published.contents(parts=parts, promises=(), figures={})
    said = paragraphs(report_docx(published.edition(report, says, number=2)))
    assert "Trong năm có việc./." in said


def test_the_document_is_numbered_dated_and_signed_as_it_was_published(edition):
    file = word.Document(io.BytesIO(report_docx(edition)))
    head = " ".join(cell.text for row in file.tables[0].rows for cell in row.cells)
    assert "Số: 05/BC-LHH" in head
    assert "ngày 19 tháng 12 năm 2026" in head
    signed = " ".join(cell.text for cell in file.tables[1].rows[0].cells)
    assert "TM. BAN THƯỜNG VỤ" in signed
    assert "Lê Văn An" in signed
    assert "- Lưu: VT." in signed


def test_each_figure_of_the_document_has_its_source(edition):
    assert rows(report_docx(edition), "Nguồn")[1] == [
        "2",
        "Tổng số hội viên\nHội viên có tên trong danh sách của hội.",
        "hơn 20.250\nhội viên",
        "20.000\nnăm 2025",
        "Số liệu tổng hợp năm 2026, công bố lần 1\nnăm 2026; 22/24 hội",
    ]


def test_the_document_tells_what_became_of_the_tasks_before(edition):
    told = rows(report_docx(edition), "Nhiệm vụ")
    assert [row[1] for row in told] == [
        "Hoàn thiện quy chế phản biện",
        "Lập sổ chuyên gia",
    ]
    assert [row[4] for row in told] == [
        "Đã hoàn thành\n01/06/2026",
        "Đang làm\nquá hạn",
    ]


def test_a_report_without_figures_has_no_appendix_of_sources(report):
    says = published.contents(
        parts=(Part(1, "I", "Lời mở đầu", "Kính thưa các đồng chí."),), promises=()
    )
    made = report_docx(published.edition(report, says))
    assert rows(made, "Nguồn") == []
    assert not any("Phụ lục" in each for each in paragraphs(made))


def test_text_that_looks_like_markup_stays_text(report):
    hostile = "#panic() *đậm* $x$ <w:p/> &amp; {{ x }} [[khong-co]]"
    says = published.contents(parts=(Part(1, "I", "Kết quả", hostile),))
    edition = published.edition(report, says)
    assert f"{hostile}./." in paragraphs(report_docx(edition))
    assert report_pdf(edition).startswith(b"%PDF")


# --- Slides -------------------------------------------------------------------------


def test_slides_open_with_the_report_its_conference_and_day(edition):
    first, *_ = slides(report_pptx(edition))
    assert "Báo cáo tổng kết công tác năm 2026, phương hướng năm 2027" in first
    assert any(
        "Hội nghị tổng kết công tác năm 2026" in text and "18/12/2026" in text
        for text in first
    )


def test_slides_show_headlines_then_tasks_then_the_figures_of_each_part(edition):
    titles = [slide[0] for slide in slides(report_pptx(edition))[1:]]
    assert titles == [
        "Số liệu chủ yếu",
        "Nhiệm vụ hội nghị trước giao: đã xong 1/2",
        "I. Kết quả năm 2026",
        "II. Nhiệm vụ năm 2027",
    ]


def test_headlines_tell_of_every_part_before_a_second_figure_of_one(report):
    keys = [f"so-{n}" for n in range(8)]
    parts = (
        Part(1, "I", "Tổ chức", " ".join(f"[[{key}]]" for key in keys[:6])),
        Part(1, "II", "Phản biện", f"[[{keys[6]}]]"),
        Part(1, "III", "Tập huấn", f"[[{keys[7]}]]"),
    )
    figures = {
        key: published.figure(key, n, label=f"Mục {n}") for n, key in enumerate(keys)
    }
    says = published.contents(parts=parts, figures=figures, promises=())
    headlines = " ".join(slides(report_pptx(published.edition(report, says)))[1])
    shown = [n for n in range(8) if f"Mục {n}" in headlines]
    assert shown == [0, 1, 2, 3, 6, 7]


def test_a_slide_shows_a_figure_with_its_comparison_and_origin(edition):
    shown = slides(report_pptx(edition))[3]
    assert "4\xa0hội" in shown
    assert "hơn 20.250" in shown
    assert "tăng 250 hội viên (1,3 %) so với năm 2025" in shown
    assert "Nguồn: Số liệu tổng hợp năm 2026, công bố lần 1" in shown


def test_many_figures_go_on_to_further_slides(report):
    figures = [published.figure(f"so-{n}", n, label=f"Số {n}") for n in range(1, 10)]
    body = " ".join(f"[[{each.key}]]" for each in figures)
    says = published.contents(
        figures={each.key: each for each in figures},
        parts=(Part(1, "I", "Kết quả", body),),
        promises=(),
    )
    shown = slides(report_pptx(published.edition(report, says)))[2:]
    assert [slide[0] for slide in shown] == ["I. Kết quả", *["I. Kết quả (tiếp)"] * 2]
    labels = [
        text
        for slide in shown
        for text in slide
        if text.startswith("Số ") and text != "Số liệu"
    ]
    assert labels == [f"Số {n}" for n in range(1, 10)]


def test_no_letter_of_a_slide_is_smaller_than_a_hall_can_read(report):
    long = "Tổ chức triển khai đồng bộ các nhiệm vụ khoa học và công nghệ " * 40
    says = published.contents(
        parts=(Part(1, "I", long[:280], f"- {long}\n- Gọn."),),
        conference=published.contents().conference,
    )
    file = powerpoint.Presentation(
        io.BytesIO(report_pptx(published.edition(report, says)))
    )
    sizes = {
        run.font.size
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    }
    assert min(sizes) >= Pt(12)


# --- All files ----------------------------------------------------------------------

WRITERS = [report_docx, report_pdf, report_pptx]


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_edition_is_the_same_bytes(edition, write):
    first = write(edition)
    edition.refresh_from_db()
    assert write(edition) == first


@pytest.mark.parametrize("write", [report_docx, report_pptx])
def test_a_file_says_no_moment_of_its_making(edition, write):
    archive = zipfile.ZipFile(io.BytesIO(write(edition)))
    assert {member.date_time for member in archive.infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }
    core = archive.read("docProps/core.xml").decode()
    today = timezone.localdate()
    assert today != dt.date(2000, 1, 1)
    assert set(re.findall(r">(\d{4})-\d\d-\d\dT", core)) == {"2000"}
