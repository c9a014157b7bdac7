"""A published report as slides: headline figures, the figures of each part, tasks."""

from conferences.editions import Contents, FrozenFigure, Part, Promise, read
from conferences.models import ReportEdition
from lienhiephoi.office.slides import (
    Block,
    Cover,
    Deck,
    Figure,
    Figures,
    Headlines,
    Points,
)
from lienhiephoi.vietnamese import date_in_words, date_text
from members.documents import letterheads

HEADLINES = 6


def report_pptx(edition: ReportEdition) -> bytes:
    # The writer weighs 18 MB in each web process, and few ever ask for slides.
    from lienhiephoi.office import pptx  # noqa: PLC0415

    return pptx.write(report_deck(read(edition)))


def report_deck(contents: Contents) -> Deck:
    union = letterheads.union()
    meeting = contents.conference
    title = contents.report.title
    return Deck(
        title=title,
        issuer=union.issuer,
        cover=Cover(
            over=union.issuer,
            title=title,
            lines=(
                meeting.title,
                ", ".join(
                    filter(None, (date_in_words(meeting.starts_on), meeting.place))
                ),
            ),
        ),
        blocks=tuple(_blocks(contents)),
    )


def _blocks(contents: Contents):
    if headlines := _headlines(contents):
        yield Headlines("Số liệu chủ yếu", tuple(map(_figure, headlines)))
    if contents.promises:
        yield _promises(contents.promises)
    for part in contents.parts:
        yield from _of_part(part, contents)


def _headlines(contents: Contents) -> list[FrozenFigure]:
    """The first figure of each part, then the second of each, in the order of the text.

    A report names the main figure of a field before the lesser ones, so that the slide
    tells of every field rather than of the first one alone.
    """
    used = [each for each in contents.used_figures if each.text]
    ranks: dict[str, int] = {}
    for part in contents.parts:
        new = [each.key for each in part.figures(contents) if each.key not in ranks]
        ranks |= {key: place for place, key in enumerate(new)}
    chosen = sorted(used, key=lambda each: ranks[each.key])[:HEADLINES]
    return [each for each in used if each in chosen]


def _of_part(part: Part, contents: Contents) -> list[Block]:
    """Its figures; the points of a part that has none are tasks and directions."""
    figures = [each for each in part.figures(contents) if each.text]
    if figures:
        return [Figures(part.heading, tuple(map(_figure, figures)))]
    points = [each.text for each in part.paragraphs(contents) if each.is_point]
    return [Points(part.heading, tuple(points))] if points else []


def _figure(figure: FrozenFigure) -> Figure:
    return Figure(
        figure.text,
        figure.label,
        figure.unit,
        figure.comparison,
        f"Nguồn: {figure.origin}",
    )


def _promises(promises: tuple[Promise, ...]) -> Points:
    done = sum(each.status == "done" for each in promises)
    return Points(
        f"Nhiệm vụ hội nghị trước giao: đã xong {done}/{len(promises)}",
        tuple(map(_told, promises)),
    )


def _told(promise: Promise) -> str:
    state = promise.state[:1].lower() + promise.state[1:]
    if promise.done_on:
        state += f" {date_text(promise.done_on)}"
    elif promise.is_overdue:
        state += ", quá hạn"
    return f"{promise.title}: {state}"
