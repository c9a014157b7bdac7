"""Files attached to a report, handed out to those who may see it."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienhiephoi.filekinds import KINDS
from lienhiephoi.files import extension_of
from members.views.workspace import access


@never_cache
@require_safe
@login_required
def attachment(request, pk: int, file_pk: int):
    """Also one that was taken off: an earlier sending names it."""
    report = access.report_or_404(request.user, pk)
    found = get_object_or_404(report.files, pk=file_pk)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("Tệp này không còn trên máy chủ.") from error
    kind = KINDS.get(extension_of(found.file.name))
    mime_type = kind.mime_type if kind else "application/octet-stream"
    response = FileResponse(content, content_type=mime_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=found.name
    )
    return response
