"""A report at a glance: how far it is, what came back, and the next thing to do."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache

from lienhiephoi.dossiers.fields import FormSection
from members import permissions
from members.models import Representative, RepresentativeRole
from members.views.workspace import access
from members.views.workspace.opened import OpenReport, crumbs, open_report
from members.views.workspace.tasks import due_text


@never_cache
@login_required
def overview(request, pk: int):
    shown = open_report(request.user, pk)
    report = shown.report
    states = shown.states
    last_change = report.status_changes.order_by("-pk").first()
    context = {
        "report": report,
        "shown": shown,
        "states": states,
        "marked": marked_fields(shown),
        "next_section": _next_section(shown, states),
        "due": due_text(report),
        "note": last_change.note if last_change else "",
        "versions": report.versions.defer("contents").select_related("sent_by"),
        "can_record": permissions.can_record_actual(request.user, report)
        and any(each.is_estimate for each in shown.filling.answers.values()),
        "breadcrumbs": crumbs(report),
    }
    return access.page(request, "workspace/report.html", report.association, **context)


def marked_fields(shown: OpenReport) -> list[dict]:
    """Each marked field with its section, where the correction is made."""
    marks = shown.filling.marks
    return [
        {"section": section, "field": each, "mark": marks[each.key]}
        for section in shown.sections
        for each in section.fields
        if each.key in marks
    ]


def signers(report) -> list[Representative]:
    """Who may send it for the association."""
    return list(
        Representative.objects.current()
        .filter(association=report.association_id, role=RepresentativeRole.SIGNS)
        .select_related("user")
    )


def _next_section(shown: OpenReport, states) -> FormSection | None:
    """Where to go on: the first that is marked, else that lacks something, else that
    nobody has begun."""
    if not shown.editable:
        return None
    waiting = (
        [each for each in states if each.marks]
        or [each for each in states if each.missing]
        or [each for each in states if each.section.fields and not each.filled]
    )
    return waiting[0].section if waiting else None
