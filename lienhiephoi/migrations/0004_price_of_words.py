"""Tells the planner what it costs to read the words of a whole text.

They lie apart from their row, and unpacking them takes some 50 µs. The planner
believes that it costs nothing, and would rather do so for every row than ask the
index: counting the matches of a common word took 100 ms instead of 10. PARALLEL
UNSAFE, for a search of that length only loses by waiting for other processes.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION lhh_unpacked(words tsvector) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 5000
  AS 'BEGIN RETURN words; END';
"""
BACKWARD = "DROP FUNCTION lhh_unpacked(tsvector);"


class Migration(migrations.Migration):
    dependencies = [("lienhiephoi", "0003_rights")]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveIndex("searchentry", "search_words"),
        migrations.AddIndex(
            "searchentry",
            django.contrib.postgres.indexes.GinIndex(
                models.Func("words", function="lhh_unpacked"), name="search_words"
            ),
        ),
    ]
