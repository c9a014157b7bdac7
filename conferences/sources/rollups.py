"""Figures of published totals: never of totals that nobody has published."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from conferences.facts import Comparable, Fact, SourceMissing
from conferences.models import ConferenceReport, Source
from conferences.sources.registry import Binding, SourceKind
from lienhiephoi.dossiers.models import Qualifier
from lienhiephoi.vietnamese import date_text
from members.comparison import compare
from members.documents.wording import span_text
from members.lineage import successions
from members.models import Indicator, Measure, PeriodKind, PublishedTotals
from members.publication import rollup_of
from members.rollup import IndicatorTotal, Line, Rollup, means_the_same

_HOW = {
    Measure.STOCK: "Số có đến cuối kỳ, cộng từ báo cáo của các hội.",
    Measure.FLOW: "Số phát sinh trong kỳ, cộng từ báo cáo của các hội.",
}


@dataclass(frozen=True)
class _Publication:
    """The last publication of a period, and that of the period it is compared with."""

    row: PublishedTotals
    rollup: Rollup
    before: Rollup | None
    lineage: Sequence[tuple[int, int]]


def read(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    publications = _publications({each.period for each in bindings if each.period})
    guidance = {
        (period, code): text
        for period, code, text in Indicator.objects.filter(
            period__in=publications, code__in={each.measure for each in bindings}
        ).values_list("period", "code", "guidance")
    }

    def tell(binding: Binding) -> Fact:
        if binding.period is None:
            raise SourceMissing("Hãy chọn kỳ số liệu cho báo cáo hoặc cho số liệu này.")
        found = publications.get(binding.period)
        if found is None:
            raise SourceMissing("Số liệu tổng hợp của kỳ này chưa được công bố.")
        if binding.measure not in found.rollup:
            raise SourceMissing(
                f"Số liệu công bố của kỳ không có chỉ tiêu «{binding.measure}»."
            )
        total = found.rollup[binding.measure]
        if not total.is_public:
            raise SourceMissing(f"Chỉ tiêu «{total.label}» không công khai.")
        return _fact(found, total, guidance.get((binding.period, total.code), ""))

    return tell


def _publications(periods: Iterable[int]) -> dict[int, _Publication]:
    periods = set(periods)
    newest = {
        each.period_id: each
        for each in PublishedTotals.objects.filter(
            Q(period__in=periods) | Q(period__later__in=periods)
        )
        .select_related("period")
        .order_by("period_id", "-number")
        .distinct("period_id")
    }
    rollups = {pk: rollup_of(each.contents) for pk, each in newest.items()}
    found = {}
    for pk in periods & newest.keys():
        before = rollups.get(newest[pk].period.previous_id)
        lineage = successions(before.starts_on, rollups[pk].ends_on) if before else ()
        found[pk] = _Publication(newest[pk], rollups[pk], before, lineage)
    return found


def _fact(found: _Publication, total: IndicatorTotal, guidance: str) -> Fact:
    rollup, coverage = found.rollup, found.rollup.coverage
    before = _same_before(found, total)
    then = before.amount if before else None
    given = [f"{coverage.reported} trên {coverage.owing} hội đã báo cáo"]
    if total.answered < coverage.reported:
        given.append(f"{total.answered} hội có số liệu này")
    if total.estimates:
        given.append(f"{total.estimates} số ước")
    if total.rounded:
        given.append(f"{total.rounded} số làm tròn")
    return Fact(
        amount=total.amount,
        label=total.label,
        unit=total.unit,
        qualifier=_qualifier(total.lines),
        decimals=total.decimals,
        definition="\n".join(
            filter(None, [_HOW[total.measure], guidance, total.caution])
        ),
        period=_time(rollup),
        coverage=", ".join(given),
        origin=f"Số liệu tổng hợp {_time(rollup)}, công bố lần {found.row.number} "
        f"ngày {date_text(found.row.published_at)}",
        url=reverse("members:indicator", args=[rollup.slug, total.code]),
        previous=then,
        previous_period=_time(found.before) if before else "",
        previous_qualifier=_qualifier(before.lines) if before else "",
        comparable=_comparable(found, total, before) if then is not None else None,
    )


def _time(rollup: Rollup) -> str:
    is_year = rollup.kind == PeriodKind.YEAR
    return f"năm {rollup.year}" if is_year else span_text(rollup)


def _same_before(found: _Publication, total: IndicatorTotal) -> IndicatorTotal | None:
    if found.before is None or total.code not in found.before:
        return None
    before = found.before[total.code]
    return before if before.is_public and means_the_same(before, total) else None


def _qualifier(lines: Iterable[Line]) -> str:
    """A sum of "hơn 500" and 300 is "hơn 800"; of "hơn" and "gần" it is "khoảng"."""
    found = {line.qualifier for line in lines} - {""}
    if len(found) > 1:
        return Qualifier.ABOUT
    return found.pop() if found else ""


def _comparable(
    found: _Publication, total: IndicatorTotal, before: IndicatorTotal
) -> Comparable | None:
    """Given where other bodies stand behind the two totals; mergers count as the same."""
    both = compare(
        (found.rollup.reporters, total.lines),
        (found.before.reporters, before.lines),
        found.lineage,
    )
    if (both.now, both.then) == (total.amount, before.amount):
        return None
    bodies = sum(len(each.now.reporters) for each in both.comparable)
    return Comparable(
        both.now, both.then, f"tính trên {bodies} hội có số liệu cả hai kỳ"
    )


def measures(report: ConferenceReport) -> list[tuple[str, str]]:
    """The public indicators of the report's period, or of the newest one."""
    found = Indicator.objects.filter(is_public=True)
    if report.period_id:
        return list(found.filter(period=report.period_id).values_list("code", "label"))
    newest = found.order_by("code", "-period__ends_on").distinct("code")
    return sorted(newest.values_list("code", "label"), key=lambda each: each[1])


KIND = SourceKind(Source.ROLLUP, Source.ROLLUP.label, read, measures)
