"""The page of a published report: each figure leads back to where it comes from."""

import csv
import datetime as dt
import io
import json
import re

import docx as word
import pytest
from django.urls import reverse

from conferences import editions
from conferences.editions import Part
from conferences.models import Source
from tests import makers as site
from tests.conferences import makers, published
from tests.members import makers as members

pytestmark = pytest.mark.django_db

FILES = [
    *("bao-cao.docx", "bao-cao.pdf", "trinh-chieu.pptx"),
    *("so-lieu.csv", "so-lieu.json"),
]


@pytest.fixture
def report():
    return makers.report(makers.conference())


def page(client, of, query="") -> str:
    answer = client.get(of.get_absolute_url() + query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def text_of_report(html: str) -> str:
    """The report's own words, each figure among them."""
    _, _, rest = html.partition('<div class="prose report">')
    own, _, _ = rest.partition('<section class="box" aria-labelledby="da-hua"')
    return re.sub(r"<[^>]+>", "", own)


def file_url(of, name: str) -> str:
    return reverse("conferences:report-file", args=[of.conference.slug, of.pk, name])


# --- What is read -------------------------------------------------------------------


def test_the_page_says_the_text_with_its_figures(client, report):
    published.edition(report)
    said = text_of_report(page(client, report))
    assert (
        "Toàn tỉnh có 04 hội thành viên với hơn 20.250 hội viên, "
        "tăng 250 hội viên (1,3 %) so với năm 2025." in said
    )
    assert "Phản biện 09 đề án; năm trước 9." in said


def test_a_tap_on_a_figure_opens_its_definition_period_coverage_and_origin(
    client, report
):
    published.edition(report)
    html = page(client, report)
    assert (
        '<button class="source" popovertarget="nguon-hoi-vien">'
        "hơn 20.250</button>" in html
    )
    opened = words(html.partition('id="nguon-hoi-vien"')[2].partition("</div>")[0])
    for told in (
        "Hội viên có tên trong danh sách của hội.",
        "năm 2026",
        "22/24 hội",
        "Số liệu tổng hợp năm 2026, công bố lần 1",
    ):
        assert told in opened
    assert 'href="/so-lieu/bao-cao-nam-2026/hoi_vien/"' in html


def test_whatever_a_number_opens_stands_on_the_page_once(client, report):
    published.edition(report)
    html = page(client, report)
    aims = set(re.findall(r'popovertarget="([^"]+)"', html))
    aims |= set(re.findall(r'class="source" href="#([^"]+)"', html))
    assert len(aims) == 5
    assert {html.count(f'id="{aim}"') for aim in aims} == {1}


def test_points_that_follow_one_another_are_one_list(client, report):
    published.edition(report)
    html = page(client, report)
    own = html[html.index('<div class="prose report">') :]
    assert own[: own.index("</div>")].count("<ul>") == 2


def test_the_report_opens_with_what_became_of_the_tasks_before(client, report):
    published.edition(report)
    said = words(page(client, report))
    assert "Đã hoàn thành Hoàn thiện quy chế phản biện" in said
    assert "quá hạn Lập sổ chuyên gia" in said


def test_hostile_text_of_a_report_is_shown_as_text(client, report):
    hostile = "<script>alert(1)</script> & [[khong-co]]"
    published.edition(
        report, published.contents(parts=(Part(1, "I", hostile, hostile),))
    )
    html = page(client, report)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; [[khong-co]]") == 2


# --- What has changed since ---------------------------------------------------------


@pytest.fixture
def counted(report):
    """A report that says how many associations the register had, published."""
    members.association("Hội Cơ học")
    members.association("Hội Y học")
    report.starts_on, report.ends_on = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    report.save()
    makers.figure(
        report, "hoi", label="Hội thành viên", source=Source.REGISTER, measure="member"
    )
    makers.part(report, "Có [[hoi:2]] hội; nhắc lại [[hoi]].")
    editions.freeze(report, by=None, at=published.PUBLISHED_AT)
    return report


def test_nothing_is_said_to_have_changed_while_the_source_stands(client, counted):
    assert "đã thay đổi sau khi công bố" not in page(client, counted)


def test_a_source_that_changed_is_said_beside_the_figure_which_stays(client, counted):
    members.association("Hội Luật gia", since=dt.date(2025, 5, 1))
    html = page(client, counted)
    said = text_of_report(html)
    assert (
        "Có 02 (số liệu nguồn đã thay đổi sau khi công bố: nay là 3) hội; nhắc lại 2."
        in said
    )
    assert "Hội thành viên: nay là 3, đã công bố 2." in words(html).replace(" :", ":")


def test_an_older_edition_says_that_there_is_a_newer_one(client, counted):
    makers.part(counted, "Bổ sung.", title="Phần thêm", number="II")
    editions.freeze(counted, by=None, at=published.PUBLISHED_AT)
    assert "Bổ sung." in page(client, counted)
    older = page(client, counted, "?lan=1")
    assert "Bổ sung." not in older
    assert "nay đã có" in older
    assert f'href="{counted.get_absolute_url()}"' in older


# --- Who reads it -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *FILES])
def test_a_report_never_published_is_not_there(client, report, name):
    makers.part(report, "Bản thảo.")
    assert client.get(report.get_absolute_url() + name).status_code == 404


@pytest.mark.parametrize("name", ["", *FILES])
@pytest.mark.parametrize(("person", "status"), [(None, 404), ("staff", 200)])
def test_reports_of_a_conference_not_public_are_for_staff(client, name, person, status):
    report = makers.report(makers.conference(is_public=False))
    published.edition(report)
    if person:
        client.force_login(site.staff("Cán bộ hội nghị"))
    assert client.get(report.get_absolute_url() + name).status_code == status


def test_a_report_is_found_below_its_own_conference_alone(client, report):
    published.edition(report)
    other = makers.conference("Hội nghị khác")
    wrong = reverse("conferences:report", args=[other.slug, report.pk])
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("asked", ["2", "0", "x", "²", "99999999999999999999"])
def test_an_edition_that_is_not_there_is_not_found(client, report, asked):
    published.edition(report)
    url = report.get_absolute_url()
    assert client.get(url, {"lan": asked}).status_code == 404


# --- Files --------------------------------------------------------------------------


def test_every_file_offered_on_the_page_is_handed_out_to_be_kept(client, report):
    published.edition(report)
    html = page(client, report)
    offered = re.findall(r'href="(/hoi-nghi/[^"]+\?lan=1)"', html)
    assert [url.rpartition("/")[2] for url in offered] == [f"{n}?lan=1" for n in FILES]
    for url in offered[:4]:
        assert client.get(url)["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_made_is_not_found(client, report):
    published.edition(report)
    assert client.get(file_url(report, "bao-cao.exe")).status_code == 404


def test_files_of_an_older_edition_say_what_it_said(client, counted):
    makers.part(counted, "Bổ sung.", title="Phần thêm", number="II")
    editions.freeze(counted, by=None, at=published.PUBLISHED_AT)
    url = file_url(counted, "bao-cao.docx")
    said = {
        number: [
            p.text
            for p in word.Document(
                io.BytesIO(client.get(url, {"lan": number}).content)
            ).paragraphs
        ]
        for number in (1, 2)
    }
    assert ["Bổ sung./." in said[number] for number in (1, 2)] == [False, True]


def test_the_csv_has_a_row_for_each_figure_of_the_text(client, report):
    published.edition(report)
    text = client.get(file_url(report, "so-lieu.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Mã"] for row in rows] == ["hoi", "hoi-vien", "toa-dam", "phan-bien"]
    assert (rows[1]["Giá trị"], rows[1]["Giá trị kỳ trước"]) == ("20250", "20000")
    assert rows[1]["Nguồn"] == "Số liệu tổng hợp năm 2026, công bố lần 1"


def test_the_json_is_the_edition_without_the_portals_own_keys(client, counted):
    said = json.loads(client.get(file_url(counted, "so-lieu.json")).content)
    assert said["checksum"] == counted.newest_edition.checksum
    assert said["figures"]["hoi"]["amount"] == "2"
    assert "binding" not in said["figures"]["hoi"]
    assert said["url"].endswith(f"{counted.get_absolute_url()}?lan=1")


# --- Size ---------------------------------------------------------------------------


def test_a_long_report_is_read_in_few_queries_and_weighs_little(
    client, report, django_assert_max_num_queries
):
    figures = [
        published.figure(
            f"so-{n}",
            n,
            label=f"Số lượng hoạt động khoa học và công nghệ loại {n}",
            comparison=f"tăng {n} so với năm 2025",
        )
        for n in range(1, 31)
    ]
    body = "\n".join(
        f"- Đã thực hiện [[{e.key}]], [[{e.key}:so-sanh]]." for e in figures
    )
    published.edition(
        report,
        published.contents(
            parts=(Part(1, "I", "Kết quả", body),),
            figures={each.key: each for each in figures},
        ),
    )
    with django_assert_max_num_queries(8):
        html = client.get(report.get_absolute_url()).content
    assert len(html) <= 60_000
