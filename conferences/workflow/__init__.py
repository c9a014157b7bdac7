"""How conferences, tasks, reviews and reports go from state to state: four tables."""

from conferences.workflow.conferences import CONFERENCES
from conferences.workflow.reports import REPORTS
from conferences.workflow.reviews import REVIEWS
from conferences.workflow.tasks import TASKS

__all__ = ["CONFERENCES", "REPORTS", "REVIEWS", "TASKS"]
