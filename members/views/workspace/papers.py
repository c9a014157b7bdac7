"""A report as a document to keep, to sign or to fill in by hand."""

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienhiephoi.downloads import download
from lienhiephoi.filekinds import DOCX, PDF
from members import documents
from members.views.workspace import access
from members.views.workspace.offline import file_name


@never_cache
@require_safe
@login_required
def docx(request, pk: int):
    report = access.report_or_404(request.user, pk)
    content = documents.report_docx(report)
    return download(content, DOCX, file_name(report, "docx"))


@never_cache
@require_safe
@login_required
def pdf(request, pk: int):
    report = access.report_or_404(request.user, pk)
    content = documents.report_pdf(report)
    return download(content, PDF, file_name(report, "pdf"))


@never_cache
@require_safe
@login_required
def blank_form(request, pk: int):
    """The form to be filled in by hand, with last year's figures."""
    report = access.report_or_404(request.user, pk)
    content = documents.blank_form_pdf(report.period, report.association)
    name = file_name(report, "pdf")
    return download(content, PDF, f"mau-{name}")
