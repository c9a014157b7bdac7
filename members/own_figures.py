"""What one association reported, as it stands in the totals last published."""

from decimal import Decimal

from django.urls import reverse

from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.related import RelatedBlock, RelatedRow, register_related
from lienhiephoi.vietnamese import number
from members.figures import Figure, OwnFigures, Published, of_association, series
from members.models import Association


def published_figures(association: Association) -> RelatedBlock:
    """The headlines in all periods published, whole years before parts of them."""
    found = of_association(association.pk)
    if not found:
        return RelatedBlock("so-lieu", "")
    # As the newest period that asked for it calls and counts it.
    figures: dict[str, Figure] = {}
    for each in found:
        for figure in each.published.figures:
            figures.setdefault(figure.code, figure)
    rows = [_row(figure, found) for figure in figures.values()]
    return RelatedBlock(
        key="so-lieu",
        title="Số liệu đã công bố",
        columns=[
            RelatedRow(_head(each.published), each.published.get_absolute_url())
            for each in found
        ],
        rows=[each for each in rows if each],
        more_url=reverse("members:figures"),
        more_label="Số liệu của toàn Liên hiệp Hội",
    )


def register() -> None:
    register_related(Association, published_figures)


def _head(published: Published) -> str:
    """That they are reports stands above them all."""
    name = published.short_name.removeprefix("Báo cáo ")
    return name[:1].upper() + name[1:]


def _row(figure: Figure, found: list[OwnFigures]) -> RelatedRow | None:
    """Nothing where nothing was done: that stands in the tables of the figures."""
    by_period = series(figure, [each.published for each in found])
    lines = [
        each.lines.get(figure.code) if same else None
        for each, (_published, same) in zip(found, by_period, strict=True)
    ]
    if not any(line and Decimal(line["amount"]) for line in lines):
        return None
    asked = next(published for published, same in by_period if same)
    return RelatedRow(
        figure.label,
        reverse("members:indicator", args=[asked.slug, figure.code]),
        detail=figure.unit,
        cells=tuple(map(_cell, lines)),
    )


def _cell(line: dict | None) -> str:
    if line is None:
        return "–"
    words = [
        Qualifier(line["qualifier"]).label if line["qualifier"] else "",
        number(Decimal(line["amount"])),
        "(ước tính)" if line["is_estimate"] else "",
    ]
    return " ".join(word for word in words if word)
