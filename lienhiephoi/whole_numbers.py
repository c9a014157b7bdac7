"""Whole numbers out of addresses and forms, where anything may stand."""

import re

# Nine digits fit every column, and are read at once.
_WRITTEN = re.compile(r"[0-9]{1,9}")


def whole_number(text: str | None) -> int | None:
    """The number that is written in up to nine digits; of all else None.

    As a primary key None finds nothing.
    """
    return int(text) if text and _WRITTEN.fullmatch(text) else None
