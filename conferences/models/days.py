"""Days that can be reckoned with: the year before and the day after exist, too."""

import datetime as dt

from django.db.models import CheckConstraint, Q

LIKELY = (dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def likely_days(model: str, *names: str) -> CheckConstraint:
    """A year is no slip of the keyboard, in each of these fields that is filled in."""
    condition = Q()
    for name in names:
        condition &= Q((name, None)) | Q((f"{name}__range", LIKELY))
    return CheckConstraint(
        condition=condition,
        name=f"conferences_{model}_days_likely",
        violation_error_message="Hãy xem lại năm: ngày từ năm 1900 đến năm 2199.",
    )
