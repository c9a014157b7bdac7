"""What of conferences waits for the office: tasks, meetings ahead, renewals, reviews."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, Count, DateField, F, QuerySet, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, Trim
from django.urls import reverse
from django.utils import timezone

from conferences import permissions
from conferences.models import (
    FINISHED,
    NEWS_KEY,
    Agreement,
    AgreementKind,
    Conference,
    ConferenceReport,
    ConferenceStatus,
    ReportStatus,
    ReviewKind,
    ReviewStatus,
    SocialReview,
    Task,
    TaskStatus,
)
from lienhiephoi import desk
from lienhiephoi.vietnamese import date_text, number
from news.models import Article, PublishingStatus

# How long before a conference its invitations, or the answers to them, are missed.
SOON = dt.timedelta(days=14)


def sections(user) -> list[desk.DeskSection]:
    """Two queries at the most, whatever waits: the meetings, and all else at once."""
    today = timezone.localdate()
    found = []
    if permissions.runs_conferences(user):
        ahead = _ahead(today)
        near = [each for each in ahead if each.starts_on <= today + SOON]
        found += [
            *(_to_invite(near, today), _to_answer(near, today)),
            _coming(ahead, today),
        ]
    asked = []
    if permissions.runs_tasks(user):
        asked += [(_claimed_tasks, _claims()), (_overdue_tasks, _overdue(today))]
    if permissions.can_publish_report(user):
        asked.append((_reports_to_check, _reports()))
    if permissions.runs_reviews(user):
        asked.append((_overdue_reviews, _reviews(today)))
    if user.has_perm("conferences.change_agreement"):
        asked.append((_agreements_to_renew, _renewals(today)))
    if user.has_perm("news.change_article"):
        asked.append((_news_to_write, _drafts()))
    waiting = _gather([query for _section, query in asked])
    found += [
        section(rows, today)
        for (section, _query), rows in zip(asked, waiting, strict=True)
    ]
    return found


@dataclass(frozen=True)
class Waiting:
    """A row of whatever waits; `total` is how many such rows there are in all."""

    pk: int
    title: str
    kind: str
    on: dt.date | None
    detail: str
    total: int


def _waiting(rows: QuerySet, *, title, kind, on=None, detail=None) -> QuerySet:
    """The first rows as the columns of Waiting, to be asked for together."""
    text = CharField()
    columns = {
        "row_title": Cast(title, text),
        "row_kind": Cast(kind, text),
        "row_on": Cast(on or Value(None), DateField()),
        "row_detail": Cast(detail or Value(""), text),
        "row_total": Window(Count("pk")),
    }
    return rows.annotate(**columns).values_list("pk", *columns)


def _gather(queries: list[QuerySet]) -> list[list[Waiting]]:
    """The rows of each query, by one statement for all."""
    numbered = [
        query.annotate(row_of=Value(place)).values_list(
            *("row_of", "pk", "row_title", "row_kind", "row_on", "row_detail"),
            "row_total",
        )[: desk.ROWS]
        for place, query in enumerate(queries)
    ]
    found = [[] for _query in queries]
    if numbered:
        first, *others = numbered
        for place, *columns in first.union(*others, all=True) if others else first:
            found[place].append(Waiting(*columns))
    return found


def _total(rows: list[Waiting]) -> int:
    return rows[0].total if rows else 0


def _list_of(model: str, query: str) -> str:
    return f"{reverse(f'admin:conferences_{model}_changelist')}?{query}"


def _page_of(model: str, record) -> str:
    """Of a record, or of a row that waits."""
    return reverse(f"admin:conferences_{model}_change", args=[record.pk])


def _late(day: dt.date, today: dt.date) -> str:
    return f"hạn {date_text(day)}, trễ {number((today - day).days)} ngày"


def _ahead_text(conference: Conference, today: dt.date) -> str:
    left = (conference.starts_on - today).days
    when = f"còn {number(left)} ngày" if left else "hôm nay"
    return f"họp ngày {date_text(conference.starts_on)}, {when}"


# --- Tasks ------------------------------------------------------------------------

_TEXT = CharField()
_PERSON = Concat(
    "person__academic_title", Value(" "), "person__full_name", output_field=_TEXT
)
_OWNER = Coalesce(Cast("association__name", _TEXT), Trim(_PERSON), output_field=_TEXT)


def _claims() -> QuerySet:
    claimed = Task.objects.filter(status=TaskStatus.CLAIMED)
    return _waiting(
        claimed.order_by("updated_at", "pk"),
        title=F("title"),
        kind=_OWNER,
        detail=F("conference__title"),
    )


def _overdue(today: dt.date) -> QuerySet:
    """Those still open: a task claimed waits for the office above."""
    late = Task.objects.overdue(today).filter(status=TaskStatus.OPEN)
    return _waiting(
        late.order_by("due_on", "pk"), title=F("title"), kind=_OWNER, on=F("due_on")
    )


def _claimed_tasks(rows: list[Waiting], _today: dt.date) -> desk.DeskSection:
    return desk.DeskSection(
        key="tasks-claimed",
        title="Nhiệm vụ báo đã xong, chờ xác nhận",
        rows=[_task_row(task, "Xem, xác nhận", task.detail) for task in rows],
        counts=[
            desk.DeskCount(
                "nhiệm vụ", _total(rows), _list_of("task", "status__exact=claimed")
            )
        ],
    )


def _overdue_tasks(rows: list[Waiting], today: dt.date) -> desk.DeskSection:
    query = "status__exact=open&han=qua-han"
    return desk.DeskSection(
        key="tasks-overdue",
        title="Nhiệm vụ quá hạn",
        is_urgent=True,
        rows=[_task_row(task, "Xem, đôn đốc", _late(task.on, today)) for task in rows],
        counts=[desk.DeskCount("nhiệm vụ", _total(rows), _list_of("task", query))],
    )


def _task_row(task: Waiting, action: str, detail: str) -> desk.DeskRow:
    return desk.DeskRow(
        title=task.title,
        url=_page_of("task", task),
        action=action,
        kind=task.kind,
        detail=detail,
    )


# --- Meetings ahead ---------------------------------------------------------------


def _ahead(today: dt.date) -> list[Conference]:
    """Those planned and called together, the next one first, with their delegates."""
    return list(
        Conference.objects.filter(
            status__in=(ConferenceStatus.PLANNED, ConferenceStatus.INVITED),
            starts_on__gte=today,
        )
        .with_delegates()
        .order_by("starts_on", "start_time", "pk")
    )


def _to_invite(near: list[Conference], today: dt.date) -> desk.DeskSection:
    waiting = [each for each in near if each.status == ConferenceStatus.PLANNED]
    return desk.DeskSection(
        key="conferences-to-invite",
        title="Hội nghị sắp họp, chưa mời",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=each.title,
                url=_page_of("conference", each),
                action="Chuẩn bị, mời",
                kind=each.get_kind_display(),
                detail=f"{_ahead_text(each, today)}; {_invited_text(each)}",
            )
            for each in waiting[: desk.ROWS]
        ],
        counts=[
            desk.DeskCount(
                "hội nghị",
                len(waiting),
                _list_of("conference", "status__exact=planned"),
            )
        ],
    )


def _invited_text(conference: Conference) -> str:
    if conference.invited:
        return f"danh sách mời có {number(conference.invited)} người"
    return "chưa có danh sách mời"


def _to_answer(near: list[Conference], today: dt.date) -> desk.DeskSection:
    waiting = [
        each
        for each in near
        if each.status == ConferenceStatus.INVITED and _silent(each)
    ]
    return desk.DeskSection(
        key="invitations-unanswered",
        title="Giấy mời chưa có trả lời",
        rows=[
            desk.DeskRow(
                title=each.title,
                url=_page_of("conference", each),
                action="Xem đại biểu",
                kind=each.get_kind_display(),
                detail=f"{_ahead_text(each, today)}; "
                f"{number(_silent(each))}/{number(each.invited)} người chưa trả lời",
            )
            for each in waiting[: desk.ROWS]
        ],
        counts=[
            desk.DeskCount(
                "người chưa trả lời",
                _silent(each),
                _list_of("invitee", f"conference__id__exact={each.pk}&reply__exact="),
                date_text(each.starts_on),
            )
            for each in waiting
        ],
    )


def _silent(conference: Conference) -> int:
    return conference.invited - conference.answered


def _coming(ahead: list[Conference], today: dt.date) -> desk.DeskSection:
    """All that is planned, near or far: who is invited, and how many have answered."""
    query = f"starts_on__gte={today}&status__in=planned,invited"
    return desk.DeskSection(
        key="conferences-coming",
        title="Hội nghị sắp tới",
        rows=[
            desk.DeskRow(
                title=each.title,
                url=_page_of("conference", each),
                action="Mở hội nghị",
                kind=each.get_kind_display(),
                detail=f"{_ahead_text(each, today)}; {_delegates_text(each)}",
            )
            for each in ahead[: desk.ROWS]
        ],
        counts=[
            desk.DeskCount("hội nghị", len(ahead), _list_of("conference", query)),
        ],
    )


def _delegates_text(conference: Conference) -> str:
    if conference.status == ConferenceStatus.PLANNED:
        return _invited_text(conference)
    answers = f"{number(conference.answered)} trả lời"
    return f"{number(conference.invited)} người được mời, {answers}"


# --- Reports, reviews, agreements -------------------------------------------------


def _reports() -> QuerySet:
    checking = ConferenceReport.objects.filter(status=ReportStatus.CHECKING)
    return _waiting(
        checking.order_by("updated_at", "pk"),
        title=F("subject"),
        kind=F("kind_label"),
        detail=F("conference__title"),
    )


def _reviews(today: dt.date) -> QuerySet:
    late = SocialReview.objects.filter(due_on__lt=today).exclude(
        status__in=(*FINISHED, ReviewStatus.DROPPED)
    )
    return _waiting(
        late.order_by("due_on", "pk"), title=F("title"), kind=F("kind"), on=F("due_on")
    )


def _renewals(today: dt.date) -> QuerySet:
    due = Agreement.objects.due_for_renewal(today)
    return _waiting(
        due.order_by("ends_on", "pk"), title=F("title"), kind=F("kind"), on=F("ends_on")
    )


def _drafts() -> QuerySet:
    drawn = Article.objects.filter(
        import_key__startswith=NEWS_KEY, status=PublishingStatus.DRAFT
    )
    return _waiting(
        drawn.order_by("created_at", "pk"),
        title=F("title"),
        kind=Value("Bản nháp tin"),
        on=F("event_on"),
    )


def _news_to_write(rows: list[Waiting], _today: dt.date) -> desk.DeskSection:
    """Drafts that a report became, for the newsroom to finish and send on."""
    address = reverse("admin:news_article_changelist")
    query = f"import_key__startswith={NEWS_KEY}&status__exact=draft"
    return desk.DeskSection(
        key="news-of-reports",
        title="Bản nháp tin từ báo cáo hội nghị",
        rows=[
            desk.DeskRow(
                title=article.title,
                url=reverse("admin:news_article_change", args=[article.pk]),
                action="Biên tập",
                kind=article.kind,
                detail=f"hội nghị ngày {date_text(article.on)}" if article.on else "",
            )
            for article in rows
        ],
        counts=[desk.DeskCount("bản nháp", _total(rows), f"{address}?{query}")],
    )


def _reports_to_check(rows: list[Waiting], _today: dt.date) -> desk.DeskSection:
    return desk.DeskSection(
        key="conference-reports-checking",
        title="Báo cáo hội nghị chờ duyệt",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=report.title,
                url=_page_of("conferencereport", report),
                action="Xem, duyệt",
                kind=report.kind,
                detail=report.detail,
            )
            for report in rows
        ],
        counts=[
            desk.DeskCount(
                "báo cáo",
                _total(rows),
                _list_of("conferencereport", "status__exact=checking"),
            )
        ],
    )


def _overdue_reviews(rows: list[Waiting], today: dt.date) -> desk.DeskSection:
    return desk.DeskSection(
        key="reviews-overdue",
        title="Tư vấn, phản biện quá hạn gửi kết quả",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=review.title,
                url=_page_of("socialreview", review),
                action="Xem nhiệm vụ",
                kind=ReviewKind(review.kind).label,
                detail=_late(review.on, today),
            )
            for review in rows
        ],
        counts=[
            desk.DeskCount(
                "nhiệm vụ", _total(rows), _list_of("socialreview", "viec=qua-han")
            )
        ],
    )


def _agreements_to_renew(rows: list[Waiting], _today: dt.date) -> desk.DeskSection:
    return desk.DeskSection(
        key="agreements-due",
        title="Chương trình phối hợp đến lúc gia hạn",
        rows=[
            desk.DeskRow(
                title=agreement.title,
                url=_page_of("agreement", agreement),
                action="Xem, gia hạn",
                kind=AgreementKind(agreement.kind).label,
                detail=f"hết hiệu lực ngày {date_text(agreement.on)}",
            )
            for agreement in rows
        ],
        counts=[
            desk.DeskCount(
                "văn bản", _total(rows), _list_of("agreement", "hieu_luc=sap-het")
            )
        ],
    )


def register() -> None:
    desk.register_sections(sections)
