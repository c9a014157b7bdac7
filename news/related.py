"""What the news tells on the pages of other records: articles about an association."""

from django.urls import reverse
from django.utils import timezone

from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from members.models import Association
from news.models import Article

SHOWN = 5


def about_association(association: Association) -> RelatedBlock:
    articles = Article.objects.published().filter(associations=association)
    found = list(articles.newest_first().for_lists()[: SHOWN + 1])
    more_url = reverse("news:association", args=[association.slug])
    return RelatedBlock(
        key="tin",
        title="Tin về hội",
        rows=[
            RelatedRow(
                each.title,
                each.get_absolute_url(),
                timezone.localdate(each.published_at),
            )
            for each in found[:SHOWN]
        ],
        more_url=more_url if len(found) > SHOWN else "",
        more_label="Tất cả tin về hội",
    )


def register() -> None:
    register_related(Association, about_association)
