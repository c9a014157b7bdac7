"""Invitations by mail: looked at, written into the queue, sent once the office says so."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse

from conferences import invitees, notifications
from conferences.admin.invitee_lists import page_url
from lienhiephoi.models import LetterStatus

_SHOWN = 100


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
        """GET shows the letter as the first of them will read it; POST writes all."""
        conference = self.conference_or_refusal(request, pk, changes=True)
        rows = invitees.listed(conference)
        plan = notifications.plan_invitations(rows)
        refusal = invitees.reason_not_to_answer(conference)
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
            queue_url=(
                reverse("admin:lienhiephoi_letter_changelist")
                + f"?status__exact={LetterStatus.HELD}"
            ),
        )
