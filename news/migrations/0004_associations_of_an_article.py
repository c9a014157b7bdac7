"""Which associations an article tells of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_register_and_reports"),
        ("news", "0003_defaults"),
    ]
    operations = [
        migrations.AddField(
            model_name="article",
            name="associations",
            field=models.ManyToManyField(
                blank=True,
                help_text="Bài hiện trên trang của các hội này.",
                related_name="articles",
                to="members.association",
                verbose_name="hội được nhắc tới",
            ),
        )
    ]
