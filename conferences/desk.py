"""What of conferences waits for the office: tasks, meetings ahead, renewals, reviews."""

import datetime as dt

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone

from conferences import permissions
from conferences.models import (
    FINISHED,
    Agreement,
    Conference,
    ConferenceReport,
    ConferenceStatus,
    ReportStatus,
    ReviewStatus,
    SocialReview,
    Task,
    TaskStatus,
)
from lienhiephoi import desk
from lienhiephoi.vietnamese import date_text, number

# How long before a conference its invitations, or the answers to them, are missed.
SOON = dt.timedelta(days=14)


def sections(user) -> list[desk.DeskSection]:
    """Six queries at the most, whatever waits."""
    today = timezone.localdate()
    found = []
    if permissions.runs_tasks(user):
        found += [_claimed_tasks(), _overdue_tasks(today)]
    if permissions.runs_conferences(user):
        ahead = _ahead(today)
        near = [each for each in ahead if each.starts_on <= today + SOON]
        found += [
            *(_to_invite(near, today), _to_answer(near, today)),
            _coming(ahead, today),
        ]
    if permissions.can_publish_report(user):
        found.append(_reports_to_check())
    if permissions.runs_reviews(user):
        found.append(_overdue_reviews(today))
    if user.has_perm("conferences.change_agreement"):
        found.append(_agreements_to_renew(today))
    return found


def _with_total(rows) -> tuple[list, int]:
    """The first rows, and how many there are in all: one query."""
    shown = list(rows.annotate(total=Window(Count("pk")))[: desk.ROWS])
    return shown, shown[0].total if shown else 0


def _list_of(model: str, query: str) -> str:
    return f"{reverse(f'admin:conferences_{model}_changelist')}?{query}"


def _page_of(model: str, record) -> str:
    return reverse(f"admin:conferences_{model}_change", args=[record.pk])


def _late(day: dt.date, today: dt.date) -> str:
    return f"hạn {date_text(day)}, trễ {number((today - day).days)} ngày"


def _ahead_text(conference: Conference, today: dt.date) -> str:
    left = (conference.starts_on - today).days
    when = f"còn {number(left)} ngày" if left else "hôm nay"
    return f"họp ngày {date_text(conference.starts_on)}, {when}"


# --- Tasks ------------------------------------------------------------------------


def _tasks():
    return Task.objects.select_related("association", "person", "conference")


def _claimed_tasks() -> desk.DeskSection:
    rows, total = _with_total(
        _tasks().filter(status=TaskStatus.CLAIMED).order_by("updated_at", "pk")
    )
    return desk.DeskSection(
        key="tasks-claimed",
        title="Nhiệm vụ báo đã xong, chờ xác nhận",
        rows=[_task_row(task, "Xem, xác nhận", str(task.conference)) for task in rows],
        counts=[
            desk.DeskCount("nhiệm vụ", total, _list_of("task", "status__exact=claimed"))
        ],
    )


def _overdue_tasks(today: dt.date) -> desk.DeskSection:
    """Those still open: a task claimed waits for the office above."""
    late = _tasks().overdue(today).filter(status=TaskStatus.OPEN)
    rows, total = _with_total(late.order_by("due_on", "pk"))
    query = "status__exact=open&han=qua-han"
    return desk.DeskSection(
        key="tasks-overdue",
        title="Nhiệm vụ quá hạn",
        is_urgent=True,
        rows=[
            _task_row(task, "Xem, đôn đốc", _late(task.due_on, today)) for task in rows
        ],
        counts=[desk.DeskCount("nhiệm vụ", total, _list_of("task", query))],
    )


def _task_row(task: Task, action: str, detail: str) -> desk.DeskRow:
    return desk.DeskRow(
        title=task.title,
        url=_page_of("task", task),
        action=action,
        kind=task.owner,
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


def _reports_to_check() -> desk.DeskSection:
    rows, total = _with_total(
        ConferenceReport.objects.filter(status=ReportStatus.CHECKING)
        .select_related("conference")
        .order_by("updated_at", "pk")
    )
    return desk.DeskSection(
        key="conference-reports-checking",
        title="Báo cáo hội nghị chờ duyệt",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=report.subject,
                url=_page_of("conferencereport", report),
                action="Xem, duyệt",
                kind="Báo cáo hội nghị",
                detail=str(report.conference),
            )
            for report in rows
        ],
        counts=[
            desk.DeskCount(
                "báo cáo", total, _list_of("conferencereport", "status__exact=checking")
            )
        ],
    )


def _overdue_reviews(today: dt.date) -> desk.DeskSection:
    late = (
        SocialReview.objects.filter(due_on__lt=today)
        .exclude(status__in=(*FINISHED, ReviewStatus.DROPPED))
        .order_by("due_on", "pk")
    )
    rows, total = _with_total(late)
    return desk.DeskSection(
        key="reviews-overdue",
        title="Tư vấn, phản biện quá hạn gửi kết quả",
        is_urgent=True,
        rows=[
            desk.DeskRow(
                title=review.title,
                url=_page_of("socialreview", review),
                action="Xem nhiệm vụ",
                kind=review.get_kind_display(),
                detail=_late(review.due_on, today),
            )
            for review in rows
        ],
        counts=[
            desk.DeskCount("nhiệm vụ", total, _list_of("socialreview", "viec=qua-han"))
        ],
    )


def _agreements_to_renew(today: dt.date) -> desk.DeskSection:
    due = Agreement.objects.due_for_renewal(today).order_by("ends_on", "pk")
    rows, total = _with_total(due)
    return desk.DeskSection(
        key="agreements-due",
        title="Chương trình phối hợp đến lúc gia hạn",
        rows=[
            desk.DeskRow(
                title=agreement.title,
                url=_page_of("agreement", agreement),
                action="Xem, gia hạn",
                kind=agreement.get_kind_display(),
                detail=f"hết hiệu lực ngày {date_text(agreement.ends_on)}",
            )
            for agreement in rows
        ],
        counts=[
            desk.DeskCount("văn bản", total, _list_of("agreement", "hieu_luc=sap-het"))
        ],
    )


def register() -> None:
    desk.register_sections(sections)
