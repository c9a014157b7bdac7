"""Reports that came on paper: typed by the office, accepted by a second person."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from members import permissions, reporting
from members.models import EDITABLE, Report, ReportStatus, Representative
from members.report_forms import SCAN


def is_left_behind(report: Report) -> bool:
    """Whether all who could finish it have gone, as with a body that was merged."""
    people = Representative.objects.filter(association=report.association)
    return people.exists() and not people.current().exists()


def begin_paper_entry(report: Report, scan, *, by) -> Report:
    """Take a report over from its association, with the scan of what it sent.

    From here on the office alone fills it in; who typed it cannot accept it. A report
    that nobody is left to finish is taken over also when it was begun or returned.

    Raises:
        ValidationError: it is not a draft, something was written in it already, or
            the scan is no file that is taken.
        PermissionDenied: the person does not check reports.
    """
    if not permissions.is_reporting_officer(by):
        raise PermissionDenied("Chỉ cán bộ hội viên nhập thay báo cáo giấy.")
    with transaction.atomic():
        fresh = Report.objects.select_for_update().get(pk=report.pk)
        is_left = is_left_behind(fresh)
        if fresh.status not in (EDITABLE if is_left else (ReportStatus.DRAFT,)):
            raise ValidationError(
                "Chỉ nhập bản giấy khi báo cáo còn ở trạng thái bản nháp."
            )
        if not (fresh.is_from_paper or is_left) and fresh.answers.exists():
            raise ValidationError(
                "Hội đã bắt đầu nhập trên cổng. Hãy đề nghị hội gửi tiếp trên cổng, "
                "hoặc tải bản giấy lên làm tệp kèm theo."
            )
        fresh.is_from_paper = True
        # Whoever typed first remains the one who may not accept.
        fresh.entered_by = fresh.entered_by or by
        fresh.save(update_fields=["is_from_paper", "entered_by", "updated_at"])
        reporting.attach(fresh, SCAN, scan, by=by)
    return fresh


def end_paper_entry(report: Report, *, by) -> Report:
    """Give a report back to its association, which then sees what was typed."""
    if not permissions.is_reporting_officer(by):
        raise PermissionDenied("Chỉ cán bộ hội viên nhập thay báo cáo giấy.")
    with transaction.atomic():
        fresh = Report.objects.select_for_update().get(pk=report.pk)
        if fresh.status != ReportStatus.DRAFT:
            raise ValidationError("Báo cáo đã gửi, không trả về bản nháp của hội được.")
        fresh.is_from_paper = False
        fresh.save(update_fields=["is_from_paper", "updated_at"])
    return fresh
