"""What each role may do with the settings of the portal."""

from django.db import migrations

from lienhiephoi.roles import ADMINISTRATOR, NEWS_APPROVER, grant

RIGHTS = {
    NEWS_APPROVER: {
        "menuitem": "add change delete view",
        "searchsynonym": "add change delete view",
        "searchmiss": "delete view",
        "sitesettings": "view",
    },
    ADMINISTRATOR: {
        "menuitem": "add change delete view",
        "searchsynonym": "add change delete view",
        "searchmiss": "delete view",
        "sitesettings": "add change view",
        "oldaddress": "add change delete view",
    },
}


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0002_initial"), ("members", "0002_roles")]
    operations = [
        migrations.RunPython(grant("lienhiephoi", RIGHTS), migrations.RunPython.noop)
    ]
