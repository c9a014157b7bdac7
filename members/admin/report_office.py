"""What the office does about one obligation: more time, or typing a paper report."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from lienhiephoi.vietnamese import date_text
from members import obligations, paper


class ExtensionForm(forms.Form):
    extended_until = forms.DateField(label="Gia hạn đến hết ngày")
    extension_reason = forms.CharField(
        label="Lý do gia hạn",
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="Bản chụp báo cáo giấy",
        help_text="PDF hoặc ảnh chụp rõ chữ; được lưu cùng báo cáo.",
    )


class ObligationPages:
    """For the ModelAdmin of reports."""

    def extension_view(self, request, pk: int):
        report = self._officers_report(request, pk)
        form = ExtensionForm(
            request.POST or None,
            initial={
                "extended_until": report.extended_until,
                "extension_reason": report.extension_reason,
            },
            label_suffix="",
        )
        if request.method == "POST" and form.is_valid():
            try:
                obligations.extend(
                    report,
                    form.cleaned_data["extended_until"],
                    form.cleaned_data["extension_reason"],
                    by=request.user,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self.log_change(request, report, "Gia hạn")
                self.message_user(
                    request,
                    f"Đã gia hạn đến hết ngày {date_text(report.extended_until)}.",
                    messages.SUCCESS,
                )
                return HttpResponseRedirect(self._change_url(report.pk))
        return self._confirm_with(request, report, form, "Gia hạn", "Gia hạn")

    def paper_view(self, request, pk: int):
        report = self._officers_report(request, pk)
        form = ScanForm(request.POST or None, request.FILES or None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                paper.begin_paper_entry(
                    report, form.cleaned_data["scan"], by=request.user
                )
            except ValidationError as error:
                form.add_error("scan", error.messages)
            else:
                self.log_change(request, report, "Nhập từ bản giấy")
                return HttpResponseRedirect(
                    reverse("workspace:report", args=[report.pk])
                )
        consequences = [
            "Văn phòng nhập thay; hội xem được nhưng không sửa được.",
            "Bản chụp được lưu cùng báo cáo.",
            "Người khác, không phải người nhập, chấp nhận báo cáo.",
        ]
        return self._confirm_with(
            *(request, report, form, "Nhập từ bản giấy", "Bắt đầu nhập"), consequences
        )

    def give_back_view(self, request, pk: int):
        report = self._officers_report(request, pk)
        if request.method == "POST":
            try:
                paper.end_paper_entry(report, by=request.user)
            except ValidationError as error:
                self.message_user(request, error.messages[0], messages.ERROR)
            else:
                self.log_change(request, report, "Trả về cho hội tự nhập")
                self.message_user(
                    request, "Hội có thể tự nhập tiếp báo cáo này.", messages.SUCCESS
                )
            return HttpResponseRedirect(self._change_url(report.pk))
        consequences = ["Những gì văn phòng đã nhập vẫn còn; hội sửa tiếp được."]
        return self._confirm_with(
            *(request, report, None, "Trả về cho hội tự nhập", "Trả về"), consequences
        )

    def _confirm_with(self, request, report, form, title, button, consequences=()):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": report,
            "form": form,
            "button": button,
            "is_multipart": bool(form and form.is_multipart()),
            "consequences": list(consequences),
            "back_url": self._change_url(report.pk),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)
