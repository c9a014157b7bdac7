"""The registers of work: reviews, agreements, contests and honours."""

import datetime as dt
import json

from conferences.demonstration.meetings import HERE, body
from conferences.demonstration.steps import Step, moves
from conferences.models import (
    Agreement,
    AgreementPartner,
    Conference,
    Contest,
    ContestEdition,
    HonourCount,
    HonourRound,
    PrizeCount,
    PrizeLevel,
    ReviewExpert,
    SocialReview,
)
from conferences.workflow import REVIEWS
from members.demonstration.register import person
from members.models import Association
from news.models import Document

_TAKEN_UP = dt.timedelta(days=4)
_ANSWERED = dt.timedelta(days=35)


def load(conferences: dict[str, Conference], officer) -> list[Step]:
    """All four; how the reviews then went on."""
    kept = json.loads((HERE / "registers.json").read_text("utf-8"))
    for row in kept["agreements"]:
        _agreement(row, conferences)
    for order, row in enumerate(kept["contests"]):
        _contest(order, row)
    for row in kept["honours"]:
        _honours(row)
    return _reviews(conferences, officer)


# --- Reviews ----------------------------------------------------------------------


def _reviews(conferences: dict[str, Conference], officer) -> list[Step]:
    kept = json.loads((HERE / "social_reviews.json").read_text("utf-8"))
    numbers: dict[str, int] = {}
    steps = []
    for values in kept["rows"]:
        row = dict(zip(kept["columns"], values, strict=True))
        more = kept["more"].get(row["title"], {})
        review = _review(row, more, conferences, numbers)
        steps += _course(review, officer)
    return steps


def _review(row: dict, more: dict, conferences, numbers) -> SocialReview:
    lead, delivered = row.pop("lead"), row["delivered_on"]
    if delivered:
        year = delivered[:4]
        numbers[year] = numbers.get(year, 0) + 1
        row["result_number"] = f"{numbers[year]:02}/BC-TVPB"
    plain = {
        name: more[name]
        for name in ("summary", "outcome_note", "request_letter", "due_on")
        if name in more
    }
    review = SocialReview(
        lead=Association.objects.get(slug=lead) if lead else None,
        is_own_proposal=not row["requester"],
        **row,
        **plain,
    )
    review.full_clean(exclude=["slug"])
    review.save()
    if "meeting" in more:
        review.meetings.add(conferences[more["meeting"]])
    for order, (name, title, role) in enumerate(more.get("experts", ())):
        ReviewExpert.objects.create(
            review=review, person=person(name, title), role=role, order=order
        )
    return review


def _course(review: SocialReview, officer) -> list[Step]:
    # What nobody asked for has only been taken note of.
    if not review.requester:
        return []
    rows = [("start", review.received_on + _TAKEN_UP)]
    if review.delivered_on:
        rows.append(("deliver", review.delivered_on))
    if review.outcome:
        rows.append(("answer", review.delivered_on + _ANSWERED))
    nine = [(name, f"{day}T09:00") for name, day in rows]
    return moves(REVIEWS, review, nine, officer)


# --- The others -------------------------------------------------------------------


def _agreement(row: dict, conferences: dict[str, Conference]) -> None:
    partners = row.pop("partners")
    row["conference"] = conferences.get(row.get("conference", ""))
    agreement = Agreement(**row)
    agreement.full_clean(exclude=["slug"])
    agreement.save()
    for order, (name, signed_by) in enumerate(partners):
        AgreementPartner.objects.create(
            agreement=agreement, signed_by=signed_by, order=order, **body(name)
        )


def _contest(order: int, row: dict) -> None:
    editions = row.pop("editions")
    contest = Contest.objects.create(order=order, **row)
    for each in editions:
        prizes = {level: each.pop(level) for level in PrizeLevel.values}
        edition = ContestEdition.objects.create(contest=contest, **each)
        PrizeCount.objects.bulk_create(
            PrizeCount(
                edition=edition, level=level, rank=rank, count=count, order=place
            )
            for level, counts in prizes.items()
            for place, (rank, count) in enumerate(counts)
        )


def _honours(row: dict) -> None:
    counts, number = row.pop("counts"), row.pop("document", None)
    made = HonourRound.objects.create(
        document=Document.objects.get(number=number) if number else None, **row
    )
    HonourCount.objects.bulk_create(
        HonourCount(
            round=made,
            label=label,
            recipient_kind=kind,
            proposed=proposed,
            granted=granted,
            order=order,
        )
        for order, (label, kind, proposed, granted) in enumerate(counts)
    )
