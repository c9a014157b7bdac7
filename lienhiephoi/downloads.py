"""Files made for whoever asks, to be kept: never shown within a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from lienhiephoi.filekinds import FileKind


def download(content: bytes, kind: FileKind, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind.mime_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return response
