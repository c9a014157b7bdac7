"""Reports and the dossier mechanism, put together."""

from members.models import Report
from members.report_forms import SCAN


def reasons_against_sending(report: Report) -> list[str]:
    """Everything the report still lacks, all at once."""
    return []


def seal(report: Report, *, by, at) -> None:
    """Keep what is sent as a version with its receipt, and close the open marks."""


def has_scan(report: Report) -> bool:
    return report.files.filter(key=SCAN, removed_at=None).exists()
