"""The pages of an archive: plain HTML whose links stay inside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from conferences import attendance, editions
from conferences.archive.holdings import Holdings
from conferences.models import BodyRole, PresiderRole, ReportEdition
from conferences.wording import when_text
from members.documents import letterheads

STYLES = "ho-so.css"


@dataclass(frozen=True)
class Page:
    name: str
    label: str
    template: str
    context: dict


@dataclass(frozen=True)
class Made:
    """An official document made from the records, in each of its formats."""

    title: str
    hrefs: tuple[str, ...]


def styles() -> str:
    """The colours and sizes of the portal, and the few rules of an archive."""
    names = ("css/tokens.css", "css/archive.css")
    return "\n".join(Path(finders.find(name)).read_text("utf-8") for name in names)


def rendered(holdings: Holdings, made: list[Made]) -> Iterator[tuple[str, str]]:
    """(name, content) of each page."""
    pages = list(_pages(holdings, made))
    for page in pages:
        context = {
            "conference": holdings.conference,
            "when": when_text(holdings.conference),
            "scope": holdings.scope,
            "issuer": letterheads.union().issuer,
            "pages": pages,
            "page": page,
            "styles": STYLES,
            **page.context,
        }
        template = f"conferences/archive/{page.template}.html"
        yield page.name, render_to_string(template, context)


def _pages(holdings: Holdings, made: list[Made]) -> Iterator[Page]:
    conference = holdings.conference
    yield Page("index.html", "Hội nghị", "index", _record(holdings, made))
    if holdings.minutes:
        context = {
            "minutes": holdings.minutes,
            "agenda": holdings.agenda,
            "attendance": attendance.count(conference),
            "quorum": attendance.quorum(conference),
        }
        yield Page("bien-ban.html", "Biên bản", "minutes", context)
    decided = {
        "resolutions": holdings.resolutions,
        "elections": holdings.elections,
        "agreements": holdings.agreements,
    }
    if any(decided.values()):
        yield Page("nghi-quyet.html", "Nghị quyết", "decisions", decided)
    promised = holdings.promises
    if holdings.tasks or promised:
        context = {"tasks": holdings.tasks, "promises": promised}
        yield Page("nhiem-vu.html", "Nhiệm vụ", "tasks", context)
    for place, edition in enumerate(newest(holdings), 1):
        label = "Báo cáo" if place == 1 else f"Báo cáo {place}"
        yield Page(f"bao-cao-{place}.html", label, "report", _report(edition))
    if holdings.invitees:
        context = {"invitees": holdings.invitees}
        yield Page("dai-bieu.html", "Đại biểu", "delegates", context)


def newest(holdings: Holdings) -> list[ReportEdition]:
    """Of each report the edition that stands."""
    return list({each.report_id: each for each in holdings.editions}.values())


def _record(holdings: Holdings, made: list[Made]) -> dict:
    conference = holdings.conference
    agenda = holdings.agenda
    for item in agenda:
        item.handed_out = holdings.handed_out.get(item.pk, [])
    return {
        "bodies": _by_role(BodyRole, holdings.bodies),
        "presiders": _by_role(PresiderRole, holdings.presiders),
        "agenda": agenda,
        "loose": holdings.handed_out.get(None, []),
        "documents": holdings.documents,
        "photographs": holdings.photographs,
        "videos": conference.videos.published(),
        "articles": holdings.articles,
        "reviews": holdings.reviews,
        "made": made,
    }


def _by_role(roles, rows) -> list[tuple[str, list]]:
    rows = list(rows)
    grouped = [(role.label, [e for e in rows if e.role == role]) for role in roles]
    return [(label, found) for label, found in grouped if found]


def _report(edition: ReportEdition) -> dict:
    contents = editions.read(edition)
    return {
        "edition": edition,
        "contents": contents,
        "parts": [(part.heading, part.paragraphs(contents)) for part in contents.parts],
        "figures": contents.used_figures,
    }
