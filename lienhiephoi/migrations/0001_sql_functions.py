"""Functions of the database that generated columns and histories need.

They use nothing but what every PostgreSQL from 15 on has: no extension, no ICU, and
no rule that depends on the locale of the server.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION lhh_exact(t text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(
    normalize(t, NFD),
    'ABCDEFGHIJKLMNOPQRSTUVWXYZĐÐð', 'abcdefghijklmnopqrstuvwxyzđđđ');

CREATE FUNCTION lhh_fold(t text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(
    regexp_replace(lhh_exact(t), '[\u0300-\u036f]', '', 'g'), 'đy', 'di');

-- Words as written, words folded, folded pairs of neighbours (lienhiephoi.search).
-- The text is folded once as a whole: a call for each word costs twice the time.
CREATE FUNCTION lhh_lexemes(t text) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    WITH plain AS (
      SELECT regexp_replace(
        regexp_replace(lhh_exact(t), '[^a-z0-9đ\u0300-\u036f]+', ' ', 'g'),
        '([^ ]{40})[^ ]+', '\1', 'g') AS words
    ), split AS MATERIALIZED (
      SELECT string_to_array(words, ' ') AS words,
        string_to_array(lhh_fold(words), ' ') AS folded
      FROM plain
    ), kept AS MATERIALIZED (
      SELECT array_remove(folded, '') AS folded,
        ARRAY(SELECT word FROM unnest(words, folded) AS found (word, folded)
          WHERE found.folded <> '') AS words
      FROM split
    )
    SELECT words || folded || ARRAY(
      SELECT one || '_' || next FROM unnest(folded, folded[2:]) AS pair (one, next)
      WHERE next IS NOT NULL)
    FROM kept;
  END;

CREATE FUNCTION lhh_vector(title text, body text DEFAULT '') RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(
    coalesce(lhh_lexemes(title || E'\n' || left(body, 100000)), '{}'));

CREATE FUNCTION lhh_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""

BACKWARD = """
DROP FUNCTION lhh_insert_only();
DROP FUNCTION lhh_vector(text, text);
DROP FUNCTION lhh_lexemes(text);
DROP FUNCTION lhh_fold(text);
DROP FUNCTION lhh_exact(text);
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
