"""A slip in the year of a day is refused in words, before it can stop a page."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.conferences import makers

pytestmark = pytest.mark.django_db

RECORDS = {
    "agendaitem": lambda: makers.agenda_item(makers.conference()),
    "agreement": makers.agreement,
    "contestedition": makers.contest_edition,
    "honourround": makers.honour_round,
    "reportfigure": lambda: makers.figure(makers.report(makers.conference())),
    "socialreview": makers.review,
}
SLIPS = [dt.date(1, 1, 1), dt.date(205, 1, 1), dt.date(9999, 12, 31)]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("agendaitem", "day"),
        *(("agreement", each) for each in ("signed_on", "starts_on", "ends_on")),
        ("agreement", "ended_on"),
        ("contestedition", "awarded_on"),
        ("honourround", "decided_on"),
        ("reportfigure", "as_of"),
        *(("socialreview", each) for each in ("received_on", "due_on")),
        ("socialreview", "delivered_on"),
    ],
)
def test_a_slip_in_the_year_is_refused(model, field, slip):
    record = RECORDS[model]()
    setattr(record, field, slip)
    with pytest.raises(ValidationError, match="Hãy xem lại năm"):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize("model", RECORDS)
def test_a_day_that_is_not_known_is_no_slip(model):
    RECORDS[model]().full_clean()
