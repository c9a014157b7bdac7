"""«Điểm danh»: the list that was signed on paper, keyed in on one screen."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.urls import path

from conferences import attendance, invitees, permissions
from conferences.admin.invitee_lists import page_url
from conferences.admin.office_pages import OfficePage, register_page
from conferences.models import Arrival, Conference, Invitee, InviteeGroup

# What a row of the page says: nobody came, the invitee, whoever was sent instead.
NOBODY, SELF, SUBSTITUTE = "", "x", "s"

register_page(
    OfficePage(
        "Điểm danh",
        lambda conference: page_url("door", conference),
        permissions.keeps_the_door,
        order=20,
    )
)


def state_of(invitee: Invitee) -> str:
    if not invitee.is_present:
        return NOBODY
    return SUBSTITUTE if invitee.arrived_as_substitute else SELF


class SubstituteForm(forms.Form):
    """Somebody who came instead and had not been announced."""

    invitee = forms.ChoiceField(label="Đi thay cho")
    substitute_name = forms.CharField(label="Họ và tên người đi thay", max_length=120)

    def __init__(self, rows: list[Invitee], *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.rows = {str(each.pk): each for each in rows}
        self.fields["invitee"].choices = [
            ("", "Chọn đại biểu"),
            *((each.pk, str(each)) for each in rows if not each.is_present),
        ]


class DoorPages:
    """For the ModelAdmin of invitees."""

    def get_urls(self):
        return [
            path(
                "hoi-nghi/<int:pk>/diem-danh/",
                self.admin_site.admin_view(self.door_view),
                name="conferences_invitee_door",
            ),
            *super().get_urls(),
        ]

    def door_view(self, request, pk: int):
        if not permissions.keeps_the_door(request.user):
            raise PermissionDenied("Bạn không có quyền điểm danh.")
        conference = self.conference_or_refusal(request, pk, changes=False)
        rows = invitees.listed(conference)
        form = SubstituteForm(rows)
        if request.method == "POST" and conference.is_called_off:
            state = conference.get_status_display().lower()
            raise PermissionDenied(f"Hội nghị đã {state}, không điểm danh.")
        if request.method == "POST" and "substitute_name" in request.POST:
            form = SubstituteForm(rows, request.POST)
            if form.is_valid():
                return self._substitute_came(request, conference, form)
        elif request.method == "POST":
            return self._keyed_in(request, conference, rows)
        return self._door_page(request, conference, rows, form)

    def _door_page(self, request, conference: Conference, rows: list, form):
        for place, each in enumerate(rows, start=1):
            each.place, each.state = place, state_of(each)
        return self.page(
            request,
            conference,
            "door",
            title="Điểm danh",
            groups=[
                (label, members)
                for value, label in InviteeGroup.choices
                if (members := [each for each in rows if each.group == value])
            ],
            seen=json.dumps({each.pk: each.state for each in rows}),
            attendance=attendance.count_of(rows),
            quorum=attendance.quorum(conference),
            may_key_in=not conference.is_called_off,
            form=form,
        )

    def _keyed_in(self, request, conference: Conference, rows: list[Invitee]):
        """Only rows that this clerk changed are written: what others wrote meanwhile,
        or the door noted, stays."""
        try:
            seen = dict(json.loads(request.POST.get("seen", "")))
        except (ValueError, TypeError, RecursionError):
            return HttpResponseBadRequest("Trang điểm danh gửi thiếu. Hãy tải lại.")
        present = set(request.POST.getlist("present"))
        sent = set(request.POST.getlist("substitute"))
        added = taken_back = 0
        for each in rows:
            key = str(each.pk)
            wanted = SUBSTITUTE if key in sent else SELF if key in present else NOBODY
            if wanted == seen.get(key, wanted):
                continue
            if wanted == NOBODY:
                taken_back += attendance.undo(each)
                continue
            try:
                added += attendance.check_in(
                    each, Arrival.LIST, request.user, substitute=wanted == SUBSTITUTE
                )
            except attendance.AttendanceError as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        self._tell(request, added, taken_back)
        return HttpResponseRedirect(page_url("door", conference))

    def _substitute_came(self, request, conference: Conference, form: SubstituteForm):
        invitee = form.rows[form.cleaned_data["invitee"]]
        added = attendance.check_in(
            invitee,
            Arrival.LIST,
            request.user,
            substitute=True,
            substitute_name=form.cleaned_data["substitute_name"],
        )
        self._tell(request, int(added), 0)
        return HttpResponseRedirect(page_url("door", conference))

    def _tell(self, request, added: int, taken_back: int) -> None:
        told = []
        if added:
            told.append(f"Đã ghi thêm {added} người có mặt.")
        if taken_back:
            told.append(f"Đã bỏ ghi {taken_back} người.")
        level = messages.SUCCESS if told else messages.WARNING
        self.message_user(request, " ".join(told) or "Không có gì thay đổi.", level)
