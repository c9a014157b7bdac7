"""The news draft that a published report gives to the newsroom."""

import pytest
from django.core.exceptions import ValidationError

from conferences.drafts import drafts_of, news_draft
from conferences.editions import Part
from conferences.models import ConferenceBody, ConferencePicture, Presider
from lienhiephoi import desk, roles
from news.models import Category, PublishingStatus
from news.workflow import PUBLISHING
from tests import makers as site
from tests.admin.posting import admin_url, change_url, messages_of
from tests.conferences import makers, published
from tests.members import makers as members

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    return site.category("Tin hoạt động")


@pytest.fixture
def writer():
    return site.staff("Cán bộ hội nghị")


@pytest.fixture
def report(category):
    return makers.report(makers.conference())


@pytest.fixture
def edition(report):
    return published.edition(report)


def body_of(article) -> str:
    return article.body.replace("\xa0", " ")


# --- What it says -------------------------------------------------------------------


def test_the_draft_waits_in_the_newsroom_under_who_made_it(edition, writer, category):
    article = news_draft(edition, writer)
    assert article.status == PublishingStatus.DRAFT
    assert article.published_at is None
    assert (article.created_by, article.category) == (writer, category)
    assert article.title == "Hội nghị tổng kết công tác năm 2026"
    assert article.event_on == makers.DAY
    assert article.source_name == "Báo cáo số 05/BC-LHH"


def test_the_lead_says_when_where_and_the_main_figures(edition, writer):
    lead = news_draft(edition, writer).lead
    assert lead.startswith("Ngày 18/12/2026, tại Hội trường Liên hiệp Hội, ")
    assert "tổ chức hội nghị tổng kết công tác năm 2026." in lead
    assert (
        "tổng số hội viên là hơn 20.250, tăng 250 hội viên (1,3 %) so với năm 2025"
        in lead
    )


def test_the_text_is_that_of_the_report_with_its_figures(edition, writer):
    body = body_of(news_draft(edition, writer))
    assert "<h2>Kết quả năm 2026</h2>" in body
    assert (
        "<p>Toàn tỉnh có 04 hội thành viên với hơn 20.250 hội viên, "
        "tăng 250 hội viên (1,3 %) so với năm 2025.</p>" in body
    )
    assert (
        "<ul><li>Tổ chức 30 tọa đàm.</li>"
        "<li>Phản biện 09 đề án; năm trước 9.</li></ul>" in body
    )
    assert "[[" not in body


def test_of_a_part_without_figures_its_points_are_told(edition, writer):
    body = body_of(news_draft(edition, writer))
    assert "<h2>Nhiệm vụ năm 2027</h2>" in body
    assert "<li>Hoàn thiện quy chế phản biện.</li>" in body
    assert "Năm 2027 tập trung" not in body


def test_a_heading_stands_above_what_is_told_of_the_parts_below_it(report, writer):
    parts = (
        Part(1, "I", "Kết quả", ""),
        Part(2, "1", "Tổ chức", "Lời dẫn không có số."),
        Part(2, "2", "Hội viên", "Có [[hoi-vien]] hội viên."),
        Part(2, "3", "Tọa đàm", "Có [[toa-dam]] tọa đàm."),
    )
    article = news_draft(
        published.edition(report, published.contents(parts=parts)), writer
    )
    headings = [line for line in body_of(article).split("\n") if line.startswith("<h")]
    assert headings[:3] == ["<h2>Kết quả</h2>", "<h3>Hội viên</h3>", "<h3>Tọa đàm</h3>"]


def test_the_text_leads_back_to_the_report_and_tells_of_the_tasks(edition, writer):
    body = body_of(news_draft(edition, writer))
    assert f'href="{edition.report.get_absolute_url()}"' in body
    assert "Trong 2 nhiệm vụ hội nghị trước giao, đến nay đã hoàn thành 1." in body


def test_a_table_sets_main_figures_against_the_time_before(edition, writer):
    body = body_of(news_draft(edition, writer))
    assert (
        '<th scope="row">Tổng số hội viên</th><td>hơn 20.250 hội viên</td>'
        "<td>tăng 250 hội viên (1,3 %) so với năm 2025</td>" in body
    )


def test_text_of_the_report_stays_text(report, writer):
    hostile = "<script>alert(1)</script> & <b>[[hoi-vien]]</b>"
    says = published.contents(parts=(Part(1, "I", "Kết quả", hostile),))
    body = body_of(news_draft(published.edition(report, says), writer))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;hơn 20.250" in body


# --- What it hangs on ---------------------------------------------------------------


def test_the_draft_belongs_to_its_conference_bodies_documents_and_pictures(
    edition, writer
):
    conference = edition.report.conference
    host = members.association("Hội Y học")
    ConferenceBody.objects.create(conference=conference, association=host)
    ConferenceBody.objects.create(conference=conference, name="Sở Y tế", role="co_host")
    Presider.objects.create(
        conference=conference, name="Lê Văn An", position="Chủ tịch"
    )
    document = site.document()
    conference.documents.add(document)
    pictures = [site.picture() for _ in range(2)]
    for place, each in enumerate(pictures):
        ConferencePicture.objects.create(
            conference=conference, picture=each, caption=f"Ảnh {place}", order=place
        )
    article = news_draft(edition, writer)
    assert list(conference.articles.all()) == [article]
    assert list(article.associations.all()) == [host]
    assert list(article.documents.all()) == [document]
    assert (article.picture, article.picture_caption) == (pictures[0], "Ảnh 0")
    assert [each.picture for each in article.gallery.all()] == [pictures[1]]
    assert "Hội Y học tổ chức" in article.lead
    assert "Chủ trì hội nghị: Lê Văn An, Chủ tịch." in body_of(article)


# --- Once, and again ----------------------------------------------------------------


def test_a_draft_that_was_edited_is_never_touched(edition, writer):
    first = news_draft(edition, writer)
    first.title, first.body = "Tít của tòa soạn", "<p>Đã sửa.</p>"
    first.save()
    assert news_draft(edition, writer) == first
    first.refresh_from_db()
    assert (first.title, first.body) == ("Tít của tòa soạn", "<p>Đã sửa.</p>")


def test_another_draft_is_made_when_it_is_asked_for(edition, writer):
    first = news_draft(edition, writer)
    second = news_draft(edition, writer, again=True)
    assert list(drafts_of(edition.report)) == [second, first]
    assert first.slug != second.slug


def test_drafts_of_one_report_are_not_those_of_another(edition, writer):
    for number in range(12):
        other = makers.report(edition.report.conference, subject=f"Báo cáo {number}")
        news_draft(published.edition(other), writer)
    assert list(drafts_of(edition.report)) == []
    assert drafts_of(other).count() == 1


def test_the_same_edition_gives_the_same_words(edition, writer):
    first = news_draft(edition, writer)
    second = news_draft(edition, writer, again=True)
    assert (first.lead, first.body) == (second.lead, second.body)


def test_without_a_category_the_office_is_told_to_add_one(edition, writer):
    Category.objects.all().delete()
    with pytest.raises(ValidationError, match="chuyên mục"):
        news_draft(edition, writer)


# --- The button ---------------------------------------------------------------------


def draft_url(of) -> str:
    return admin_url(of, "draft", of.pk)


def test_the_button_stands_on_a_published_report_alone(client, report, writer):
    client.force_login(writer)
    shown = [client.get(change_url(report)).content.decode()]
    published.edition(report)
    shown.append(client.get(change_url(report)).content.decode())
    assert [draft_url(report) in each for each in shown] == [False, True]


def test_the_office_makes_a_draft_and_is_told(client, edition, writer, category):
    client.force_login(writer)
    client.get(draft_url(edition.report))
    answer = client.post(
        draft_url(edition.report), {"category": category.pk}, follow=True
    )
    (article,) = drafts_of(edition.report)
    assert messages_of(answer) == [f"Đã tạo bản nháp tin «{article}»."]
    assert article.created_by == writer


def test_a_second_draft_wants_a_tick(client, edition, writer, category):
    news_draft(edition, writer)
    client.force_login(writer)
    url = draft_url(edition.report)
    answer = client.post(url, {"category": category.pk})
    assert "đã có bản nháp tin" in answer.content.decode()
    assert drafts_of(edition.report).count() == 1
    client.post(url, {"category": category.pk, "again": "on"})
    assert drafts_of(edition.report).count() == 2


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("Cán bộ hội nghị", 200),
        ("Phóng viên", 200),
        ("Quản trị", 200),
        ("Cán bộ hội viên", 403),
        ("Cán bộ thi đua", 403),
    ],
)
def test_who_may_make_a_draft(client, edition, role, status):
    client.force_login(site.staff(role))
    assert client.get(draft_url(edition.report)).status_code == status


def test_no_draft_of_a_report_that_is_not_published(client, report, writer):
    client.force_login(writer)
    assert client.post(draft_url(report)).status_code == 404
    assert not drafts_of(report).exists()


def test_the_newsroom_finds_the_draft_on_its_desk_until_it_is_sent_on(
    client, edition, writer, category
):
    article = news_draft(edition, writer)
    reporter = site.staff(roles.REPORTER)
    client.force_login(reporter)

    (section,) = [
        each for each in desk.sections(reporter) if each.key == "news-of-reports"
    ]

    assert [row.title for row in section.rows] == [article.title]
    assert client.get(section.rows[0].url).status_code == 200
    assert article.title in client.get(section.counts[0].url).content.decode()
    PUBLISHING.apply(article, "submit", by=reporter)
    assert "news-of-reports" not in {each.key for each in desk.sections(reporter)}
