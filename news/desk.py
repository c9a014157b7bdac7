"""What of the news waits for whom: lists of work, named once for desk and filters."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import desk
from lienhiephoi.vietnamese import moment_text
from news.models import (
    Album,
    Article,
    ContactMessage,
    Document,
    Notice,
    Page,
    PublishingStatus,
    Thread,
    Video,
)

PUBLICATIONS = (Article, Notice, Document, Page, Thread, Album, Video)
SOON = dt.timedelta(days=7)

STATE = "trang_thai"
MINE = "cua"


def _with_status(status: str) -> Callable[[dt.datetime], Q]:
    return lambda _now: Q(status=status)


def _shown(now: dt.datetime) -> Q:
    return Q(status=PublishingStatus.PUBLISHED, published_at__lte=now) & (
        Q(expires_at=None) | Q(expires_at__gt=now)
    )


def _scheduled(now: dt.datetime) -> Q:
    return Q(status=PublishingStatus.PUBLISHED, published_at__gt=now)


def _expiring(now: dt.datetime) -> Q:
    return Q(
        status=PublishingStatus.PUBLISHED,
        expires_at__gt=now,
        expires_at__lte=now + SOON,
    )


def _expired(now: dt.datetime) -> Q:
    return Q(status=PublishingStatus.PUBLISHED, expires_at__lte=now)


# Every state as staff speak of it, for the filter of a list: (label, condition).
STATES: dict[str, tuple[str, Callable[[dt.datetime], Q]]] = {
    "draft": ("Bản nháp", _with_status("draft")),
    "submitted": ("Chờ duyệt", _with_status("submitted")),
    "returned": ("Trả lại", _with_status("returned")),
    "shown": ("Đang hiện", _shown),
    "scheduled": ("Hẹn giờ đăng", _scheduled),
    "expiring": ("Sắp hết hạn (7 ngày)", _expiring),
    "expired": ("Đã hết hạn", _expired),
    "withdrawn": ("Đã gỡ xuống", _with_status("withdrawn")),
}


@dataclass(frozen=True)
class _Work:
    """A list of work. `right` is what a person needs for it to be theirs;
    `own_only` leaves out what others made, `own_without` does so for whoever
    lacks the right to publish."""

    key: str
    title: str
    action: str
    state: str
    right: str
    own_only: bool = False
    own_unless_publisher: bool = False
    moment: str = "updated_at"
    moment_label: str = "sửa lúc"
    is_urgent: bool = False


_WORKS = (
    _Work(
        "returned",
        "Bị trả lại, cần sửa",
        "Sửa theo góp ý",
        state="returned",
        right="change",
        own_only=True,
        is_urgent=True,
    ),
    _Work(
        "submitted",
        "Chờ bạn duyệt",
        "Xem và duyệt",
        state="submitted",
        right="publish",
        moment_label="gửi lúc",
        is_urgent=True,
    ),
    _Work(
        "drafts",
        "Bản nháp của bạn",
        "Viết tiếp",
        state="draft",
        right="change",
        own_only=True,
    ),
    _Work(
        "scheduled",
        "Hẹn giờ đăng",
        "Xem",
        state="scheduled",
        right="change",
        own_unless_publisher=True,
        moment="published_at",
        moment_label="sẽ đăng lúc",
    ),
    _Work(
        "expiring",
        "Hết hạn trong 7 ngày",
        "Xem hạn",
        state="expiring",
        right="change",
        own_unless_publisher=True,
        moment="expires_at",
        moment_label="hết hạn lúc",
    ),
)


def _is_own(work: _Work, user, model) -> bool:
    return work.own_only or (
        work.own_unless_publisher and not _may(user, "publish", model)
    )


def _may(user, action: str, model) -> bool:
    meta = model._meta
    return user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}")


def _condition(work: _Work, user, model, now) -> Q:
    condition = STATES[work.state][1](now)
    return condition & Q(created_by=user) if _is_own(work, user, model) else condition


def _list_url(work: _Work, user, model) -> str:
    query = {STATE: work.state}
    if _is_own(work, user, model):
        query[MINE] = "toi"
    address = reverse(f"admin:news_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(query)}"


def publication_sections(user) -> list[desk.DeskSection]:
    """All counts by one statement, and one more for the rows of each list."""
    now = timezone.now()
    models_of = {
        work: [model for model in PUBLICATIONS if _may(user, work.right, model)]
        for work in _WORKS
    }
    counted = _counts(models_of, user, now)
    return [
        desk.DeskSection(
            key=work.key,
            title=work.title,
            is_urgent=work.is_urgent,
            counts=[
                desk.DeskCount(
                    model._meta.verbose_name, number, _list_url(work, user, model)
                )
                for model in models_of[work]
                if (number := counted.get((work.key, model), 0))
            ],
            rows=_rows(
                work,
                [m for m in models_of[work] if counted.get((work.key, m))],
                user,
                now,
            ),
        )
        for work in _WORKS
    ]


def _label(model) -> str:
    name = str(model._meta.verbose_name)
    return name[0].upper() + name[1:]


def _counts(models_of, user, now) -> dict[tuple[str, type[models.Model]], int]:
    branches = []
    for place, model in enumerate(PUBLICATIONS):
        numbers = {
            f"count_{work.key}": Count("pk", filter=_condition(work, user, model, now))
            for work, those in models_of.items()
            if model in those
        }
        if not numbers:
            continue
        missing = {
            f"count_{work.key}": Value(0)
            for work in _WORKS
            if f"count_{work.key}" not in numbers
        }
        columns = {**numbers, **missing}
        branches.append(
            model._base_manager.order_by()
            .annotate(place=Value(place, models.IntegerField()))
            .values("place")
            .annotate(**columns)
            .values_list("place", *(f"count_{work.key}" for work in _WORKS))
        )
    if not branches:
        return {}
    rows = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    return {
        (work.key, PUBLICATIONS[place]): number
        for place, *numbers in rows
        for work, number in zip(_WORKS, numbers, strict=True)
    }


def _rows(work: _Work, those, user, now) -> list[desk.DeskRow]:
    """The first few over all kinds of publication, by one statement."""
    branches = [_branch(work, PUBLICATIONS.index(model), user, now) for model in those]
    if not branches:
        return []
    found = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    first = sorted(found, key=lambda row: row[3])[: desk.ROWS]
    return [_row(work, *row) for row in first]


def _branch(work: _Work, place: int, user, now):
    model = PUBLICATIONS[place]
    history = model._meta.get_field("status_changes").related_model
    last_note = history.objects.filter(record=OuterRef("pk")).order_by("-at", "-pk")
    return (
        model._base_manager.filter(_condition(work, user, model, now))
        .annotate(
            place=Value(place, models.IntegerField()),
            moment=F(work.moment),
            author=F("created_by__full_name"),
            reason=Subquery(last_note.values("note")[:1]),
        )
        .order_by(work.moment, "pk")
        .values_list("place", "pk", "title", "moment", "author", "reason")[: desk.ROWS]
    )


def _row(work: _Work, place, pk, title, moment, author, reason) -> desk.DeskRow:
    model = PUBLICATIONS[place]
    when = f"{work.moment_label} {moment_text(timezone.localtime(moment))}"
    is_others = author and not work.own_only
    return desk.DeskRow(
        title=title,
        url=reverse(f"admin:news_{model._meta.model_name}_change", args=[pk]),
        action=work.action,
        kind=_label(model),
        detail=f"{author}, {when}" if is_others else when,
        note=reason or "" if work.key == "returned" else "",
    )


def contact_sections(user) -> list[desk.DeskSection]:
    if not user.has_perm("news.view_contactmessage"):
        return []
    waiting = ContactMessage.objects.filter(answered_at=None).order_by("sent_at")
    rows, total = desk.with_total(waiting.only("subject", "name", "sent_at"))
    address = reverse("admin:news_contactmessage_changelist")
    return [
        desk.DeskSection(
            key="contact",
            title="Thư liên hệ chưa trả lời",
            is_urgent=True,
            rows=[
                desk.DeskRow(
                    title=message.subject,
                    url=reverse("admin:news_contactmessage_change", args=[message.pk]),
                    action="Trả lời",
                    detail=f"{message.name}, gửi lúc "
                    f"{moment_text(timezone.localtime(message.sent_at))}",
                )
                for message in rows
            ],
            counts=[desk.DeskCount("thư", total, f"{address}?{STATE}=cho-tra-loi")],
        )
    ]


def register() -> None:
    desk.register_sections(publication_sections)
    desk.register_sections(contact_sections)
