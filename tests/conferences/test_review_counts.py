"""Finished reviews counted by the register, beside what associations report."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from conferences import review_counts
from conferences.models import SocialReview
from conferences.workflow import REVIEWS
from lienhiephoi import roles
from lienhiephoi.dossiers.versions import checksum
from members.models import PublishedTotals
from members.publication import contents_of, publish
from members.rollup import roll_up
from tests import makers
from tests.conferences import makers as records
from tests.members import makers as register

pytestmark = pytest.mark.django_db

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
TOLD = "Sổ của Liên hiệp Hội ghi 3 nhiệm vụ phản biện (trong đó văn phòng chủ trì 1)"


def finished(on=dt.date(2026, 6, 1), title="Phản biện Đề án", **fields) -> SocialReview:
    review = records.review(
        title,
        received_on=on - dt.timedelta(days=30),
        delivered_on=on,
        result_number="12/BC-LHH",
        **fields,
    )
    return REVIEWS.apply(review, "deliver", by=None)


@pytest.fixture
def body():
    return register.association("Hội Thủy lợi")


@pytest.fixture
def period():
    return register.period(codes=("hoi_vien", "phan_bien"))


def three_critiques(body) -> None:
    """Two led by the body, one by the office; and three that do not count."""
    finished(lead=body)
    finished(lead=body, is_public=False)
    finished()
    finished(dt.date(2025, 12, 31), lead=body)
    finished(kind="advice")
    records.review("Đang làm", lead=body)


def test_a_review_counts_in_the_time_in_which_its_result_went_out():
    finished(dt.date(2025, 12, 31))
    finished(dt.date(2026, 1, 1))
    finished(dt.date(2026, 12, 31))
    finished(dt.date(2027, 1, 1))

    assert review_counts.count("critique", *YEAR) == 2
    assert review_counts.count("advice", *YEAR) == 0


def test_what_is_not_finished_or_was_dropped_does_not_count():
    records.review("Mới nhận", delivered_on=dt.date(2026, 6, 1))
    dropped = records.review("Thôi", delivered_on=dt.date(2026, 6, 1))
    REVIEWS.apply(dropped, "drop", by=None, note="Cơ quan rút đề nghị")

    assert review_counts.count("critique", *YEAR) == 0
    assert review_counts.by_year() == []


def test_reviews_are_counted_by_who_led_them(body):
    three_critiques(body)

    assert review_counts.by_lead("critique", *YEAR) == {body.pk: 2, None: 1}


def test_years_with_their_kinds_and_what_was_accepted(django_assert_num_queries):
    finished(outcome="accepted")
    finished(outcome="partly", kind="advice", is_public=False)
    finished(outcome="rejected")
    finished(dt.date(2025, 5, 1))

    with django_assert_num_queries(1):
        this_year, last_year = review_counts.by_year()

    assert (this_year.year, this_year.total, this_year.cells) == (2026, 3, [1, 2, 0])
    assert (this_year.accepted, this_year.private) == (2, 1)
    assert (last_year.year, last_year.cells) == (2025, [0, 1, 0])


# --- Beside the reported totals -----------------------------------------------------


def test_publication_freezes_what_the_register_counted(client, body, period):
    three_critiques(body)
    register.accepted(register.report(body, period), hoi_vien=10, phan_bien=2)

    publication = publish(period, by=makers.staff())
    finished(lead=body)

    publication.refresh_from_db()
    assert publication.contents["counted"] == {
        "phan_bien": {"label": "nhiệm vụ phản biện", "total": 3, "office": 1}
    }
    pages = (
        reverse("members:totals", args=[period.slug]),
        reverse("members:indicator", args=[period.slug, "phan_bien"]),
    )
    for page in pages:
        assert TOLD in client.get(page).content.decode()
    given = client.get(reverse("members:totals-json", args=[period.slug])).json()
    figures = {e["code"]: e for s in given["sections"] for e in s["indicators"]}
    assert figures["phan_bien"]["counted"]["total"] == 3
    assert "counted" not in figures["hoi_vien"]


def test_the_totals_are_published_anew_when_the_register_counts_more(body, period):
    register.accepted(register.report(body, period), hoi_vien=10, phan_bien=2)
    first = publish(period, by=None)
    assert "counted" not in first.contents
    with pytest.raises(ValidationError, match="không khác"):
        publish(period, by=None)

    finished(lead=body)

    assert publish(period, by=None).contents["counted"]["phan_bien"]["total"] == 1


def test_totals_published_before_still_read(client, body, period):
    register.accepted(register.report(body, period), hoi_vien=10, phan_bien=2)
    contents = contents_of(roll_up(period))
    PublishedTotals.objects.create(
        period=period,
        number=1,
        contents=contents,
        checksum=checksum(contents),
        published_at=timezone.now(),
    )
    finished(lead=body)

    page = client.get(reverse("members:totals", args=[period.slug]))

    assert page.status_code == 200
    assert "Sổ của Liên hiệp Hội" not in page.content.decode()


def test_the_office_sees_what_the_register_counts_now(client, body, period):
    three_critiques(body)
    register.accepted(register.report(body, period), hoi_vien=10, phan_bien=2)
    client.force_login(makers.staff(roles.ADMINISTRATOR))
    address = reverse("admin:members_reportingperiod_totals", args=[period.pk])

    assert TOLD in client.get(address).content.decode()
    assert TOLD in client.get(f"{address}phan_bien/").content.decode()


def test_an_association_reads_at_the_field_how_many_it_led(client, body, period):
    three_critiques(body)
    other = register.association("Hội Đông y")
    for association, told in ((body, True), (other, False)):
        report = register.report(association, period)
        client.force_login(register.representative(association=association).user)

        page = client.get(
            reverse("workspace:section", args=[report.pk, register.SECTION])
        )

        words = "ghi 2 nhiệm vụ phản biện do hội chủ trì trong kỳ"
        assert (words in page.content.decode()) is told
