"""What conferences and their registers tell on the pages of other records."""

import datetime as dt

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from conferences.models import (
    CALLED_OFF,
    BodyRole,
    Conference,
    ConferenceBody,
    ConferenceStatus,
    ReviewKind,
    SocialReview,
)
from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from members.models import Association
from news.models import Document

SHOWN = 5
CONFERENCE, REVIEW = "conference", "review"


def of_association(association: Association) -> list[RelatedBlock]:
    """Conferences that it held or took part in, and reviews that it led."""
    # In one statement, since the page has room for one more.
    rows = _conferences(association).union(_reviews(association), all=True)
    newest = sorted(rows, key=lambda row: row[3], reverse=True)
    conferences = [_conference(*row[1:]) for row in newest if row[0] == CONFERENCE]
    reviews = [_review(*row[1:]) for row in newest if row[0] == REVIEW]
    return [
        _block("hoi-nghi", "Hội nghị", conferences, "Tất cả hội nghị", CONFERENCE),
        _block(
            "tu-van-phan-bien",
            "Nhiệm vụ tư vấn, phản biện do hội chủ trì",
            reviews,
            "Tất cả nhiệm vụ",
            REVIEW,
        ),
    ]


def _conferences(association: Association):
    roles = ConferenceBody.objects.filter(
        association=association, conference__is_public=True
    )
    return roles.order_by("-conference__starts_on", "-pk").values_list(
        Value(CONFERENCE),
        *("conference__title", "conference__slug", "conference__starts_on"),
        *("role", "conference__status"),
    )[: SHOWN + 1]


def _reviews(association: Association):
    reviews = SocialReview.objects.public().filter(lead=association)
    dated = reviews.annotate(day=Coalesce("delivered_on", "received_on"))
    return dated.order_by("-day", "-pk").values_list(
        Value(REVIEW), "title", "slug", "day", "kind", "status"
    )[: SHOWN + 1]


def _conference(title: str, slug: str, day: dt.date, role: str, status: str):
    detail = BodyRole(role).label.lower()
    if status in CALLED_OFF:
        detail = f"{detail}, {ConferenceStatus(status).label.lower()}"
    return RelatedRow(
        title, reverse("conferences:conference", args=[slug]), day, detail
    )


def _review(title: str, slug: str, day: dt.date, kind: str, _status: str):
    address = reverse("conferences:review", args=[slug])
    return RelatedRow(title, address, day, ReviewKind(kind).label.lower())


def _block(
    key: str, title: str, rows: list[RelatedRow], more: str, kind: str
) -> RelatedBlock:
    more_url = reverse(f"conferences:{kind}_list") if len(rows) > SHOWN else ""
    return RelatedBlock(key, title, rows[:SHOWN], more_url, more)


def conferences_on(document: Document) -> RelatedBlock:
    """Those that dealt with a document of the library, the newest first."""
    roles = document.conference_roles.filter(conference__is_public=True)
    found = roles.select_related("conference").order_by("-conference__starts_on")
    return RelatedBlock(
        key="hoi-nghi",
        title="Hội nghị",
        rows=[
            _conference_row(each.conference, each.get_role_display().lower())
            for each in found[:SHOWN]
        ],
    )


def _conference_row(conference: Conference, detail: str) -> RelatedRow:
    if conference.is_called_off:
        detail = f"{detail}, {conference.get_status_display().lower()}"
    return RelatedRow(
        conference.title, conference.get_absolute_url(), conference.starts_on, detail
    )


def register() -> None:
    register_related(Association, of_association)
    register_related(Document, conferences_on)
