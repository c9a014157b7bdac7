"""What other apps have to show on the public page of a record.

The page's app stands below those that tell of its records (news, awards), so they
register here, and the page asks.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models


@dataclass(frozen=True)
class RelatedRow:
    title: str
    url: str = ""
    on: dt.date | None = None
    detail: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class RelatedBlock:
    """Rows under a heading; `more_url` leads to all of them.

    Titles with what they are dated, or, under `columns`, labels with their cells.
    """

    key: str
    title: str
    rows: list[RelatedRow] = field(default_factory=list)
    more_url: str = ""
    more_label: str = ""
    columns: list[RelatedRow] = field(default_factory=list)


Source = Callable[[models.Model], RelatedBlock | list[RelatedBlock]]
_sources: dict[type[models.Model], list[Source]] = {}


def register_related(model: type[models.Model], source: Source) -> None:
    """`source(record)` gives the block for the page of a record of the model, or all
    blocks of an app at once.

    A page may cost eight queries in all: a source has one.
    """
    known = _sources.setdefault(model, [])
    if source not in known:
        known.append(source)


def related_blocks(record: models.Model) -> list[RelatedBlock]:
    """Blocks that hold something, in the order of registration."""
    blocks: list[RelatedBlock] = []
    for source in _sources.get(type(record), ()):
        given = source(record)
        blocks += [given] if isinstance(given, RelatedBlock) else given
    return [block for block in blocks if block.rows]
