"""What is wrong, or looks wrong, in the text of a report."""

import re
from collections.abc import Iterable

from django.utils import timezone

from conferences import known_numbers, sources, tokens
from conferences.editions.contents import Contents, Part
from conferences.editions.drawing import Drawing
from conferences.known_numbers import Finding, Known
from conferences.models import ConferenceReport, Source
from conferences.sources import rollups
from members.models import MemberKind

_COUNT_WORDS = re.compile(r"^(?:tổng số|số lượng|số)\s+", re.IGNORECASE)
_SHORTEST_NAME = 5


def problems(drawing: Drawing) -> list[str]:
    """All that keeps the text from being published."""
    contents = drawing.contents
    if not contents.parts:
        return ["Báo cáo chưa có phần nào."]
    found = []
    for index, part in enumerate(contents.parts):
        if not part.body.strip() and not _heads_others(contents.parts, index):
            found.append(f"Phần «{part.heading}» chưa có nội dung.")
        found += _of_tokens(part, drawing)
    return found


def _heads_others(parts: tuple[Part, ...], index: int) -> bool:
    below = parts[index + 1 : index + 2]
    return bool(below) and below[0].level > parts[index].level


def _of_tokens(part: Part, drawing: Drawing) -> Iterable[str]:
    figures, missing = drawing.contents.figures, drawing.missing
    for bad in tokens.bad_tokens(part.body, {*figures, *missing}):
        yield f"Phần «{part.heading}», dòng {bad.line}: {bad.written}: {bad.reason}"
    waiting: dict[str, list[str]] = {}
    for token in dict.fromkeys(tokens.tokens_in(part.body)):
        if token.key in missing:
            waiting.setdefault(missing[token.key], []).append(str(token))
        elif token.key in figures and not figures[token.key].shown(token.form):
            yield (
                f"Phần «{part.heading}»: {token}: chưa biết số kỳ trước, "
                "chưa so sánh được."
            )
    for reason, written in waiting.items():
        yield f"Phần «{part.heading}»: {', '.join(written)} chưa có số: {reason}"


def doubtful(report: ConferenceReport, contents: Contents) -> list[Finding]:
    """Numbers typed by hand that differ from what the sources say of the same name."""
    known = [*_of_figures(contents), *_of_sources(report)]
    return [
        each
        for part in contents.parts
        for each in known_numbers.findings(part.body, known, part.heading)
    ]


def _of_figures(contents: Contents) -> Iterable[Known]:
    for each in contents.figures.values():
        yield from _known(
            each.label, each.amount, each.origin, each.previous, each.previous_period
        )


def _of_sources(report: ConferenceReport) -> Iterable[Known]:
    """Every kind of member in the register, and the published totals of the period."""
    day = min(report.ends_on, timezone.localdate())
    asked = [(Source.REGISTER, kind) for kind in MemberKind.values]
    if report.period_id:
        asked += [(Source.ROLLUP, code) for code, _ in rollups.measures(report)]
    bindings = [
        sources.Binding(
            source=source,
            measure=measure,
            starts_on=report.starts_on,
            ends_on=report.ends_on,
            as_of=day,
            conference=report.conference_id,
            period=report.period_id,
        )
        for source, measure in asked
    ]
    for fact in sources.resolve_all(bindings):
        # A kind of member that the union has not got is a name of other things too.
        if isinstance(fact, sources.Fact) and fact.amount:
            yield from _known(
                fact.label,
                fact.amount,
                fact.origin,
                fact.previous,
                fact.previous_period,
            )


def _known(label: str, amount, origin, previous, previous_period) -> Iterable[Known]:
    """ "Tổng số hội viên (cá nhân)" is known in a text as "hội viên"."""
    name = _COUNT_WORDS.sub("", label.partition("(")[0].strip()).strip()
    if len(name) >= _SHORTEST_NAME and amount is not None:
        name = name[:1].lower() + name[1:]
        yield Known(name, amount, origin, previous, previous_period)
