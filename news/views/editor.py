"""Pictures put into a text with the editor of the admin."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from lienhiephoi.middleware import lacks_second_factor
from news.pictures import add_picture

WIDTH = 960


@require_POST
def editor_picture(request):
    """Answers as CKEditor's simple upload adapter wants it."""
    if not _may_upload(request.user):
        return _refusal("Bạn không có quyền tải ảnh lên.", status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refusal("Chưa chọn ảnh.")
    try:
        picture = add_picture(upload, by=request.user)
    except ValidationError as error:
        return _refusal(" ".join(error.messages))
    return JsonResponse(
        {
            "url": picture.url(WIDTH),
            "width": picture.width,
            "height": picture.height,
        }
    )


def _may_upload(user) -> bool:
    is_staff = user.is_active and user.is_staff and not lacks_second_factor(user)
    return is_staff and user.has_perm("news.add_picture")


def _refusal(message: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"error": {"message": message}}, status=status)
