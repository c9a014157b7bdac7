"""Making the form of a period: from the standard one, or from an earlier period.

A form is carried as plain data (`describe_form`), the shape of standard_form.json:
sections with their indicators in order, checks and wanted files, everything named by
its code. So copying is describing and writing, and both sources pass one door.
"""

import json
from collections.abc import Iterable
from functools import cache
from itertools import chain, count
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from lienhiephoi.vietnamese import slugify
from members.models import (
    Indicator,
    IndicatorCheck,
    PeriodStatus,
    ReportingPeriod,
    ReportSection,
    WantedFile,
)

STANDARD = Path(__file__).with_name("standard_form.json")

# Links are carried by code; the order is that of the list.
_LINKS = {"id", "period", "section", "part_of", "left", "right", "order"}

# What may still change once reports stand on a form: words that explain, the order,
# and what becomes of the totals. Not what is asked, in which unit, or by which rule.
CHANGEABLE_WHEN_OPEN: dict[type[models.Model], frozenset[str]] = {
    ReportSection: frozenset({"number", "title", "guidance", "order"}),
    Indicator: frozenset(
        {
            *("number", "label", "group", "guidance", "caution", "order"),
            *("is_public", "is_headline"),
        }
    ),
    IndicatorCheck: frozenset({"message"}),
    WantedFile: frozenset({"label", "guidance", "order"}),
}


def has_form(period: ReportingPeriod) -> bool:
    return period.sections.exists() or period.indicators.exists()


def is_fixed(period: ReportingPeriod) -> bool:
    """A period that has opened keeps its form, for reports stand on it."""
    return period.status != PeriodStatus.PLANNED


@cache
def standard_form() -> dict:
    return json.loads(STANDARD.read_text("utf-8"))


def load_standard(period: ReportingPeriod) -> None:
    """Give the period the form that ships with the portal.

    Raises:
        ValidationError: it has a form already.
    """
    _write_form(period, standard_form())


def copy_form(source: ReportingPeriod, target: ReportingPeriod) -> None:
    """Give `target` the form of `source`; from then on each is its own.

    Raises:
        ValidationError: `target` has a form already, or `source` has none.
    """
    if not has_form(source):
        raise ValidationError(f"Kỳ «{source}» chưa có mẫu để chép.")
    _write_form(target, describe_form(source))


@transaction.atomic
def clear_form(period: ReportingPeriod) -> None:
    """Take the whole form away, to start from another one.

    Raises:
        ValidationError: the period has opened.
    """
    held = _locked(period)
    if is_fixed(held):
        raise ValidationError("Kỳ đã mở nhận báo cáo nên không bỏ mẫu được nữa.")
    for rows in (held.checks, held.wanted_files, held.indicators, held.sections):
        rows.all().delete()


def refuse_if_fixed(
    period: ReportingPeriod, model: type[models.Model], changed: Iterable[str]
) -> None:
    """Stand at the door of a change; the period stays locked until it is through.

    Call it inside the transaction of the change, with the names of changed fields.

    Raises:
        ValidationError: the period has opened, and more than words would change.
    """
    if is_fixed(_locked(period)) and set(changed) - CHANGEABLE_WHEN_OPEN[model]:
        raise ValidationError(
            "Kỳ đã mở nhận báo cáo: chỉ còn sửa được tên gọi, hướng dẫn và thứ tự."
        )


@transaction.atomic
def reorder(rows: models.QuerySet, places: dict[int, int]) -> None:
    """Put sections, wanted files, or the indicators of a section in another order.

    `places` are the numbers typed beside rows, by primary key; equal numbers keep
    their order. What lies between is numbered anew, ten by ten.
    """
    found = list(rows.select_for_update())
    found.sort(key=lambda each: places.get(each.pk, each.order))
    for place, each in enumerate(found, start=1):
        each.order = place * 10
    rows.model.objects.bulk_update(found, ["order"])


def free_code(rows: models.QuerySet, label: str) -> str:
    """A code for a new part, made of its label: "Số hội thảo" is so_hoi_thao."""
    stem = slugify(label, max_length=34).replace("-", "_").strip("_")
    stem = stem if stem[:1].isalpha() else f"muc_{stem}".rstrip("_")
    taken = set(rows.values_list("code", flat=True))
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(code for code in chain([stem], numbered) if code not in taken)


def describe_form(period: ReportingPeriod) -> dict:
    """The form as data; four queries, whatever its size."""
    indicators = list(period.indicators.all())
    codes = {each.pk: each.code for each in indicators}
    sections = []
    for section in period.sections.all():
        own = [each for each in indicators if each.section_id == section.pk]
        rows = [_fields(each) | _part_of(each, codes) for each in own]
        sections.append(_fields(section) | {"indicators": rows})
    checks = [
        _fields(each) | {"left": codes[each.left_id], "right": codes[each.right_id]}
        for each in period.checks.all()
    ]
    files = [_fields(each) for each in period.wanted_files.all()]
    return {"sections": sections, "checks": checks, "wanted_files": files}


def periods_with_form() -> models.QuerySet[ReportingPeriod]:
    sections = ReportSection.objects.filter(period=OuterRef("pk"))
    return ReportingPeriod.objects.filter(Exists(sections))


def previous_form(period: ReportingPeriod) -> ReportingPeriod | None:
    """Whose form is most like what this period needs.

    The period it is compared with, else the last one of its kind, else the last one.
    """
    likest = sorted(
        periods_with_form().exclude(pk=period.pk),
        key=lambda each: (each.pk != period.previous_id, each.kind != period.kind),
    )
    return next(iter(likest), None)


# --- Reading and writing ----------------------------------------------------------


def _fields(record: models.Model) -> dict:
    return {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in _LINKS
    }


def _part_of(indicator: Indicator, codes: dict[int, str]) -> dict[str, str]:
    whole = codes.get(indicator.part_of_id)
    return {"part_of": whole} if whole else {}


@transaction.atomic
def _write_form(period: ReportingPeriod, form: dict) -> None:
    # Locked, so that two presses of the button make one form.
    held = _locked(period)
    if has_form(held):
        raise ValidationError(
            f"Kỳ «{held}» đã có mẫu báo cáo. Hãy bỏ mẫu đó trước khi lấy mẫu khác."
        )
    sections = _numbered(ReportSection, held, form["sections"])
    ReportSection.objects.bulk_create(sections)
    indicators, wholes = _indicators(held, sections, form["sections"])
    Indicator.objects.bulk_create(indicators)
    by_code = {each.code: each for each in indicators}
    parts = [each for each in indicators if each.code in wholes]
    for part in parts:
        part.part_of = by_code[wholes[part.code]]
    Indicator.objects.bulk_update(parts, ["part_of"])
    IndicatorCheck.objects.bulk_create(
        IndicatorCheck(
            period=held,
            **{**row, "left": by_code[row["left"]], "right": by_code[row["right"]]},
        )
        for row in form["checks"]
    )
    WantedFile.objects.bulk_create(_numbered(WantedFile, held, form["wanted_files"]))


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    return ReportingPeriod.objects.select_for_update(of=("self",)).get(pk=period.pk)


def _numbered(model: type[models.Model], period, rows: Iterable[dict]) -> list:
    return [
        model(
            period=period,
            order=place * 10,
            **{name: value for name, value in row.items() if name != "indicators"},
        )
        for place, row in enumerate(rows, start=1)
    ]


def _indicators(period, sections, rows) -> tuple[list[Indicator], dict[str, str]]:
    """The indicators, and of which whole each part is, by their codes."""
    found, wholes = [], {}
    for section, row in zip(sections, rows, strict=True):
        for place, fields in enumerate(row["indicators"], start=1):
            own = dict(fields)
            if whole := own.pop("part_of", None):
                wholes[own["code"]] = whole
            found.append(
                Indicator(period=period, section=section, order=place * 10, **own)
            )
    return found, wholes
