"""Who is here, and for which association: what every page of the workspace asks first.

A page of an association one does not act for answers 404, as if it were not there.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from lienhiephoi import workspace
from members.models import Report, Representative


def representations(user) -> list[Representative]:
    """Whom this person acts for today, by name."""
    if not (user.is_authenticated and user.is_active):
        return []
    return list(
        Representative.objects.current()
        .filter(user=user)
        .select_related("association")
        .order_by("association__name")
    )


def acting_or_404(user, association_pk: int) -> Representative:
    for acting in representations(user):
        if acting.association_id == association_pk:
            return acting
    raise Http404("Không có trang này.")


def report_or_404(user, pk: int) -> Report:
    """A report this person may see, with its period and its association's names."""
    reports = (
        Report.objects.visible_to(user)
        .select_related("period", "period__previous", "association", "entered_by")
        .prefetch_related("association__names")
    )
    return get_object_or_404(reports, pk=pk)


def page(request, template: str, association=None, *, status=200, **context):
    """A page of the workspace in its frame: the association, and the other ones."""
    mine = representations(request.user)
    acting = next((each for each in mine if each.association == association), None)
    frame = {
        "association": association,
        "acting": acting,
        "others": [
            each.association for each in mine if each.association != association
        ],
        "rooms": _rooms(request.path, association) if acting else [],
    }
    return render(request, template, {**frame, **context}, status=status)


_ROOMS = (
    ("Việc cần làm", "workspace:tasks"),
    ("Thông tin hội", "workspace:profile"),
    ("Người đại diện", "workspace:representatives"),
)


def _rooms(path: str, association) -> list[dict]:
    """Those of all apps stand beside the tasks, which tell of what waits in them."""
    first, *others = _ROOMS
    of_apps = [(room.label, room.url_name) for room in workspace.rooms()]
    rooms = []
    for label, name in (first, *of_apps, *others):
        url = reverse(name, args=[association.pk])
        rooms.append({"label": label, "url": url, "is_current": path == url})
    return rooms
