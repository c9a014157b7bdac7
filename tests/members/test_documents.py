"""Documents of the register say what the database says."""

import datetime as dt
import io
import random
from decimal import Decimal

import docx as word
import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.models import SiteSettings
from members import documents
from members.models import (
    Association,
    CommitteeKind,
    Measure,
    MemberKind,
    ReportAnswer,
    Sector,
    Term,
)
from members.report_forms import form_of
from members.rollup import roll_up
from tests.members import makers
from tests.members.makers import NARRATIVE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def union():
    SiteSettings(
        name="Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Lam Giang",
        short_name="Liên hiệp Hội Lam Giang",
        managing_body="Liên hiệp Hội",
        governing_body="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lam Giang",
    ).save()


@pytest.fixture
def period():
    """Of 2026, compared with 2025; `hoi_thao` has a decimal place in both."""
    before = makers.period(2025)
    made = makers.period(2026, previous=before)
    for each in (before, made):
        each.indicators.filter(code="hoi_thao").update(decimals=1)
    return made


def opened(made: bytes):
    return word.Document(io.BytesIO(made))


def text_of(made: bytes) -> str:
    file = opened(made)
    cells = [
        cell.text for table in file.tables for row in table.rows for cell in row.cells
    ]
    header = [p.text for p in file.sections[0].first_page_header.paragraphs]
    footer = [p.text for p in file.sections[0].first_page_footer.paragraphs]
    return "\n".join([p.text for p in file.paragraphs] + cells + header + footer)


def table_with(made: bytes, label: str) -> list[list[str]]:
    """The rows of the table in whose head the label stands."""
    for table in opened(made).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if label in rows[0]:
            return rows
    raise AssertionError(f"No table has {label}")


# --- The report of an association -------------------------------------------------


def test_the_report_is_headed_by_its_association_below_the_union():
    issuer = opened(documents.report_docx(makers.report())).tables[0].cell(0, 0)
    assert issuer.text.split("\n")[:2] == [
        "LIÊN HIỆP CÁC HỘI KHOA HỌC VÀ KỸ THUẬT TỈNH LAM GIANG",
        "HỘI CƠ HỌC",
    ]


def test_the_name_is_that_of_the_periods_end():
    hall = makers.association("Hội Đúc")
    old = hall.names.get()
    old.ends_on = dt.date(2026, 1, 31)
    old.save()
    hall.names.create(name="Hội Đúc và Luyện kim", starts_on=dt.date(2026, 2, 1))
    then = documents.report_docx(makers.report(hall, makers.period(2025)))
    now = documents.report_docx(makers.report(hall, makers.period(2026)))
    assert "Luyện kim" not in text_of(then)
    assert "Hội Đúc và Luyện kim báo cáo" in text_of(now)


def test_narrative_and_figures_are_those_of_the_answers(period):
    hall = makers.association()
    makers.accepted(
        makers.report(hall, period.previous), hoi_vien=1180, hoi_thao=Decimal("4.5")
    )
    report = makers.answered(
        makers.report(hall, period),
        hoi_vien={
            "amount": Decimal(1234),
            "qualifier": Qualifier.OVER,
            "is_estimate": True,
        },
        hoi_thao={"amount": Decimal(6), "note": "Thêm hai hội thảo ở cơ sở"},
        **{NARRATIVE: "Hội kiện toàn tổ chức.\n- Lập 2 chi hội."},
    )
    made = documents.report_docx(report)
    assert "I. TÌNH HÌNH TỔ CHỨC\nHội kiện toàn tổ chức.\n- Lập 2 chi hội." in (
        text_of(made)
    )
    head, _, *rows = table_with(made, "Chỉ tiêu")
    assert head[3:] == ["Năm 2025", "Năm 2026", "Giải thích"]
    assert [row[1:] for row in rows] == [
        ["Hoi vien", "", "1.180", "hơn 1.234 (ước)", ""],
        ["Hoi thao", "", "4,5", "6,0", "Thêm hai hội thảo ở cơ sở"],
    ]


def test_a_section_without_a_narrative_tells_its_figures():
    report = makers.report()
    makers.indicator(report.period, "giay", label="Giấy khen của Hội", order=7)
    makers.indicator(report.period, "ubnd", label="UBND khen", order=8)
    makers.answered(report, hoi_vien=120, hoi_thao=0, giay=3, ubnd=2)
    told = text_of(documents.report_docx(report))
    assert (
        "Số liệu trong kỳ: hoi vien: 120; giấy khen của Hội: 3; UBND khen: 2." in told
    )


def test_a_draft_says_that_it_is_one_and_has_no_date():
    told = text_of(documents.report_docx(makers.report()))
    assert "BẢN NHÁP, CHƯA GỬI" in told
    assert "Lam Giang, ngày …… tháng …… năm ……" in told
    assert "Biên nhận" not in told


def test_what_was_sent_bears_its_receipt_and_checksum():
    report = makers.sent(makers.report(), hoi_vien=120)
    version = report.versions.get()
    told = text_of(documents.report_docx(report))
    assert f"Biên nhận {version.receipt}" in told
    assert f"Mã kiểm: {version.checksum}" in told
    assert "CHƯA GỬI" not in told
    day = timezone.localdate(report.submitted_at)
    assert f"ngày {day.day:02} tháng" in told


def test_the_head_of_the_periods_end_signs_without_academic_titles():
    report = makers.report()
    for name, start, end in (
        ("Lê Văn Cũ", None, dt.date(2026, 3, 1)),
        ("Trần Thị Mới", dt.date(2026, 3, 2), None),
    ):
        report.association.officers.create(
            person=makers.person(name, academic_title="TS."),
            position="Chủ tịch",
            is_head=True,
            starts_on=start,
            ends_on=end,
        )
    signing = opened(documents.report_docx(report)).tables[1]
    signature = [p.text for p in signing.cell(0, 1).paragraphs if p.text]
    assert signature == ["CHỦ TỊCH", "Trần Thị Mới"]


def test_files_that_went_with_it_are_named():
    report = makers.report()
    report.files.create(
        key="tep.ban_ky",
        file="dossiers/x.pdf",
        name="Bản ký.pdf",
        size=9,
        uploaded_by=makers.representative().user,
    )
    told = text_of(documents.report_docx(report))
    assert "Tệp gửi kèm: Bản ký.pdf." in told


def test_the_report_as_pdf():
    report = makers.sent(makers.report(), hoi_vien=120)
    made = documents.report_pdf(report)
    assert b"pdfuaid:part" in made
    assert made == documents.report_pdf(report)


# --- The form on paper ------------------------------------------------------------


def test_the_form_shows_last_years_figures_and_leaves_room(period):
    hall = makers.association()
    makers.accepted(makers.report(hall, period.previous), hoi_vien=1180)
    made = documents.blank_form_docx(period, hall)
    rows = table_with(made, "Số ước")
    assert rows[0][3:5] == ["Năm 2025", "Năm 2026"]
    assert rows[1][1:] == ["Hoi vien", "", "1.180", "", "", ""]
    assert rows[2][1:] == ["Hoi thao", "", "", "", "", ""]
    assert "HỘI CƠ HỌC" in text_of(made)


def test_the_form_asks_for_everything_that_the_period_asks_for(period):
    makers.indicator(
        period, "tien_si", guidance="Tính cả phó tiến sĩ", is_required=True
    )
    period.wanted_files.create(code="ban_ky", label="Bản đã ký", is_required=True)
    told = text_of(documents.blank_form_docx(period))
    for field in form_of(period).fields:
        assert field.label in told or field.key == NARRATIVE
    assert "Tien si (*)\nTính cả phó tiến sĩ" in told
    assert "- Bản đã ký (*)" in told


def test_a_form_for_any_association_leaves_room_for_its_name(period):
    assert "TÊN HỘI: …" in text_of(documents.blank_form_docx(period))
    assert documents.blank_form_pdf(period).startswith(b"%PDF")


# --- The union's summary ----------------------------------------------------------


@pytest.fixture
def reported(period):
    """Ten associations with figures at random; two of them are not accepted."""
    chance = random.Random(20261120)  # noqa: S311 -- figures for a test
    sectors = [Sector.objects.create(name=name) for name in ("Y tế", "Nông nghiệp")]
    for place in range(10):
        hall = makers.association(
            f"Hội thứ {place}",
            kind=MemberKind.AFFILIATE if place % 3 else MemberKind.MEMBER,
            sector=sectors[place % 2],
        )
        report = makers.report(hall, period)
        figures = {
            "hoi_vien": {
                "amount": Decimal(chance.randrange(5000)),
                "qualifier": Qualifier.ABOUT if place == 4 else "",
            },
            "hoi_thao": Decimal(chance.randrange(500)) / 10,
            NARRATIVE: f"Việc của hội {place}.",
        }
        made = makers.answered if place < 2 else makers.accepted
        made(report, **figures)
    return period


def accepted_sum(period, code) -> Decimal:
    return sum(
        answer.value
        for answer in ReportAnswer.objects.filter(
            key=code, dossier__period=period, dossier__accepted_at__isnull=False
        )
    )


def test_totals_of_the_summary_equal_the_database(reported):
    made = documents.summary_docx(reported, roll_up(reported))
    rows = {row[1]: row for row in table_with(made, "Số hội có số liệu")}
    members = accepted_sum(reported, "hoi_vien")
    events = accepted_sum(reported, "hoi_thao")
    assert rows["Hoi vien"][-2:] == [f"{members:,.0f}".replace(",", "."), "8/10"]
    assert Decimal(
        rows["Hoi thao"][-2].replace(".", "").replace(",", ".")
    ) == pytest.approx(events)


def test_the_summary_tells_its_coverage_and_who_is_missing(reported):
    told = text_of(documents.summary_docx(reported, roll_up(reported)))
    assert "tổng hợp từ 8 báo cáo đã được chấp nhận, trong 10 hội" in told
    assert "Chưa tổng hợp số liệu của: Hội thứ 0; Hội thứ 1." in told


def test_the_summary_gathers_narratives_with_their_source(reported):
    told = text_of(documents.summary_docx(reported, roll_up(reported)))
    assert "Hội thứ 3: Việc của hội 3." in told
    assert "Việc của hội 0." not in told


def test_the_summary_shares_out_headline_figures(reported):
    reported.indicators.filter(code="hoi_vien").update(is_headline=True)
    made = documents.summary_docx(reported, roll_up(reported))
    rows = table_with(made, "Loại hội, lĩnh vực")
    labels = [row[0] for row in rows[2:]]
    assert labels == [
        *("Hội thành viên", "Thành viên liên kết", "Nông nghiệp", "Y tế", "Cộng")
    ]
    by_kind = [Decimal(row[2].replace(".", "")) for row in rows[2:4]]
    assert sum(by_kind) == accepted_sum(reported, "hoi_vien")


def test_the_chair_of_the_term_signs_for_the_standing_board(reported):
    term = Term.objects.create(
        ordinal=5,
        starts_on=dt.date(2024, 5, 1),
        planned_end_on=dt.date(2029, 5, 1),
    )
    board = term.committees.create(kind=CommitteeKind.STANDING_BOARD)
    board.seats.create(person=makers.person("Phạm Văn Phó"), position="Phó Chủ tịch")
    board.seats.create(person=makers.person("Lê Thị Chánh"), position="Chủ tịch")
    file = opened(documents.summary_docx(reported, roll_up(reported)))
    signing = next(t for t in file.tables if "Nơi nhận:" in t.cell(0, 0).text)
    signature = [p.text for p in signing.cell(0, 1).paragraphs if p.text]
    assert signature == ["TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Thị Chánh"]


@pytest.mark.parametrize("write", [documents.summary_docx, documents.totals_xlsx])
def test_a_period_without_any_report_is_told_as_such(period, write):
    assert write(period, roll_up(period)).startswith(b"PK")


# --- Phụ lục số liệu --------------------------------------------------------------


def sheet(made: bytes, title: str) -> list[list]:
    """The rows of a sheet below its head, as far as they have a label."""
    page = load_workbook(io.BytesIO(made))[title]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]


def test_every_line_and_total_equals_the_database(reported):
    rollup = roll_up(reported)
    made = documents.totals_xlsx(reported, rollup)
    head, *rows = sheet(made, "Theo hội")
    names = head[4:]
    shown = {
        (row[1], name): amount
        for row in rows
        for name, amount in zip(names, row[4:], strict=True)
        if amount is not None
    }
    answers = ReportAnswer.objects.filter(
        dossier__period=reported,
        dossier__accepted_at__isnull=False,
        key__startswith="h",
    )
    expected = {
        (each.key.replace("_", " ").capitalize(), str(each.dossier.association)): float(
            each.value
        )
        for each in answers
    }
    assert shown == pytest.approx(expected)
    totals = {row[1]: row[3] for row in rows}
    for code in ("hoi_vien", "hoi_thao"):
        label = code.replace("_", " ").capitalize()
        assert totals[label] == pytest.approx(float(accepted_sum(reported, code)))


def test_who_has_not_reported_is_marked_and_not_nought(reported):
    made = documents.totals_xlsx(reported, roll_up(reported))
    head, *rows = sheet(made, "Theo hội")
    column = head.index("Hội thứ 0 (chưa báo cáo)")
    assert {row[column] for row in rows} == {None}
    standing = {row[1]: row[4] for row in sheet(made, "Tình hình báo cáo")}
    assert standing["Hội thứ 0"] == "Chưa có"
    assert standing["Hội thứ 9"] == "Đã tổng hợp"


@pytest.mark.parametrize("title", ["Theo loại hội", "Theo lĩnh vực"])
def test_shares_add_up_to_the_total(reported, title):
    _, *rows = sheet(documents.totals_xlsx(reported, roll_up(reported)), title)
    figures = [row for row in rows if row[1] in {"Hoi vien", "Hoi thao"}]
    assert len(figures) == 2
    for row in figures:
        assert sum(row[3:-1]) == pytest.approx(row[-1])


def test_coverage_and_last_period_stand_beside_each_total(reported):
    hall = Association.objects.get(name="Hội thứ 5")
    makers.accepted(makers.report(hall, reported.previous), hoi_vien=77)
    made = documents.totals_xlsx(reported, roll_up(reported))
    head, *rows = sheet(made, "Tổng hợp")
    members = next(row for row in rows if row[1] == "Hoi vien")
    assert head[4:6] == ["Năm 2025", "Năm 2026"]
    assert members[3:5] == [Measure.STOCK.label, 77]
    assert members[6] == "8/10"


def test_figures_that_are_not_exact_are_listed(reported):
    made = documents.totals_xlsx(reported, roll_up(reported))
    _, *rows = sheet(made, "Số ước, gần đúng")
    (row,) = rows
    assert (row[0], row[1], row[4]) == ("Hoi vien", "Hội thứ 4", "khoảng")


# --- Cost -------------------------------------------------------------------------


def test_documents_cost_the_same_at_any_size(reported, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        documents.summary_docx(reported, roll_up(reported))
    with django_assert_max_num_queries(20):
        documents.totals_xlsx(reported, roll_up(reported))
    with django_assert_max_num_queries(20):
        documents.report_docx(reported.reports.first())
