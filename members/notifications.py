"""Letters that follow a move of a period or a report."""


def period_opened(period, by, note: str) -> None:
    """Tell the representatives of every association that owes a report."""


def report_sent(report, by, note: str) -> None:
    """The receipt, to the association; a word to the office."""


def report_returned(report, by, note: str) -> None:
    """What has to be corrected, to the association."""


def report_accepted(report, by, note: str) -> None:
    """That the report was accepted, to the association."""
