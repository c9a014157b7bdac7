"""Whose figures of an earlier day belong to a body of a later one.

A merger sums its predecessors. After a split the old figures cover several bodies and
can be compared only together: such origins are marked as shared.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from members.models import RegisterEventKind, Succession


@dataclass(frozen=True)
class Origins:
    """The bodies that were, on the earlier day, what one body is on the later.

    The body itself is among them. `is_shared`: a split within these days also gave
    part of those figures to another body.
    """

    bodies: frozenset[int]
    is_shared: bool


@dataclass(frozen=True)
class _Link:
    predecessor: int
    successor: int
    on: dt.date
    is_split: bool


def origins(
    associations: Iterable[int], *, earlier: dt.date, later: dt.date
) -> dict[int, Origins]:
    """For each primary key, its origins on a day; one query for all.

    Only what happened after `earlier` and not after `later` counts: of a body that
    split off years ago the mother's figures say nothing any more.
    """
    links = _links(on__gt=earlier, on__lte=later)
    backwards = _by_successor(links)
    split = {link.predecessor for link in links if link.is_split}
    found = {}
    for body in associations:
        bodies = _trace(body, backwards, later, set())
        found[body] = Origins(frozenset(bodies), bool(bodies & split))
    return found


def ancestors(association) -> set[int]:
    """Primary keys of all that went on in this body, at any time; not itself."""
    backwards = _by_successor(_links())
    return _trace(association.pk, backwards, dt.date.max, set()) - {association.pk}


def _links(**events) -> list[_Link]:
    rows = Succession.objects.filter(
        **{f"event__{name}": value for name, value in events.items()}
    ).values_list("predecessor", "successor", "event__on", "event__kind")
    return [
        _Link(before, after, on, kind == RegisterEventKind.SPLIT)
        for before, after, on, kind in rows
    ]


def _by_successor(links: list[_Link]) -> dict[int, list[_Link]]:
    found = defaultdict(list)
    for link in links:
        found[link.successor].append(link)
    return found


def _trace(body: int, backwards, until: dt.date, seen: set[int]) -> set[int]:
    """Backwards in time: what joined the mother after a split is none of the part's."""
    seen = seen | {body}
    found = {body}
    for link in backwards.get(body, ()):
        if link.on <= until and link.predecessor not in seen:
            found |= _trace(link.predecessor, backwards, link.on, seen)
    return found
