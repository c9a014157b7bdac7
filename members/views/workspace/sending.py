"""Sending a report: everything that is missing at once, then the receipt."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lienhiephoi.dossiers.checks import Problem
from lienhiephoi.dossiers.fields import FormSection
from lienhiephoi.workflow import TransitionError
from members.views.workspace import access
from members.views.workspace.opened import OpenReport, crumbs, open_report
from members.views.workspace.overview import signers
from members.workflow import REPORTS, reasons_not_taken


@dataclass(frozen=True)
class ToSettle:
    """A problem, and where it is settled.

    `is_locked`: at a field of a returned report that the office has not marked.
    """

    problem: Problem
    section: str
    url: str
    is_locked: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request, pk: int):
    """GET shows what is missing, POST sends."""
    shown = open_report(request.user, pk)
    report = shown.report
    refused = []
    if request.method == "POST":
        try:
            REPORTS.apply(report, "submit", by=request.user)
        except TransitionError as refusal:
            refused = refusal.reasons
        else:
            messages.success(request, "Đã gửi báo cáo. Xin cảm ơn hội.")
            newest = report.versions.latest("number")
            return redirect("workspace:receipt", report.pk, newest.number)
    settle = _to_settle(shown)
    at_fields = {each.problem.message for each in settle}
    blocking = [each for each in settle if each.problem.is_blocking]
    # What cannot be changed is not asked about.
    open_ones = [each for each in settle if not each.is_locked]
    # Beside the fields: the period is over, the day is past.
    others = refused or reasons_not_taken(report, timezone.now())
    context = {
        "report": report,
        "shown": shown,
        "reasons": [each for each in others if each not in at_fields],
        "blocking": blocking,
        "questions": [each for each in open_ones if each.problem.is_question],
        "cautions": [
            each
            for each in open_ones
            if not (each.problem.is_blocking or each.problem.is_question)
        ],
        "signers": [] if shown.can_send else signers(report),
        "breadcrumbs": crumbs(report, ("Xem lại và gửi", None)),
    }
    context["is_ready"] = not (blocking or context["reasons"])
    return access.page(request, "workspace/send.html", report.association, **context)


def _to_settle(shown: OpenReport) -> list[ToSettle]:
    """In the order of the form, so that each section stands once."""
    order = {field.key: at for at, field in enumerate(shown.filling.form.fields)}
    places = {
        field.key: section for section in shown.sections for field in section.fields
    }
    return [
        ToSettle(
            problem,
            _title(places[problem.key]),
            _address(shown, places[problem.key].key, problem.key),
            is_locked=problem.key not in shown.filling.editable,
        )
        for problem in sorted(
            shown.filling.problems, key=lambda problem: order[problem.key]
        )
    ]


def _title(section: FormSection) -> str:
    return f"{section.number}. {section.title}".removeprefix(". ")


def _address(shown: OpenReport, section: str, key: str) -> str:
    page = reverse("workspace:section", args=[shown.report.pk, section])
    return f"{page}?kiem-tra=1#muc-{key}"


@never_cache
@require_safe
@login_required
def receipt(request, pk: int, number: int):
    """Number, moment and checksum of one sending; it can be printed."""
    report = access.report_or_404(request.user, pk)
    version = get_object_or_404(
        report.versions.defer("contents").select_related("sent_by"), number=number
    )
    context = {
        "report": report,
        "version": version,
        "breadcrumbs": crumbs(report, (f"Biên nhận {version.receipt}", None)),
    }
    return access.page(request, "workspace/receipt.html", report.association, **context)
