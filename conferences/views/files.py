"""Papers and other files of a conference, handed out to those they are meant for."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from conferences import permissions
from conferences.models import Audience
from conferences.programme import HANDED_OUT


def file(request, kind: str, pk: int, name: str):
    """Public with its conference, or for the office alone; delegates have their own
    link."""
    model = HANDED_OUT.get(kind)
    if model is None:
        raise Http404("Không có tài liệu này.")
    found = get_object_or_404(model.objects.select_related("conference"), pk=pk)
    is_public = found.audience == Audience.PUBLIC and found.conference.is_public
    if not (is_public or permissions.sees_conferences(request.user)):
        raise Http404("Không có tài liệu này.")
    if found.file and request.path != found.get_absolute_url():
        return redirect(found)
    return hand_out(found, is_public=is_public)


def hand_out(found, *, is_public: bool) -> FileResponse:
    """The file of a record with `file`, `file_name` and `mime_type`; whoever calls has
    checked that it may be read. 404 where there is none."""
    try:
        content = found.file.open("rb")
    except (ValueError, FileNotFoundError) as error:
        raise Http404("Tệp này không còn trên máy chủ.") from error
    response = FileResponse(content, content_type=found.mime_type)
    response.headers["Content-Disposition"] = content_disposition_header(
        not found.opens_in_browser, found.file_name
    )
    if is_public:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
    return response
