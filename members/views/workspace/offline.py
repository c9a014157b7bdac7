"""Filling in without a network: the form goes out as .xlsx or paper, and comes back.

An uploaded spreadsheet is read whole; if one cell of it is bad nothing is kept, and
every bad cell is named. What would change is shown before it is saved.
"""

from dataclasses import asdict, dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lienhiephoi.dossiers.entries import Entry, content
from lienhiephoi.dossiers.fields import FieldKind, Form
from lienhiephoi.dossiers.pages import NOBODY
from lienhiephoi.dossiers.wording import figure_text
from lienhiephoi.downloads import download
from lienhiephoi.filekinds import XLSX
from lienhiephoi.files import check_upload
from lienhiephoi.vietnamese import slugify
from members import reporting
from members.models import Report
from members.views.workspace import access
from members.views.workspace.opened import OpenReport, crumbs, open_report

_KEY = "sheet"


class SheetForm(forms.Form):
    file = forms.FileField(
        label="Tệp Excel đã điền",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        check_upload(file, allowed=(XLSX,))
        return file


@dataclass(frozen=True)
class Change:
    """What a field says now, and what the spreadsheet says."""

    label: str
    old: str
    new: str
    by: str = ""  # who changed the field since the spreadsheet was made


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheet(request, pk: int):
    """Download, upload, then look and confirm, on one page."""
    shown = open_report(request.user, pk)
    if not shown.editable:
        messages.info(request, "Báo cáo này hiện không sửa được.")
        return redirect(shown.report)
    if request.method == "POST" and "ghi" in request.POST:
        return _keep(request, shown)
    is_sent = request.method == "POST"
    form = SheetForm(request.POST, request.FILES) if is_sent else SheetForm()
    reading = _read(shown.report, form) if is_sent else None
    changes, locked = None, []
    if reading is not None and not reading.errors:
        changed, locked = _changed(shown, reading.entries)
        changes = [_change(shown, key, each) for key, each in changed.items()]
        request.session[_KEY] = {str(pk): _held(changed)}
    context = {
        "report": shown.report,
        "form": form,
        "errors": reading.errors if reading else [],
        "changes": changes,
        "locked": [shown.filling.form[key].label for key in locked],
        "form_error_title": "Chưa đọc được tệp",
        "breadcrumbs": crumbs(shown.report, ("Điền bằng tệp Excel", None)),
    }
    return access.page(
        request, "workspace/sheet.html", shown.report.association, **context
    )


def _read(report: Report, form: SheetForm):
    if not form.is_valid():
        return None
    try:
        return reporting.read_sheet(report, form.cleaned_data["file"])
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return None


def _changed(
    shown: OpenReport, entries: dict[str, Entry]
) -> tuple[dict[str, Entry], list[str]]:
    """What is to be written, and the keys of what was changed but may not be."""
    answers = shown.filling.answers
    changed = {
        key: entry
        for key, entry in entries.items()
        if not entry.is_untouched and content(entry) != content(answers.get(key))
    }
    locked = [key for key in changed if key not in shown.editable]
    return {key: changed[key] for key in changed if key not in locked}, locked


def _change(shown: OpenReport, key: str, entry: Entry) -> Change:
    answer = shown.filling.answers.get(key)
    form = shown.filling.form
    is_stale = answer is not None and answer.revision != entry.revision
    return Change(
        label=form[key].label,
        old=_text(form, key, answer),
        new=_text(form, key, entry),
        by=str(answer.changed_by or NOBODY) if is_stale else "",
    )


def _text(form: Form, key: str, said) -> str:
    field = form[key]
    if said is None:
        return ""
    if field.kind is FieldKind.FIGURE:
        text = figure_text(said, decimals=field.decimals, unit=field.unit)
        return f"{text}\n{said.note}".strip()
    return said.text


def _held(entries: dict[str, Entry]) -> dict[str, dict]:
    return {
        key: {
            **asdict(each),
            "amount": None if each.amount is None else str(each.amount),
        }
        for key, each in entries.items()
    }


def _keep(request, shown: OpenReport):
    """Save what was shown; a field changed since the download keeps the newer word."""
    report = shown.report
    held = request.session.pop(_KEY, {}).get(str(report.pk))
    if not held:
        messages.warning(request, "Hãy tải tệp lên lại rồi xem những chỗ sẽ thay đổi.")
        return redirect("workspace:sheet", report.pk)
    try:
        saved = reporting.save(report, _entries(held), by=request.user)
    except PermissionDenied as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    count = len(saved.saved)
    if count:
        messages.success(request, f"Đã ghi {count} chỗ từ tệp Excel.")
    form = shown.filling.form
    for key, conflict in saved.conflicts.items():
        who = conflict.by or NOBODY
        messages.warning(
            request,
            f"«{form[key].label}» giữ nguyên, vì {who} đã sửa sau khi tệp được tải về.",
        )
    for key, words in saved.refused.items():
        messages.warning(request, f"«{form[key].label}»: {words}")
    return redirect(report)


def _entries(held: dict[str, dict]) -> dict[str, Entry]:
    return {
        key: Entry(
            **{
                **each,
                "amount": None if each["amount"] is None else Decimal(each["amount"]),
            }
        )
        for key, each in held.items()
    }


@never_cache
@require_safe
@login_required
def download_sheet(request, pk: int):
    report = access.report_or_404(request.user, pk)
    return download(reporting.sheet(report), XLSX, file_name(report, "xlsx"))


def file_name(report: Report, extension: str) -> str:
    """bao-cao-nam-2026-hoi-lam-vuon.xlsx"""
    return f"{slugify(f'{report.period} {report.association}', 80)}.{extension}"
