"""The union's published figures: by period, each figure with its lines, and as files."""

import re

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from lienhiephoi.context_processors import absolute, site_settings
from lienhiephoi.csv_files import csv_response
from members import figures
from members.comparison import compare, of_all_periods
from members.figure_charts import drawn_by_share, drawn_over_time
from members.figure_tables import TotalRow, line_rows, signed, total_rows
from members.lineage import successions
from members.models import Measure, PeriodKind, PublishedTotals
from members.publication import (
    Difference,
    difference_now,
    plain_number,
    public_contents,
    rollup_of,
)
from members.rollup import by_kind, by_sector, means_the_same

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
HEADING = "Số liệu"
# The page of all periods draws so many charts, over so many years; the page of an
# indicator draws all its years.
CHARTS, YEARS = 8, 6


def figures_list(request):
    published = figures.newest_of_each()
    years = [each for each in published if each.kind == PeriodKind.YEAR]
    lead = next(iter(years or published), None)
    context = {
        "published": published,
        "lead": lead,
        "charts": _headline_charts(lead, years),
        "breadcrumbs": [(HEADING, None)],
        "count_target": "page",
    }
    return render(request, "members/figures/list.html", context)


def _headline_charts(lead, years) -> list[dict]:
    """Of the headlines that are not nought in all the years."""
    if len(years) < 2:
        return []
    drawn = [(each, figures.series(each, years[:YEARS][::-1])) for each in lead.figures]
    telling = [
        (figure, series)
        for figure, series in drawn
        if any(each and each.amount for _period, each in series)
    ]
    return [drawn_over_time(*each) for each in telling[:CHARTS]]


def totals(request, slug: str):
    number = _number(request)
    found = figures.totals(slug, number)
    if found is None:
        raise Http404("Chưa có số liệu công bố của kỳ này.")
    before = figures.totals_before(found.period)
    difference = _difference(found, found.figures)
    context = {
        "published": found,
        "before": before,
        "sections": total_rows(
            [(each, each.figures) for each in found.sections],
            before=before.by_code if before else {},
            difference=difference,
            counted=found.counted,
        ),
        "difference": difference,
        "publications": figures.publications(slug),
        "suffix": _suffix(number),
        "breadcrumbs": [(HEADING, reverse("members:figures")), (found.name, None)],
        "count_target": "page",
    }
    return render(request, "members/figures/totals.html", context)


def indicator(request, slug: str, code: str):
    number = _number(request)
    found = figures.indicator(slug, code, number)
    if found is None or not found.figures:
        raise Http404("Không có chỉ tiêu này trong số liệu công bố.")
    (figure,) = found.figures
    before = _comparable_before(found, figure)
    comparison = _compared(found, before)
    series = figures.series(figure, figures.over_time(found.kind, code))
    difference = _difference(found, [figure])
    context = {
        "published": found,
        "row": TotalRow(
            figure,
            before.figures[0].amount if before else None,
            differs=code in difference.amounts,
            other=difference.amounts.get(code),
            counted=found.counted.get(code),
        ),
        "difference": difference,
        "before": before,
        "lines": line_rows(comparison),
        "comparison": comparison,
        "comparable_change": signed(comparison.now - comparison.then),
        "over_time": drawn_over_time(figure, series) if len(series) > 1 else None,
        "all_periods": _of_all(figure, series),
        "shares": [
            drawn_by_share(heading, figure, of(found.reporters, found.lines))
            for heading, of in (
                ("theo lĩnh vực", by_sector),
                ("theo loại hội", by_kind),
            )
        ],
        "suffix": _suffix(number),
        "breadcrumbs": [
            (HEADING, reverse("members:figures")),
            (found.name, found.address(number)),
            (figure.label, None),
        ],
        "count_target": "page",
    }
    return render(request, "members/figures/indicator.html", context)


def _suffix(number: int | None) -> str:
    """Whoever reads an older publication stays in it."""
    return "" if number is None else f"?lan={number}"


def _difference(found, shown) -> Difference:
    """Against now; an older publication says only that there is a newer one."""
    if not found.is_newest:
        return Difference({}, found.coverage, found.coverage)
    return difference_now(found.period, shown, found.coverage)


def _comparable_before(found, figure):
    before = figures.indicator_before(found.period, figure.code)
    if before and before.figures and means_the_same(before.figures[0], figure):
        return before
    return None


def _compared(found, before):
    if before is None:
        return compare((found.reporters, found.lines), ((), ()), ())
    return compare(
        (found.reporters, found.lines),
        (before.reporters, before.lines),
        successions(before.starts_on, found.ends_on),
    )


def _of_all(figure, series):
    """The sum over the periods shown, of what may be summed."""
    amounts = [each.amount for _period, each in series if each is not None]
    if figure.measure == Measure.STOCK or len(amounts) < 2:
        return None
    return of_all_periods(figure.measure, amounts)


# --- Files ----------------------------------------------------------------------


def totals_csv(request, slug: str):
    found = figures.totals(slug, _number(request))
    if found is None:
        raise Http404("Chưa có số liệu công bố của kỳ này.")
    labels = [
        *("Mục", "Mã", "Chỉ tiêu", "Trong đó của", "Đơn vị", "Cách tính", "Tổng"),
        *("Hội có số liệu", "Hội đã báo cáo", "Hội phải báo cáo"),
        *("Số ước", "Số làm tròn"),
    ]
    rows = (
        [
            *(section.title, each.code, each.label, each.part_of, each.unit),
            *(Measure(each.measure).label, plain_number(each.amount), each.answered),
            *(found.coverage.reported, found.coverage.owing),
            *(each.estimates, each.rounded),
        ]
        for section in found.sections
        for each in section.figures
    )
    return csv_response(f"so-lieu-{slug}", labels, rows)


def lines_csv(request, slug: str):
    rollup = rollup_of(_whole(request, slug).contents)
    labels = [
        *("Mã", "Chỉ tiêu", "Đơn vị", "Hội", "Loại", "Lĩnh vực", "Số liệu"),
        *("Mức chính xác", "Số ước"),
    ]
    rows = (
        [
            *(each.code, each.label, each.unit, line.reporter.name),
            *(line.reporter.kind_label, line.reporter.sector),
            *(plain_number(line.amount), line.qualifier_label, line.is_estimate),
        ]
        for each in rollup.indicators
        if each.is_public
        for line in each.lines
    )
    return csv_response(f"so-lieu-tung-hoi-{slug}", labels, rows)


def totals_json(request, slug: str):
    found = _whole(request, slug)
    address = reverse("members:totals", args=[slug])
    return JsonResponse(
        {
            "source": site_settings().name,
            "url": absolute(request, f"{address}?lan={found.number}"),
            **public_contents(found),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _whole(request, slug: str) -> PublishedTotals:
    found = PublishedTotals.objects.filter(period__slug=slug)
    if number := _number(request):
        found = found.filter(number=number)
    newest = found.order_by("-number").first()
    if newest is None:
        raise Http404("Chưa có số liệu công bố của kỳ này.")
    return newest


def _number(request) -> int | None:
    """Which publication is asked for: `?lan=2`; the last one without."""
    asked = request.GET.get("lan", "")
    if asked and not _NUMBER.fullmatch(asked):
        raise Http404("Không có lần công bố này.")
    return int(asked) if asked else None
