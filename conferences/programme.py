"""The programme of a conference by day, with what is handed out at each item."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.functions import Coalesce, NullIf, Trim

from conferences.models import (
    AgendaItem,
    Audience,
    Conference,
    ConferenceFile,
    Paper,
)

# Under the names that addresses have for them.
HANDED_OUT = {model.place: model for model in (Paper, ConferenceFile)}


@dataclass
class Day:
    on: dt.date
    items: list[AgendaItem] = field(default_factory=list)


@dataclass
class Programme:
    """`days` hold the items, each with what is `handed_out` at it; `loose` belongs to
    no item. Of each thing handed out `is_open` says whether its file may be opened."""

    days: list[Day] = field(default_factory=list)
    loose: list[Paper | ConferenceFile] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.days or self.loose)


def programme_of(
    conference: Conference, audiences: Collection[str] = (Audience.PUBLIC,)
) -> Programme:
    """What one of these audiences is shown, in two queries."""
    handed_out = _handed_out(conference, audiences)
    by_day: dict[dt.date, Day] = {}
    for item in conference.agenda.select_related("person"):
        item.handed_out = [each for each in handed_out if each.item_id == item.pk]
        on = item.day or conference.starts_on
        by_day.setdefault(on, Day(on)).items.append(item)
    return Programme(
        days=[by_day[on] for on in sorted(by_day)],
        loose=[each for each in handed_out if each.item_id is None],
    )


_COLUMNS = ("pk", "item_id", "title", "audience", "order")
_OF_FILES = ("file", "file_name", "size", "mime_type")
_EMPTY = Value("", CharField())


def _handed_out(conference: Conference, audiences: Collection[str]) -> list:
    """Papers, then other files, both tables in one query."""
    author = Func(
        *(Value(" "), "person__academic_title", "person__full_name"),
        function="concat_ws",
        output_field=CharField(),
    )
    papers = conference.papers.filter(_named_to(audiences)).annotate(
        of=Value(Paper.place, CharField()),
        text=F("abstract"),
        who=Coalesce(NullIf("author", Value("")), Trim(author)),
    )
    files = (
        conference.files.filter(audience__in=audiences)
        .exclude(file="")
        .annotate(of=Value(ConferenceFile.place, CharField()), text=_EMPTY, who=_EMPTY)
    )
    names = ("of", *_COLUMNS, *_OF_FILES, "text", "who")
    both = papers.order_by().values(*names).union(files.order_by().values(*names))
    rows = sorted(
        both, key=lambda row: (row["of"] != Paper.place, row["order"], row["pk"])
    )
    return [_made_of(row, audiences) for row in rows]


def _made_of(row: dict, audiences: Collection[str]) -> Paper | ConferenceFile:
    text, who, model = row.pop("text"), row.pop("who"), HANDED_OUT[row.pop("of")]
    made = model(**row)
    if model is Paper:
        made.abstract, made.author = text, who or ""
    made.is_open = bool(made.file) and made.audience in audiences
    return made


def _named_to(audiences: Collection[str]) -> Q:
    """The title of a paper stands in the programme even where its file does not."""
    if Audience.OFFICE in audiences:
        return Q()
    return ~Q(audience=Audience.OFFICE)
