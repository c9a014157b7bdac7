"""Every list, form and page of the admin: it opens, and its cost does not grow."""

import datetime as dt

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conferences.models import Minutes
from lienhiephoi import letters
from lienhiephoi.addresses import remember_address
from lienhiephoi.models import (
    Consent,
    ConsentText,
    Letter,
    MenuItem,
    OldAddress,
    SearchMiss,
    SearchSynonym,
    SiteSettings,
)
from members import invitations
from members.models import (
    Association,
    Committee,
    Indicator,
    IndicatorCheck,
    Invitation,
    Person,
    PublishedTotals,
    RegisterEvent,
    Report,
    ReportingPeriod,
    ReportSection,
    Representative,
    Sector,
    Term,
    User,
    WantedFile,
)
from news.models import (
    Album,
    AlbumPicture,
    Article,
    Category,
    ContactMessage,
    Correction,
    Document,
    DocumentKind,
    GalleryPicture,
    ImportRun,
    IssuingBody,
    Notice,
    Page,
    Picture,
    Quote,
    Thread,
    Video,
    VisitDay,
    WebLink,
)
from tests import makers
from tests.admin.posting import admin_url
from tests.conferences.makers import ADMIN_MAKERS
from tests.members import makers as reporting

pytestmark = pytest.mark.django_db

BUDGET = 20
MANY = 30


def bare_picture(number) -> Picture:
    """Without files: nothing here opens them."""
    return Picture.objects.create(
        name=f"pictures/{number}", width=1600, height=900, title=f"Ảnh {number}"
    )


def full_article(number):
    article = makers.article(
        f"Bài {number}", picture=bare_picture(f"a{number}"), created_by=author()
    )
    article.threads.add(makers.thread(f"Chuyên đề {number}"))
    article.related.add(makers.article(f"Liên quan {number}"))
    document = makers.document(f"{number}/KH-A", f"Văn bản {number}")
    article.documents.add(document)
    return article


def author() -> User:
    return User.objects.filter(username="tac-gia").first() or makers.user("tac-gia")


def old_address(number):
    remember_address(makers.article(f"Bài cũ {number}"), f"/cu/{number}/")


def message(number):
    ContactMessage.objects.create(
        name="Phạm Văn Bình",
        email="binh@example.org",
        subject=f"Thư {number}",
        message="Kính gửi",
        consent=ConsentText.objects.newest("contact"),
        answered_by=author(),
        answered_at=timezone.now(),
    )


def form_part(model):
    """A maker of one part of a form, in a period of its own."""

    def make(number):
        period = reporting.planned_period(1990 + number)
        period.sections.create(code="to_chuc", number="I", title="Tổ chức")
        for code in ("a", "b"):
            reporting.indicator(period, code)
        left, right = period.indicators.all()
        period.checks.create(left=left, sign="<=", right=right)
        period.wanted_files.create(code="ban_ky", label="Bản ký")
        return model.objects.filter(period=period).first()

    return make


def publication(number):
    """Read in the list; what it holds is read by pages of its own."""
    PublishedTotals.objects.create(
        period=reporting.planned_period(1990 + number),
        number=1,
        contents={},
        checksum="0" * 64,
        published_by=author(),
        published_at=timezone.now(),
    )


def letter(number):
    letters.write_letter(
        f"thu:{number}",
        kind="Nhắc báo cáo",
        to="an@hoi.example",
        subject=f"Thư {number}",
        body="Kính gửi",
        by=author(),
        held=True,
    )


def representative(number):
    reporting.representative(
        association=reporting.association(f"Hội đại diện {number}")
    )


def invitation(number):
    made = Invitation(
        association=reporting.association(f"Hội mời {number}"),
        role="signs",
        full_name=f"Người {number}",
    )
    invitations.invite(made, by=author())


def term(number) -> Term:
    return Term.objects.create(
        ordinal=number + 1,
        starts_on=dt.date(1900 + 5 * number, 1, 1),
        planned_end_on=dt.date(1904 + 5 * number, 12, 31),
    )


def committee(number):
    made = Committee.objects.create(term=term(number), kind="executive_committee")
    made.seats.create(
        person=reporting.person(f"Ủy viên {number}"),
        association=reporting.association(f"Hội của ủy viên {number}"),
    )


def association_of_many(number):
    made = reporting.association(
        f"Hội {number}", sector=Sector.objects.create(name=f"Lĩnh vực của hội {number}")
    )
    made.officers.create(
        person=reporting.person(f"Cán bộ {number}"), position="Chủ tịch"
    )


def person_in_office(number):
    reporting.person(f"Người của hội {number}").offices.create(
        association=reporting.association(f"Hội của người {number}"), position="Ủy viên"
    )


def register_event(number):
    RegisterEvent.objects.create(kind="joined", on=DAY, by=author()).associations.add(
        reporting.association(f"Hội kết nạp {number}")
    )


DAY = dt.date(2026, 1, 1)
MAKERS = {
    Association: association_of_many,
    Person: person_in_office,
    RegisterEvent: register_event,
    Sector: lambda n: Sector.objects.create(name=f"Lĩnh vực {n}"),
    Term: term,
    Committee: committee,
    Report: lambda n: reporting.report(reporting.association(f"Hội báo cáo {n}")),
    Letter: letter,
    Consent: lambda n: Consent.objects.create(
        user=makers.user(), text=ConsentText.objects.newest("account")
    ),
    Representative: representative,
    Invitation: invitation,
    ReportingPeriod: lambda n: reporting.planned_period(1990 + n),
    ReportSection: form_part(ReportSection),
    Indicator: form_part(Indicator),
    IndicatorCheck: form_part(IndicatorCheck),
    WantedFile: form_part(WantedFile),
    PublishedTotals: publication,
    Article: full_article,
    Notice: lambda n: makers.notice(f"Thông báo {n}", created_by=author()),
    Document: lambda n: makers.document(f"{n}/KH-LHH", f"Kế hoạch {n}"),
    Page: lambda n: makers.page(f"Trang {n}", parent=Page.objects.first()),
    Thread: lambda n: makers.thread(f"Chuyên đề {n}", picture=bare_picture(n)),
    Album: lambda n: makers.album(f"Album {n}", pictures=[bare_picture(n)]),
    Video: lambda n: makers.video(f"Video {n}", picture=bare_picture(n)),
    Picture: bare_picture,
    Category: lambda n: makers.category(f"Mục {n}", parent=makers.category("Gốc")),
    DocumentKind: lambda n: DocumentKind.objects.create(name=f"Loại {n}"),
    IssuingBody: lambda n: IssuingBody.objects.create(name=f"Cơ quan {n}"),
    Quote: lambda n: Quote.objects.create(text=f"Câu {n}", author="Ai đó"),
    WebLink: lambda n: WebLink.objects.create(label=f"Trang {n}", url="https://a.vn"),
    ContactMessage: message,
    ConsentText: lambda n: ConsentText.objects.create(
        purpose="contact", text=f"Bản {n}"
    ),
    ImportRun: lambda n: ImportRun.objects.create(
        file_name=f"{n}.jsonl", started_at=timezone.now()
    ),
    VisitDay: lambda n: VisitDay.objects.create(day=DAY + dt.timedelta(days=n)),
    MenuItem: lambda n: MenuItem.objects.create(
        label=f"Mục {n}", url="/", parent=MenuItem.objects.first()
    ),
    OldAddress: old_address,
    SearchSynonym: lambda n: SearchSynonym.objects.create(spellings=[f"a{n}", "b"]),
    SearchMiss: lambda n: SearchMiss.objects.create(query=f"câu {n}", last_on=DAY),
    User: lambda n: makers.staff("Phóng viên", full_name=f"Người {n}"),
    Group: lambda n: Group.objects.create(name=f"Vai trò {n}"),
    SiteSettings: lambda n: SiteSettings.objects.update_or_create(pk=1),
}
# Added from the page of a period, which they name.
OF_A_PERIOD = {ReportSection, Indicator, IndicatorCheck, WantedFile}
MAKERS |= ADMIN_MAKERS

LISTED = [model for model in MAKERS if model is not SiteSettings]
ADDABLE = [
    model
    for model in MAKERS
    if model not in (ContactMessage, ImportRun, VisitDay, SearchMiss, SiteSettings)
    and model not in (PublishedTotals, Letter, Consent, Representative)
    and model not in (Report, RegisterEvent, Minutes)
    and model not in OF_A_PERIOD
]


@pytest.fixture
def boss(client, administrator):
    """Quản trị's rights are asked of the database, a superuser's are not."""
    administrator.is_superuser = True
    administrator.save()
    client.force_login(administrator)
    return client


def cost(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200
    return len(queries)


def test_every_model_of_the_admin_is_tested_here():
    assert set(admin.site._registry) == set(MAKERS)


@pytest.mark.parametrize("model", LISTED)
def test_a_list_costs_the_same_with_one_row_and_with_many(boss, model):
    MAKERS[model](0)
    address = admin_url(model, "changelist")
    with_one = cost(boss, address)

    for number in range(1, MANY):
        MAKERS[model](number)

    assert cost(boss, address) <= BUDGET
    assert with_one <= BUDGET


@pytest.mark.parametrize("model", ADDABLE)
def test_an_empty_form_opens_within_the_budget(boss, model):
    for number in range(MANY):
        MAKERS[model](number)

    assert cost(boss, admin_url(model, "add")) <= BUDGET


@pytest.mark.parametrize("model", list(MAKERS))
def test_a_form_opens_within_the_budget(boss, model):
    for number in range(MANY):
        MAKERS[model](number)
    record = model._default_manager.order_by("-pk").first()

    assert cost(boss, admin_url(model, "change", record.pk)) <= BUDGET


def test_an_article_with_thirty_of_everything_stays_within_the_budget(
    client, administrator
):
    """As Quản trị, whose rights cost two queries more than a superuser's."""
    article = full_article(0)
    for number in range(1, MANY):
        GalleryPicture.objects.create(article=article, picture=bare_picture(number))
        makers.attachment(article=article)
        Correction.objects.create(article=article, on=DAY, text="Đính chính")
        article.threads.add(makers.thread(f"Chuyên đề {number}"))
        article.related.add(makers.article(f"Liên quan {number}"))
    client.force_login(administrator)

    assert cost(client, admin_url(article, "change", article.pk)) <= BUDGET


def test_an_album_of_thirty_pictures_stays_within_the_budget(boss):
    album = makers.album(pictures=[bare_picture(n) for n in range(MANY)])
    assert AlbumPicture.objects.count() == MANY

    assert cost(boss, admin_url(album, "change", album.pk)) <= BUDGET


@pytest.mark.parametrize("model", [Article, Document, Notice])
@pytest.mark.parametrize("query", ["?q=ke+hoach", "?trang_thai=shown&cua=toi&nam=2026"])
def test_a_searched_or_filtered_list_stays_within_the_budget(boss, model, query):
    for number in range(MANY):
        MAKERS[model](number)

    assert cost(boss, admin_url(model, "changelist") + query) <= BUDGET


def test_the_settings_are_one_form(boss):
    SiteSettings.objects.all().delete()
    address = admin_url(SiteSettings, "changelist")
    assert boss.get(address).url == admin_url(SiteSettings, "add")

    SiteSettings.objects.create(name="Liên hiệp Hội", short_name="LHH")

    assert boss.get(address).url == admin_url(SiteSettings, "change", 1)
    assert boss.get(admin_url(SiteSettings, "add")).status_code == 403


def test_the_policy_is_loosened_for_styles_only_and_only_at_the_editor(boss):
    article = makers.article()

    editor = boss.get(admin_url(article, "change", article.pk))
    others = [
        boss.get(reverse("admin:index")),
        boss.get(admin_url(Article, "changelist")),
        boss.get(admin_url(Document, "add")),
    ]

    policy = editor.headers["Content-Security-Policy"].split("; ")
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self'" in policy
    for response in others:
        assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("model", list(MAKERS))
def test_no_english_stands_on_a_list_or_a_form(boss, model):
    MAKERS[model](0)
    record = model._default_manager.order_by("-pk").first()
    words = (
        "Save",
        "Delete",
        "Change",
        "History",
        "Search",
        "Filter",
        "Action",
        "Home",
    )

    for address in (
        admin_url(model, "changelist"),
        admin_url(model, "change", record.pk),
        admin_url(model, "history", record.pk),
    ):
        page = boss.get(address, follow=True).content.decode()
        visible = page.partition("<body")[2]
        assert [word for word in words if f">{word}" in visible] == []


def test_an_unmarked_query_finds_drafts_too(boss):
    makers.article("Đại hội Hội Tự động hóa", status="draft", published_at=None)
    makers.article("Tập huấn")

    found = boss.get(admin_url(Article, "changelist"), {"q": "dai hoi tu dong"})

    assert [a.title for a in found.context["cl"].result_list] == [
        "Đại hội Hội Tự động hóa"
    ]


@pytest.mark.parametrize("typed", ["đại hội", "dai ho", "HOI dai", "to chuc d"])
@pytest.mark.parametrize("status", ["published", "draft", "withdrawn"])
def test_a_list_is_searched_as_one_types(boss, typed, status):
    makers.article("Tổ chức Đại hội đại biểu", status=status)
    makers.article("Tập huấn", status=status)

    found = boss.get(admin_url(Article, "changelist"), {"q": typed})

    assert [a.title for a in found.context["cl"].result_list] == [
        "Tổ chức Đại hội đại biểu"
    ]


@pytest.mark.parametrize("typed", ["'", "a' | 'b", ":*", "\\", "%", "((("])
def test_nothing_typed_breaks_the_search_of_a_list(boss, typed):
    makers.article("Tập huấn")

    assert boss.get(admin_url(Article, "changelist"), {"q": typed}).status_code == 200


def test_a_search_box_of_a_form_ignores_marks(boss):
    makers.document("5395/KH-UBND", "Kế hoạch chuyển đổi số")

    answer = boss.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "news",
            "model_name": "article",
            "field_name": "documents",
            "term": "chuyen doi so",
        },
    )

    assert [r["text"] for r in answer.json()["results"]] == [
        "5395/KH-UBND – Kế hoạch chuyển đổi số"
    ]
