"""How a query is read: nothing that is typed is an operator."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from lienhiephoi.models import SearchSynonym
from lienhiephoi.vietnamese import fold, has_marks, normalise, words

MAX_QUERY = 200
MAX_WORDS = 12


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


def parse(text: str, synonyms: "Synonyms | None" = None) -> Query:
    """Read what somebody typed; nothing in it is an operator.

    A run of words that has synonyms also finds those.
    """
    text = normalise(text[:MAX_QUERY]).strip()
    terms = words(text)[:MAX_WORDS]
    if not terms:
        return Query(text)
    folded = [fold(term) for term in terms]
    found = (synonyms or Synonyms([])).split(folded)
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


class Synonyms:
    """Groups of equal spellings, looked up by their folded words."""

    def __init__(self, groups: Iterable[list[str]]) -> None:
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


def synonyms() -> Synonyms:
    return Synonyms(SearchSynonym.objects.values_list("spellings", flat=True))
