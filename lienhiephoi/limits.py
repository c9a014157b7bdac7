"""How often one device may do a thing, across all web processes."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from lienhiephoi.middleware import client_address
from lienhiephoi.models import RateCounter


def is_over_limit(request, action: str, *, limit: int, seconds: int) -> bool:
    """Count one more try, and tell whether it is one too many in this stretch of time.

    The address is kept only as a digest keyed with the server's secret and the stretch.
    """
    now = timezone.now()
    stretch = int(now.timestamp()) // seconds
    text = f"{action}|{stretch}|{client_address(request)}"
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
