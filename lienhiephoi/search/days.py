"""Days as moments, by the clock of Việt Nam."""

import datetime as dt

from django.utils import timezone

# Of the year 1 the database makes a moment before Christ, which Python cannot read.
EARLIEST = dt.date(1900, 1, 1)


def start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(max(day, EARLIEST), dt.time.min))
