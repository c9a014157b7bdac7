"""Where the figures of a report come from; another app registers kinds of its own."""

from conferences.facts import Fact, SourceMissing
from conferences.sources import books, prizes, registers, rollups, tasks, typed
from conferences.sources.registry import (
    Binding,
    SourceKind,
    bound,
    day_of,
    kind_of,
    kinds,
    register,
    resolve,
    resolve_all,
)

__all__ = [
    "Binding",
    "Fact",
    "SourceKind",
    "SourceMissing",
    "bound",
    "day_of",
    "kind_of",
    "kinds",
    "register",
    "resolve",
    "resolve_all",
]

for _kind in (
    rollups.KIND,
    registers.KIND,
    prizes.CONTEST,
    prizes.HONOURS,
    *books.KINDS,
    tasks.KIND,
    typed.KIND,
):
    register(_kind)
