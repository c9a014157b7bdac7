"""The link of a new invitation: mailed, and shown once to whoever invited.

Only its digest is kept in the database; between the POST that makes it and the page
that shows it, it stands in the session of the person who invited.
"""

from members import notifications
from members.models import Invitation

SESSION_KEY = "invited"


def remember(request, invitation: Invitation, secret: str) -> None:
    text = notifications.invitation_text(invitation, secret)
    request.session[SESSION_KEY] = {
        "pk": invitation.pk,
        "link": notifications.invitation_link(secret),
        "text": text,
        "is_mailed": notifications.mail_invitation(invitation, secret),
    }


def recall(request) -> dict | None:
    """What to show of the link just made, or None; asking forgets it."""
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None:
        return None
    invitation = Invitation.objects.select_related("association").get(pk=kept.pop("pk"))
    return {**kept, "invitation": invitation}
