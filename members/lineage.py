"""Which bodies of one period went on in which bodies of another.

A merger joins its predecessors, a split all its parts: a figure from before it belongs
to none of them alone. Bodies that reported in both periods each stand for themselves.
"""

import datetime as dt
from collections.abc import Iterable

from members.models import Succession


def successions(after: dt.date, until: dt.date) -> list[tuple[int, int]]:
    """(predecessor, successor) of what happened between two days.

    For two periods: from the first day of the earlier to the last of the later. What
    parted before that has had figures of its own ever since.
    """
    return list(
        Succession.objects.filter(
            event__on__gt=after, event__on__lte=until
        ).values_list("predecessor_id", "successor_id")
    )


def own_origins(
    body: int,
    *,
    now: Iterable[int],
    then: Iterable[int],
    lineage: Iterable[tuple[int, int]],
) -> set[int]:
    """The bodies of then whose figures are this one's alone, itself among them.

    Empty where they are another one's too: after a split, or while a predecessor
    still reports for itself beside a body that is new.
    """
    now = {*now, body}
    family = families(now, then, lineage)
    kin = {each for each in family if family[each] == family[body]}
    return kin if kin & now == {body} else set()


def families(
    now: Iterable[int], then: Iterable[int], lineage: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Which bodies of two periods belong together: each body → the mark of its family.

    Joined are a body of then that is gone with those of now in which it went on, and
    a body of now that is new with those of then from which it came. Bodies that are
    there in both periods stay apart, whatever happened to them before or after.
    """
    now, then = set(now), set(then)
    onward, back = _ways(lineage)
    mark = {each: each for each in now | then}

    def find(each: int) -> int:
        while mark[each] != each:
            each = mark[each]
        return each

    joined = [
        *((each, other) for each in then - now for other in _reach(each, onward, now)),
        *((each, other) for each in now - then for other in _reach(each, back, then)),
    ]
    for each, other in joined:
        mark[find(each)] = find(other)
    return {each: find(each) for each in mark}


def _ways(lineage: Iterable[tuple[int, int]]) -> tuple[dict, dict]:
    onward: dict[int, list[int]] = {}
    back: dict[int, list[int]] = {}
    for predecessor, successor in lineage:
        onward.setdefault(predecessor, []).append(successor)
        back.setdefault(successor, []).append(predecessor)
    return onward, back


def _reach(start: int, ways: dict[int, list[int]], wanted: set[int]) -> set[int]:
    """The first of the wanted along every way; a circle in the register ends it."""
    found, seen, waiting = set(), {start}, list(ways.get(start, ()))
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in wanted:
            found.add(each)
        else:
            waiting += ways.get(each, ())
    return found
