"""What conferences and their registers tell on the pages of other records."""

from django.urls import reverse

from conferences.models import Conference, ConferenceBody, SocialReview
from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from members.models import Association
from news.models import Document

SHOWN = 5


def conferences_of(association: Association) -> RelatedBlock:
    """Those it held or took part in, the newest first."""
    roles = ConferenceBody.objects.filter(
        association=association, conference__is_public=True
    ).select_related("conference")
    found = list(roles.order_by("-conference__starts_on", "-pk")[: SHOWN + 1])
    return RelatedBlock(
        key="hoi-nghi",
        title="Hội nghị",
        rows=[
            _conference_row(each.conference, each.get_role_display().lower())
            for each in found[:SHOWN]
        ],
        more_url=reverse("conferences:conference_list") if len(found) > SHOWN else "",
        more_label="Tất cả hội nghị",
    )


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


def led_reviews(association: Association) -> RelatedBlock:
    """Social reviews that an association led, the newest first."""
    found = (
        SocialReview.objects.public()
        .filter(lead=association)
        .defer("summary", "outcome_note")
        .order_by("-received_on", "-pk")[: SHOWN + 1]
    )
    reviews = list(found)
    return RelatedBlock(
        key="tu-van-phan-bien",
        title="Nhiệm vụ tư vấn, phản biện do hội chủ trì",
        rows=[
            RelatedRow(
                each.title,
                each.get_absolute_url(),
                each.delivered_on or each.received_on,
                each.get_kind_display().lower(),
            )
            for each in reviews[:SHOWN]
        ],
        more_url=reverse("conferences:review_list") if len(reviews) > SHOWN else "",
        more_label="Tất cả nhiệm vụ",
    )


def register() -> None:
    register_related(Association, conferences_of)
    register_related(Document, conferences_on)
    register_related(Association, led_reviews)
