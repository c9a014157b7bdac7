"""The office's side of conferences."""

from conferences import desk
from conferences.admin import (  # noqa: F401 -- each registers its lists
    agreements,
    conferences,
    contests,
    invitees,
    minutes,
    reports,
    social_reviews,
    tasks,
)

desk.register()
