"""The document library, and files handed out with a check of who asks."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from lienhiephoi.pagination import AnchoredPaginator, page_of
from lienhiephoi.related import related_blocks
from news import permissions
from news.filters import DocumentFilter
from news.models import Attachment, Document

PER_PAGE = 20


def document_list(request):
    documents = Document.objects.published().newest_first().for_lists()
    found = DocumentFilter(request.GET, queryset=documents)
    chosen = found.chosen()
    # What is chosen differs from reader to reader, and leaves few pages.
    paginator = (
        Paginator(found.qs, PER_PAGE)
        if chosen or found.form.errors
        else AnchoredPaginator(
            documents, PER_PAGE, key="documents", fields=("issued_on",)
        )
    )
    context = {
        "filter": found,
        "chosen": chosen,
        "page": page_of(paginator, request),
        "breadcrumbs": [("Văn bản", None)],
        "count_target": "page",
    }
    return render(request, "news/document_list.html", context)


def document(request, slug: str):
    current = get_object_or_404(
        Document.objects.visible_to(request.user).select_related(
            "kind", "issuing_body", "replaced_by"
        ),
        slug=slug,
    )
    replacement = current.replaced_by
    context = {
        "document": current,
        "attachments": list(current.attachments.all()),
        "replaced_by": replacement if replacement and replacement.is_public() else None,
        "replaces": list(current.replaces.published()),
        **_implementation(current),
        "blocks": related_blocks(current),
        "articles": list(current.articles.published().newest_first().for_lists()[:10]),
        "previewing": not current.is_public(),
        "breadcrumbs": [
            ("Văn bản", reverse("news:document_list")),
            (current.number or current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "news/document_detail.html", context)


def _implementation(document: Document) -> dict[str, list[Document]]:
    """What readers may open of the documents above and below it, in one query."""
    links = Document.implements.through.objects.filter(
        Q(from_document=document) | Q(to_document=document)
    ).select_related("from_document", "to_document")
    above = [e.to_document for e in links if e.from_document_id == document.pk]
    below = [e.from_document for e in links if e.to_document_id == document.pk]
    return {
        "implements": [each for each in above if each.is_public()],
        "implemented_by": [each for each in below if each.is_public()],
    }


def attachment(request, pk: int, name: str):
    """A file of a public record, or of a draft to whoever may preview it."""
    found = get_object_or_404(
        Attachment.objects.select_related("article", "notice", "document"), pk=pk
    )
    owner = found.owner
    is_public = owner.answers_public()
    if not (is_public or permissions.can_preview(request.user, owner)):
        raise Http404("Không có tệp này.")
    if request.path != found.get_absolute_url():
        return redirect(found)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp này không còn trên máy chủ.") from error
    response = FileResponse(content, content_type=found.mime_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        not found.opens_in_browser, found.name
    )
    if is_public:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
