"""What documents of conferences say in the same words."""

import datetime as dt

from django.utils import timezone

from conferences.models import MinuteEntry
from lienhiephoi.vietnamese import number, official_date


def moment_in_words(moment: dt.datetime) -> str:
    """ "08 giờ 00, ngày 18 tháng 12 năm 2026", in local time."""
    local = timezone.localtime(moment)
    return f"{local.hour:02} giờ {local.minute:02}, {official_date(local.date())}"


def share_text(part: int, whole: int | None) -> str:
    """ "25/26 (96,2 %)"; a whole that is not known, or nobody, has no share."""
    if not whole:
        return number(part)
    share = number(round(part * 100 / whole, 1))
    return f"{number(part)}/{number(whole)} ({share} %)"


def votes_text(entry: MinuteEntry) -> str:
    """ "tán thành 25/26 (96,2 %), không tán thành 1"; "" where nobody voted."""
    votes = (entry.votes_for, entry.votes_against, entry.votes_abstaining)
    if all(each is None for each in votes):
        return ""
    total = sum(each or 0 for each in votes)
    labels = ("tán thành", "không tán thành", "không có ý kiến")
    return ", ".join(
        f"{label} {share_text(count, total)}"
        for label, count in zip(labels, votes, strict=True)
        if count is not None
    )
