"""Who issues a document, from where, and who signs it."""

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\b(?:tỉnh|thành phố)\s+(\S.*)$", re.IGNORECASE)


def place_of(name: str) -> str:
    """The place in a body's name, as its date lines begin: "… tỉnh Lam Giang".

    "" for a body that does not say where it is.
    """
    found = _PLACE.search(name)
    return found[1] if found else ""


@dataclass(frozen=True)
class Letterhead:
    """The issuing body, the body above it (cơ quan chủ quản, if any), the place."""

    issuer: str
    parent: str = ""
    place: str = ""


@dataclass(frozen=True)
class Signature:
    """A signature block; without a name there is room to write one.

    `authority` names in whose stead is signed: "TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH".
    """

    position: str
    name: str = ""
    authority: str = ""
