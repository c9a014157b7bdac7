"""Publishing totals: a roll-up frozen, and what has changed since.

The contents of a publication, in JSON (amounts as text, so that no digit is lost):

    format      1
    period      slug, name, kind, starts_on, ends_on, id
    coverage    reported, owing
    sections    code, number, title, indicators: the definition of each with its
                amount, answered, estimates, rounded
    reporters   every association that owed the report, as it was then
    lines       indicator code → association, amount, qualifier, is_estimate
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models import (
    PublishedTotals,
    Report,
    ReportAnswer,
    ReportingPeriod,
    ReportStatus,
)
from members.rollup import (
    Coverage,
    IndicatorTotal,
    Line,
    Reporter,
    Rollup,
    SectionTotals,
    roll_up,
)

FORMAT = 1


def publish(period: ReportingPeriod, *, by, note: str = "", at=None) -> PublishedTotals:
    """Freeze the totals of a period as they stand now, under the next number.

    The period and its reports stay locked meanwhile: no report is accepted, reopened
    or corrected between the reading of its lines and the writing of the totals.

    Raises:
        ValidationError: no report is accepted yet, or nothing differs from what is
            published already.
    """
    with transaction.atomic():
        ReportingPeriod.objects.select_for_update().get(pk=period.pk)
        list(Report.objects.select_for_update().filter(period=period).values("pk"))
        rollup = roll_up(period)
        if not rollup.coverage.reported:
            raise ValidationError("Chưa có báo cáo nào được chấp nhận để công bố.")
        contents = contents_of(rollup)
        newest = PublishedTotals.objects.filter(period=period).first()
        if newest and newest.checksum == checksum(contents):
            raise ValidationError(
                f"Số liệu không khác lần công bố thứ {newest.number}: "
                "không cần công bố lại."
            )
        return PublishedTotals.objects.create(
            period=period,
            number=newest.number + 1 if newest else 1,
            contents=contents,
            checksum=checksum(contents),
            note=note,
            published_by=by,
            published_at=at or timezone.now(),
        )


def checksum(contents: dict) -> str:
    """SHA-256 of the contents in canonical JSON."""
    text = json.dumps(
        contents, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


# --- Contents there and back ----------------------------------------------------


def contents_of(rollup: Rollup) -> dict:
    return {
        "format": FORMAT,
        "period": {
            "id": rollup.period,
            "slug": rollup.slug,
            "name": rollup.name,
            "kind": rollup.kind,
            "starts_on": rollup.starts_on.isoformat(),
            "ends_on": rollup.ends_on.isoformat(),
        },
        "coverage": asdict(rollup.coverage),
        "sections": [
            {
                "code": section.code,
                "number": section.number,
                "title": section.title,
                "indicators": [_figure(each) for each in section.indicators],
            }
            for section in rollup.sections
        ],
        "reporters": [asdict(each) for each in rollup.reporters],
        "lines": {
            each.code: [
                {
                    "association": line.reporter.association,
                    "amount": digits(line.amount),
                    "qualifier": line.qualifier,
                    "is_estimate": line.is_estimate,
                }
                for line in each.lines
            ]
            for each in rollup.indicators
        },
    }


_DEFINITION = [each.name for each in fields(IndicatorTotal) if each.name != "lines"]
_SUMMED = ("answered", "estimates", "rounded")


def _figure(each: IndicatorTotal) -> dict:
    return {
        **{name: getattr(each, name) for name in _DEFINITION},
        "amount": None if each.amount is None else digits(each.amount),
        **{name: getattr(each, name) for name in _SUMMED},
    }


def digits(amount: Decimal) -> str:
    """The one spelling of an amount: 30, not 30.0000 or 3E+1."""
    return format(amount.normalize() + 0, "f")


def rollup_of(contents: dict) -> Rollup:
    """The roll-up as it was when its contents were made."""
    reporters = {
        each["association"]: Reporter(**each) for each in contents["reporters"]
    }
    period = contents["period"]
    return Rollup(
        period=period["id"],
        name=period["name"],
        slug=period["slug"],
        kind=period["kind"],
        starts_on=dt.date.fromisoformat(period["starts_on"]),
        ends_on=dt.date.fromisoformat(period["ends_on"]),
        sections=tuple(
            SectionTotals(
                section["code"],
                section["number"],
                section["title"],
                tuple(
                    IndicatorTotal(
                        **{name: each[name] for name in _DEFINITION},
                        lines=lines_of(
                            contents["lines"].get(each["code"], ()), reporters
                        ),
                    )
                    for each in section["indicators"]
                ),
            )
            for section in contents["sections"]
        ),
        reporters=tuple(reporters.values()),
    )


def lines_of(
    stored: Iterable[dict], reporters: dict[int, Reporter]
) -> tuple[Line, ...]:
    """The lines of one indicator; `reporters` by association."""
    return tuple(
        Line(
            reporters[line["association"]],
            Decimal(line["amount"]),
            line["qualifier"],
            line["is_estimate"],
        )
        for line in stored
    )


# --- What has changed since -----------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """How the roll-up of now differs from what was published.

    `amounts`: the present total of each indicator that differs, None where no
    accepted report gives one any more.
    """

    amounts: dict[str, Decimal | None]
    published: Coverage
    now: Coverage

    def __bool__(self) -> bool:
        return bool(self.amounts) or self.published != self.now


def difference_now(period: int, contents: dict) -> Difference:
    """Compares a publication with the database: two statements, whatever the size.

    `contents` need hold no more than `sections` and `coverage`.
    """
    found = (
        ReportAnswer.objects.filter(
            dossier__period=period, dossier__status=ReportStatus.ACCEPTED
        )
        .annotate(counted=Coalesce("actual_amount", "amount"))
        .exclude(counted=None)
        .values("key")
        .annotate(total=Sum(F("counted")))
    )
    now = {row["key"]: row["total"] for row in found}
    published = {
        each["code"]: None if each["amount"] is None else Decimal(each["amount"])
        for section in contents["sections"]
        for each in section["indicators"]
    }
    return Difference(
        {
            code: now.get(code)
            for code, amount in published.items()
            if now.get(code) != amount
        },
        Coverage(**contents["coverage"]),
        coverage_now(period),
    )


def coverage_now(period: int) -> Coverage:
    return Coverage(
        **Report.objects.filter(period=period)
        .owing()
        .aggregate(
            reported=Count("pk", filter=Q(status=ReportStatus.ACCEPTED)),
            owing=Count("pk"),
        )
    )
