"""The public list of conferences, and the page of one, before it and after."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conferences import permissions, promises
from conferences.filters import ConferenceFilter
from conferences.models import OVER, Conference
from conferences.programme import programme_of
from conferences.record import told, with_record
from conferences.structured_data import event_data
from conferences.wording import when_text
from lienhiephoi import structured_data
from lienhiephoi.pagination import page_of

PER_PAGE = 20
HEADING = "Hội nghị"


def conference_list(request):
    """What is to come, the next first; then what was, the last first."""
    today = timezone.localdate()
    shown = Conference.objects.public().select_related("term").defer("office_note")
    found = ConferenceFilter(request.GET, queryset=shown)
    ahead = Q(last__gte=today) & ~Q(status__in=OVER)
    rows = found.qs.alias(last=Coalesce(F("ends_on"), F("starts_on")))
    past = rows.exclude(ahead).newest_first()
    page = page_of(Paginator(past, PER_PAGE), request)
    upcoming = []
    if page.number == 1:
        upcoming = list(rows.filter(ahead).order_by("starts_on", "start_time", "pk"))
    for each in (*upcoming, *page):
        each.when = when_text(each)
    context = {
        "filter": found,
        "chosen": found.chosen(),
        "upcoming": upcoming,
        "page": page,
        "breadcrumbs": [(HEADING, None)],
        "count_target": "page",
    }
    return render(request, "conferences/conference_list.html", context)


def conference(request, slug: str):
    """Staff read one that is not public yet."""
    is_staff = permissions.sees_conferences(request.user)
    shown = Conference.objects.all() if is_staff else Conference.objects.public()
    current = get_object_or_404(with_record(shown), slug=slug)
    record = told(current)
    context = {
        **record,
        "conference": current,
        "when": when_text(current),
        "programme": programme_of(current),
        "promises": promises.left_by(current),
        "tasks": promises.given_at(current) if current.is_over else [],
        "minutes_url": promises.public_minutes_url(current),
        "is_ahead": current.last_day >= timezone.localdate()
        and not (current.is_over or current.is_called_off),
        "breadcrumbs": [
            (HEADING, reverse("conferences:conference_list")),
            (current.title, None),
        ],
        "json_ld": structured_data.script(
            event_data(request, current, record["bodies"])
        ),
        "count_target": "page",
    }
    return render(request, "conferences/conference_detail.html", context)
