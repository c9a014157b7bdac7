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

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from lienhiephoi.models import SearchEntry, SearchMiss, SearchSynonym
from lienhiephoi.vietnamese import fold, has_marks, normalise, words

MAX_QUERY = 200
MAX_WORDS = 12
MAX_RESULTS = 1000
INDEXED_TEXT = 100_000

# --- What is kept ---------------------------------------------------------------


@dataclass(frozen=True)
class Searchable:
    """How one kind of record appears in the search.

    title(record), text(record): plain text. visible(record): the pair of moments
    (from, until) between which the public may find it, or None when it may not.
    """

    kind: str
    label: str
    title: object
    text: object
    visible: object


_registry: dict[type[models.Model], Searchable] = {}


def register(model: type[models.Model], searchable: Searchable) -> None:
    """Keep the search in step with a model from now on."""
    _registry[model] = searchable
    post_save.connect(_on_save, sender=model, dispatch_uid=f"search-{model.__name__}")
    post_delete.connect(
        _on_delete, sender=model, dispatch_uid=f"unsearch-{model.__name__}"
    )


def kinds() -> dict[str, str]:
    """Kind → Vietnamese label, in the order of registration."""
    return {each.kind: each.label for each in _registry.values()}


def index(records: list[models.Model]) -> None:
    """Write (or remove) the entries of records of one model, in one transaction."""
    if not records:
        return
    model = type(records[0])
    content_type = ContentType.objects.get_for_model(model)
    entries = [_entry(record, content_type) for record in records]
    hidden = [
        record.pk
        for record, entry in zip(records, entries, strict=True)
        if entry is None
    ]
    with transaction.atomic():
        if hidden:
            _entries_of(model).filter(object_id__in=hidden).delete()
        SearchEntry.objects.bulk_create(
            [entry for entry in entries if entry is not None],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=[
                *("kind", "title", "text", "url", "visible_from", "visible_until"),
            ],
        )


def rebuild(batch: int = 200):
    """Write every entry anew; yields the number done so far, for a progress line."""
    done = 0
    for model in _registry:
        pending = []
        for record in model._default_manager.all().iterator(chunk_size=batch):
            pending.append(record)
            if len(pending) == batch:
                index(pending)
                done += len(pending)
                pending = []
                yield done
        index(pending)
        done += len(pending)
        live = model._default_manager.values("pk")
        _entries_of(model).exclude(object_id__in=live).delete()
        yield done


def _entries_of(model):
    return SearchEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model)
    )


def _entry(record, content_type) -> SearchEntry | None:
    searchable = _registry[type(record)]
    window = searchable.visible(record)
    if window is None:
        return None
    return SearchEntry(
        kind=searchable.kind,
        content_type=content_type,
        object_id=record.pk,
        title=searchable.title(record),
        text=searchable.text(record)[:INDEXED_TEXT],
        url=record.get_absolute_url(),
        visible_from=window[0],
        visible_until=window[1],
    )


def _on_save(sender, instance, **_kwargs) -> None:
    index([instance])


def _on_delete(sender, instance, **_kwargs) -> None:
    _entries_of(sender).filter(object_id=instance.pk).delete()


# --- How a query is read --------------------------------------------------------


def lexemes(text: str) -> set[str]:
    """The twin of the SQL function `lhh_lexemes`."""
    plain = words(text)
    folded = [fold(word) for word in plain]
    pairs = (f"{a}_{b}" for a, b in pairwise(folded))
    return {*plain, *folded, *pairs}


@dataclass(frozen=True)
class Query:
    """A query made ready. Each of the four is tsquery text, safe by construction:
    it holds only lexemes of [a-z0-9đ_] and marks, quoted, and our own operators."""

    text: str
    terms: tuple[str, ...] = ()
    together: str = ""
    scattered: str = ""
    together_marked: str = ""
    scattered_marked: str = ""
    # What a highlighter marks, synonyms included.
    folded_terms: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        return not self.terms


def parse(text: str, synonyms: list[list[str]] | None = None) -> Query:
    """Read what somebody typed; nothing in it is an operator.

    `synonyms` are groups of equal spellings; a run of words that is one of them
    also finds the others.
    """
    text = normalise(text)[:MAX_QUERY].strip()
    terms = words(text)[:MAX_WORDS]
    if not terms:
        return Query(text)
    groups = _Synonyms(synonyms or [])
    folded = [fold(term) for term in terms]
    found = groups.split(folded)
    extra = {w for _, others in found for other in others for w in other}
    marked = has_marks(text)
    return Query(
        text=text,
        terms=tuple(terms),
        together=_together(found),
        scattered=_scattered(found),
        together_marked=_and([*terms, *_pairs(folded)]) if marked else "",
        scattered_marked=_and(terms) if marked else "",
        folded_terms=frozenset({*folded, *extra}),
    )


class _Synonyms:
    """Groups of equal spellings, looked up by their folded words."""

    def __init__(self, groups: list[list[str]]) -> None:
        self._others: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for group in groups:
            forms = {tuple(fold(w) for w in words(s)) for s in group} - {()}
            for form in forms:
                self._others.setdefault(form, []).extend(sorted(forms - {form}))
        self._longest = max(map(len, self._others), default=0)

    def split(self, terms: list[str]):
        """Cut the terms into runs, the longest known spelling first.

        Returns [(run, other spellings of the run)].
        """
        runs, at = [], 0
        while at < len(terms):
            for length in range(min(self._longest, len(terms) - at), 0, -1):
                run = tuple(terms[at : at + length])
                if run in self._others:
                    runs.append((run, self._others[run]))
                    break
            else:
                run = (terms[at],)
                runs.append((run, []))
            at += len(run)
        return runs


def _quote(lexeme: str) -> str:
    return f"'{lexeme}'"


def _and(lexemes) -> str:
    return " & ".join(_quote(each) for each in lexemes)


def _pairs(terms) -> list[str]:
    return [f"{a}_{b}" for a, b in pairwise(terms)]


def _phrase(run) -> str:
    return _and(_pairs(run) or run)


def _alternatives(run, others) -> str:
    forms = [_phrase(run), *(_phrase(other) for other in others)]
    return " | ".join(f"({form})" for form in forms)


def _together(found) -> str:
    """Neighbours stay neighbours, also across two runs where neither has synonyms."""
    parts, loose = [], []
    for run, others in [*found, ((), None)]:
        if others == []:
            loose.extend(run)
            continue
        if loose:
            parts.append(_phrase(loose))
            loose = []
        if others:
            parts.append(f"({_alternatives(run, others)})")
    return " & ".join(parts)


def _scattered(found) -> str:
    return " & ".join(
        f"({_and(run)} | {_alternatives(run, others)})" if others else _and(run)
        for run, others in found
    )


def synonyms() -> list[list[str]]:
    return list(SearchSynonym.objects.values_list("spellings", flat=True))


# --- What comes first -----------------------------------------------------------


class Results:
    """The matches of a query: a count, and slices in the order of the tiers."""

    def __init__(
        self,
        query: Query,
        *,
        kind: str = "",
        since: dt.date | None = None,
        until: dt.date | None = None,
        newest: bool = False,
    ) -> None:
        self.query = query
        self.newest = newest
        self._visible = _visible_entries(kind, since, until)

    def _matching(self, column: str, tsquery: str):
        return self._visible.filter(_Matches(F(column), tsquery))

    def count(self) -> int:
        """How many match, up to MAX_RESULTS."""
        if self.query.is_empty:
            return 0
        matching = self._matching("words", self.query.scattered).values("pk")
        return matching[: MAX_RESULTS + 1].count()

    def __getitem__(self, wanted: slice) -> list[SearchEntry]:
        return self.slice(wanted.start or 0, wanted.stop)

    def object_ids(self):
        """Keys of the records found, for use as a subquery of another list."""
        return self._matching("words", self.query.scattered).values("object_id")

    def slice(self, start: int, stop: int) -> list[SearchEntry]:
        """Entries `start` to `stop`, without the long columns' generated twins.

        The tiers of the title are asked first, those of the text only when they do
        not fill the slice: a common query mostly stops there.
        """
        if self.query.is_empty:
            return []
        found: dict[int, None] = {}
        for tiers in self._tiers():
            if tiers and len(found) < stop:
                found.update(dict.fromkeys(self._first(tiers, stop)))
        wanted = list(found)[start:stop]
        rows = SearchEntry.objects.defer("title_words", "words").in_bulk(wanted)
        return [rows[pk] for pk in wanted]

    def _first(self, tiers, number: int) -> list[int]:
        """Keys of the first matches of several tiers, by one statement."""
        branches = [
            self._matching(column, tsquery)
            .annotate(tier=models.Value(place, models.IntegerField()))
            .order_by("-visible_from", "-pk")
            .values_list("pk", "tier", "visible_from")[:number]
            for place, (column, tsquery) in enumerate(tiers)
        ]
        rows = (
            branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
        )
        ordered = sorted(rows, key=lambda row: (row[1], -row[2].timestamp(), -row[0]))
        return [row[0] for row in ordered]

    def _tiers(self) -> tuple[list, list]:
        query = self.query
        if self.newest:
            return [], [("words", query.scattered)]
        title = [query.together_marked, query.together, query.scattered]
        text = [
            *(query.together_marked, query.together),
            *(query.scattered_marked, query.scattered),
        ]
        return (
            [("title_words", each) for each in dict.fromkeys(title) if each],
            [("words", each) for each in dict.fromkeys(text) if each],
        )


def _visible_entries(kind, since, until):
    now = timezone.now()
    entries = SearchEntry.objects.filter(
        Q(visible_until=None) | Q(visible_until__gt=now), visible_from__lte=now
    )
    if kind:
        entries = entries.filter(kind=kind)
    if since:
        entries = entries.filter(visible_from__gte=_start_of(since))
    if until:
        entries = entries.filter(
            visible_from__lt=_start_of(until + dt.timedelta(days=1))
        )
    return entries


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class _Matches(models.Func):
    """`column @@ 'lexemes and operators'::tsquery`, the text passed as a parameter."""

    arg_joiner = " @@ "
    template = "%(expressions)s::tsquery"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self, column, tsquery: str) -> None:
        super().__init__(column, models.Value(tsquery, models.TextField()))


def note_miss(query: Query) -> None:
    """Remember that a query found nothing: the words, never who asked."""
    text = " ".join(query.text.lower().split())
    table = SearchMiss._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (query, count, last_on) VALUES (%s, 1, %s) "  # noqa: S608
            f"ON CONFLICT (query) DO UPDATE SET count = {table}.count + 1, "
            "last_on = excluded.last_on",
            [text, timezone.localdate()],
        )


def sql_fold(text: str) -> str:
    """Fold by the database; the tests hold it against the Python twin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lhh_fold(%s)", [text])
        return cursor.fetchone()[0]


def sql_lexemes(text: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lhh_lexemes(%s)", [text])
        return set(cursor.fetchone()[0] or [])
