"""The page of a period's form: all of it in order, and where it comes from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from lienhiephoi.whole_numbers import whole_number
from members import period_forms, permissions
from members.models import ReportingPeriod

WHOLE_FORM_GONE = "Bỏ toàn bộ mẫu"


class PeriodFormMixin:
    """For the admin of periods: see, fetch, arrange and empty a form."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/mau/",
                view(self.form_view),
                name="members_reportingperiod_form",
            ),
            path(
                "<int:pk>/mau/bo/",
                view(self.clear_form_view),
                name="members_reportingperiod_clear_form",
            ),
            *super().get_urls(),
        ]

    def period_or_refusal(self, request, pk: int, *, to_change=False):
        period = self.get_object(request, str(pk))
        if period is None:
            raise Http404("Không có kỳ báo cáo này.")
        may = permissions.can_run_periods if to_change else self._may_look
        if not may(request.user, period):
            raise PermissionDenied("Bạn không có quyền với kỳ báo cáo.")
        return period

    @staticmethod
    def _may_look(user, _period) -> bool:
        return user.has_perm("members.view_reportingperiod")

    def page_context(self, request, period, title: str) -> dict:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "period": period,
            "original": period,
            "may_run": permissions.can_run_periods(request.user, period),
            "media": self.media,
        }

    # --- The whole form ---------------------------------------------------------

    def form_view(self, request, pk: int):
        is_post = request.method == "POST"
        period = self.period_or_refusal(request, pk, to_change=is_post)
        if is_post:
            self._act(request, period)
            return HttpResponseRedirect(request.path)
        context = self.page_context(request, period, "Mẫu báo cáo") | {
            "sections": list(sections_with_indicators(period)),
            "checks": list(period.checks.select_related("left", "right")),
            "wanted_files": list(period.wanted_files.all()),
            "is_fixed": period_forms.is_fixed(period),
            "sources": list(period_forms.periods_with_form().exclude(pk=pk)),
            "likest": period_forms.previous_form(period),
        }
        return TemplateResponse(
            request, "admin/members/reportingperiod/form.html", context
        )

    def _act(self, request, period) -> None:
        actions = {
            "chuan": self._load_standard,
            "chep": self._copy,
            "thu-tu": self._reorder,
        }
        act = actions.get(request.POST.get("viec", ""))
        if act is None:
            raise PermissionDenied("Không có việc này.")
        try:
            with transaction.atomic():
                done = act(request, period)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            self.log_change(request, period, done)
            self.message_user(request, f"{done}.", messages.SUCCESS)

    @staticmethod
    def _load_standard(_request, period) -> str:
        period_forms.load_standard(period)
        return "Đã lấy mẫu chuẩn"

    @staticmethod
    def _copy(request, period) -> str:
        key = whole_number(request.POST.get("tu"))
        source = ReportingPeriod.objects.filter(pk=key).first()
        if source is None:
            raise ValidationError("Hãy chọn kỳ có mẫu để chép.")
        period_forms.copy_form(source, period)
        return f"Đã chép mẫu của «{source}»"

    @staticmethod
    def _reorder(request, period) -> str:
        places = {
            name: place
            for name, typed in request.POST.items()
            if (place := whole_number(typed)) is not None
        }
        for rows in _ordered_rows(period):
            kind = rows.model._meta.model_name
            marked = {
                whole_number(name.removeprefix(f"{kind}-")): place
                for name, place in places.items()
            }
            period_forms.reorder(rows, marked)
        return "Đã lưu thứ tự"

    # --- Emptying it ------------------------------------------------------------

    def clear_form_view(self, request, pk: int):
        period = self.period_or_refusal(request, pk, to_change=True)
        back_url = reverse("admin:members_reportingperiod_form", args=[pk])
        if request.method == "POST":
            try:
                period_forms.clear_form(period)
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            else:
                self.log_change(request, period, WHOLE_FORM_GONE)
                self.message_user(request, "Đã bỏ mẫu của kỳ này.", messages.SUCCESS)
            return HttpResponseRedirect(back_url)
        context = self.page_context(request, period, WHOLE_FORM_GONE) | {
            "button": WHOLE_FORM_GONE,
            "consequences": [
                "Mọi mục, chỉ tiêu, phép kiểm tra và tệp cần nộp của kỳ này bị bỏ.",
                "Mẫu của các kỳ khác giữ nguyên.",
            ],
            "back_url": back_url,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


def sections_with_indicators(period: ReportingPeriod):
    """Sections in order, each with `shown_indicators`; two queries."""
    of_section: dict[int, list] = {}
    for each in period.indicators.select_related("part_of"):
        of_section.setdefault(each.section_id, []).append(each)
    for section in period.sections.all():
        section.shown_indicators = of_section.get(section.pk, [])
        yield section


def _ordered_rows(period: ReportingPeriod):
    yield period.sections.all()
    yield period.wanted_files.all()
    for section in period.sections.all():
        yield section.indicators.all()
