"""What was signed with partners, in public: the list, one of it, its scan."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conferences import permissions
from conferences.models import Agreement
from conferences.register_filters import AgreementFilter
from conferences.views.files import hand_out
from lienhiephoi.pagination import page_of

PER_PAGE = 20
HEADING = "Quy chế, chương trình phối hợp"


def agreement_list(request):
    agreements = (
        Agreement.objects.public()
        .in_force_first(timezone.localdate())
        .prefetch_related("partners__association__names")
        .defer("subject")
    )
    found = AgreementFilter(request.GET, queryset=agreements)
    context = {
        "heading": HEADING,
        "filter": found,
        "chosen": found.chosen(),
        "page": page_of(Paginator(found.qs, PER_PAGE), request),
        "breadcrumbs": [("Chương trình phối hợp", None)],
        "count_target": "page",
    }
    return render(request, "conferences/agreement_list.html", context)


def agreement(request, slug: str):
    current = get_object_or_404(
        Agreement.objects.public().select_related(
            "conference", "renews", "document__kind", "document__issuing_body"
        ),
        slug=slug,
    )
    document, conference, earlier = (
        current.document,
        current.conference,
        current.renews,
    )
    context = {
        "agreement": current,
        "is_in_force": current.holds_on(timezone.localdate()),
        "partners": list(
            current.partners.select_related("association").prefetch_related(
                "association__names"
            )
        ),
        "document": document if document and document.is_public() else None,
        "conference": conference if conference and conference.is_public else None,
        "earlier": earlier if earlier and earlier.is_public else None,
        "later": list(current.renewals.public()),
        "breadcrumbs": [
            ("Chương trình phối hợp", reverse("conferences:agreement_list")),
            (current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "conferences/agreement_detail.html", context)


def agreement_file(request, pk: int, name: str):
    """The scan, to everybody where it is public, else to those who keep the register."""
    found = get_object_or_404(Agreement, pk=pk)
    is_public = found.is_public and found.is_file_public
    if not (found.file and (is_public or permissions.sees_agreements(request.user))):
        raise Http404("Không có tệp này.")
    return hand_out(found, is_public=is_public)
