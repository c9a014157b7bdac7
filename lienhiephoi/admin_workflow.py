"""Buttons, confirm page and bulk actions of a workflow; the rules are the workflow's."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from lienhiephoi.workflow import (
    Transition,
    TransitionError,
    TransitionForbidden,
    Workflow,
)

THEN = "_then"
SHOWN = 50


class NoteForm(forms.Form):
    """Why: kept in the history, and read by whoever made the record."""

    note = forms.CharField(
        label="Lý do, ghi chú",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )

    def __init__(self, move: Transition, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["note"].required = move.needs_note
        if move.needs_note:
            self.fields["note"].help_text = "Cần ghi; người viết sẽ đọc được."
            self.fields["note"].error_messages["required"] = (
                f"Hãy ghi lý do «{move.label}»."
            )


@dataclass(frozen=True)
class Button:
    name: str
    label: str
    url: str


class WorkflowAdminMixin:
    """For a ModelAdmin whose model has a status.

    `workflow` says what may be done; `bulk_moves` names those offered in the list;
    `saving_moves` maps those offered beside "Lưu" to their labels.
    """

    workflow: Workflow
    bulk_moves: tuple[str, ...] = ()
    saving_moves: dict[str, str] = {}

    # --- One record -------------------------------------------------------------

    def get_urls(self):
        opts = self.opts
        return [
            path(
                "<path:object_id>/buoc/<slug:name>/",
                self.admin_site.admin_view(self.transition_view),
                name=f"{opts.app_label}_{opts.model_name}_transition",
            ),
            *super().get_urls(),
        ]

    def transition_url(self, record, name: str) -> str:
        return reverse(
            f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
            "_transition",
            args=[quote(record.pk), name],
        )

    def consequences(self, record, move: Transition) -> list[str]:
        """What a move will bring about, in words, for its confirm page."""
        return []

    def transition_view(self, request, object_id: str, name: str):
        """GET says what will happen and what is missing; POST does it."""
        record = self.get_object(request, unquote(object_id))
        move = self.workflow.transitions.get(name)
        if record is None or move is None:
            raise Http404("Không có bước xử lý này.")
        if not (
            self.has_view_permission(request, record)
            and move.allowed(request.user, record)
        ):
            raise PermissionDenied(f"Bạn không có quyền «{move.label}».")
        reasons = []
        form = NoteForm(move, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                self._move(request, record, move, form.cleaned_data["note"])
            except TransitionForbidden as refusal:
                raise PermissionDenied(str(refusal)) from refusal
            except TransitionError as refusal:
                reasons = refusal.reasons
            else:
                return HttpResponseRedirect(self._change_url(quote(record.pk)))
        elif record.status not in move.source:
            self.message_user(request, self._too_late(record, move), messages.WARNING)
            return HttpResponseRedirect(self._change_url(quote(record.pk)))
        return self._confirm(request, record, move, form, reasons)

    def _move(self, request, record, move: Transition, note: str = ""):
        moved = self.workflow.apply(record, move.name, by=request.user, note=note)
        self.log_change(request, moved, move.label)
        self.message_user(request, f"Đã «{move.label}»: {moved}.", messages.SUCCESS)
        return moved

    def _too_late(self, record, move: Transition) -> str:
        return (
            f"Không thể «{move.label}» khi đang ở trạng thái "
            f"«{record.get_status_display()}»."
        )

    def _confirm(self, request, record, move, form, reasons):
        """The page of one move; what stands against it is listed all at once."""
        missing = reasons or self.workflow.missing(record, move.name)
        context = {
            **self.admin_site.each_context(request),
            "title": move.label,
            "opts": self.opts,
            "original": record,
            "button": move.label,
            "form": form,
            "missing": missing,
            "target_label": dict(self.model._meta.get_field("status").flatchoices)[
                move.target
            ],
            "consequences": list(self.consequences(record, move)),
            "back_url": self._change_url(quote(record.pk)),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)

    # --- The form ---------------------------------------------------------------

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is None:
            moves = self._moves_of_a_new_one(request)
        else:
            moves = self.workflow.available(obj, request.user)
        can_save = (
            self.has_add_permission(request)
            if obj is None
            else self.has_change_permission(request, obj)
        )
        context |= {
            "saving_moves": [
                (move.name, self.saving_moves[move.name])
                for move in moves
                if can_save and move.name in self.saving_moves
            ],
            "transition_buttons": [
                Button(move.name, move.label, self.transition_url(obj, move.name))
                for move in moves
                if obj and not (can_save and move.name in self.saving_moves)
            ],
            "status_changes": self._history(obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _moves_of_a_new_one(self, request) -> list[Transition]:
        return self.workflow.available(self.model(), request.user)

    def _history(self, obj) -> list:
        if obj is None:
            return []
        labels = dict(self.model._meta.get_field("status").flatchoices)
        rows = list(obj.status_changes.select_related("by"))
        for row in rows:
            move = self.workflow.transitions.get(row.transition)
            row.move_label = move.label if move else row.transition
            row.to_label = labels.get(row.to_status, row.to_status)
        return rows

    def response_add(self, request, obj, post_url_continue=None):
        if THEN in request.POST:
            return self._save_and_move(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        if THEN in request.POST:
            return self._save_and_move(request, obj)
        return super().response_change(request, obj)

    def _save_and_move(self, request, obj):
        """Runs inside the transaction of the save, which a mere refusal leaves kept."""
        move = self.workflow.transitions.get(request.POST[THEN])
        if move is None or move.name not in self.saving_moves:
            raise PermissionDenied("Không có bước xử lý này.")
        try:
            self._move(request, obj, move)
        except TransitionForbidden as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except TransitionError as refusal:
            self.message_user(
                request, f"Đã lưu, nhưng chưa «{move.label}» được:", messages.WARNING
            )
            for reason in refusal.reasons:
                self.message_user(request, reason, messages.WARNING)
        return HttpResponseRedirect(self._change_url(quote(obj.pk)))

    # --- The list ---------------------------------------------------------------

    def get_actions(self, request):
        """Nothing with a history is deleted in bulk; it is moved in bulk."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        if "_popup" in request.GET:
            return actions
        sample = self.model()
        for name in self.bulk_moves:
            move = self.workflow.transitions[name]
            if move.allowed(request.user, sample):
                action = partial(_move_many, move=move)
                actions[f"move_{name}"] = (action, f"move_{name}", move.label)
        return actions

    def move_many(self, request, queryset, move: Transition):
        """Each goes through the one door; those refused are named with the reasons."""
        form = NoteForm(move, request.POST if "confirmed" in request.POST else None)
        if move.needs_note and not form.is_valid():
            return self._confirm_many(request, queryset, move, form)
        note = form.cleaned_data["note"] if form.is_bound and form.is_valid() else ""
        done = 0
        for record in queryset:
            try:
                moved = self.workflow.apply(
                    record, move.name, by=request.user, note=note
                )
            except TransitionError as refusal:
                reasons = " ".join(refusal.reasons)
                self.message_user(request, f"«{record}»: {reasons}", messages.ERROR)
            else:
                self.log_change(request, moved, move.label)
                done += 1
        if done:
            self.message_user(
                request,
                f"Đã «{move.label}» {done} {self.opts.verbose_name}.",
                messages.SUCCESS,
            )
        return None

    def _confirm_many(self, request, queryset, move, form):
        count = queryset.count()
        hidden = [
            ("action", request.POST.get("action", "")),
            ("select_across", request.POST.get("select_across", "0")),
            ("confirmed", "1"),
            *(
                (ACTION_CHECKBOX_NAME, key)
                for key in request.POST.getlist(ACTION_CHECKBOX_NAME)
            ),
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": f"{move.label}: {count} {self.opts.verbose_name}",
            "opts": self.opts,
            "button": move.label,
            "form": form,
            "records": list(queryset[:SHOWN]),
            "more_records": max(0, count - SHOWN),
            "hidden": hidden,
            "back_url": request.get_full_path(),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/confirm.html", context)


def _move_many(model_admin, request, queryset, *, move: Transition):
    return model_admin.move_many(request, queryset, move)
