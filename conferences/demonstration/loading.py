"""Put the conferences of Lam Giang into a database that has its register and news.

Every state is reached through the workflow's door, as of the moments of the stories.
"""

from collections.abc import Callable

from conferences.demonstration import decisions, meetings, registers, reports
from conferences.demonstration.steps import moment, take_all
from conferences.models import Conference, ConferenceReport, SocialReview, Task
from members.models import PublishedTotals, User
from members.publication import own_counts_of, publish, rollup_of

_AGAIN = moment("2026-10-01T09:00")
_WHY = (
    "Ghi thêm số nhiệm vụ trong sổ của Liên hiệp Hội; số liệu các hội báo cáo "
    "không đổi."
)


def load(progress: Callable[[str], None] = lambda _text: None) -> str:
    """Everything, of an office that is there already; returns a line that says how
    much."""
    officer = User.objects.get(username="hoinghi")
    chief = User.objects.get(username="lanhdao")
    progress("hội nghị")
    held, steps = {}, []
    for row in meetings.read():
        held[row["key"]], happened = meetings.load(row, officer)
        steps += [*happened, *decisions.load(held[row["key"]], row, officer)]
    progress("tư vấn, phản biện; phối hợp; hội thi, khen thưởng")
    steps += registers.load(held, officer)
    progress("báo cáo hội nghị")
    steps += reports.load(held, officer, chief)
    take_all(steps)
    _publish_again(chief)
    return (
        f"{Conference.objects.count()} hội nghị, {Task.objects.count()} nhiệm vụ, "
        f"{SocialReview.objects.count()} nhiệm vụ tư vấn, phản biện, "
        f"{ConferenceReport.objects.count()} báo cáo hội nghị"
    )


def _publish_again(chief) -> None:
    """The totals with what the register of reviews counts, which came after them."""
    for first in PublishedTotals.objects.select_related("period"):
        if not own_counts_of(rollup_of(first.contents)):
            continue
        note = f"{first.note} {_WHY}".strip()
        publish(first.period, by=chief, note=note, at=_AGAIN)
