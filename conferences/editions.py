"""Publishing a report: its text and figures frozen, and what has changed since."""

from conferences.models import ConferenceReport, ReportEdition


def reasons_against(report: ConferenceReport) -> list[str]:
    """All that keeps a report from being published, in Vietnamese."""
    return [] if report.parts.exists() else ["Báo cáo chưa có phần nào."]


def freeze(report: ConferenceReport, *, by, at) -> ReportEdition:
    """Add the next edition with text and figures as they stand now."""
    raise NotImplementedError
