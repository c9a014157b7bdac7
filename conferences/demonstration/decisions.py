"""What the conferences left: minutes, resolutions, elections, tasks and their state."""

import datetime as dt
from functools import partial

from conferences.demonstration.meetings import find_person
from conferences.demonstration.steps import Step, moment, moves
from conferences.models import (
    Conference,
    ElectionResult,
    MinuteEntry,
    Minutes,
    Resolution,
    Task,
    TaskProgress,
)
from conferences.workflow import TASKS
from members.models import Association, Representative, RepresentativeRole
from news.models import Document

_VOTES = ("votes_for", "votes_against", "votes_abstaining")


def load(conference: Conference, row: dict, officer) -> list[Step]:
    """What was decided, and how its tasks then went on."""
    if "minutes" in row:
        _minutes(conference, row["minutes"])
    resolutions = [
        _resolution(conference, order, each)
        for order, each in enumerate(row.get("resolutions", ()))
    ]
    for order, each in enumerate(row.get("elections", ())):
        _election(conference, order, each)
    steps = []
    for order, each in enumerate(row.get("tasks", ())):
        steps += _carry_out(_task(conference, order, each, resolutions), each, officer)
    return steps


def _minutes(conference: Conference, row: dict) -> None:
    Minutes.objects.create(
        conference=conference,
        opened_at=moment(row["opened_at"]),
        closed_at=moment(row["closed_at"]),
        opening=row["opening"],
        closing=row["closing"],
        is_public=row["is_public"],
    )
    items = list(conference.agenda.all())
    for each in row["entries"]:
        MinuteEntry.objects.create(
            item=items[each["item"] - 1],
            discussion=each["discussion"],
            conclusion=each.get("conclusion", ""),
            **dict(zip(_VOTES, each.get("votes", ()), strict=False)),
        )


def _resolution(conference: Conference, order: int, row: dict) -> Resolution:
    votes_for, votes_total = row["votes"]
    number = row.get("document")
    return Resolution.objects.create(
        conference=conference,
        title=row["title"],
        number=row.get("number", ""),
        adopted_on=row["adopted_on"],
        text=row["text"],
        votes_for=votes_for,
        votes_total=votes_total,
        document=Document.objects.get(number=number) if number else None,
        order=order,
    )


def _election(conference: Conference, order: int, row: dict) -> None:
    votes_for, votes_total = row["votes"]
    name = row.get("person", "")
    person = find_person(name)
    ElectionResult.objects.create(
        conference=conference,
        office=row["office"],
        person=person,
        elected=row.get("elected", "" if person else name),
        votes_for=votes_for,
        votes_total=votes_total,
        starts_on=row["starts_on"],
        ends_on=row.get("ends_on"),
        order=order,
    )


def _task(conference: Conference, order: int, row: dict, resolutions) -> Task:
    slug = row.get("association")
    return Task.objects.create(
        conference=conference,
        resolution=resolutions[0] if row.get("resolution") else None,
        title=row["title"],
        association=Association.objects.get(slug=slug) if slug else None,
        person=find_person(row.get("person", "")),
        due_on=row["due_on"],
        order=order,
    )


def _carry_out(task: Task, row: dict, officer) -> list[Step]:
    """The office gives and confirms; whoever owns it tells how far it is."""
    owner = _account_of(task) or officer
    told = [
        Step(moment(at), partial(_tell, task, moment(at), text, percent, owner))
        for at, text, percent in row.get("progress", ())
    ]
    of_owner = [each for each in row["moves"] if each[0] == "claim"]
    of_office = [each for each in row["moves"] if each[0] != "claim"]
    return [
        *told,
        *moves(TASKS, task, of_owner, owner),
        *moves(TASKS, task, of_office, officer),
    ]


def _account_of(task: Task):
    if task.association_id is None:
        return task.person.user
    signer = Representative.objects.filter(
        association=task.association, role=RepresentativeRole.SIGNS
    ).first()
    return signer.user if signer else None


def _tell(task: Task, at: dt.datetime, text: str, percent: int, owner) -> None:
    TaskProgress.objects.create(task=task, text=text, percent=percent, at=at, by=owner)
