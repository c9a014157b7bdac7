"""What each role may do with conferences; histories that stay."""

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

EVERYTHING = "add change delete view"
CONFERENCES = (
    *("conference", "series", "conferencebody", "presider", "conferencedocument"),
    *("conferencepicture", "agendaitem", "paper", "conferencefile"),
    *("minutes", "minuteentry", "resolution", "electionresult", "task"),
)
DELEGATES = ("invitee",)
REGISTERS = (
    *("agreement", "agreementpartner", "socialreview", "reviewexpert"),
    *("contest", "contestedition", "prizecount", "honourround", "honourcount"),
)
REPORTS = ("conferencereport", "reportpart", "reportfigure")
HISTORIES = (
    *("conferencestatuschange", "taskstatuschange", "socialreviewstatuschange"),
    *("conferencereportstatuschange", "invitationanswer", "taskprogress"),
    "reportedition",
)


def _for(models, actions):
    return dict.fromkeys(models, actions)


_OFFICE = {
    **_for((*CONFERENCES, *DELEGATES, *REGISTERS, *REPORTS), EVERYTHING),
    **_for(HISTORIES, "view"),
    "taskprogress": "add view",
}
RIGHTS = {
    CONFERENCE_OFFICER: _OFFICE,
    ADMINISTRATOR: {**_OFFICE, "conferencereport": f"{EVERYTHING} publish"},
    LEADERSHIP: {
        **_for((*CONFERENCES, *DELEGATES, *REGISTERS, *REPORTS, *HISTORIES), "view"),
        "conferencereport": "view publish",
    },
    MEMBERS_OFFICER: {
        **_for(CONFERENCES, "view"),
        **_for(REGISTERS, EVERYTHING),
        "task": "change view",
        "taskprogress": "add view",
    },
    EMULATION_OFFICER: {
        **_for((*CONFERENCES, *REGISTERS), "view"),
        **_for(("contest", "contestedition", "prizecount"), EVERYTHING),
        **_for(("honourround", "honourcount"), EVERYTHING),
    },
    **{
        role: _for((*CONFERENCES, *REPORTS, *REGISTERS), "view")
        for role in (REPORTER, NEWS_APPROVER)
    },
}
# The letters that invite, and that give tasks, wait for who wrote them.
LETTERS = {CONFERENCE_OFFICER: {"letter": "change view"}}


class Migration(migrations.Migration):
    dependencies = [
        ("conferences", "0001_initial"),
        ("lienhiephoi", "0006_letters_numbers_consent"),
        ("members", "0002_roles"),
    ]
    operations = [
        migrations.RunPython(grant("conferences", RIGHTS), migrations.RunPython.noop),
        migrations.RunPython(grant("lienhiephoi", LETTERS), migrations.RunPython.noop),
        # What was decided, answered, reported or published is not changed or deleted.
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION lhh_insert_only()",
                f"DROP TRIGGER insert_only ON {table}",
            )
            for table in (f"conferences_{name}" for name in HISTORIES)
        ),
    ]
