"""A news draft drawn from a published report, for the newsroom to edit and publish.

It says what the report says: its paragraphs with figures, its tasks, a table of the
main figures, and a link to where each of them comes from.
"""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from conferences.documents.reports import document_reference
from conferences.editions import Contents, FrozenFigure, Paragraph, Part, read
from conferences.models import (
    NEWS_KEY,
    BodyRole,
    Conference,
    ConferenceReport,
    PresiderRole,
    ReportEdition,
)
from conferences.report_pages import blocks, main_figures
from lienhiephoi.context_processors import site_settings
from lienhiephoi.vietnamese import date_text
from members.documents.wording import inside
from news.models import Article, Category, GalleryPicture

# What a lead may hold (news.models.Article.lead), less some room for the editor.
_LEAD_LENGTH = 800
_TABLE_ROWS = 8
# Pictures of the gallery beside the one at the head.
_PICTURES = 11
_NAME_LENGTH = 120


@transaction.atomic
def news_draft(
    edition: ReportEdition,
    by,
    *,
    category: Category | None = None,
    again: bool = False,
) -> Article:
    """A draft of the news about a report; the one there is, if it was drawn before.

    What editors wrote into an earlier draft is never touched: `again` adds another
    one beside it.

    Raises:
        ValidationError: there is no category yet that news could stand in.
    """
    # Whoever presses the button twice gets one draft.
    report = ConferenceReport.objects.select_for_update().get(pk=edition.report_id)
    earlier = drafts_of(report)
    newest = earlier.first()
    if newest is not None and not again:
        return newest
    category = category or usual_category()
    if category is None:
        raise ValidationError("Chưa có chuyên mục tin nào; hãy thêm một chuyên mục.")
    conference = report.conference
    contents = read(edition)
    article = _article(report, edition, contents)
    article.category, article.created_by = category, by
    article.import_key = f"{_key(report)}{earlier.count() + 1}"
    photographs = conference.photographs.select_related("picture")[: _PICTURES + 1]
    _add_pictures(article, list(photographs))
    bodies = conference.bodies.filter(association__isnull=False)
    article.associations.set(bodies.values_list("association", flat=True))
    article.documents.set(conference.documents.all())
    conference.articles.add(article)
    return article


def drafts_of(report: ConferenceReport) -> QuerySet[Article]:
    """News drawn from a report, whatever has become of it since; the newest first."""
    drawn = Article.objects.filter(import_key__startswith=_key(report))
    return drawn.order_by("-created_at", "-pk")


def usual_category() -> Category | None:
    """Where the last news about a conference stands; else the first there is."""
    last = Article.objects.filter(conferences__isnull=False).order_by("-pk").first()
    return last.category if last else Category.objects.filter(parent=None).first()


def _key(report: ConferenceReport) -> str:
    return f"{NEWS_KEY}{report.pk}/"


def _article(
    report: ConferenceReport, edition: ReportEdition, contents: Contents
) -> Article:
    reference = document_reference(contents)
    name = f"{contents.report.kind_label} số {reference}" if reference else ""
    address = report.get_absolute_url()
    return Article(
        title=contents.conference.title,
        lead=_lead(report.conference, contents),
        body=_body(report, contents),
        event_on=contents.conference.starts_on,
        source_name=(name or contents.report.title)[:_NAME_LENGTH],
        source_url=settings.SITE_URL + address if settings.SITE_URL else "",
    )


def _add_pictures(article: Article, photographs: list) -> None:
    """The first photograph at the head, the others as the gallery; saves the article."""
    if photographs:
        article.picture = photographs[0].picture
        article.picture_caption = photographs[0].caption
    article.save()
    GalleryPicture.objects.bulk_create(
        GalleryPicture(
            article=article, picture=each.picture, caption=each.caption, order=place
        )
        for place, each in enumerate(photographs[1:], start=1)
    )


# --- What it says -----------------------------------------------------------------


def _lead(conference: Conference, contents: Contents) -> str:
    """When, where, who; then the main figures with what they were before."""
    meeting = contents.conference
    when = f"Ngày {date_text(meeting.starts_on)}"
    where = f", tại {meeting.place}" if meeting.place else ""
    lead = f"{when}{where}, {_hosts(conference)} tổ chức {inside(meeting.title)}."
    compared = [each for each in main_figures(contents, 2) if each.comparison]
    told = "; ".join(
        f"{inside(each.label)} là {each.text}, {each.comparison}" for each in compared
    )
    if told and len(lead) + len(told) < _LEAD_LENGTH:
        lead += f" {contents.report.kind_label} tại hội nghị nêu: {told}."
    return lead


def _hosts(conference: Conference) -> str:
    """Those who held it; the union, where nobody else is named."""
    hosts = conference.bodies.filter(role=BodyRole.HOST).select_related("association")
    return ", ".join(map(str, hosts)) or site_settings().name


def _body(report: ConferenceReport, contents: Contents) -> SafeString:
    pieces = [
        *_presided(report.conference),
        *_text(contents),
        *_promises(contents),
        *_table(main_figures(contents, _TABLE_ROWS)),
        format_html(
            '<p>Toàn văn và nguồn của từng số liệu: <a href="{}">{}</a>.</p>',
            report.get_absolute_url(),
            contents.report.title,
        ),
    ]
    return format_html_join("\n", "{}", ((each,) for each in pieces))


def _presided(conference: Conference) -> Iterator[SafeString]:
    chairs = conference.presiders.exclude(role=PresiderRole.SECRETARY)
    named = [str(each) for each in chairs.select_related("person")]
    if named:
        yield format_html("<p>Chủ trì hội nghị: {}.</p>", "; ".join(named))


def _text(contents: Contents) -> Iterator[SafeString]:
    """Of each part what names figures; of a part without any, its points."""
    above: Part | None = None
    for part in contents.parts:
        if part.level == 1:
            above = part
        paragraphs = _told(part, contents)
        if not paragraphs:
            continue
        if above is not None:
            yield format_html("<h2>{}</h2>", above.title)
        if part is not above and part.level > 1:
            yield format_html("<h3>{}</h3>", part.title)
        above = None
        yield from (_drawn(*block) for block in blocks(paragraphs))


def _told(part: Part, contents: Contents) -> list[Paragraph]:
    paragraphs = part.paragraphs(contents)
    if part.figures(contents):
        return [each for each in paragraphs if any(run.figure for run in each)]
    return [each for each in paragraphs if each.is_point]


def _drawn(is_list: bool, paragraphs: list[Paragraph]) -> SafeString:
    texts = [(each.text,) for each in paragraphs]
    if is_list:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", texts))
    return format_html_join("", "<p>{}</p>", texts)


def _promises(contents: Contents) -> Iterator[SafeString]:
    promises = contents.promises
    if promises:
        yield format_html(
            "<p>Trong {} nhiệm vụ hội nghị trước giao, đến nay đã hoàn thành {}.</p>",
            len(promises),
            sum(each.status == "done" for each in promises),
        )


def _table(figures: list[FrozenFigure]) -> Iterator[SafeString]:
    if not figures:
        return
    yield mark_safe("<h2>Số liệu chủ yếu</h2>")
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{} {}</td><td>{}</td></tr>',
        ((each.label, each.text, each.unit, each.comparison) for each in figures),
    )
    head = mark_safe(
        '<tr><th scope="col">Chỉ tiêu</th><th scope="col">Kết quả</th>'
        '<th scope="col">So với kỳ trước</th></tr>'
    )
    yield format_html(
        '<figure class="table"><table><thead>{}</thead><tbody>{}</tbody></table>'
        "</figure>",
        head,
        rows,
    )
