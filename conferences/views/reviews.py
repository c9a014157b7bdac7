"""Social advice, critique and appraisal in public: the register, and one of it."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from conferences import review_counts
from conferences.models import Conference, Outcome, ReviewKind, SocialReview
from conferences.register_filters import ReviewFilter
from lienhiephoi.pagination import page_of

PER_PAGE = 20
HEADING = "Tư vấn, phản biện, giám định xã hội"


def review_list(request):
    reviews = (
        SocialReview.objects.public()
        .select_related("lead")
        .defer("summary", "outcome_note")
        .annotate(shown_on=Coalesce("delivered_on", "received_on"))
        .order_by("-shown_on", "-pk")
    )
    found = ReviewFilter(request.GET, queryset=reviews)
    page = page_of(Paginator(found.qs, PER_PAGE), request)
    chosen = found.chosen()
    # The figures of the whole register open it; who looks for something goes past.
    opens = page.number == 1 and not chosen
    context = {
        "heading": HEADING,
        "filter": found,
        "chosen": chosen,
        "page": page,
        "kinds": ReviewKind.labels,
        "years": review_counts.by_year() if opens else [],
        "breadcrumbs": [("Tư vấn, phản biện", None)],
        "count_target": "page",
    }
    return render(request, "conferences/review_list.html", context)


def review(request, slug: str):
    meetings = Conference.objects.public().order_by("starts_on", "pk")
    current = get_object_or_404(
        SocialReview.objects.public()
        .select_related("lead", "result__kind", "result__issuing_body")
        .prefetch_related(Prefetch("meetings", meetings)),
        slug=slug,
    )
    result = current.result
    context = {
        "review": current,
        "lead_name": current.lead.name_on(current.received_on) if current.lead else "",
        "experts": list(current.experts.select_related("person")),
        "result": result if result and result.is_public() else None,
        "has_answer": current.outcome != Outcome.UNKNOWN,
        "breadcrumbs": [
            ("Tư vấn, phản biện", reverse("conferences:review_list")),
            (current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "conferences/review_detail.html", context)
