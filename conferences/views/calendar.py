"""The calendar: a month on a page, and files for calendar programs."""

import calendar
import datetime as dt
import re

from django.db.models import Max, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conferences import calendars
from conferences.models import Conference
from conferences.views.conferences import HEADING
from conferences.wording import when_text
from lienhiephoi.context_processors import absolute, site_settings
from lienhiephoi.vietnamese import month_text

_MONTH = re.compile(r"([12][0-9]{3})-(0[1-9]|1[0-2])")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
# A program that subscribes is given the last year and all that is ahead.
DAYS_BACK = 366


def month(request):
    """`?thang=2026-12`, by default this month."""
    first = _month_asked(request)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    known = Conference.objects.public()
    held = list(
        known.filter(
            Q(starts_on__gte=weeks[0][0]) | Q(ends_on__gte=weeks[0][0]),
            starts_on__lte=weeks[-1][-1],
        )
        .defer("summary", "office_note")
        .order_by("starts_on", "start_time", "pk")
    )
    for each in held:
        each.when = when_text(each)
    before, after = _neighbours(known, first)
    subscription = absolute(request, reverse("conferences:calendar-file"))
    context = {
        "heading": month_text(first.year, first.month),
        "weekdays": WEEKDAYS,
        "weeks": [[_cell(day, first, held) for day in week] for week in weeks],
        "count": len({e.pk for e in held if _touches(e, first)}),
        "before": before,
        "after": after,
        "is_this_month": first == timezone.localdate().replace(day=1),
        "subscription": subscription,
        # Under this scheme a phone asks whether to follow the calendar.
        "follow_url": f"webcal://{subscription.partition('://')[2]}",
        "breadcrumbs": [
            (HEADING, reverse("conferences:conference_list")),
            ("Lịch hội nghị", None),
        ],
        "count_target": "page",
    }
    return render(request, "conferences/calendar.html", context)


def _cell(day: dt.date, first: dt.date, held: list[Conference]) -> dict:
    return {
        "day": day,
        "is_within": day.month == first.month,
        "is_today": day == timezone.localdate(),
        "conferences": [e for e in held if e.starts_on <= day <= e.last_day],
    }


def _touches(conference: Conference, first: dt.date) -> bool:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return conference.starts_on <= last and conference.last_day >= first


def _month_asked(request) -> dt.date:
    asked = request.GET.get("thang")
    if not asked:
        return timezone.localdate().replace(day=1)
    written = _MONTH.fullmatch(asked)
    if written is None:
        raise Http404("Không có tháng này.")
    return dt.date(int(written[1]), int(written[2]), 1)


def _neighbours(known, first: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The months beside it, as far as there is anything; others lead nowhere."""
    ends = known.aggregate(
        first=Min("starts_on"), ends=Max("ends_on"), last=Max("starts_on")
    )
    today = timezone.localdate()
    earliest = min(filter(None, (ends["first"], today)))
    latest = max(filter(None, (ends["last"], ends["ends"], today)))
    before = (first - dt.timedelta(days=1)).replace(day=1)
    after = (first + dt.timedelta(days=31)).replace(day=1)
    if not earliest.replace(day=1) <= first <= latest:
        raise Http404("Lịch không có tháng này.")
    return (
        before if before >= earliest.replace(day=1) else None,
        after if after <= latest else None,
    )


def whole_calendar(request):
    since = timezone.localdate() - dt.timedelta(days=DAYS_BACK)
    known = (
        Conference.objects.public().select_related("term").order_by("starts_on", "pk")
    )
    name = f"Hội nghị – {site_settings().short_name}"
    return _answer(request, known.filter(starts_on__gte=since), name, "lich.ics")


def one(request, slug: str):
    found = get_object_or_404(
        Conference.objects.public().select_related("term"), slug=slug
    )
    return _answer(request, [found], found.title, f"{slug}.ics")


def _answer(request, found, name: str, file_name: str) -> HttpResponse:
    content = calendars.calendar_file(
        found,
        name=name,
        link=lambda each: absolute(request, each.get_absolute_url()),
    )
    response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
