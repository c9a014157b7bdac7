"""Who reads the letters and the texts of consent."""

from django.db import migrations

from lienhiephoi.roles import ADMINISTRATOR, LEADERSHIP, MEMBERS_OFFICER, grant

RIGHTS = {
    MEMBERS_OFFICER: {"letter": "change view"},
    LEADERSHIP: {"letter": "view"},
    ADMINISTRATOR: {
        "letter": "change delete view",
        "consenttext": "add view",
        "consent": "view",
    },
}


class Migration(migrations.Migration):
    dependencies = [
        ("lienhiephoi", "0006_letters_numbers_consent"),
        ("members", "0002_roles"),
    ]
    operations = [
        migrations.RunPython(grant("lienhiephoi", RIGHTS), migrations.RunPython.noop)
    ]
