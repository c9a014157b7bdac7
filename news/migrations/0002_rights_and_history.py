"""What each role may do with the news, and histories that only grow."""

from django.db import migrations

from lienhiephoi.roles import (
    ADMINISTRATOR,
    LEADERSHIP,
    NEWS_APPROVER,
    REPORTER,
    grant,
)

PUBLICATIONS = ("article", "notice", "document", "page", "thread", "album", "video")
PARTS = ("attachment", "gallerypicture", "albumpicture", "correction")
SIDELINES = ("quote", "weblink")
ARRANGEMENT = ("category", "documentkind", "issuingbody")
PERSONAL = ("contactmessage",)

WRITE = "add change view"
EVERYTHING = "add change delete view"


def _for(models, actions):
    return dict.fromkeys(models, actions)


RIGHTS = {
    REPORTER: {
        **_for(PUBLICATIONS, WRITE),
        **_for(PARTS, EVERYTHING),
        **_for(("picture",), WRITE),
        **_for((*SIDELINES, *ARRANGEMENT), "view"),
    },
    NEWS_APPROVER: {
        **_for(PUBLICATIONS, f"{EVERYTHING} publish"),
        **_for((*PARTS, *SIDELINES), EVERYTHING),
        **_for(("picture",), EVERYTHING),
        **_for(ARRANGEMENT, WRITE),
        **_for(PERSONAL, "change view"),
    },
    LEADERSHIP: _for((*PUBLICATIONS, *ARRANGEMENT, *SIDELINES, "picture"), "view"),
    ADMINISTRATOR: {
        **_for(PUBLICATIONS, f"{EVERYTHING} publish"),
        **_for((*PARTS, *SIDELINES, *ARRANGEMENT, "picture"), EVERYTHING),
        **_for(PERSONAL, "change delete view"),
        **_for(("visitday", "importrun"), "view"),
    },
}

HISTORIES = [f"news_{name}statuschange" for name in PUBLICATIONS]


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial"), ("members", "0002_roles")]
    operations = [
        migrations.RunPython(grant("news", RIGHTS), migrations.RunPython.noop),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION lhh_insert_only()",
                f"DROP TRIGGER insert_only ON {table}",
            )
            for table in HISTORIES
        ),
    ]
