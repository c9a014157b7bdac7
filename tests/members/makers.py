"""Records of the register and of reporting, for tests."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from members import obligations
from members.models import (
    Association,
    AssociationName,
    Indicator,
    Measure,
    MemberKind,
    Membership,
    PeriodKind,
    PeriodStatus,
    Person,
    PublishedTotals,
    Report,
    ReportAnswer,
    ReportingPeriod,
    ReportSection,
    Representative,
    RepresentativeRole,
)
from members.publication import publish
from members.report_forms import narrative_key
from members.workflow import REPORTS
from tests import makers

LONG_AGO = dt.date(2001, 3, 26)
SECTION = "to_chuc"
NARRATIVE = narrative_key(SECTION)


def association(
    name="Hội Cơ học",
    *,
    kind=MemberKind.MEMBER,
    since=LONG_AGO,
    until=None,
    short_name="",
    **fields,
) -> Association:
    """A member of the union since 2001, unless told otherwise."""
    made = Association.objects.create(**fields)
    AssociationName.objects.create(
        association=made, name=name, short_name=short_name, starts_on=since
    )
    Membership.objects.create(
        association=made, kind=kind, starts_on=since, ends_on=until
    )
    made.refresh_from_db()
    return made


def person(full_name="Trần Thị Bình", **fields) -> Person:
    return Person.objects.create(full_name=full_name, **fields)


def representative(
    user=None, association=None, role=RepresentativeRole.SIGNS, **fields
) -> Representative:
    """Someone who acts for an association; by default who signs for it."""
    fields.setdefault("starts_on", LONG_AGO)
    return Representative.objects.create(
        user=user or makers.user(),
        association=association or globals()["association"](),
        role=role,
        **fields,
    )


def period(year=2026, *, codes=("hoi_vien", "hoi_thao"), **fields) -> ReportingPeriod:
    """A year's period that takes reports now, with one section.

    It asks for a narrative (NARRATIVE), and for a figure of each code: the first is a
    stock, the others are flows.
    """
    today = timezone.localdate()
    made = ReportingPeriod.objects.create(
        **{
            "kind": PeriodKind.YEAR,
            "name": f"Báo cáo năm {year}",
            "starts_on": dt.date(year, 1, 1),
            "ends_on": dt.date(year, 12, 31),
            "opens_on": today - dt.timedelta(days=10),
            "deadline_on": today + dt.timedelta(days=20),
            "status": PeriodStatus.OPEN,
            **fields,
        }
    )
    made.sections.create(code=SECTION, number="I", title="Tình hình tổ chức")
    for order, code in enumerate(codes):
        measure = Measure.FLOW if order else Measure.STOCK
        indicator(made, code, measure=measure, order=order)
    return made


def planned_period(year=2026, **fields) -> ReportingPeriod:
    """A year's period that has neither opened nor a form."""
    return ReportingPeriod.objects.create(
        **{
            "kind": PeriodKind.YEAR,
            "name": f"Báo cáo năm {year}",
            "starts_on": dt.date(year, 1, 1),
            "ends_on": dt.date(year, 12, 31),
            "opens_on": dt.date(year, 10, 1),
            "deadline_on": dt.date(year, 11, 20),
            **fields,
        }
    )


def section(period, code, **fields) -> ReportSection:
    fields.setdefault("title", code.replace("_", " ").capitalize())
    return period.sections.create(code=code, **fields)


def indicator(period, code="hoi_vien", **fields) -> Indicator:
    fields.setdefault("label", code.replace("_", " ").capitalize())
    fields.setdefault("measure", Measure.STOCK)
    fields.setdefault("section", period.sections.first())
    return Indicator.objects.create(period=period, code=code, **fields)


def report(association=None, period=None, **fields) -> Report:
    """An empty draft, the obligation itself; of the newest period, or a new one."""
    return Report.objects.create(
        association=association or globals()["association"](),
        period=period or ReportingPeriod.objects.first() or globals()["period"](),
        **fields,
    )


def obliged(period) -> list[Report]:
    """The reports that the period's opening makes."""
    obligations.oblige(period)
    return list(period.reports.all())


def answered(report, **answers) -> Report:
    """Fill in fields: a number, a text, or a dict of the answer's own fields.

    Keys with a dot are passed as `**{NARRATIVE: "…"}`.
    """
    for key, answer in answers.items():
        ReportAnswer.objects.update_or_create(
            dossier=report,
            key=key,
            defaults={"changed_at": timezone.now(), **_fields(answer)},
        )
    return report


def _fields(answer) -> dict:
    if isinstance(answer, dict):
        return answer
    if isinstance(answer, str):
        return {"text": answer}
    return {"amount": Decimal(str(answer))}


def sent(report, *, by=None, at=None, **answers) -> Report:
    """Sent today, or at noon of the last day it was taken, when that is past."""
    answered(report, **answers)
    return REPORTS.apply(report, "submit", by=by, at=at or _moment(report))


def accepted(report, *, by=None, at=None, **answers) -> Report:
    at = at or _moment(report)
    return REPORTS.apply(sent(report, at=at, **answers), "accept", by=by, at=at)


def published_totals(associations=3) -> PublishedTotals:
    """Totals of 2025, published, to be compared with those of 2024."""
    bodies = [association(f"Hội Khoa học số {n}") for n in range(associations)]
    before = None
    for year in (2024, 2025):
        current = period(year, previous=before)
        current.indicators.update(is_headline=True, unit="lượt người")
        for number, body in enumerate(bodies):
            accepted(report(body, current), hoi_vien=year + number, hoi_thao=number)
        found = publish(current, by=makers.staff())
        before = current
    return found


def _moment(report) -> dt.datetime:
    noon = dt.datetime.combine(report.last_day, dt.time(12))
    return min(timezone.now(), timezone.make_aware(noon))
