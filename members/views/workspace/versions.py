"""A report to be read: as it stands now, as it was sent, and what has changed since."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienhiephoi.dossiers.versions import compare, field_text
from lienhiephoi.office.pages import as_page
from members import permissions
from members.documents.reports import report_document
from members.views.workspace import access
from members.views.workspace.opened import crumbs


@never_cache
@require_safe
@login_required
def preview(request, pk: int):
    """The report as the official document it becomes."""
    report = access.report_or_404(request.user, pk)
    context = {
        "report": report,
        "is_writable": permissions.can_fill_in(request.user, report),
        "paper": as_page(report_document(report)),
        "breadcrumbs": crumbs(report, ("Xem trước", None)),
    }
    return access.page(request, "workspace/preview.html", report.association, **context)


@never_cache
@require_safe
@login_required
def version(request, pk: int, number: int):
    """One sending; with an earlier one named by `so-voi`, the difference."""
    report = access.report_or_404(request.user, pk)
    versions = list(report.versions.select_related("sent_by"))
    shown = get_object_or_404(report.versions, number=number)
    other = _other(request, versions, shown)
    context = {
        "report": report,
        "version": shown,
        "other": other,
        "differences": compare(other.contents, shown.contents) if other else [],
        "others": [each for each in versions if each.number != number],
        "sections": [] if other else _as_read(shown.contents),
        "breadcrumbs": crumbs(report, (f"Lần gửi {number}", None)),
    }
    return access.page(request, "workspace/version.html", report.association, **context)


def _other(request, versions: list, shown):
    asked = request.GET.get("so-voi", "")
    return next(
        (
            each
            for each in versions
            if str(each.number) == asked and each.number != shown.number
        ),
        None,
    )


def _as_read(contents: dict) -> list[dict]:
    """Sections of sealed contents for the page: texts, then figures, then files."""
    return [
        {
            "title": f"{section['number']}. {section['title']}".removeprefix(". "),
            **_by_kind(section["fields"]),
        }
        for section in contents["sections"]
    ]


def _by_kind(fields: list[dict]) -> dict[str, list[dict]]:
    kinds: dict[str, list[dict]] = {"texts": [], "figures": [], "files": []}
    places = {"text": "texts", "figure": "figures", "file": "files"}
    for each in fields:
        kinds[places[each["kind"]]].append({**each, "said": field_text(each)})
    return kinds
