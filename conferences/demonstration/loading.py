"""Put the conferences of Lam Giang into a database that has its register and news.

Every state is reached through the workflow's door, as of the moments of the stories.
"""

from collections.abc import Callable

from conferences.demonstration import decisions, meetings, registers
from conferences.models import Conference, SocialReview, Task
from members.models import User


def load(progress: Callable[[str], None] = lambda _text: None) -> str:
    """Everything, of an office that is there already; returns a line that says how
    much."""
    officer = User.objects.get(username="hoinghi")
    progress("hội nghị")
    rows = meetings.read()
    held = {row["key"]: meetings.load(row, officer) for row in rows}
    progress("biên bản, nghị quyết, nhiệm vụ")
    for row in rows:
        decisions.load(held[row["key"]], row, officer)
    progress("tư vấn, phản biện; phối hợp; hội thi, khen thưởng")
    registers.load(held, officer)
    return (
        f"{Conference.objects.count()} hội nghị, {Task.objects.count()} nhiệm vụ, "
        f"{SocialReview.objects.count()} nhiệm vụ tư vấn, phản biện"
    )
