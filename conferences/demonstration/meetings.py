"""The conferences themselves: programme, papers, delegates, and how far they got."""

import datetime as dt
import io
import json
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from docx import Document as Docx

from conferences import attendance, invitees
from conferences.demonstration.steps import Step, moment, moves
from conferences.models import (
    AgendaItem,
    Arrival,
    Conference,
    ConferenceBody,
    ConferenceDocument,
    ConferenceFile,
    ConferencePicture,
    Invitee,
    InviteeGroup,
    Paper,
    Presider,
    Series,
)
from conferences.workflow import CONFERENCES
from lienhiephoi.filekinds import KINDS
from lienhiephoi.vietnamese import slugify
from members.models import Association, MemberKind, Person, Term
from news.models import Article, Document, Picture, Video

HERE = Path(__file__).parent
_PLAIN = (
    *("kind", "title", "slug", "ordinal", "is_extended", "starts_on", "ends_on"),
    *("start_time", "end_time", "place", "online_address", "summary"),
)


def read() -> list[dict]:
    """In the order of the files, which is that of the days."""
    files = sorted((HERE / "meetings").glob("*.json"))
    return [json.loads(file.read_text("utf-8")) for file in files]


def load(row: dict, officer) -> tuple[Conference, list[Step]]:
    """The conference as it was planned, and what then happened to it."""
    conference = _conference(row)
    items = _programme(conference, row["agenda"])
    _papers(conference, row, items)
    _library(conference, row)
    _invite(conference, row)
    steps = moves(CONFERENCES, conference, row["moves"], officer)
    if any(name == "hold" for name, *_ in row["moves"]):
        came = partial(_sign_in, conference, row.get("absent", 0), officer)
        steps.append(Step(steps[-1].at, came))
    return conference, [*steps, *_answers(conference, row.get("answers", ()))]


def find_person(name: str) -> Person | None:
    return Person.objects.filter(full_name=name).order_by("pk").first()


def _conference(row: dict) -> Conference:
    series = term = committee = None
    if "series" in row:
        series, _ = Series.objects.get_or_create(
            name=row["series"], defaults={"order": Series.objects.count()}
        )
    if "term" in row:
        term = Term.objects.get(ordinal=row["term"])
    if "committee" in row:
        committee = term.committees.get(kind=row["committee"])
    conference = Conference(
        series=series,
        term=term,
        committee=committee,
        is_public=True,
        **{name: row[name] for name in _PLAIN if name in row},
    )
    conference.full_clean(exclude=["slug"])
    conference.save()
    for order, (role, name) in enumerate(row["bodies"]):
        ConferenceBody.objects.create(
            conference=conference, role=role, order=order, **body(name)
        )
    for order, (role, name, position) in enumerate(row["presiders"]):
        person = find_person(name)
        Presider.objects.create(
            conference=conference,
            role=role,
            person=person,
            name="" if person else name,
            position=position,
            order=order,
        )
    return conference


def body(name: str) -> dict:
    """ "@hoi-y-hoc" is one of the register; all else is just its name."""
    if name.startswith("@"):
        return {"association": Association.objects.get(slug=name[1:])}
    return {"name": name}


def _programme(conference: Conference, rows: list) -> list[AgendaItem]:
    items = []
    for order, (starts, ends, title, presenter) in enumerate(rows, 1):
        person = find_person(presenter)
        items.append(
            AgendaItem.objects.create(
                conference=conference,
                order=order,
                starts=starts,
                ends=ends,
                title=title,
                person=person,
                presenter="" if person else presenter,
            )
        )
    return items


def _papers(conference: Conference, row: dict, items: list[AgendaItem]) -> None:
    for order, each in enumerate(row.get("papers", ())):
        Paper.objects.create(
            conference=conference,
            item=items[each["item"] - 1],
            title=each["title"],
            author=each["author"],
            association=Association.objects.get(slug=each["association"]),
            abstract=each["abstract"],
            audience=each["audience"],
            order=order,
            **_file(each["title"], each["author"], each["abstract"]),
        )
    for order, each in enumerate(row.get("files", ())):
        ConferenceFile.objects.create(
            conference=conference,
            order=order,
            **each,
            **_file(each["title"], "Văn phòng Liên hiệp Hội", row["summary"]),
        )


def _file(title: str, author: str, text: str) -> dict:
    """A short Word file that says what the record says."""
    written, content = Docx(), io.BytesIO()
    written.core_properties.title = title
    written.core_properties.author = author
    written.add_heading(title, level=1)
    for line in (author, text):
        written.add_paragraph(line)
    written.save(content)
    name = f"{slugify(title)[:60].strip('-')}.docx"
    return {
        "file": ContentFile(content.getvalue(), name=name),
        "file_name": name,
        "size": content.tell(),
        "mime_type": KINDS["docx"].mime_type,
    }


def _library(conference: Conference, row: dict) -> None:
    for order, (number, role) in enumerate(row.get("documents", ())):
        ConferenceDocument.objects.create(
            conference=conference,
            document=Document.objects.get(number=number),
            role=role,
            order=order,
        )
    articles = Article.objects.filter(slug__in=row.get("articles", ()))
    conference.articles.set(articles)
    conference.videos.set(Video.objects.filter(title__in=row.get("videos", ())))
    for order, each in enumerate(row.get("pictures", ())):
        if isinstance(each, str):
            article = articles.get(slug=each.removeprefix("="))
            picture, caption = article.picture, article.picture_caption
        else:
            stem, caption = each
            picture = Picture.objects.get(original_name=f"{stem}.png")
        ConferencePicture.objects.create(
            conference=conference, picture=picture, caption=caption, order=order
        )


# --- Delegates --------------------------------------------------------------------


def _invite(conference: Conference, row: dict) -> None:
    if conference.committee:
        invitees.add_committee(conference, conference.committee)
    if row.get("heads"):
        invitees.add_heads(conference, [MemberKind.MEMBER])
    for order, (honorific, name, position, unit) in enumerate(row.get("guests", ())):
        Invitee.objects.create(
            conference=conference,
            group=InviteeGroup.GUEST,
            honorific=honorific,
            full_name=name,
            position=position,
            body=unit,
            order=order,
        )


def _sign_in(conference: Conference, absent: int, officer) -> None:
    """All but the last few members came, by badge or written down from the list."""
    guests = conference.invitees.filter(group=InviteeGroup.GUEST)
    members = list(conference.invitees.exclude(group=InviteeGroup.GUEST).in_order())
    came = [*members[: len(members) - absent], *guests]
    ways = (Arrival.BADGE, Arrival.LIST)
    for place, invitee in enumerate(came):
        at = conference.starts_at - dt.timedelta(minutes=25 - place % 23)
        attendance.check_in(invitee, ways[place % 2], by=officer, at=at)


def _answers(conference: Conference, rows) -> list[Step]:
    steps = []
    for slug, reply, at, *rest in rows:
        invitee = conference.invitees.get(association__slug=slug)
        names = ("reason",)
        if reply == "substitute":
            names = ("substitute_name", "substitute_position")
        said = dict(zip(names, rest, strict=bool(rest)))
        take = partial(invitees.answer, invitee, reply, at=moment(at), **said)
        steps.append(Step(moment(at), take))
    return steps
