"""What one association reported, as it stands in the last totals published."""

from decimal import Decimal

from django.urls import reverse

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from lienhiephoi.vietnamese import number
from members.models import Association, PublishedTotals


def published_figures(association: Association) -> RelatedBlock:
    """The headlines of the last publication that holds a line of the association."""
    row = (
        PublishedTotals.objects.filter(
            contents__reporters__contains=[
                {"association": association.pk, "has_reported": True}
            ]
        )
        .order_by("-period__ends_on", "-number")
        .values_list("contents__period", "contents__sections", "contents__lines")
        .first()
    )
    if row is None:
        return RelatedBlock("so-lieu", "")
    period, sections, lines = row
    figures = [
        each
        for section in sections
        for each in section["indicators"]
        if each["is_public"] and each["is_headline"]
    ]
    rows = [_row(period, each, lines, association.pk) for each in figures]
    return RelatedBlock(
        key="so-lieu",
        title=f"Số liệu đã công bố: {period['name']}",
        rows=[each for each in rows if each],
        more_url=reverse("members:totals", args=[period["slug"]]),
        more_label="Số liệu của toàn Liên hiệp Hội",
        is_facts=True,
    )


def register() -> None:
    register_related(Association, published_figures)


def _row(period: dict, figure: dict, lines: dict, pk: int) -> RelatedRow | None:
    """Nothing where nothing was done: that stands in the tables of the figures."""
    own = [each for each in lines.get(figure["code"], ()) if each["association"] == pk]
    if not own or Decimal(own[0]["amount"]) == 0:
        return None
    [line] = own
    words = [
        Qualifier(line["qualifier"]).label if line["qualifier"] else "",
        number(Decimal(line["amount"])),
        figure["unit"],
        "(ước tính)" if line["is_estimate"] else "",
    ]
    address = reverse("members:indicator", args=[period["slug"], figure["code"]])
    return RelatedRow(
        figure["label"], address, detail=" ".join(word for word in words if word)
    )
