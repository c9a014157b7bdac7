"""What conferences and their registers tell on the pages of other records."""

from django.urls import reverse

from conferences.models import SocialReview
from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from members.models import Association

SHOWN = 5


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
    register_related(Association, led_reviews)
