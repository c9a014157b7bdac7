"""A published report as it is shown: text with figures that can be opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from conferences.editions import Change, Contents, FrozenFigure, Paragraph, Part, Run
from conferences.tokens import BEFORE
from lienhiephoi.vietnamese import keep_together


@dataclass(frozen=True)
class ShownRun:
    """`is_value`: the number itself, which opens its origin; a comparison only leads
    to its row. `change` stands where a changed figure is read first."""

    text: str
    figure: FrozenFigure | None = None
    is_value: bool = False
    change: Change | None = None


@dataclass(frozen=True)
class ShownBlock:
    """A paragraph, or a list of points: `lines` of runs."""

    is_list: bool
    lines: list[list[ShownRun]]


@dataclass(frozen=True)
class ShownPart:
    heading: str
    level: int
    blocks: list[ShownBlock]

    @property
    def tag(self) -> str:
        """Below the title of the page, which is the first heading."""
        return f"h{min(self.level + 1, 4)}"


@dataclass(frozen=True)
class ShownFigure:
    figure: FrozenFigure
    before: str
    change: Change | None


@dataclass(frozen=True)
class ShownReport:
    parts: list[ShownPart]
    figures: list[ShownFigure]
    changes: list[Change]


def shown_report(contents: Contents, changes: list[Change]) -> ShownReport:
    """`changes` of figures that the text does not name are left out."""
    by_key = {each.key: each for each in changes}
    told: set[str] = set()
    used = contents.used_figures
    return ShownReport(
        parts=[_part(each, contents, by_key, told) for each in contents.parts],
        figures=[
            ShownFigure(each, each.shown(BEFORE), by_key.get(each.key)) for each in used
        ],
        changes=[by_key[each.key] for each in used if each.key in by_key],
    )


def main_figures(contents: Contents, most: int) -> list[FrozenFigure]:
    """Those that are compared with the time before come first."""
    known = [each for each in contents.used_figures if each.text]
    return sorted(known, key=lambda each: not each.comparison)[:most]


def _part(
    part: Part, contents: Contents, changes: dict[str, Change], told: set[str]
) -> ShownPart:
    paragraphs = part.paragraphs(contents)
    return ShownPart(
        part.heading,
        part.level,
        [
            ShownBlock(is_list, [list(_runs(each, changes, told)) for each in lines])
            for is_list, lines in blocks(paragraphs)
        ],
    )


def blocks(paragraphs: list[Paragraph]) -> Iterator[tuple[bool, list[Paragraph]]]:
    """Points that follow one another are one list; each other paragraph is its own."""
    for is_point, group in groupby(paragraphs, key=lambda each: each.is_point):
        if is_point:
            yield True, list(group)
        else:
            yield from ((False, [each]) for each in group)


def _runs(
    paragraph: Paragraph, changes: dict[str, Change], told: set[str]
) -> Iterator[ShownRun]:
    for run in paragraph:
        figure = run.figure
        if figure is None or not run.text:
            yield ShownRun(keep_together(run.text))
            continue
        change = None if figure.key in told else changes.get(figure.key)
        told.add(figure.key)
        yield ShownRun(keep_together(run.text), figure, _is_value(run, figure), change)


def _is_value(run: Run, figure: FrozenFigure) -> bool:
    return run.text != figure.comparison
