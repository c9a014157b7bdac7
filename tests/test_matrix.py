"""Every address × every role: what each may reach, and that nothing falls over."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lienhiephoi import roles
from members.models import Term, User
from news.models import Article
from tests import makers
from tests.conferences import makers as conferences, published
from tests.members import makers as members

pytestmark = pytest.mark.django_db

STAFF_ROLES = (*roles.ROLES, "superuser")
PEOPLE = ("anonymous", "representative", *STAFF_ROLES)

# Public addresses that need a record or a word in them.
SAMPLES = {
    "news:category": "/tin-tuc/tin-hoat-dong/",
    "news:year": "/tin-tuc/2026/",
    "news:month": "/tin-tuc/2026/11/",
    "news:article": "ARTICLE",
    "news:thread": "/chuyen-de/chuyen-de-1/",
    "news:notice": "/thong-bao/thong-bao-nghi-le/",
    "news:document": "DOCUMENT",
    "news:attachment": "ATTACHMENT",
    "news:album": "/thu-vien-anh/album-1/",
    "news:video": "/video/video-1/",
    "news:page": "/gioi-thieu/chuc-nang-nhiem-vu/",
    "news:association": "ASSOCIATION_NEWS",
    "news:category_feed": "/rss/tin-hoat-dong/",
    "members:association": "ASSOCIATION",
    "members:term": "TERM",
    "members:totals": "/so-lieu/bao-cao-nam-2025/",
    "members:totals-csv": "/so-lieu/bao-cao-nam-2025/so-lieu.csv",
    "members:totals-json": "/so-lieu/bao-cao-nam-2025/so-lieu.json",
    "members:lines-csv": "/so-lieu/bao-cao-nam-2025/tung-hoi.csv",
    "members:indicator": "/so-lieu/bao-cao-nam-2025/hoi_vien/",
    "conferences:conference": "CONFERENCE",
    "conferences:conference-calendar": "CONFERENCE_CALENDAR",
    "conferences:file": "CONFERENCE_FILE",
    "conferences:review": "REVIEW",
    "conferences:agreement": "AGREEMENT",
    "conferences:agreement-file": "AGREEMENT_FILE",
    "conferences:report": "REPORT",
    "conferences:report-file": "REPORT_FILE",
    "sitemap-part": "/sitemap-article.xml",
    "media": "/media/khong-co.webp",
    "account:password-reset-confirm": "/tai-khoan/quen-mat-khau/MQ/xxx-yyy/",
    "account:invitation": "/tai-khoan/moi/khong-co/",
    "conferences:invitation": "/moi-hop/1-khong-co/",
    "conferences:invitation-calendar": "/moi-hop/1-khong-co/lich.ics",
    "conferences:invitation-file": "/moi-hop/1-khong-co/tham-luan/1/",
    "conferences:badge": "/hoi-nghi/diem-danh/1-khong-co/",
    "conferences:door": "/hoi-nghi/khong-co/cua/khong-co/",
    "conferences:minutes": "/hoi-nghi/khong-co/bien-ban.pdf",
}
# Answers other than 200 to everybody.
ANSWERS = {
    "account:invitation": {410},
    "conferences:invitation": {410},
    "conferences:invitation-calendar": {404},
    "conferences:invitation-file": {404},
    "conferences:badge": {302, 403, 410},
    "conferences:door": {404},
    "conferences:minutes": {404},
    "media": {404},
    "news:count": {405},
    "account:sign-out": {405},
    "news:page_index": {302},
}
OF_AN_ACCOUNT = {
    *("account:home", "account:password", "account:password-changed"),
    *("account:second-factor", "account:second-factor-setup"),
    *("account:recovery-codes", "account:personal-data", "account:withdraw-consent"),
}
STAFF_ONLY = {"news:editor-picture"}


def _names(patterns=None, prefix=""):
    """Qualified names of all addresses outside the admin and the workspace.

    Those of the workspace are walked by tests/members/test_isolation.py.
    """
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace in ("admin", "workspace", "tasks"):
                continue
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _names(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{prefix}{entry.name}"


ADDRESSES = sorted(set(_names()))


@pytest.fixture
def content():
    """One of everything, in public."""
    article = makers.article()
    document = makers.document()
    attachment = makers.attachment(document=document)
    makers.notice()
    makers.page()
    makers.thread(slug="chuyen-de-1")
    makers.album(slug="album-1")
    makers.video(slug="video-1")
    association = members.association()
    members.published_totals()
    term = Term.objects.create(
        ordinal=5,
        starts_on=dt.date(2019, 6, 1),
        planned_end_on=dt.date(2024, 6, 1),
    )
    agreement = conferences.agreement(
        file=ContentFile(makers.PDF, "quy-che.pdf"), is_file_public=True
    )
    conference = conferences.conference()
    report = conferences.report(conference)
    published.edition(report)
    paper = conference.papers.create(
        title="Tham luận",
        audience="public",
        file=ContentFile(makers.PDF, "tham-luan.pdf"),
    )
    return {
        "CONFERENCE": conference.get_absolute_url(),
        "CONFERENCE_CALENDAR": f"{conference.get_absolute_url()}lich.ics",
        "CONFERENCE_FILE": paper.get_absolute_url(),
        "REPORT": report.get_absolute_url(),
        "REPORT_FILE": report.get_absolute_url() + "so-lieu.csv",
        "REVIEW": conferences.review().get_absolute_url(),
        "AGREEMENT": agreement.get_absolute_url(),
        "AGREEMENT_FILE": agreement.file_url,
        "ARTICLE": article.get_absolute_url(),
        "DOCUMENT": document.get_absolute_url(),
        "ATTACHMENT": attachment.get_absolute_url(),
        "ASSOCIATION": association.get_absolute_url(),
        "ASSOCIATION_NEWS": reverse("news:association", args=[association.slug]),
        "TERM": reverse("members:term", args=[term.ordinal]),
    }


def _sign_in(client, person: str) -> None:
    if person == "anonymous":
        return
    if person == "representative":
        client.force_login(makers.user())
    elif person == "superuser":
        client.force_login(makers.staff(is_superuser=True))
    else:
        client.force_login(makers.staff(person))


def _status(client, method: str, path: str) -> int:
    answer = getattr(client, method)(path)
    # A file is handed out open; the server closes it, and here we do.
    for close in answer._resource_closers:
        close()
    return answer.status_code


def _path(name: str, content: dict) -> str:
    sample = SAMPLES.get(name)
    return content.get(sample, sample) if sample else reverse(name)


def _expected(name: str, person: str) -> set[int]:
    if name in STAFF_ONLY:
        return {302, 403, 405}
    if name in OF_AN_ACCOUNT:
        return {302} if person == "anonymous" else {200, 302}
    if name == "account:sign-in" and person != "anonymous":
        return {302}
    return ANSWERS.get(name, {200})


@pytest.mark.parametrize("person", PEOPLE)
def test_public_addresses_answer_everybody_as_they_should(client, content, person):
    _sign_in(client, person)
    wrong = {
        name: status
        for name in ADDRESSES
        if (status := _status(client, "get", _path(name, content)))
        not in _expected(name, person)
    }
    assert wrong == {}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_no_page_for_reading_can_be_written_to(client, content, method, person):
    """Nothing public changes by a POST: the same rows stand after it as before."""
    _sign_in(client, person)
    before = Article.objects.values_list("pk", "title", "status", "updated_at")
    before = list(before)
    accounts = User.objects.count()
    for name in ADDRESSES:
        if name.startswith(("account:", "news:editor")):
            continue
        assert _status(client, method, _path(name, content)) < 500, name
    after = Article.objects.values_list("pk", "title", "status", "updated_at")
    assert list(after) == before
    assert User.objects.count() == accounts


@pytest.mark.parametrize(
    ("person", "status"),
    [("anonymous", 302), ("representative", 403), (roles.REPORTER, 200)],
)
def test_only_staff_enter_the_back_office(client, person, status):
    _sign_in(client, person)
    answer = client.get("/quan-tri/")
    assert answer.status_code == status


@pytest.mark.parametrize("person", PEOPLE)
def test_a_draft_is_seen_by_staff_of_the_news_alone(client, person):
    draft = makers.article(status="draft", published_at=None)
    attachment = makers.attachment(article=draft)
    _sign_in(client, person)
    may_see = person in (
        *(roles.REPORTER, roles.NEWS_APPROVER, roles.LEADERSHIP),
        *(roles.ADMINISTRATOR, "superuser"),
    )
    for path in (draft.get_absolute_url(), attachment.get_absolute_url()):
        assert _status(client, "get", path) == (200 if may_see else 404)
