"""The roles of staff (lienhiephoi.roles)."""

from django.db import migrations

from lienhiephoi.roles import ADMINISTRATOR, create_roles, grant

RIGHTS = {ADMINISTRATOR: {"user": "add change view"}}


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [
        migrations.RunPython(create_roles, migrations.RunPython.noop),
        migrations.RunPython(grant("members", RIGHTS), migrations.RunPython.noop),
    ]
