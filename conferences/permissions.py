"""Who may do what with conferences and what they leave behind, as named questions."""

from conferences.models import Conference, ConferenceReport, Task
from members.permissions import representation


def _staff_with(user, right: str) -> bool:
    return user.is_active and user.is_staff and user.has_perm(f"conferences.{right}")


def runs_conferences(user, _conference: Conference | None = None) -> bool:
    """Cán bộ hội nghị and above: plan, invite, minute."""
    return _staff_with(user, "change_conference")


def sees_conferences(user, _conference: Conference | None = None) -> bool:
    """Staff who read all of a conference, what is not public too."""
    return _staff_with(user, "view_conference")


def takes_archives(user, _conference: Conference | None = None) -> bool:
    """Staff who may read the delegates too, for the archive holds them."""
    return sees_conferences(user) and _staff_with(user, "view_invitee")


def keeps_the_door(user, _conference: Conference | None = None) -> bool:
    """Who may write down that somebody came."""
    return _staff_with(user, "change_invitee")


def owns_task(user, task: Task) -> bool:
    """Who answers for a task: a representative of its association, or its person."""
    if not (user.is_authenticated and user.is_active):
        return False
    if task.association_id:
        return representation(user, task.association) is not None
    return task.person_id is not None and task.person.user_id == user.pk


def runs_tasks(user, _task: Task | None = None) -> bool:
    return _staff_with(user, "change_task")


def can_claim_task(user, task: Task) -> bool:
    return owns_task(user, task) or runs_tasks(user, task)


def writes_reports(user, _report: ConferenceReport | None = None) -> bool:
    return _staff_with(user, "change_conferencereport")


def can_publish_report(user, _report: ConferenceReport | None = None) -> bool:
    return _staff_with(user, "publish_conferencereport")


def can_draft_news(user, report: ConferenceReport) -> bool:
    """Who writes reports, and who writes news and may read the report."""
    writes_news = user.has_perm("news.add_article")
    reads = _staff_with(user, "view_conferencereport")
    return writes_reports(user, report) or (writes_news and reads)


def runs_reviews(user, _review=None) -> bool:
    return _staff_with(user, "change_socialreview")


def sees_agreements(user, _agreement=None) -> bool:
    return _staff_with(user, "view_agreement")
