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
CREATE FUNCTION lhh_lexemes(t text) RETURNS text[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  BEGIN ATOMIC
    WITH words AS (
      SELECT left(word, 40) AS word, lhh_fold(left(word, 40)) AS folded, place
      FROM unnest(string_to_array(
        regexp_replace(lhh_exact(t), '[^a-z0-9đ\u0300-\u036f]+', ' ', 'g'), ' '))
        WITH ORDINALITY AS found (word, place)
    ), kept AS (
      SELECT word, folded, lead(folded) OVER (ORDER BY place) AS next
      FROM words WHERE folded <> ''
    )
    SELECT array_agg(DISTINCT lexeme) FROM kept, LATERAL (
      VALUES (word), (folded), (folded || '_' || next)
    ) AS forms (lexeme) WHERE lexeme IS NOT NULL;
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
