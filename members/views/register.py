"""The public directory of associations, and the page of one."""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, OuterRef, Prefetch, Subquery
from django.db.models.functions import JSONObject
from django.forms import DateField
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from lienhiephoi.display import render_body
from lienhiephoi.pagination import page_of
from lienhiephoi.related import related_blocks
from lienhiephoi.vietnamese import sort_key
from members import history
from members.filters import AssociationFilter
from members.models import (
    Association,
    AssociationName,
    MemberKind,
    Membership,
    MemberStanding,
    Officer,
)

PER_PAGE = 40
_KINDS = {kind: place for place, kind in enumerate(MemberKind.values)}


def association_list(request):
    listed = Association.objects.filter(is_listed=True).select_related("sector")
    found = AssociationFilter(
        request.GET, queryset=listed.defer("about", "summary", "office_note")
    )
    day = found.day
    heads = _officers_on(day).filter(is_head=True)
    # Vietnamese letters have an order that the database does not know.
    rows = sorted(
        found.qs.prefetch_related(Prefetch("officers", heads, to_attr="heads")),
        key=lambda each: (_KINDS[each.kind_then], sort_key(each.name_then)),
    )
    for row in rows:
        row.kind_label = MemberKind(row.kind_then).label
        row.is_suspended = row.standing_then == MemberStanding.SUSPENDED
    context = {
        "filter": found,
        "chosen": found.chosen(),
        "day": day,
        "is_today": day == timezone.localdate(),
        "page": page_of(Paginator(rows, PER_PAGE), request),
        "breadcrumbs": [("Hội thành viên", None)],
        "count_target": "page",
    }
    return render(request, "members/association_list.html", context)


def association(request, slug: str):
    """What was so on a day (`?ngay=31/12/2024`), by default today."""
    day = _day_asked(request)
    current = get_object_or_404(_as_of(day), slug=slug)
    happened = history.events(current)
    is_member = current.kind_then is not None
    context = {
        "association": current,
        "day": day,
        "is_today": day == timezone.localdate(),
        "name": current.name_then,
        "former_names": [
            (row["name"], dt.date.fromisoformat(row["ends_on"]))
            for row in current.former_names
        ],
        "kind_label": MemberKind(current.kind_then).label if is_member else "",
        "is_suspended": current.standing_then == MemberStanding.SUSPENDED,
        "ending": None if is_member else history.ending(happened, day),
        "officers": list(_officers_on(day).filter(association=current)),
        "history": happened,
        "about": render_body(current.about),
        "blocks": related_blocks(current),
        "breadcrumbs": [
            ("Hội thành viên", reverse("members:association_list")),
            (current.name_then, None),
        ],
        "count_target": "page",
    }
    return render(request, "members/association_detail.html", context)


def _as_of(day: dt.date):
    """Public associations with what was so on a day, each in one row."""
    names = AssociationName.objects.filter(association=OuterRef("pk"), ends_on__lt=day)
    memberships = Membership.objects.filter(association=OuterRef("pk"))
    first = memberships.order_by(F("starts_on").asc(nulls_first=True))
    return (
        Association.objects.filter(is_listed=True)
        .select_related("sector")
        .with_name(day)
        .with_membership(day)
        .annotate(
            former_names=ArraySubquery(
                names.values_list(JSONObject(name="name", ends_on="ends_on"))
            ),
            joined_on=Subquery(first.values("starts_on")[:1]),
            decision=Subquery(first.values("decision_number")[:1]),
        )
    )


def _officers_on(day: dt.date):
    return Officer.objects.on(day).select_related("person")


def _day_asked(request) -> dt.date:
    asked = request.GET.get("ngay")
    if not asked:
        return timezone.localdate()
    try:
        return DateField().clean(asked)
    except ValidationError as error:
        raise Http404("Không có ngày này.") from error
