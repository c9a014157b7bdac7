"""What comes first, and how a page of it is found."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lienhiephoi.models import SearchEntry
from lienhiephoi.search.queries import Query

MAX_RESULTS = 1000

_TITLE = models.F("title_words")
# Tells the planner what it costs to read the words of a whole text.
_TEXT = models.Func("words", function="lhh_unpacked")


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

    def _matching(self, words, tsquery: str):
        return self._visible.filter(_Matches(words, tsquery))

    def count(self) -> int:
        """How many match, up to MAX_RESULTS."""
        if self.query.is_empty:
            return 0
        matching = self._matching(_TEXT, self.query.scattered).values("pk")
        return matching[: MAX_RESULTS + 1].count()

    def __getitem__(self, wanted: slice) -> list[SearchEntry]:
        return self.slice(wanted.start or 0, wanted.stop)

    def object_ids(self):
        """Keys of the records found, for use as a subquery of another list."""
        return self._matching(_TEXT, self.query.scattered).values("object_id")

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
            self._matching(words, tsquery)
            .annotate(tier=models.Value(place, models.IntegerField()))
            .order_by("-visible_from", "-pk")
            .values_list("pk", "tier", "visible_from")[:number]
            for place, (words, tsquery) in enumerate(tiers)
        ]
        rows = (
            branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
        )
        ordered = sorted(rows, key=lambda row: (row[1], -row[2].timestamp(), -row[0]))
        return [row[0] for row in ordered]

    def _tiers(self) -> tuple[list, list]:
        query = self.query
        if self.newest:
            return [], [(_TEXT, query.scattered)]
        forms = [
            *(query.together_marked, query.together),
            *(query.scattered_marked, query.scattered),
        ]
        asked = [each for each in dict.fromkeys(forms) if each]
        return [(_TITLE, each) for each in asked], [(_TEXT, each) for each in asked]


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
    """`words @@ 'lexemes and operators'::tsquery`, the text passed as a parameter."""

    arg_joiner = " @@ "
    template = "%(expressions)s::tsquery"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self, words, tsquery: str) -> None:
        super().__init__(words, models.Value(tsquery, models.TextField()))
