"""Reports and the dossier mechanism, put together."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from lienhiephoi.dossiers import checks, marks, saving, sheets, versions
from lienhiephoi.dossiers.checks import Problem
from lienhiephoi.dossiers.entries import Entry
from lienhiephoi.dossiers.fields import FieldKind, Form
from lienhiephoi.dossiers.filling import Filling, fill
from lienhiephoi.dossiers.saving import Saved, locked
from lienhiephoi.dossiers.sheets import Reading
from lienhiephoi.files import check_upload, clean_name
from lienhiephoi.limits import is_used_up
from lienhiephoi.vietnamese import date_text
from members import permissions
from members.lineage import own_origins, successions
from members.models import (
    Report,
    ReportAnswer,
    ReportFile,
    ReportStatus,
    ReportVersion,
)
from members.report_forms import SCAN, form_of

SERIES = "BN"
MOST_FILES = 20
# Files that were taken off again stay for a while: nobody fills the disk with them.
UPLOADS_PER_HOUR = 60
# What an association has sent counts as its word, before the office accepts it.
SENT = (ReportStatus.SUBMITTED, ReportStatus.ACCEPTED)


def filling(report: Report) -> Filling:
    """The report with all that its pages show, in a fixed number of queries."""
    form = form_of(report.period)
    return fill(
        report,
        form,
        heading=heading(report),
        previous=previous_values(report),
        editable=_editable(report, form),
    )


# --- What stands against sending --------------------------------------------------


def problems_of(report: Report) -> list[Problem]:
    return filling(report).problems


def reasons_against_sending(report: Report) -> list[str]:
    """Everything the report still lacks, all at once."""
    return [each.message for each in problems_of(report) if each.is_blocking]


def has_scan(report: Report) -> bool:
    return report.files.filter(key=SCAN, removed_at=None).exists()


# --- The year before --------------------------------------------------------------


def previous_values(report: Report) -> dict[str, Decimal]:
    """Figures of the period compared with, by code; of all predecessors together.

    No figure is put beside two reports: a predecessor that still reports for itself
    keeps its own, and what an undivided body did is no measure of a part.
    """
    if report.period.previous is None:
        return {}
    answers = ReportAnswer.objects.filter(
        dossier__period=report.period.previous,
        dossier__association__in=_origins(report),
        dossier__status__in=SENT,
        amount__isnull=False,
    )
    values: Counter[str] = Counter()
    for each in answers:
        values[each.key] += each.value
    return dict(values)


def _origins(report: Report) -> set[int]:
    """Whose figures of the period before are this association's own."""
    period, body = report.period, report.association_id
    lineage = successions(period.previous.starts_on, period.ends_on)
    if not lineage:
        return {body}
    owing = Report.objects.filter(period__in=[period, period.previous]).owing()
    # What came of a body is there now, also where it owes no report.
    last = {after for _, after in lineage} - {before for before, _ in lineage}
    bodies = {period.pk: last, period.previous.pk: set()}
    for of_period, association in owing.values_list("period", "association"):
        bodies[of_period].add(association)
    return own_origins(
        body,
        now=bodies[period.pk],
        then=bodies[period.previous.pk],
        lineage=lineage,
    )


# --- Filling in -------------------------------------------------------------------


def _editable(report: Report, form: Form) -> set[str]:
    if report.status not in permissions.EDITABLE:
        return set()
    is_returned = report.status == ReportStatus.RETURNED
    keys = marks.editable_keys(report, form, is_returned=is_returned)
    return keys | {SCAN} if report.is_from_paper else keys


def _opened(report: Report, by) -> Report:
    """The report as it is now, locked, if this person may write in it.

    Raises:
        PermissionDenied: not his to write, or no longer.
    """
    fresh = locked(report)
    if not permissions.can_fill_in(by, fresh):
        raise PermissionDenied("Báo cáo này hiện không sửa được.")
    return fresh


@transaction.atomic
def save(
    report: Report,
    entries: Mapping[str, Entry],
    *,
    by,
    at: dt.datetime | None = None,
) -> Saved:
    """Keep what was typed; see lienhiephoi.dossiers.saving.

    Raises:
        PermissionDenied: the report is not his to write, or was sent meanwhile.
    """
    fresh = _opened(report, by)
    form = form_of(fresh.period)
    editable = _editable(fresh, form)
    return saving.save_entries(fresh, form, entries, by=by, at=at, editable=editable)


def attach(report: Report, key: str, upload: File, *, by) -> ReportFile:
    """Keep an uploaded file at a field.

    Raises:
        ValidationError: not a file to be taken, or too many; in Vietnamese.
        PermissionDenied: nothing may be attached there.
    """
    check_upload(upload)
    name = clean_name(upload.name)
    with transaction.atomic():
        fresh = _opened(report, by)
        _check_file_field(fresh, key)
        if fresh.files.filter(key=key, removed_at=None).count() >= MOST_FILES:
            raise ValidationError(f"Mỗi mục chỉ kèm được {MOST_FILES} tệp.")
        if is_used_up(f"upload|{fresh.pk}", limit=UPLOADS_PER_HOUR, seconds=3600):
            raise ValidationError(
                f"Báo cáo đã nhận {UPLOADS_PER_HOUR} tệp trong giờ này. Hãy tải tiếp "
                "sau một giờ."
            )
        return fresh.files.create(
            key=key, file=upload, name=name, size=upload.size, uploaded_by=by
        )


@transaction.atomic
def remove_file(report: Report, file_id: int, *, by) -> None:
    """Take a file off; it is kept, for an earlier version may name it.

    Raises:
        PermissionDenied: it may not be taken off.
        ReportFile.DoesNotExist: the report has no such file.
    """
    fresh = _opened(report, by)
    file = fresh.files.get(pk=file_id, removed_at=None)
    _check_file_field(fresh, file.key)
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])


def _check_file_field(report: Report, key: str) -> None:
    form = form_of(report.period)
    takes_files = key == SCAN or (key in form and form[key].kind is FieldKind.FILE)
    if not (takes_files and key in _editable(report, form)):
        raise PermissionDenied("Mục này hiện không thêm, bớt tệp được.")


# --- The spreadsheet --------------------------------------------------------------


def _mark(report: Report) -> str:
    return f"{report._meta.label_lower}:{report.pk}"


def sheet(report: Report) -> bytes:
    """The form as .xlsx, with what was filled in so far and last year's figures."""
    filled = filling(report)
    return sheets.write_form(
        filled.form,
        filled.answers,
        filled.previous,
        heading=heading(report),
        mark=_mark(report),
    )


def read_sheet(report: Report, file: File) -> Reading:
    """What was filled in offline; nothing is saved yet.

    Raises:
        ValidationError: not the spreadsheet of this report.
    """
    return sheets.read_form(file, form_of(report.period), mark=_mark(report))


# --- Sending ----------------------------------------------------------------------


def heading(report: Report) -> dict[str, str]:
    """Of whom and of when the report is, as it stands on versions and sheets."""
    period = report.period
    return {
        "Kỳ báo cáo": period.name,
        "Hội": report.association_name,
        "Số liệu": f"từ {date_text(period.starts_on)} đến {date_text(period.ends_on)}",
        "Hạn gửi": date_text(report.due_on),
    }


def seal(report: Report, *, by, at) -> ReportVersion:
    """Keep what is sent as a version with its receipt, and close the open marks."""
    return versions.seal(
        report,
        form_of(report.period),
        heading=heading(report),
        by=by,
        at=at,
        series=SERIES,
    )


# --- After acceptance -------------------------------------------------------------


@transaction.atomic
def record_actual(
    report: Report,
    amounts: Mapping[str, Decimal],
    *,
    by,
    at: dt.datetime | None = None,
) -> ReportVersion:
    """What came true of estimates of an accepted report.

    It is a sending of its own, with a version and a receipt. Where nothing changes,
    the newest version is returned.

    Raises:
        PermissionDenied: not accepted, or not the association's representative.
        ValidationError: by key, for what is no estimate or breaks the field's rules.
    """
    fresh = locked(report)
    if not permissions.can_record_actual(by, fresh):
        raise PermissionDenied("Số thực hiện ghi được sau khi báo cáo được chấp nhận.")
    form = form_of(fresh.period)
    estimates = {each.key: each for each in fresh.answers.filter(is_estimate=True)}
    _check_actual(form, amounts, estimates)
    changed = [
        estimates[key]
        for key, amount in amounts.items()
        if estimates[key].actual_amount != amount
    ]
    if not changed:
        return fresh.versions.latest("number")
    at = at or timezone.now()
    for each in changed:
        each.actual_amount = amounts[each.key]
        each.revision += 1
        each.changed_by, each.changed_at = by, at
        each.save()
    return versions.seal(
        fresh,
        form,
        heading={**heading(fresh), "Bổ sung": "Số thực hiện của các số ước"},
        by=by,
        at=at,
        series=SERIES,
        closes_marks=False,
    )


def _check_actual(form: Form, amounts: Mapping, estimates: Mapping) -> None:
    errors = {}
    for key, amount in amounts.items():
        if key not in form or key not in estimates:
            errors[key] = ["Ô này không phải số ước."]
        else:
            broken = checks.out_of_limits(form[key], amount)
            errors[key] = [each.message for each in broken]
    if any(errors.values()):
        raise ValidationError({key: said for key, said in errors.items() if said})
