"""Standing pages in their tree, and the list of web links."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from lienhiephoi.display import render_body
from news.models import Page
from news.views.home import grouped_links


def page_index(request):
    first = Page.objects.published().filter(parent=None).first()
    if first is None:
        raise Http404("Chưa có trang giới thiệu.")
    return redirect(first)


def page(request, slug: str):
    current = get_object_or_404(Page.objects.visible_to(request.user), slug=slug)
    tree = _tree(current)
    path = _path(tree["rows"], current)
    context = {
        "page_object": current,
        "body": render_body(current.body),
        "tree": tree["roots"],
        "children": [
            row for row in tree["rows"].values() if row.parent_id == current.pk
        ],
        "previewing": not current.is_public(),
        "breadcrumbs": [
            *((above.title, above.get_absolute_url()) for above in path[:-1]),
            (current.title, None),
        ],
        "count_target": "page",
    }
    return render(request, "news/page_detail.html", context)


def _tree(current: Page) -> dict:
    """All public pages as nodes, the branch that holds `current` open."""
    rows = {row.pk: row for row in Page.objects.published().defer("body", "lead")}
    rows.setdefault(current.pk, current)
    open_keys = {row.pk for row in _path(rows, current)}
    nodes = {
        pk: {
            "page": row,
            "children": [],
            "is_current": pk == current.pk,
            "is_open": pk in open_keys,
        }
        for pk, row in rows.items()
    }
    roots = []
    for pk, row in rows.items():
        above = nodes.get(row.parent_id)
        (above["children"] if above else roots).append(nodes[pk])
    return {"rows": rows, "roots": roots}


def _path(rows: dict[int, Page], current: Page) -> list[Page]:
    """From the root of the tree down to a page."""
    path, at = [], rows.get(current.pk, current)
    while at is not None and at not in path:
        path.insert(0, at)
        at = rows.get(at.parent_id)
    return path


def link_list(request):
    context = {
        "links": grouped_links(),
        "breadcrumbs": [("Liên kết web", None)],
        "count_target": "page",
    }
    return render(request, "news/link_list.html", context)
