"""Notices."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from lienhiephoi.display import render_body
from lienhiephoi.pagination import AnchoredPaginator, page_of
from news.models import Notice

PER_PAGE = 20


def notice_list(request):
    paginator = AnchoredPaginator(
        Notice.objects.published(),
        PER_PAGE,
        key="notices",
        fields=("is_pinned", "published_at"),
    )
    context = {
        "page": page_of(paginator, request),
        "breadcrumbs": [("Thông báo", None)],
        "count_target": "page",
    }
    return render(request, "news/notice_list.html", context)


def notice(request, slug: str):
    current = get_object_or_404(Notice, slug=slug)
    answers_public = current.answers_public()
    if not answers_public:
        current = get_object_or_404(Notice.objects.visible_to(request.user), slug=slug)
    context = {
        "notice": current,
        "body": render_body(current.body),
        "attachments": list(current.attachments.all()),
        "is_expired": answers_public and not current.is_public(),
        "previewing": not answers_public,
        "breadcrumbs": [
            ("Thông báo", reverse("news:notice_list")),
            (current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "news/notice_detail.html", context)
