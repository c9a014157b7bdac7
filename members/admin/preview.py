"""The form of a period as a representative will see it, with nothing to save."""

from django.template.response import TemplateResponse
from django.urls import path

from lienhiephoi.dossiers.fields import FormField
from lienhiephoi.dossiers.pages import QUALIFIERS, Inputs, ShownField
from members.report_forms import form_of


class PreviewMixin:
    """For the admin of periods."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/xem-truoc/",
                self.admin_site.admin_view(self.preview_view),
                name="members_reportingperiod_preview",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, pk: int):
        period = self.period_or_refusal(request, pk)
        form = form_of(period)
        context = {
            "period": period,
            "title": "Xem trước mẫu",
            "sections": [
                (section, [_empty(each) for each in section.fields])
                for section in form.sections
            ],
            "checks": period.checks.select_related("left", "right"),
            "qualifiers": QUALIFIERS,
            "estimate_day": period.ends_on,
            "previous_label": period.previous or "Kỳ trước",
        }
        return TemplateResponse(
            request, "admin/members/reportingperiod/preview.html", context
        )


def _empty(field: FormField) -> ShownField:
    return ShownField(field, Inputs(), is_editable=True)
