"""What other apps bring into the workspace of an association, and of a person.

The workspace's app stands below those that ask something of associations (conferences,
awards), so they register here, and the workspace asks.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class WaitingTask:
    """One thing to do, and the next step of it; the record's status is its badge.

    `day` is when it is due, for the order; `due` says so in words.
    """

    record: models.Model
    title: str
    action: str
    url: str
    due: str
    detail: str
    note: str = ""
    day: dt.date | None = None
    is_urgent: bool = False

    @property
    def turn(self) -> tuple:
        """What is urgent first, then by day; what has no day comes last."""
        return (not self.is_urgent, self.day is None, self.day or dt.date.max)


@dataclass(frozen=True)
class OwnRoom:
    """What is asked of a person, whomever they act for, and how much of it waits."""

    label: str
    url: str
    detail: str
    waiting: int


@dataclass(frozen=True)
class Room:
    """A page of the workspace.

    `url_name` is that of an association's page; `waiting(pks)` gives what waits there,
    by association; `own(user)` what is asked of the person alone, if anything. Either
    costs two queries at the most, whatever waits.
    """

    label: str
    url_name: str
    waiting: Callable[[Collection[int]], dict[int, list[WaitingTask]]]
    own: Callable[[models.Model], OwnRoom | None]


_rooms: list[Room] = []


def register_room(room: Room) -> None:
    if room.url_name not in {each.url_name for each in _rooms}:
        _rooms.append(room)


def rooms() -> list[Room]:
    return list(_rooms)


def waiting_tasks(associations: Collection[int]) -> dict[int, list[WaitingTask]]:
    """What waits for associations in the rooms of all apps."""
    found: dict[int, list[WaitingTask]] = {pk: [] for pk in associations}
    for room in _rooms:
        for pk, tasks in room.waiting(associations).items():
            found[pk] += tasks
    return found


def own_rooms(user) -> list[OwnRoom]:
    return [own for room in _rooms if (own := room.own(user))]
