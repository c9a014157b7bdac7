"""What a reader of a file hands on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Record:
    """Fields of one article by their documented names (docs/import.md), unchecked.

    `number` is what a person searches the file for: a line, or an item.
    """

    number: int
    fields: dict[str, object]


@dataclass(frozen=True)
class Fault:
    """Something that should have been an article; `reason` is Vietnamese."""

    number: int
    reason: str


@dataclass(frozen=True)
class Skipped:
    """Something that is no article and is not meant to be one."""

    number: int
    what: str


class BrokenFileError(Exception):
    """The file cannot be read, or cannot be read further; says why in Vietnamese."""
