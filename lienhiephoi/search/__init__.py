"""Search over everything public: what is kept, how a query is read, what comes first.

No PostgreSQL extension is needed. `lhh_vector` (SQL, made by the first migration)
gives each text the lexemes of `lexemes()` here: words as written, words folded (no
case, no marks, đ→d, y→i) and folded pairs of neighbours, "khoa_hoc". A pair lexeme
makes a phrase of syllables, which is what a Vietnamese word is, a plain index look-up:
no positions to store, none to check again on a common word.

Results come in tiers, newest first within each, which a reader can predict and the
database can answer without ranking every match:

1. the title holds the words next to each other,
2. the title holds all the words,
3. the text holds the words next to each other,
4. the text holds all the words,

and before each of them the same with the marks as typed, when some were typed.
"""

from lienhiephoi.search.entries import Searchable, index, kinds, rebuild, register
from lienhiephoi.search.misses import note_miss, old_single_misses
from lienhiephoi.search.queries import MAX_QUERY, Query, lexemes, parse, synonyms
from lienhiephoi.search.results import Found, Results

__all__ = [
    "MAX_QUERY",
    "Found",
    "Query",
    "Results",
    "Searchable",
    "index",
    "kinds",
    "lexemes",
    "note_miss",
    "old_single_misses",
    "parse",
    "rebuild",
    "register",
    "synonyms",
]
