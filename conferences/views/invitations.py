"""An invitee's own page: the meeting, its papers, and the answer; no account needed.

Whoever has the link is taken for the invitee, so nothing here is cached, indexed or
named to other sites.
"""

from functools import wraps
from itertools import chain

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conferences import calendars, invitees, links
from conferences.invitation_forms import AnswerForm
from conferences.models import (
    Audience,
    BodyRole,
    Conference,
    Invitee,
)
from conferences.programme import HANDED_OUT, Programme, programme_of
from conferences.retention import MONTHS_KEPT
from conferences.views.files import hand_out
from conferences.wording import when_text
from lienhiephoi import qr
from lienhiephoi.errors import too_many_requests
from lienhiephoi.limits import is_used_up

ANSWERS_PER_HOUR = 20
_AUDIENCES = (Audience.PUBLIC, Audience.DELEGATES)


def personal(view):
    """Never kept, never indexed, and the link is not told to where the reader goes."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token: str):
    invitee = links.invitee_of(token)
    if invitee is None:
        return render(request, "conferences/invitation_void.html", status=410)
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={
            "reply": invitee.reply,
            "substitute_name": invitee.substitute_name,
            "substitute_position": invitee.substitute_position,
            "reason": invitee.reply_reason,
        },
        label_suffix="",
    )
    if request.method == "POST":
        # Of one invitee: a whole house may answer from behind one address.
        spent = f"answer|{invitee.pk}"
        if is_used_up(spent, limit=ANSWERS_PER_HOUR, seconds=3600):
            return too_many_requests(request)
        if _answered(request, invitee, form):
            return redirect("conferences:invitation", token)
    return render(request, "conferences/invitation.html", _page(invitee, token, form))


def _answered(request, invitee: Invitee, form: AnswerForm) -> bool:
    if not form.is_valid():
        return False
    try:
        answered = invitees.answer(invitee, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_refusal(refusal)
        return False
    told = answered.get_reply_display().lower()
    messages.success(request, f"Đã ghi trả lời của Ông/Bà: {told}. Xin cảm ơn.")
    return True


def _page(invitee: Invitee, token: str, form: AnswerForm) -> dict:
    conference = invitee.conference
    return {
        "invitee": invitee,
        "conference": conference,
        "when": when_text(conference),
        "token": token,
        "form": form,
        "closed": invitees.reason_not_to_answer(conference),
        "hosts": _hosts(conference),
        "programme": _programme(conference, token),
        "code": qr.svg(links.badge_link_of(invitee)),
        "months_kept": MONTHS_KEPT,
    }


def _programme(conference: Conference, token: str) -> Programme:
    """What delegates are shown, with files at addresses behind their own link."""
    programme = programme_of(conference, _AUDIENCES)
    items = [item for day in programme.days for item in day.items]
    for each in chain(programme.loose, *(item.handed_out for item in items)):
        each.address = reverse(
            "conferences:invitation-file", args=[token, each.place, each.pk]
        )
    return programme


def _hosts(conference: Conference) -> list[str]:
    bodies = (
        conference.bodies.exclude(role=BodyRole.PARTICIPANT)
        .select_related("association")
        .prefetch_related("association__names")
    )
    found = []
    for body in bodies:
        # The name is that of the day; the day need not be read again for each.
        body.conference = conference
        found.append(str(body))
    return found


@personal
@require_safe
def invitation_calendar(request, token: str):
    """The meeting for the invitee's calendar, also where it is not public."""
    invitee = links.invitee_of(token)
    if invitee is None:
        raise Http404("Đường dẫn không dùng được.")
    conference = invitee.conference
    content = calendars.calendar_file(
        [conference], name=conference.title, link=lambda _each: links.link_of(invitee)
    )
    response = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="giay-moi.ics"'
    return response


@personal
@require_safe
def invitation_file(request, token: str, kind: str, pk: int):
    """A paper or file that delegates may read."""
    invitee = links.invitee_of(token)
    if invitee is None:
        raise Http404("Đường dẫn không dùng được.")
    model = HANDED_OUT.get(kind)
    if model is None:
        raise Http404("Không có tài liệu này.")
    found = get_object_or_404(
        model.objects.filter(audience__in=_AUDIENCES),
        pk=pk,
        conference=invitee.conference,
    )
    return hand_out(found, is_public=False)
