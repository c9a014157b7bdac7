"""Reports whose every figure is bound to its source, published as they once were."""

import json

from conferences import outlines
from conferences.demonstration.meetings import HERE
from conferences.demonstration.steps import Step, moves
from conferences.models import (
    Conference,
    ConferenceReport,
    ContestEdition,
    HonourRound,
    ReportFigure,
    ReportPart,
)
from conferences.tokens import tokens_in
from conferences.workflow import REPORTS
from members.models import ReportingPeriod

_PLAIN = (
    *("subject", "starts_on", "ends_on", "document_number", "issued_on"),
    *("signer_authority", "signer_position", "signer_name", "recipients"),
)
_LAST_YEAR, _THIS_YEAR = "bch-v-3", "bch-v-5"
_MOVED_ON = (
    ("31/12/2025", "31/12/2026"),
    ("năm 2026", "năm 2027"),
    ("Hội nghị lần thứ II giao", "Hội nghị lần thứ IV giao"),
    ("lần thứ 15", "lần thứ 16"),
)


def load(conferences: dict[str, Conference], officer, chief) -> list[Step]:
    """Those published, and one that has just been begun with last year's."""
    steps, made = [], {}
    for row in json.loads((HERE / "reports.json").read_text("utf-8")):
        report = _report(conferences[row["conference"]], row)
        made[row["conference"]] = report
        for each in row["moves"]:
            by = chief if each[0] == "publish" else officer
            steps += moves(REPORTS, report, [each], by)
    _draft(made[_LAST_YEAR], conferences[_THIS_YEAR])
    return steps


def _report(conference: Conference, row: dict) -> ConferenceReport:
    slug = row.get("period")
    report = ConferenceReport(
        conference=conference,
        period=ReportingPeriod.objects.get(slug=slug) if slug else None,
        **{name: row[name] for name in _PLAIN},
    )
    report.full_clean()
    report.save()
    for order, (level, number, title, body) in enumerate(row["parts"], 1):
        ReportPart.objects.create(
            report=report,
            level=level,
            number=number,
            title=title,
            body=body,
            order=order,
        )
    for order, (key, label, source, measure, *more) in enumerate(row["figures"], 1):
        figure = ReportFigure(
            report=report,
            key=key,
            label=label,
            source=source,
            measure=measure,
            order=order,
            **_bound(*more),
        )
        figure.full_clean()
        figure.save()
    return report


def _bound(more: dict | None = None) -> dict:
    """A contest or round is named by how it begins and which of them."""
    found = dict(more or {})
    if "edition" in found:
        name, ordinal = found["edition"]
        found["edition"] = ContestEdition.objects.get(
            contest__name__startswith=name, ordinal=ordinal
        )
    if "round" in found:
        name, year = found["round"]
        found["round"] = HonourRound.objects.get(name__startswith=name, year=year)
    return found


def _draft(earlier: ConferenceReport, conference: Conference) -> None:
    report = ConferenceReport.objects.create(
        conference=conference,
        subject="Kết quả công tác năm 2026, phương hướng, nhiệm vụ năm 2027",
        period=ReportingPeriod.objects.get(slug="nam-2026"),
        starts_on="2026-01-01",
        ends_on="2026-12-31",
        signer_authority=earlier.signer_authority,
        signer_position=earlier.signer_position,
        signer_name=earlier.signer_name,
        recipients=earlier.recipients,
    )
    report.refresh_from_db()
    _brought_up_to_date(report, outlines.begin_with(earlier, report))


def _brought_up_to_date(report: ConferenceReport, left_out: list[str]) -> None:
    """What the officer has changed so far: lines whose figures have not come yet are
    gone, and those that stay tell of this year."""
    for part in report.parts.all():
        lines = part.body.splitlines()
        part.body = _this_year(
            "\n".join(
                line
                for line in lines
                if not {token.key for token in tokens_in(line)} & {*left_out}
            )
        )
        part.title = _this_year(part.title)
        part.save()
    for figure in report.figures.all():
        figure.label = _this_year(figure.label)
        figure.save()


def _this_year(text: str) -> str:
    for last, this in _MOVED_ON:
        text = text.replace(last, this)
    return text
