"""The hand-over of a conference: whole, unbroken, and open without the portal."""

import hashlib
import io
import json
import posixpath
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conferences import archive
from conferences.archive import Scope
from conferences.models import (
    Audience,
    Conference,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    ConferenceStatus,
    MinuteEntry,
    Minutes,
    Paper,
    Resolution,
)
from conferences.workflow import CONFERENCES, TASKS
from lienhiephoi import roles
from tests import makers
from tests.conferences import makers as conferences
from tests.conferences.published import edition
from tests.members import makers as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference():
    """A meeting that was held and has everything, much of it for the office alone."""
    made = conferences.conference(
        summary="Xem <b>thêm</b> & hỏi văn phòng.",
        starts_on=timezone.localdate(),
        series=conferences.series(),
    )
    item = conferences.agenda_item(made, "Tham luận", note="Mỗi người mười phút")
    _paper(made, item, "Phản biện & dữ liệu mở", Audience.PUBLIC)
    _paper(made, None, "Phản biện & dữ liệu mở", Audience.PUBLIC)
    _paper(made, item, "Nhân sự nhiệm kỳ tới", Audience.OFFICE)
    ConferenceFile.objects.create(
        conference=made, title="Dự thảo nội bộ", audience=Audience.DELEGATES
    )
    ConferencePicture.objects.create(
        conference=made, picture=makers.picture(), caption="Quang cảnh/hội nghị"
    )
    plan = makers.document("128/KH-LHH")
    makers.attachment(document=plan)
    ConferenceDocument.objects.create(conference=made, document=plan)
    draft = makers.document("09/DT-LHH", "Dự thảo quy chế", status="draft")
    ConferenceDocument.objects.create(conference=made, document=draft)
    Minutes.objects.create(conference=made, opening="Họp kín về nhân sự")
    MinuteEntry.objects.create(item=item, discussion="Bà Hoa nêu ý kiến riêng")
    for title, is_public in (("Về nhiệm vụ", True), ("Về kỷ luật", False)):
        Resolution.objects.create(
            conference=made,
            title=title,
            number="05/NQ-LHH",
            text="Điều 1. Thông qua.",
            is_public=is_public,
        )
    owner = members.association("Hội Cơ học")
    for title, is_public in (("Mở lớp tập huấn", True), ("Rà soát nội bộ", False)):
        given = conferences.task(made, title, association=owner, is_public=is_public)
        TASKS.apply(given, "give", by=None)
    conferences.invitee(made, "Lò Thị Én", phone="0912345678", email="en@hoi.example")
    made.articles.add(makers.article("Tin về hội nghị"))
    edition(conferences.report(made))
    return CONFERENCES.apply(made, "hold", by=None)


def _paper(made: Conference, item, title: str, audience: str) -> Paper:
    return Paper.objects.create(
        conference=made,
        item=item,
        title=title,
        audience=audience,
        file=ContentFile(makers.PDF + title.encode(), name="x.pdf"),
        file_name="tham-luan.pdf",
    )


def _archive(conference: Conference, scope=Scope.OFFICE) -> dict[str, bytes]:
    """Its files by their names, which all stand in one folder."""
    target = io.BytesIO()
    archive.write(conference, scope, target)
    with zipfile.ZipFile(target) as made:
        assert made.testzip() is None
        names = made.namelist()
        assert len(names) == len(set(names))
        folder = f"ho-so-{conference.slug}/"
        assert all(name.startswith(folder) for name in names)
        return {name.removeprefix(folder): made.read(name) for name in names}


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = ("href", "src", "srcset", "poster", "action", "data")
        self.found += [value for name, value in attrs if name in named]


def _pages(files: dict[str, bytes]) -> dict[str, str]:
    return {n: each.decode() for n, each in files.items() if n.endswith(".html")}


def _text(files: dict[str, bytes]) -> str:
    """All that can be read in it without opening another program."""
    read = (".html", ".csv", ".json", ".txt")
    return "\n".join(each.decode() for n, each in files.items() if n.endswith(read))


@pytest.mark.parametrize("scope", Scope)
def test_every_link_leads_to_a_file_of_the_archive(conference, scope):
    files = _archive(conference, scope)
    pages = _pages(files)
    assert "index.html" in pages
    linked = set()
    for name, html in pages.items():
        for link in _Links(html).found:
            parts = urlsplit(link)
            assert (parts.scheme, parts.netloc) == ("", "")
            assert not link.startswith("/")
            target = posixpath.join(posixpath.dirname(name), unquote(parts.path))
            assert posixpath.normpath(target) in files, f"{name} → {link}"
            linked.add(posixpath.normpath(target))
    # And nothing that people open is without a link to it.
    opened = {n for n in files if not n.startswith("du-lieu/")}
    assert opened - linked == set()


def test_its_styles_load_nothing_from_anywhere(conference):
    styles = _archive(conference)["ho-so.css"].decode()
    assert "--paper" in styles
    assert not re.search(r"url\(|@import", styles)


@pytest.mark.parametrize("scope", Scope)
def test_the_sums_are_those_of_all_its_files(conference, scope):
    files = _archive(conference, scope)
    lines = files.pop("SHA256SUMS").decode().splitlines()
    told = dict(reversed(line.split("  ", 1)) for line in lines)
    assert told == {n: hashlib.sha256(each).hexdigest() for n, each in files.items()}


def test_the_same_records_give_the_same_bytes(conference):
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        archive.write(conference, Scope.OFFICE, target)
    assert first.getvalue() == second.getvalue()


def test_the_office_keeps_everything(conference):
    files = _archive(conference)
    text = _text(files)
    for kept in (
        *("Họp kín về nhân sự", "Bà Hoa nêu ý kiến riêng", "Về kỷ luật"),
        *("Rà soát nội bộ", "Lò Thị Én", "Dự thảo quy chế", "Dự thảo nội bộ"),
    ):
        assert kept in text
    papers = [each for n, each in files.items() if n.startswith("tep/")]
    assert makers.PDF + "Nhân sự nhiệm kỳ tới".encode() in papers
    made = {n for n in files if n.startswith("van-ban/")}
    assert {"van-ban/bien-ban.docx", "van-ban/nghi-quyet-2.pdf"} <= made
    assert {"van-ban/bao-cao-1.pdf", "van-ban/bao-cao-1.pptx"} <= made


def test_contacts_of_delegates_do_not_go_on(conference):
    text = _text(_archive(conference))
    assert "0912345678" not in text
    assert "en@hoi.example" not in text


def test_the_public_one_holds_only_what_anybody_may_read(conference):
    files = _archive(conference, Scope.PUBLIC)
    text = _text(files)
    for kept in ("Về nhiệm vụ", "Mở lớp tập huấn", "128/KH-LHH", "Tin về hội nghị"):
        assert kept in text
    for hidden in (
        *("Họp kín", "Bà Hoa", "Về kỷ luật", "Rà soát nội bộ", "Lò Thị Én"),
        *("Dự thảo quy chế", "Dự thảo nội bộ", "Nhân sự nhiệm kỳ tới"),
    ):
        assert hidden not in text
    assert not any("bien-ban" in name or "dai-bieu" in name for name in files)
    papers = [n for n in files if n.startswith("tep/") and "phan-bien" in n]
    assert papers == [
        "tep/01-phan-bien-du-lieu-mo.pdf",
        "tep/02-phan-bien-du-lieu-mo.pdf",
    ]


def test_what_is_to_be_decided_is_not_public_before_the_conference(conference):
    conference.status = ConferenceStatus.INVITED
    conference.save()
    kept = "Về nhiệm vụ"
    assert kept in _text(_archive(conference, Scope.OFFICE))
    assert kept not in _text(_archive(conference, Scope.PUBLIC))


def test_text_of_people_stays_text(conference):
    index = _pages(_archive(conference))["index.html"]
    assert "Xem &lt;b&gt;thêm&lt;/b&gt; &amp; hỏi văn phòng." in index


def test_a_file_that_is_lost_is_named_and_not_linked(conference):
    paper = conference.papers.first()
    paper.file.storage.delete(paper.file.name)
    files = _archive(conference)
    index = _pages(files)["index.html"]
    assert "tệp không còn trong kho" in index
    assert paper.title in files["DOC-TRUOC.txt"].decode()
    assert all(link in files for link in _Links(index).found)


def test_its_data_says_the_same_as_its_pages(conference):
    files = _archive(conference)
    told = json.loads(files["du-lieu/hoi-nghi.json"])
    assert told["conference"]["title"] == conference.title
    assert [each["title"] for each in told["tasks"]] == [
        "Mở lớp tập huấn",
        "Rà soát nội bộ",
    ]
    [item] = told["agenda"]
    assert item["minute"]["discussion"] == "Bà Hoa nêu ý kiến riêng"
    assert all(each["file"] in files for each in item["files"])
    report = conference.reports.get()
    told = json.loads(files[f"du-lieu/bao-cao-{report.pk}-lan-1.json"])
    assert told["checksum"] == report.newest_edition.checksum
    assert "binding" not in str(told["figures"])


def test_a_bare_plan_has_an_archive_too():
    files = _archive(conferences.conference())
    assert set(_pages(files)) == {"index.html"}


# --- The office page --------------------------------------------------------------


def _address(conference: Conference, scope="") -> str:
    if scope:
        return reverse(
            "admin:conferences_conference_archive_file", args=[conference.pk, scope]
        )
    return reverse("admin:conferences_conference_archive", args=[conference.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (roles.CONFERENCE_OFFICER, 200),
        (roles.LEADERSHIP, 200),
        (roles.MEMBERS_OFFICER, 403),
        (roles.REPORTER, 403),
    ],
)
def test_who_may_read_the_delegates_takes_the_archive(client, role, status):
    made = conferences.conference()
    client.force_login(makers.staff(role))
    assert client.get(_address(made)).status_code == status
    answer = client.get(_address(made, Scope.OFFICE))
    assert answer.status_code == status
    answer.close()


def test_the_office_takes_it_as_a_file_that_nobody_keeps(client):
    made = conferences.conference()
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    page = client.get(_address(made)).content.decode()
    assert _address(made, Scope.PUBLIC) in page
    answer = client.get(_address(made, Scope.PUBLIC))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    content = b"".join(answer.streaming_content)
    answer.close()
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert f"ho-so-{made.slug}/index.html" in names


def test_what_is_not_public_has_no_archive_for_everybody(client):
    made = conferences.conference(is_public=False)
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    assert (
        _address(made, Scope.PUBLIC) not in client.get(_address(made)).content.decode()
    )
    assert client.get(_address(made, Scope.PUBLIC)).status_code == 404


def test_the_form_of_a_conference_leads_to_its_archive(client):
    made = conferences.conference()
    client.force_login(makers.staff(roles.CONFERENCE_OFFICER))
    form = client.get(
        reverse("admin:conferences_conference_change", args=[made.pk])
    ).content.decode()
    assert _address(made) in form


def test_twelve_of_everything_are_read_by_as_many_statements_as_two():
    def statements(count: int) -> int:
        made = conferences.conference(f"Hội nghị {count}", status="held")
        for n in range(count):
            owner = members.association(f"Hội {count}.{n}")
            person = members.person(f"Người {count}.{n}")
            made.bodies.create(association=owner)
            made.presiders.create(person=person)
            item = conferences.agenda_item(made, f"Mục {n}", person=person, order=n)
            MinuteEntry.objects.create(item=item, discussion="Nhất trí.")
            made.papers.create(item=item, title="T", person=person, association=owner)
            conferences.invitee(made, f"Lò {n}", person=person, association=owner)
            made.elections.create(office="Ủy viên", person=person)
            task = conferences.task(made, f"Việc {n}", association=owner)
            TASKS.apply(task, "give", by=None)
            made.document_roles.create(document=makers.document(f"{n}/{count}/KH"))
            conferences.review(f"Đề án {count}.{n}").meetings.add(made)
        # Each is a document of its own, signed by the chair of its own day.
        Resolution.objects.create(conference=made, title="Nghị quyết")
        Minutes.objects.create(conference=made)
        with CaptureQueriesContext(connection) as asked:
            archive.write(made, Scope.OFFICE, io.BytesIO())
        return len(asked)

    statements(1)  # What a process reads once is read.
    assert statements(12) == statements(2)
