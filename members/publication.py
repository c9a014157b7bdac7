"""Publishing totals: a roll-up frozen, and what has changed since.

The contents of a publication, in JSON (amounts as text, so that no digit is lost):

    format      1
    period      slug, name, kind, starts_on, ends_on, id
    coverage    reported, owing
    sections    code, number, title, indicators: the definition of each with its
                amount, answered, estimates, rounded
    reporters   every association that owed the report, as it was then
    lines       indicator code → association, amount, qualifier, is_estimate
    counted     indicator code → what the union's own register counts: label, total,
                office; only where one counts anything
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from lienhiephoi.dossiers.versions import checksum
from members import own_counts
from members.models import (
    PublishedTotals,
    Report,
    ReportAnswer,
    ReportingPeriod,
    ReportStatus,
)
from members.own_counts import OwnCount
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
        contents = contents_of(rollup, own_counts_of(rollup))
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


# --- Contents there and back ----------------------------------------------------


def own_counts_of(rollup: Rollup) -> dict[str, OwnCount]:
    codes = [each.code for each in rollup.indicators]
    return own_counts.own_counts(codes, rollup.starts_on, rollup.ends_on)


def contents_of(rollup: Rollup, counted: dict[str, OwnCount] | None = None) -> dict:
    kept = {"counted": own_counts.stored(counted)} if counted else {}
    return kept | {
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
        "reporters": [_stored(each) for each in rollup.reporters],
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


_FACTS = [each.name for each in fields(Reporter) if each.name != "status"]


def _stored(reporter: Reporter) -> dict:
    """Where a report stood that was not accepted is nobody's business later."""
    facts = {name: getattr(reporter, name) for name in _FACTS}
    return facts | {"has_reported": reporter.has_reported}


def reporters_of(stored: Iterable[dict]) -> dict[int, Reporter]:
    """By association."""
    return {
        each["association"]: Reporter(
            **{name: each[name] for name in _FACTS},
            status=ReportStatus.ACCEPTED if each["has_reported"] else "",
        )
        for each in stored
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
    reporters = reporters_of(contents["reporters"])
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


def public_contents(publication: PublishedTotals) -> dict:
    """What anybody may take: public indicators, with names instead of our numbers."""
    contents = publication.contents
    reporters = {each["association"]: each for each in contents["reporters"]}
    counted = contents.get("counted", {})
    return {
        "publication": {
            "number": publication.number,
            "published_at": publication.published_at.isoformat(),
            "note": publication.note,
            "checksum": publication.checksum,
        },
        "period": {k: v for k, v in contents["period"].items() if k != "id"},
        "coverage": contents["coverage"],
        "sections": [
            {
                **section,
                "indicators": [
                    _public_figure(each, contents["lines"], reporters)
                    | _counted(counted.get(each["code"]))
                    for each in section["indicators"]
                    if each["is_public"]
                ],
            }
            for section in contents["sections"]
        ],
    }


def _counted(kept: dict | None) -> dict:
    return {"counted": kept} if kept else {}


def _public_figure(stored: dict, lines: dict, reporters: dict) -> dict:
    return {
        **{k: v for k, v in stored.items() if k != "is_public"},
        "amount": plain_number(stored["amount"]),
        "lines": [
            {
                **{
                    name: reporters[line["association"]][name]
                    for name in ("slug", "name", "kind", "sector")
                },
                "amount": plain_number(line["amount"]),
                "qualifier": line["qualifier"],
                "is_estimate": line["is_estimate"],
            }
            for line in lines.get(stored["code"], ())
        ],
    }


def plain_number(amount: Decimal | str | None) -> int | float | None:
    """As other programs read numbers: exact up to 15 digits."""
    if amount is None:
        return None
    amount = Decimal(amount)
    return int(amount) if amount == amount.to_integral_value() else float(amount)


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


def difference_now(period: int, figures: Iterable, published: Coverage) -> Difference:
    """Compares published figures with the database: two statements, at any size.

    `figures`: whatever has a code and an amount (members.figures.Figure).
    """
    figures = list(figures)
    found = (
        ReportAnswer.objects.filter(
            dossier__period=period,
            dossier__status=ReportStatus.ACCEPTED,
            key__in=[each.code for each in figures],
        )
        .annotate(counted=Coalesce("actual_amount", "amount"))
        .exclude(counted=None)
        .values("key")
        .annotate(total=Sum("counted"))
    )
    now = {row["key"]: row["total"] for row in found}
    return Difference(
        {
            each.code: now.get(each.code)
            for each in figures
            if now.get(each.code) != each.amount
        },
        published,
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
