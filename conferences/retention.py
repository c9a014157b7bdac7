"""What of invitees is kept no longer than their page promises.

Names, replies and arrivals stay: they are facts of the meeting and of its minutes.
"""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from conferences.invitees import renew_link
from conferences.models import Invitee
from lienhiephoi.expiry import Expiry
from lienhiephoi.models import Letter

# As long as the next conference of the same kind may want to invite the same people.
MONTHS_KEPT = 12
_KEPT = dt.timedelta(days=365)


def past_retention(at: dt.datetime):
    """Invitees of meetings a year ago whose address or number is still known."""
    day = timezone.localdate(at)
    return (
        Invitee.objects.alias(
            met_on=Coalesce("conference__ends_on", "conference__starts_on")
        )
        .filter(met_on__lt=day - _KEPT)
        .exclude(Q(email="") & Q(phone=""))
        .order_by("pk")
    )


@transaction.atomic
def forget(invitee: Invitee) -> None:
    """Blank how somebody was reached, void the link, and drop the letters."""
    invitee.email = invitee.phone = ""
    invitee.save(update_fields=["email", "phone"])
    renew_link(invitee)
    Letter.objects.filter(
        content_type=ContentType.objects.get_for_model(Invitee), object_id=invitee.pk
    ).delete()


INVITEES = Expiry("liên lạc của đại biểu", past_retention, forget)
