"""What documents and letters call a conference."""

import datetime as dt

import pytest

from conferences.models import Conference
from conferences.wording import full_title
from members.models import Term

TERM = Term(
    pk=5,
    ordinal=5,
    starts_on=dt.date(2024, 12, 20),
    planned_end_on=dt.date(2029, 12, 20),
)


@pytest.mark.parametrize(
    ("title", "fields", "told"),
    [
        ("Hội nghị tổng kết năm 2026", {}, "Hội nghị tổng kết năm 2026"),
        (
            "Hội nghị Ban Chấp hành",
            {"ordinal": 6, "is_extended": True},
            "Hội nghị Ban Chấp hành, lần thứ VI (mở rộng), nhiệm kỳ 2024–2029",
        ),
        (
            "Hội nghị Ban Chấp hành lần thứ VI, khóa V",
            {"ordinal": 6},
            "Hội nghị Ban Chấp hành lần thứ VI, khóa V",
        ),
    ],
)
def test_the_term_is_told_of_numbered_meetings_that_do_not_say_it(title, fields, told):
    conference = Conference(title=title, term=TERM, **fields)
    assert full_title(conference).replace("\xa0", " ") == told
