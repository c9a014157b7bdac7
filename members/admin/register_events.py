"""Pages on which the office records what happened to an association."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from lienhiephoi.admin_workflow import Button
from lienhiephoi.vietnamese import clean_line
from members import register, settling
from members.models import Association, MemberKind, MemberStanding, Report
from members.register import NewBody, Occasion

# Numbers of decisions go into fields of this length.
DECISION_LENGTH = 60


class OccasionForm(forms.Form):
    """When, and by which decision; a form of its own for each kind of event.

    `record(by)` does it, or puts the refusal beside the fields and says False. Done, it
    has `told`, what the office is told, `leads_to`, whose page is the next to see, and
    `ended`, the bodies that are members no more.
    """

    title: str
    consequences: tuple[str, ...] = ()
    may_end = False
    told: str
    leads_to: Association

    on = forms.DateField(
        label="Có hiệu lực từ ngày",
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
    )
    decision = forms.CharField(
        label="Số, ký hiệu văn bản",
        required=False,
        max_length=DECISION_LENGTH,
        help_text="Ví dụ: 12/QĐ-LHH.",
    )
    note = forms.CharField(
        label="Diễn giải",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )

    def __init__(self, association: Association, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.association = self.leads_to = association
        self.ended = [association] if self.may_end else []
        self.told = f"Đã ghi «{self.title}»: {association}."
        self.fields["on"].initial = timezone.localdate()
        # What this kind of event asks for stands above when and why.
        own = [name for name in self.fields if name not in OccasionForm.base_fields]
        self.order_fields([*own, *OccasionForm.base_fields])

    def record(self, by) -> bool:
        asked = self.cleaned_data
        occasion = Occasion(asked["on"], by, asked["decision"], asked["note"])
        try:
            self.apply(occasion)
        except ValidationError as refusal:
            self._show(refusal)
            return False
        return True

    def apply(self, occasion: Occasion) -> None:
        raise NotImplementedError

    def _show(self, refusal: ValidationError) -> None:
        named = getattr(refusal, "error_dict", {NON_FIELD_ERRORS: refusal})
        for name, errors in named.items():
            self.add_error(name if name in self.fields else None, errors)


class NamedForm(OccasionForm):
    name = forms.CharField(
        label="Tên đầy đủ mới", max_length=200, widget=AdminTextInputWidget
    )
    short_name = forms.CharField(label="Tên gọi tắt", max_length=80, required=False)

    def body(self) -> NewBody:
        asked = self.cleaned_data
        return NewBody(clean_line(asked["name"]), clean_line(asked["short_name"]))


class RenameForm(NamedForm):
    title = "Đổi tên"
    consequences = (
        "Trang, báo cáo và văn bản của những ngày trước vẫn mang tên cũ.",
        "Tìm tên cũ vẫn ra hội này.",
    )
    renews_address = forms.BooleanField(
        label="Đổi địa chỉ trang theo tên mới (địa chỉ cũ vẫn dẫn tới)",
        required=False,
        initial=True,
    )

    def apply(self, occasion):
        former = self.association.name
        self.leads_to = register.rename(
            self.association,
            self.body(),
            occasion,
            renews_address=self.cleaned_data["renews_address"],
        )
        self.told = f"Đã đổi tên «{former}» thành «{self.leads_to}»."


class AnyKindForm(OccasionForm):
    kind = forms.ChoiceField(label="Loại", choices=MemberKind)


class KindForm(AnyKindForm):
    title = "Đổi loại thành viên"

    def apply(self, occasion):
        register.change_kind(self.association, self.cleaned_data["kind"], occasion)


class ReadmitForm(AnyKindForm):
    title = "Kết nạp lại"

    def apply(self, occasion):
        register.admit(self.association, self.cleaned_data["kind"], occasion)


class SuspendForm(OccasionForm):
    title = "Tạm ngừng"
    consequences = ("Kỳ báo cáo mở sau ngày này không đòi hội gửi báo cáo.",)

    def apply(self, occasion):
        register.suspend(self.association, occasion)


class ResumeForm(OccasionForm):
    title = "Hoạt động lại"

    def apply(self, occasion):
        register.resume(self.association, occasion)


class LeaveForm(OccasionForm):
    title = "Rời Liên hiệp Hội"
    may_end = True
    consequences = (
        "Hội vẫn còn trong sổ, với lịch sử và báo cáo đã gửi.",
        "Trang của hội ghi rõ hội đã rời Liên hiệp Hội.",
    )

    def apply(self, occasion):
        register.leave(self.association, occasion)


class DissolveForm(OccasionForm):
    title = "Giải thể"
    may_end = True
    consequences = (
        "Hội vẫn còn trong sổ, với lịch sử và báo cáo đã gửi.",
        "Nhiệm kỳ của cán bộ hội kết thúc vào ngày trước đó.",
    )

    def apply(self, occasion):
        register.dissolve(self.association, occasion)


class _Marked:
    """Names of associations, with what each has begun in an open period."""

    def __init__(self, associations) -> None:
        self.begun: dict[int, list[str]] = {}
        for report in settling.begun_reports(associations):
            self.begun.setdefault(report.association_id, []).append(str(report.period))

    def __call__(self, association: Association) -> str:
        begun = ", ".join(self.begun.get(association.pk, ()))
        return f"{association} (đã nhập {begun})" if begun else str(association)


class MergeForm(NamedForm):
    title = "Hợp nhất, sáp nhập"
    may_end = True
    consequences = (
        "Hội bị sáp nhập kết thúc; báo cáo cũ vẫn đứng tên hội ấy.",
        "Khi so với năm trước, số liệu của các hội cũ được cộng lại.",
    )
    into = forms.ModelChoiceField(
        label="Sáp nhập vào hội",
        queryset=Association.objects.none(),
        required=False,
        empty_label="(thành lập hội mới, ghi tên ở dưới)",
    )
    others = forms.ModelMultipleChoiceField(
        label="Cùng với các hội",
        queryset=Association.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["others", "into", "name", "short_name"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        members = Association.objects.current().exclude(pk=self.association.pk)
        self.fields["into"].queryset = self.fields["others"].queryset = members
        self.fields["others"].label_from_instance = _Marked(members)
        self.fields["name"].required = False
        self.fields["name"].label = "Tên đầy đủ của hội mới"
        self.order_fields([*self.field_order, *OccasionForm.base_fields])

    def apply(self, occasion):
        asked = self.cleaned_data
        into = asked["into"]
        self.ended += [each for each in asked["others"] if each != into]
        self.leads_to = register.merge(
            self.ended,
            occasion,
            into=into,
            body=self.body() if asked["name"] else None,
        )
        verb, to = ("sáp nhập", "vào") if into else ("hợp nhất", "thành")
        self.told = f"Đã {verb} {_quoted(self.ended)} {to} «{self.leads_to}»."


class SplitForm(OccasionForm):
    title = "Chia, tách"
    may_end = True
    consequences = (
        "Mỗi hội mới có trang riêng, cùng loại và lĩnh vực với hội này.",
        "Số liệu trước ngày tách thuộc chung các hội, không so sánh riêng từng hội.",
    )
    parts = forms.CharField(
        label="Các hội mới",
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text="Mỗi dòng một hội: tên đầy đủ | tên gọi tắt (nếu có).",
    )
    goes_on = forms.BooleanField(
        label="Hội này vẫn tiếp tục hoạt động (tách ra)", required=False, initial=True
    )

    def clean_parts(self) -> list[NewBody]:
        lines = [line.split("|", 1) for line in self.cleaned_data["parts"].splitlines()]
        bodies = [NewBody(*(clean_line(part) for part in line)) for line in lines]
        return [body for body in bodies if body.name]

    def apply(self, occasion):
        asked = self.cleaned_data
        made = register.split(
            self.association, asked["parts"], occasion, goes_on=asked["goes_on"]
        )
        if asked["goes_on"]:
            self.ended = []
        verb = "tách ra" if asked["goes_on"] else "chia thành"
        self.told = f"Đã ghi: «{self.association}» {verb} {_quoted(made)}."


EVENTS: dict[str, type[OccasionForm]] = {
    "renamed": RenameForm,
    "kind_changed": KindForm,
    "suspended": SuspendForm,
    "resumed": ResumeForm,
    "merged": MergeForm,
    "split": SplitForm,
    "left": LeaveForm,
    "dissolved": DissolveForm,
    "joined": ReadmitForm,
}


def possible_events(association: Association) -> list[str]:
    """What can happen next to a body, by what it is today."""
    held = association.membership_on(timezone.localdate())
    if held is None:
        return ["joined", "renamed"]
    is_active = held.standing == MemberStanding.ACTIVE
    paused = "suspended" if is_active else "resumed"
    return ["renamed", "kind_changed", paused, "merged", "split", "left", "dissolved"]


class RegisterEventsMixin:
    """For the admin of associations: a page for each kind of event."""

    def get_urls(self):
        return [
            path(
                "<path:object_id>/su-kien/<slug:kind>/",
                self.admin_site.admin_view(self.event_view),
                name="members_association_event",
            ),
            *super().get_urls(),
        ]

    def event_buttons(self, association: Association) -> list[Button]:
        return [
            Button(kind, EVENTS[kind].title, _event_url(association, kind))
            for kind in possible_events(association)
        ]

    def event_view(self, request, object_id: str, kind: str):
        association = self.get_object(request, unquote(object_id))
        if association is None or kind not in EVENTS:
            raise Http404("Không có sự kiện này.")
        if not self.has_change_permission(request, association):
            raise PermissionDenied("Bạn không có quyền ghi vào sổ hội.")
        back_url = self._change_url(quote(association.pk))
        form_class = EVENTS[kind]
        if kind not in possible_events(association):
            refusal = f"Không thể «{form_class.title}» lúc này."
            self.message_user(request, refusal, messages.WARNING)
            return HttpResponseRedirect(back_url)
        form = form_class(
            association, request.POST if request.method == "POST" else None
        )
        if form.is_bound and form.is_valid() and form.record(request.user):
            self.log_change(request, association, form.title)
            self.message_user(request, form.told, messages.SUCCESS)
            for report in settling.begun_reports(form.ended):
                self.message_user(request, _still_open(report), messages.WARNING)
            return HttpResponseRedirect(self._change_url(quote(form.leads_to.pk)))
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "opts": self.opts,
            "original": association,
            "button": f"Ghi «{form.title}»",
            "form": form,
            "missing": form.non_field_errors(),
            "consequences": [*form.consequences, *_of_open_reports(form)],
            "back_url": back_url,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


def _of_open_reports(form: OccasionForm) -> list[str]:
    if not form.may_end:
        return []
    return [
        "Trong kỳ đang mở, hội kết thúc được miễn báo cáo nếu chưa nhập gì.",
        "Hội kế thừa phải báo cáo kỳ ấy.",
        "Kỳ mà số liệu kết thúc trước ngày này giữ nguyên.",
        *(_still_open(each) for each in settling.begun_reports([form.association])),
    ]


def _still_open(report: Report) -> str:
    status = report.get_status_display().lower()
    return (
        f"{report.period} của «{report.association}» đã có nội dung ({status}) nên "
        "không được miễn tự động. Số liệu ấy tính riêng; hội kế thừa không báo cáo lại."
    )


def _quoted(associations) -> str:
    return ", ".join(f"«{each}»" for each in associations)


def _event_url(association: Association, kind: str) -> str:
    return reverse("admin:members_association_event", args=[association.pk, kind])
