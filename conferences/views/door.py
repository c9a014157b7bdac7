"""Signing in: by oneself at the door of the meeting, or by whoever keeps it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conferences import links, permissions
from conferences.attendance import AttendanceError, check_in, door_hours, door_is_open
from conferences.invitation_forms import GuestForm, NameForm
from conferences.models import Arrival, Conference, Invitee, InviteeGroup
from conferences.views.invitations import personal
from conferences.wording import when_text
from lienhiephoi.errors import too_many_requests
from lienhiephoi.limits import is_over_limit, is_used_up
from lienhiephoi.vietnamese import clean_line, fold, moment_text

# A whole hall may stand behind one address of the house's network.
TRIES_PER_TEN_MINUTES = 600
# A meeting with more uninvited guests than this wants a clerk at the door.
GUESTS_PER_DAY = 300


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def door(request, slug: str, code: str):
    """Self sign-in: type the name; two of one name are told apart by their body."""
    conference = get_object_or_404(Conference, slug=slug)
    if not links.is_door_code(conference, code):
        raise Http404("Mã điểm danh này không đúng.")
    page = _Door(request, conference, code)
    if not door_is_open(conference):
        return page.closed()
    if request.method == "POST":
        if is_over_limit(request, "door", limit=TRIES_PER_TEN_MINUTES, seconds=600):
            return too_many_requests(
                request, "Quá nhiều người điểm danh cùng lúc. Xin báo với ban tổ chức."
            )
        return page.posted()
    return page.ask(NameForm(label_suffix=""))


class _Door:
    """One request at the door."""

    def __init__(self, request, conference: Conference, code: str) -> None:
        self.request, self.conference, self.code = request, conference, code
        self.takes_guests = links.takes_guests(conference, code)

    def show(self, step: str, status: int = 200, **context):
        return render(
            self.request,
            "conferences/door.html",
            {
                "conference": self.conference,
                "when": when_text(self.conference),
                "takes_guests": self.takes_guests,
                "step": step,
                **context,
            },
            status=status,
        )

    def closed(self):
        opens, _ = door_hours(self.conference)
        is_early = timezone.now() < opens and not self.conference.is_called_off
        local = timezone.localtime(opens)
        return self.show("closed", opens=moment_text(local) if is_early else "")

    def ask(self, form: NameForm):
        return self.show("ask", form=form)

    def posted(self):
        if "body" in self.request.POST and self.takes_guests:
            return self.as_guest()
        form = NameForm(self.request.POST, label_suffix="")
        if not form.is_valid():
            return self.ask(form)
        name = clean_line(form.cleaned_data["name"])
        found = self.bearers(name)
        chosen = self.request.POST.get("who", "")
        if chosen:
            found = [each for each in found if str(each.pk) == chosen]
        if len(found) > 1:
            return self.show("choose", name=name, found=found)
        if found:
            return self.signed_in(found[0], name)
        typed = {"initial": {"name": name}, "label_suffix": ""}
        return self.show(
            "unknown",
            name=name,
            again=NameForm(**typed),
            form=GuestForm(**typed, auto_id="guest_%s"),
        )

    def bearers(self, name: str) -> list[Invitee]:
        """Whose own name it is, or the name of whom they send instead."""
        if not (wanted := fold(name)):
            return []
        rows = self.conference.invitees.select_related("association").prefetch_related(
            "association__names"
        )
        return [
            each
            for each in rows
            if wanted in (each.folded_name, fold(each.substitute_name))
        ]

    def signed_in(self, invitee: Invitee, name: str):
        is_substitute = fold(name) != invitee.folded_name
        # Whoever is present stays so as whom the door has written down.
        is_news = not invitee.is_present and check_in(
            invitee, Arrival.SELF, substitute=is_substitute
        )
        return self.show("done", invitee=invitee, is_news=is_news)

    def as_guest(self):
        form = GuestForm(self.request.POST, label_suffix="", auto_id="guest_%s")
        if not form.is_valid():
            return self.show("unknown", name=form.data.get("name", ""), form=form)
        spent = f"door-guests|{self.conference.pk}"
        if is_used_up(spent, limit=GUESTS_PER_DAY, seconds=86400):
            return too_many_requests(
                self.request, "Xin gặp ban tổ chức ở bàn đón tiếp để điểm danh."
            )
        return self.show("done", invitee=self.add_guest(form), is_news=True)

    @transaction.atomic
    def add_guest(self, form: GuestForm) -> Invitee:
        """Once, however often the same name and body are sent."""
        Conference.objects.select_for_update(no_key=True).get(pk=self.conference.pk)
        name = clean_line(form.cleaned_data["name"])
        body = clean_line(form.cleaned_data["body"])
        known = [
            each
            for each in self.conference.invitees.filter(
                was_invited=False, folded_name=fold(name)
            )
            if fold(each.body) == fold(body)
        ]
        guest = (
            known[0]
            if known
            else Invitee.objects.create(
                conference=self.conference,
                group=InviteeGroup.GUEST,
                full_name=name,
                body=body,
                was_invited=False,
            )
        )
        check_in(guest, Arrival.SELF)
        return guest


# --- A badge ----------------------------------------------------------------------


@personal
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def badge(request, token: str):
    """What scanning a badge opens for whoever keeps the door: one press, «Có mặt»."""
    if not permissions.keeps_the_door(request.user):
        raise PermissionDenied("Chỉ người được giao điểm danh mở được trang này.")
    invitee = links.bearer_of(token)
    if invitee is None:
        return render(request, "conferences/invitation_void.html", status=410)
    if request.method == "POST":
        _check_in_by_badge(request, invitee)
        return redirect("conferences:badge", token)
    context = {
        "invitee": invitee,
        "conference": invitee.conference,
        "when": when_text(invitee.conference),
        "is_open": door_is_open(invitee.conference),
    }
    return render(request, "conferences/badge.html", context)


def _check_in_by_badge(request, invitee: Invitee) -> None:
    if not door_is_open(invitee.conference):
        messages.warning(request, "Chưa đến giờ hoặc đã hết giờ điểm danh.")
        return
    try:
        check_in(
            invitee,
            Arrival.BADGE,
            request.user,
            substitute="substitute" in request.POST,
        )
    except AttendanceError as refusal:
        messages.warning(request, str(refusal))
