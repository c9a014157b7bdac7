"""Tasks in the workspace: what a conference asked, and how far it is."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conferences import workspace
from conferences.models import UNFINISHED, Task, TaskStatus
from conferences.progress import report_progress, tasks_of
from conferences.workspace import OWN_LABEL, due_text
from lienhiephoi.workflow import TransitionError
from members.views.workspace import access

SHOWN_DONE = 30


class ProgressForm(forms.Form):
    text = forms.CharField(
        label="Kết quả, tiến độ",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Đã làm gì, kết quả ra sao, còn vướng mắc gì.",
        error_messages={"required": "Hãy ghi kết quả, tiến độ."},
    )
    percent = forms.IntegerField(
        label="Đã hoàn thành khoảng (%)",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Ghi số từ 0 đến 100.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Hãy ghi số từ 0 đến 100."
        ),
    )


@never_cache
@require_safe
@login_required
def of_association(request, association_pk: int):
    association = access.acting_or_404(request.user, association_pk).association
    found = Task.objects.given().filter(association=association)
    return _list(request, found, "Nhiệm vụ được giao", association)


@never_cache
@require_safe
@login_required
def own(request):
    """Tasks given to a person by name, who need not act for anybody."""
    found = Task.objects.given().filter(person__user=request.user)
    return _list(request, found, OWN_LABEL, None)


def _list(request, found, title: str, association):
    tasks = list(found.select_related("conference").order_by("due_on", "order", "pk"))
    finished = [task for task in tasks if task.status not in UNFINISHED]
    finished.sort(key=lambda task: (task.done_on or task.conference.starts_on, task.pk))
    context = {
        "title": title,
        "tasks": [
            workspace.waiting_task(task)
            for task in tasks
            if task.status == TaskStatus.OPEN
        ],
        "claimed": [task for task in tasks if task.status == TaskStatus.CLAIMED],
        "finished": finished[::-1][:SHOWN_DONE],
    }
    return access.page(
        request, "workspace/conference_tasks.html", association, **context
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def task(request, pk: int):
    """What is asked, what was told of it, and a form to tell more."""
    asked = get_object_or_404(
        tasks_of(request.user).select_related(
            "conference", "association", "resolution"
        ),
        pk=pk,
    )
    form = ProgressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _tell(request, asked, form):
            return redirect("tasks:task", asked.pk)
        asked.refresh_from_db(fields=["status", "done_on"])
    last_change = asked.status_changes.order_by("-pk").first()
    is_back = last_change is not None and last_change.transition == "send_back"
    context = {
        "task": asked,
        "due": due_text(asked),
        "form": form,
        "can_tell": asked.status in UNFINISHED,
        "can_claim": asked.status == TaskStatus.OPEN,
        "sent_back": last_change.note if is_back else "",
        "progress": asked.progress.select_related("by"),
        "back_url": _list_url(asked),
        "breadcrumbs": [(_list_label(asked), _list_url(asked)), (asked.title, None)],
        "form_error_title": "Chưa gửi được, có chỗ cần sửa",
    }
    return access.page(request, "workspace/task.html", asked.association, **context)


def _tell(request, asked: Task, form: ProgressForm) -> bool:
    is_done = "xong" in request.POST
    try:
        report_progress(
            asked,
            form.cleaned_data["text"],
            percent=100 if is_done else form.cleaned_data["percent"],
            by=request.user,
            is_done=is_done,
        )
    except TransitionError as refusal:
        form.add_error(None, refusal.reasons)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    else:
        told = (
            "Đã báo hoàn thành. Văn phòng sẽ xem và xác nhận."
            if is_done
            else "Đã ghi báo cáo tiến độ."
        )
        messages.success(request, told)
        return True
    return False


def _list_label(asked: Task) -> str:
    return "Nhiệm vụ được giao" if asked.association_id else OWN_LABEL


def _list_url(asked: Task) -> str:
    if asked.association_id:
        return reverse("tasks:association", args=[asked.association_id])
    return reverse("tasks:own")
