"""Deeds of the admin beside editing: a button, a page that says what follows, a POST.

For what is no move of a workflow: ending, revoking, sending again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from lienhiephoi.admin_workflow import Button
from lienhiephoi.workflow import TransitionError


@dataclass(frozen=True)
class Deed:
    """does(request, record, form) gives the message to show, or the answer itself; it
    raises TransitionError or ValidationError where the deed may not be done.

    `is_open(record)` draws the button; `form(record, data)` asks what the deed needs.
    """

    name: str
    label: str
    does: Callable[..., str | HttpResponse]
    is_open: Callable[..., bool]
    consequences: tuple[str, ...] = ()
    form: Callable[..., forms.Form] | None = None


class DeedAdminMixin:
    """For a ModelAdmin whose records are acted upon rather than edited.

    Who has the right to change the model may do its deeds.
    """

    deeds: tuple[Deed, ...] = ()

    def may_act(self, request) -> bool:
        return request.user.has_perm(
            f"{self.opts.app_label}.change_{self.opts.model_name}"
        )

    def get_urls(self):
        return [
            path(
                "<path:object_id>/viec/<slug:name>/",
                self.admin_site.admin_view(self.deed_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_deed",
            ),
            *super().get_urls(),
        ]

    def deed_url(self, record, name: str) -> str:
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_deed",
            args=[quote(record.pk), name],
        )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.may_act(request):
            context["transition_buttons"] = [
                Button(deed.name, deed.label, self.deed_url(obj, deed.name))
                for deed in self.deeds
                if deed.is_open(obj)
            ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def deed_view(self, request, object_id: str, name: str):
        record = self.get_object(request, unquote(object_id))
        deed = next((each for each in self.deeds if each.name == name), None)
        if record is None or deed is None:
            raise Http404("Không có việc này.")
        if not self.may_act(request):
            raise PermissionDenied(f"Bạn không có quyền «{deed.label}».")
        data = request.POST if request.method == "POST" else None
        form = deed.form(record, data) if deed.form else None
        missing = []
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                return self._done(request, record, deed, form)
            except TransitionError as refusal:
                missing = refusal.reasons
            except ValidationError as refusal:
                missing = refusal.messages
        return self._ask(request, record, deed, form, missing)

    def _done(self, request, record, deed: Deed, form):
        answer = deed.does(request, record, form)
        self.log_change(request, record, deed.label)
        if isinstance(answer, HttpResponse):
            return answer
        self.message_user(request, answer, messages.SUCCESS)
        return HttpResponseRedirect(self._change_url(quote(record.pk)))

    def _ask(self, request, record, deed: Deed, form, missing: list[str]):
        context = {
            **self.admin_site.each_context(request),
            "title": deed.label,
            "opts": self.opts,
            "original": record,
            "button": deed.label,
            "form": form,
            "missing": missing,
            "consequences": deed.consequences,
            "back_url": self._change_url(quote(record.pk)),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)
