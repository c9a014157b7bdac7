"""Documents stand in the search by their day of issue, all else by when it appeared."""

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("lienhiephoi", "0009_menu_of_the_register"),
    ]
    operations = [
        migrations.RemoveIndex("searchentry", "search_newest"),
        migrations.AddField(
            "searchentry",
            "dated",
            models.DateTimeField("ngày của chính nó", null=True, blank=True),
        ),
        migrations.AddField(
            "searchentry",
            "moment",
            models.GeneratedField(
                expression=Coalesce("dated", "visible_from"),
                output_field=models.DateTimeField(),
                db_persist=True,
            ),
        ),
        migrations.AddIndex(
            "searchentry",
            models.Index(fields=["-moment", "-id"], name="search_newest"),
        ),
    ]
