"""Invitations by mail: looked at, written into the queue, sent once the office says so."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from conferences import invitees, notifications
from conferences.admin.invitee_lists import page_url
from lienhiephoi import letters
from lienhiephoi.models import LetterStatus
from lienhiephoi.workflow import TransitionError

_SHOWN = 100
_RELEASE = "cho-gui"


class LetterPages:
    """For the ModelAdmin of invitees."""

    def get_urls(self):
        return [
            path(
                "hoi-nghi/<int:pk>/thu-moi/",
                self.admin_site.admin_view(self.letters_view),
                name="conferences_invitee_letters",
            ),
            *super().get_urls(),
        ]

    def letters_view(self, request, pk: int):
        """GET shows the letter as the first of them will read it; POST writes all, or
        lets go what was written."""
        conference = self.conference_or_refusal(request, pk, changes=True)
        rows = invitees.listed(conference)
        plan = notifications.plan_invitations(rows)
        refusal = invitees.reason_not_to_answer(conference)
        may_release = request.user.has_perm("lienhiephoi.change_letter")
        if request.method == "POST" and request.POST.get("viec") == _RELEASE:
            if refusal or not may_release:
                raise PermissionDenied(refusal or "Bạn không có quyền cho gửi thư.")
            self._release(request, rows)
            return HttpResponseRedirect(page_url("letters", conference))
        if request.method == "POST" and not refusal:
            written = notifications.write_invitations(rows, by=request.user)
            level = messages.SUCCESS if written else messages.WARNING
            self.message_user(
                request,
                f"Đã lập {len(written)} thư mời. Thư chờ văn phòng đọc và cho gửi."
                if written
                else "Không có thư nào cần lập thêm.",
                level,
            )
            return HttpResponseRedirect(page_url("letters", conference))
        sample = (plan.fresh or plan.written or plan.unreachable or (None,))[0]
        subject, body = notifications.invitation_text(sample) if sample else ("", "")
        states = _states(rows)
        return self.page(
            request,
            conference,
            "letters",
            title="Thư mời",
            plan=plan,
            refusal=refusal,
            sample=sample,
            subject=subject,
            body=body,
            shown=_SHOWN,
            states=[(label, states[key]) for key, label in LetterStatus.choices],
            held=states[LetterStatus.HELD] if may_release else 0,
            release=_RELEASE,
            queue_url=_queue_url() if may_release else "",
        )

    def _release(self, request, rows) -> None:
        count = 0
        held = notifications.written_invitations(rows).filter(status=LetterStatus.HELD)
        for letter in held:
            try:
                letters.release(letter, by=request.user)
            except TransitionError:
                continue
            count += 1
        self.message_user(
            request,
            f"Đã cho gửi {count} thư; thư đi trong ít phút.",
            messages.SUCCESS if count else messages.WARNING,
        )


def _states(rows) -> dict[str, int]:
    found = notifications.written_invitations(rows).order_by().values_list("status")
    return dict.fromkeys(LetterStatus, 0) | dict(found.annotate(Count("pk")))


def _queue_url() -> str:
    query = {"status__exact": LetterStatus.HELD, "kind": notifications.INVITATION}
    return f"{reverse('admin:lienhiephoi_letter_changelist')}?{urlencode(query)}"
