"""What each role may do with the register and the reports."""

from django.db import migrations

from lienhiephoi.roles import (
    ADMINISTRATOR,
    CONFERENCE_OFFICER,
    EMULATION_OFFICER,
    LEADERSHIP,
    MEMBERS_OFFICER,
    NEWS_APPROVER,
    REPORTER,
    grant,
)

REGISTER = (
    *("association", "associationname", "membership", "sector", "officer", "person"),
    *("term", "committee", "committeeseat"),
)
# Entries that an operation of the register writes, not a hand.
HISTORY = ("registerevent", "succession")
PEOPLE = ("representative", "invitation")
PERIODS = (
    *("reportingperiod", "reportsection", "indicator"),
    *("indicatorcheck", "wantedfile"),
)
PARTS_OF_REPORTS = (
    *("reportanswer", "reportfile", "reportmark", "reportversion"),
    *("reportstatuschange", "periodstatuschange"),
)
EVERYTHING = "add change delete view"


def _for(models, actions):
    return dict.fromkeys(models, actions)


_OFFICE = {
    **_for((*REGISTER, *PERIODS), EVERYTHING),
    **_for(HISTORY, "view"),
    # Who acted for an association stays known: ended, never deleted.
    **_for(PEOPLE, "add change view"),
    "report": "change view review",
    **_for(PARTS_OF_REPORTS, "view"),
    "publishedtotals": "add view",
}
RIGHTS = {
    MEMBERS_OFFICER: _OFFICE,
    ADMINISTRATOR: _OFFICE,
    LEADERSHIP: {
        **_for((*REGISTER, *HISTORY, *PEOPLE, *PERIODS, *PARTS_OF_REPORTS), "view"),
        "report": "view review",
        "publishedtotals": "add view",
    },
    **{
        role: _for(("association", "officer", "person", "term"), "view")
        for role in (REPORTER, NEWS_APPROVER, CONFERENCE_OFFICER, EMULATION_OFFICER)
    },
}


class Migration(migrations.Migration):
    dependencies = [("members", "0003_register_and_reports")]
    operations = [
        migrations.RunPython(grant("members", RIGHTS), migrations.RunPython.noop)
    ]
