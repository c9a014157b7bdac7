"""Documents that are in the search already stand there by their day of issue."""

from django.db import migrations

FORWARD = """
UPDATE lienhiephoi_searchentry AS entry
SET dated = document.issued_on::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
FROM news_document AS document
WHERE entry.kind = 'document' AND entry.object_id = document.id;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_documents_that_implement_others"),
        ("lienhiephoi", "0010_days_of_documents_in_the_search"),
    ]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
