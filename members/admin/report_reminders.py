"""Reminding associations by one press: of one report, or of those picked in the list."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from lienhiephoi.vietnamese import date_text
from members import permissions, reminders


class ReminderPages:
    """For the ModelAdmin of reports."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if not permissions.is_reporting_officer(request.user):
            actions.pop("remind_many", None)
        return actions

    @admin.action(description="Gửi thư nhắc")
    def remind_many(self, request, queryset):
        self._remind(request, list(queryset))

    def reminder_view(self, request, pk: int):
        report = self._report(request, pk)
        if not permissions.is_reporting_officer(request.user):
            raise PermissionDenied("Bạn không có quyền nhắc báo cáo.")
        if request.method == "POST":
            self._remind(request, [report])
            return HttpResponseRedirect(self._change_url(report.pk))
        made = reminders.plan_for([report])
        readers = [f"{each.to.name} ({each.to.email})" for each in made.reminders]
        context = {
            **self.admin_site.each_context(request),
            "title": "Gửi thư nhắc",
            "opts": self.opts,
            "original": report,
            "button": "Gửi thư nhắc",
            "consequences": [
                f"Hạn gửi của hội: {date_text(report.due_on)}.",
                *(f"Người nhận: {reader}." for reader in readers),
                *(
                    f"{each.association} chưa có thư điện tử, hãy gọi điện thoại."
                    for each in made.unreachable
                ),
                "Mỗi người nhận nhiều nhất một thư nhắc trong một ngày.",
            ],
            "back_url": self._change_url(report.pk),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)

    def _remind(self, request, reports: list) -> None:
        outcome = reminders.remind(reports, by=request.user)
        went_out = outcome.written or outcome.released
        level = messages.SUCCESS if went_out else messages.WARNING
        self.message_user(request, str(outcome), level)
        if went_out:
            for report in reports:
                self.log_change(request, report, "Gửi thư nhắc")
