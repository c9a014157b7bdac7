"""What apps keep for a time only: they register it, and `clean_up` asks them.

The command stands in an app below some of those whose records expire.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Expiry:
    """`due(at)` gives what is past its time at a moment; `forget(record)` removes what
    may not be kept of one."""

    label: str
    due: Callable[[dt.datetime], Iterable[models.Model]]
    forget: Callable[[models.Model], None]


_expiries: list[Expiry] = []


def register_expiry(expiry: Expiry) -> None:
    if expiry not in _expiries:
        _expiries.append(expiry)


def expiries() -> tuple[Expiry, ...]:
    return tuple(_expiries)
