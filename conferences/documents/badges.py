"""What is printed for the door: name badges, and the poster to sign in by oneself."""

from collections.abc import Iterable
from pathlib import Path

from conferences import links
from conferences.models import Conference, Invitee
from conferences.wording import when_text
from lienhiephoi import qr
from lienhiephoi.context_processors import site_settings
from lienhiephoi.office.pdf import compile_template

_TEMPLATES = Path(__file__).parent


def badges_pdf(conference: Conference, invitees: Iterable[Invitee]) -> bytes:
    """A4 sheets of eight badges to cut out; the QR opens the arrival to the door."""
    data = {
        "union": site_settings().short_name,
        "conference": conference.title,
        "when": when_text(conference),
        "badges": [
            {
                "group": each.get_group_display(),
                "honorific": each.honorific,
                "name": each.full_name,
                "position": each.position,
                "body": each.body_name,
                "drawing": qr.svg_file(links.badge_link_of(each)),
            }
            for each in invitees
        ],
    }
    return compile_template("badges.typ", data, folder=_TEMPLATES)


def poster_pdf(conference: Conference, *, takes_guests: bool) -> bytes:
    """One A4 page for the wall beside the door."""
    address = links.door_link(conference, takes_guests=takes_guests)
    data = {
        "union": site_settings().name,
        "conference": conference.title,
        "when": when_text(conference),
        "takes_guests": takes_guests,
        "address": address,
        "drawing": qr.svg_file(address),
    }
    return compile_template("poster.typ", data, folder=_TEMPLATES)
