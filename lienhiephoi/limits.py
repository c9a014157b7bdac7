"""How often a thing may be done, across all web processes."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from lienhiephoi.middleware import client_address
from lienhiephoi.models import RateCounter


def is_over_limit(request, action: str, *, limit: int, seconds: int) -> bool:
    """Count one more try of a device, and tell whether it is one too many."""
    return is_used_up(
        f"{action}|{client_address(request)}", limit=limit, seconds=seconds
    )


def is_used_up(what: str, *, limit: int, seconds: int) -> bool:
    """Count one more, and tell whether it is one too many in this stretch of time.

    What is counted is kept only as a digest keyed with the server's secret and the
    stretch.
    """
    now = timezone.now()
    stretch = int(now.timestamp()) // seconds
    text = f"{what}|{stretch}"
    key = hmac.new(
        settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256
    ).hexdigest()
    counter, created = RateCounter.objects.get_or_create(
        key=key, defaults={"window_start": now, "count": 1}
    )
    if created:
        RateCounter.objects.filter(window_start__lt=now - dt.timedelta(days=1)).delete()
    else:
        RateCounter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
        counter.refresh_from_db(fields=["count"])
    return counter.count > limit
