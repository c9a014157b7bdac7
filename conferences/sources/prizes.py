"""Counts of contests and of rounds of honours, as their editions and rounds keep them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from conferences.facts import Fact, SourceMissing
from conferences.models import (
    ConferenceReport,
    Contest,
    ContestEdition,
    HonourCount,
    HonourRound,
    PrizeCount,
    PrizeLevel,
    RecipientKind,
    Source,
)
from conferences.sources.registry import Binding, SourceKind
from lienhiephoi.vietnamese import date_text, slugify

# --- Contests -------------------------------------------------------------------

_ENTRIES, _AUTHORS, _SENT = "entries", "authors", "sent_to_national"
_COUNTS = {
    _ENTRIES: "Số dự thi",
    _AUTHORS: "Số tác giả",
    _SENT: "Số gửi dự toàn quốc",
}
_PRIZES = {
    PrizeLevel.PROVINCE: "Giải cấp tỉnh",
    PrizeLevel.NATIONAL: "Giải toàn quốc",
}


def _prize_code(level: str, rank: str) -> str:
    return f"{level}:{slugify(rank, 60)}"


def contest_measures(_report: ConferenceReport) -> list[tuple[str, str]]:
    ranks = PrizeCount.objects.exclude(rank="").order_by("-level", "order", "rank")
    named = {
        _prize_code(level, rank): f"{_PRIZES[level]}: {rank}"
        for level, rank in ranks.values_list("level", "rank")
    }
    totals = ((level, f"{label}, tất cả") for level, label in _PRIZES.items())
    return [*_COUNTS.items(), *totals, *named.items()]


def read_contests(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    keys = {each.edition for each in bindings if each.edition}
    contests = Contest.objects.filter(editions__in=keys)
    editions = list(
        ContestEdition.objects.filter(contest__in=contests)
        .select_related("contest")
        .prefetch_related("prizes")
        .order_by("ordinal")
    )
    by_key = {each.pk: each for each in editions}

    def tell(binding: Binding) -> Fact:
        edition = by_key.get(binding.edition)
        if edition is None:
            raise SourceMissing("Hãy chọn kỳ thi.")
        amount = _of_edition(edition, binding.measure)
        if amount is None:
            raise SourceMissing(f"{edition} chưa ghi số đếm này.")
        earlier = [
            each
            for each in editions
            if each.contest_id == edition.contest_id and each.ordinal < edition.ordinal
        ]
        before = earlier[-1] if earlier else None
        is_prize = binding.measure not in _COUNTS
        word = edition.contest.entry_word
        return Fact(
            amount=amount,
            label=_contest_label(edition, binding.measure),
            unit="giải"
            if is_prize
            else ("tác giả" if binding.measure == _AUTHORS else word),
            definition=f"Đếm theo kết quả của {edition}.",
            period=f"năm {edition.year}",
            origin="; ".join(
                filter(None, [str(edition), edition.decision, edition.source])
            ),
            previous=_of_edition(before, binding.measure) if before else None,
            previous_period=f"lần thứ {before.ordinal} (năm {before.year})"
            if before
            else "",
        )

    return tell


def _contest_label(edition: ContestEdition, measure: str) -> str:
    if measure in _COUNTS:
        return _COUNTS[measure]
    if measure in _PRIZES:
        return _PRIZES[measure]
    for each in edition.prizes.all():
        if _prize_code(each.level, each.rank) == measure:
            return f"{_PRIZES[each.level]}: {each.rank}"
    return "Số giải"


def _of_edition(edition: ContestEdition, measure: str) -> Decimal | None:
    """None where it is not written down; no row of a rank is no prize of that rank."""
    if measure in _COUNTS:
        count = getattr(edition, measure)
        return None if count is None else Decimal(count)
    level, _, rank = measure.partition(":")
    of_level = [each for each in edition.prizes.all() if each.level == level]
    if not of_level:
        return None
    return Decimal(
        sum(each.count for each in of_level if rank in {"", slugify(each.rank, 60)})
    )


CONTEST = SourceKind(
    Source.CONTEST,
    Source.CONTEST.label,
    read_contests,
    contest_measures,
    needs="edition",
)

# --- Honours --------------------------------------------------------------------

_GRANTED, _PROPOSED = "granted", "proposed"
_SIDES = {_GRANTED: "Được chọn, tặng", _PROPOSED: "Đề nghị"}


def _honour_code(side: str, recipient: str, label: str) -> str:
    return f"{side}:{recipient}:{slugify(label, 50)}"


def honour_measures(_report: ConferenceReport) -> list[tuple[str, str]]:
    found = {}
    rows = HonourCount.objects.order_by("label", "recipient_kind").distinct()
    rows = list(rows.values_list("label", "recipient_kind"))
    for side, words in _SIDES.items():
        found[side] = f"{words}, tất cả"
        for kind, name in RecipientKind.choices:
            found[f"{side}:{kind}"] = f"{words}: {name.lower()}"
        for label, kind in rows:
            name = RecipientKind(kind).label.lower()
            found[_honour_code(side, kind, label)] = f"{words}: {label} ({name})"
    return list(found.items())


def read_honours(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    keys = {each.round for each in bindings if each.round}
    names = HonourRound.objects.filter(pk__in=keys).values("name")
    rounds = list(
        HonourRound.objects.filter(name__in=names)
        .select_related("document")
        .prefetch_related("counts")
        .order_by("year")
    )
    by_key = {each.pk: each for each in rounds}

    def tell(binding: Binding) -> Fact:
        found = by_key.get(binding.round)
        if found is None:
            raise SourceMissing("Hãy chọn đợt xét, tôn vinh.")
        counted = _counted(found, binding.measure)
        amount = _sum(counted, binding.measure)
        if amount is None:
            raise SourceMissing(f"{found} chưa ghi số đếm này.")
        earlier = [e for e in rounds if e.name == found.name and e.year < found.year]
        before = earlier[-1] if earlier else None
        then = (
            _sum(_counted(before, binding.measure), binding.measure) if before else None
        )
        kinds = {each.recipient_kind for each in counted}
        unit = RecipientKind(kinds.pop()).label.lower() if len(kinds) == 1 else ""
        decided = f"ngày {date_text(found.decided_on)}" if found.decided_on else ""
        return Fact(
            amount=amount,
            label=_honour_label(counted, binding.measure),
            unit=unit,
            definition=f"Đếm theo kết quả {found}.",
            period=f"năm {found.year}",
            origin=", ".join(
                filter(None, [str(found), found.decision, decided, found.decided_by])
            ),
            url=_public_page(found.document),
            previous=then,
            previous_period=f"năm {before.year}" if then is not None else "",
        )

    return tell


def _public_page(document) -> str:
    return document.get_absolute_url() if document and document.is_public() else ""


def _counted(round_: HonourRound, measure: str) -> list[HonourCount]:
    _side, _, rest = measure.partition(":")
    kind, _, label = rest.partition(":")
    return [
        each
        for each in round_.counts.all()
        if kind in {"", each.recipient_kind} and label in {"", slugify(each.label, 50)}
    ]


def _sum(counted: Sequence[HonourCount], measure: str) -> Decimal | None:
    side = measure.partition(":")[0]
    if side not in _SIDES:
        return None
    amounts = [getattr(each, side) for each in counted]
    if not amounts or None in amounts:
        return None
    return Decimal(sum(amounts))


def _honour_label(counted: Sequence[HonourCount], measure: str) -> str:
    words = _SIDES[measure.partition(":")[0]]
    return f"{words}: {counted[0]}" if len(counted) == 1 else words


HONOURS = SourceKind(
    Source.HONOURS,
    Source.HONOURS.label,
    read_honours,
    honour_measures,
    needs="round",
)
