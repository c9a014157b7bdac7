"""Links that stand for a right: an invitee's own page, a badge, the door of a meeting.

Nothing of them is kept: each is a signature over what it opens. A link of an invitee
holds until its nonce changes.
"""

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from conferences.models import Conference, Invitee
from lienhiephoi import letters

# Who reads a badge must not be able to answer for its bearer: two kinds of token.
_PERSONAL = "conferences.links.personal"
_BADGE = "conferences.links.badge"
_DOOR = "conferences.links.door"
# Typed by hand from a poster at need, and of no use but at the door on the day.
_DOOR_CODE_LENGTH = 16


def token_of(invitee: Invitee) -> str:
    return _token(_PERSONAL, invitee)


def link_of(invitee: Invitee) -> str:
    """The whole address of the invitee's own page."""
    return letters.link(reverse("conferences:invitation", args=[token_of(invitee)]))


def invitee_of(token: str) -> Invitee | None:
    """Who answers by this link; whoever came without being invited has none."""
    invitee = _bearer(_PERSONAL, token)
    return invitee if invitee and invitee.was_invited else None


def badge_link_of(invitee: Invitee) -> str:
    """What the QR on a badge says: the address at which the door notes the arrival."""
    token = _token(_BADGE, invitee)
    return letters.link(reverse("conferences:badge", args=[token]))


def bearer_of(token: str) -> Invitee | None:
    """Whose badge it is."""
    return _bearer(_BADGE, token)


def door_code(conference: Conference, *, takes_guests: bool = False) -> str:
    """What a poster at the door carries; the office decides by printing one of two
    codes whether people may sign in who are not on the list."""
    rule = "guests" if takes_guests else "invited"
    return Signer(salt=_DOOR).signature(f"{conference.pk}:{rule}")[:_DOOR_CODE_LENGTH]


def door_link(conference: Conference, *, takes_guests: bool = False) -> str:
    code = door_code(conference, takes_guests=takes_guests)
    return letters.link(reverse("conferences:door", args=[conference.slug, code]))


def _token(salt: str, invitee: Invitee) -> str:
    signature = Signer(salt=salt).signature(f"{invitee.pk}:{invitee.nonce}")
    return f"{invitee.pk}-{signature}"


def _bearer(salt: str, token: str) -> Invitee | None:
    key, _, signature = token.partition("-")
    # Longer numbers are no keys of the database.
    if not (key.isascii() and key.isdecimal() and len(key) <= 15):
        return None
    invitee = (
        Invitee.objects.select_related("conference", "association", "person")
        .filter(pk=int(key))
        .first()
    )
    if invitee is None:
        return None
    try:
        Signer(salt=salt).unsign(f"{invitee.pk}:{invitee.nonce}:{signature}")
    except BadSignature:
        return None
    return invitee


def is_door_code(conference: Conference, code: str) -> bool:
    return any(
        constant_time_compare(door_code(conference, takes_guests=each), code)
        for each in (False, True)
    )


def takes_guests(conference: Conference, code: str) -> bool:
    return constant_time_compare(door_code(conference, takes_guests=True), code)
