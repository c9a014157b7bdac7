"""The minutes of a conference, for everybody where they are public."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from conferences.documents.minutes import minutes_pdf as write_pdf
from conferences.models import Minutes
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import PDF


def minutes_pdf(request, slug: str):
    """The public copy, whoever asks; the office has its own in the back office."""
    minutes = get_object_or_404(
        Minutes.objects.select_related(
            "conference__term", "conference__committee__term"
        ),
        conference__slug=slug,
    )
    if not (minutes.is_public and minutes.conference.is_public):
        raise Http404("Không có biên bản công khai.")
    return download(write_pdf(minutes, in_public=True), PDF, f"bien-ban-{slug}.pdf")
