"""What came true of estimates, once the report was accepted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienhiephoi.dossiers.wording import amount_text, figure_text
from lienhiephoi.vietnamese import read_number
from members import permissions, reporting
from members.views.workspace import access
from members.views.workspace.opened import OpenReport, crumbs, open_report


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def actuals(request, pk: int):
    shown = open_report(request.user, pk)
    report = shown.report
    if not permissions.can_record_actual(request.user, report):
        raise PermissionDenied(
            "Số thực hiện ghi được sau khi báo cáo được chấp nhận, bởi người đại diện."
        )
    typed, errors = {}, {}
    if request.method == "POST":
        typed = request.POST
        amounts, errors = _read(shown, typed)
        if not (amounts or errors):
            messages.info(request, "Chưa có số nào thay đổi.")
            return redirect("workspace:actuals", pk)
        if not errors:
            try:
                version = reporting.record_actual(report, amounts, by=request.user)
            except ValidationError as refusal:
                errors = refusal.message_dict
            else:
                messages.success(request, "Đã ghi số thực hiện.")
                return redirect("workspace:receipt", pk, version.number)
    context = {
        "report": report,
        "rows": _rows(shown, typed, errors),
        "breadcrumbs": crumbs(report, ("Số thực hiện", None)),
    }
    return access.page(request, "workspace/actuals.html", report.association, **context)


def _estimates(shown: OpenReport):
    answers = shown.filling.answers
    for field in shown.filling.form.fields:
        answer = answers.get(field.key)
        if answer and answer.is_estimate and answer.amount is not None:
            yield field, answer


def _read(shown: OpenReport, typed) -> tuple[dict, dict[str, list[str]]]:
    """The figures that are new; an empty input leaves its estimate as it is."""
    amounts, errors = {}, {}
    for field, answer in _estimates(shown):
        text = typed.get(field.key, "").strip()
        if not text:
            continue
        try:
            amount = read_number(text, field.decimals)
        except ValueError as error:
            errors[field.key] = [str(error)]
            continue
        if amount != answer.actual_amount:
            amounts[field.key] = amount
    return amounts, errors


def _rows(shown: OpenReport, typed, errors) -> list[dict]:
    return [
        {
            "field": field,
            "estimate": figure_text(answer, decimals=field.decimals, unit=field.unit),
            "value": typed.get(
                field.key, amount_text(answer.actual_amount, field.decimals)
            ),
            "errors": errors.get(field.key, []),
        }
        for field, answer in _estimates(shown)
    ]
