"""Every source of a report's figures, at its edges."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from conferences import sources
from conferences.comparisons import sentence
from conferences.models import (
    ConferenceStatus,
    HonourCount,
    PrizeCount,
    ReviewStatus,
    Source,
    TaskStatus,
)
from conferences.sources import registry, times
from conferences.workflow import TASKS
from lienhiephoi.dossiers.models import Qualifier
from members.models import Committee, CommitteeKind, Indicator, Term
from members.publication import publish
from tests import makers
from tests.conferences import makers as here
from tests.members import makers as members

pytestmark = pytest.mark.django_db
Y2026 = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 12, 31)}


@pytest.fixture
def report():
    return here.report(here.conference())


def told(report, source, measure="", **fields):
    return sources.resolve(
        here.figure(report, source=source, measure=measure, **fields)
    )


# --- Published totals -----------------------------------------------------------


def two_years(given_before, given_now):
    """Totals of 2025 and 2026, published; amounts by association, None: no report."""
    bodies = [members.association(f"Hội {n}") for n in range(len(given_now))]
    before = members.period(2025)
    now = members.period(2026, previous=before)
    for period, given in ((before, given_before), (now, given_now)):
        for body, amount in zip(bodies, given, strict=True):
            made = members.report(body, period)
            if amount is not None:
                members.accepted(made, hoi_vien=amount)
        publish(period, by=makers.staff())
    return now


def test_a_published_total_tells_its_coverage_origin_and_change(report):
    now = two_years([500, 700], [520, 800])
    Indicator.objects.filter(period=now).update(guidance="Có tên trong danh sách.")

    fact = told(report, Source.ROLLUP, "hoi_vien", period=now)

    assert (fact.amount, fact.previous, fact.period) == (1320, 1200, "năm 2026")
    assert fact.coverage == "2 trên 2 hội đã báo cáo"
    assert fact.origin.startswith("Số liệu tổng hợp năm 2026, công bố lần 1 ngày ")
    assert "Có tên trong danh sách." in fact.definition
    assert fact.url == f"/so-lieu/{now.slug}/hoi_vien/"
    assert sentence(fact) == "tăng 120 (10 %) so với năm 2025"


def test_where_another_body_reported_those_of_both_years_are_compared(report):
    now = two_years([500, None], [520, 800])

    fact = told(report, Source.ROLLUP, "hoi_vien", period=now)

    assert (fact.amount, fact.previous) == (1320, 500)
    assert sentence(fact) == (
        "tăng 20 (4 %) so với năm 2025, tính trên 1 hội có số liệu cả hai kỳ"
    )


def test_what_is_reported_but_not_published_is_no_figure(report):
    period = members.period(2026)
    members.accepted(members.report(period=period), hoi_vien=10)

    with pytest.raises(sources.SourceMissing, match="chưa được công bố"):
        told(report, Source.ROLLUP, "hoi_vien", period=period)


def test_a_later_correction_counts_once_it_is_published(report):
    now = two_years([500], [520])
    members.answered(now.reports.get(), hoi_vien=560)
    figure = here.figure(report, source=Source.ROLLUP, measure="hoi_vien", period=now)

    assert sources.resolve(figure).amount == 520
    publish(now, by=makers.staff())
    assert sources.resolve(figure).amount == 560


def test_an_indicator_kept_from_the_public_is_no_figure(report):
    now = members.period(2026)
    now.indicators.update(is_public=False)
    members.accepted(members.report(period=now), hoi_vien=10)
    publish(now, by=makers.staff())

    with pytest.raises(sources.SourceMissing, match="không công khai"):
        told(report, Source.ROLLUP, "hoi_vien", period=now)


def test_a_sum_of_rounded_lines_is_rounded_too(report):
    now = members.period(2026)
    for qualifier in (Qualifier.OVER, ""):
        members.accepted(
            members.report(members.association(f"Hội {qualifier}"), now),
            hoi_vien={"amount": 500, "qualifier": qualifier},
        )
    publish(now, by=makers.staff())

    fact = told(report, Source.ROLLUP, "hoi_vien", period=now)

    assert fact.text == "hơn 1.000"
    assert fact.coverage == "2 trên 2 hội đã báo cáo, 1 số làm tròn"


# --- The register ---------------------------------------------------------------


def test_the_register_counts_each_kind_on_its_day(report):
    members.association("Hội Y học")
    members.association("Hội Toán học", since=dt.date(2026, 3, 1))
    members.association("Trung tâm Tư vấn", kind="subordinate")
    figures = {"as_of": dt.date(2026, 6, 30), "key": "hoi"}

    fact = told(report, Source.REGISTER, "member", **figures)

    assert (fact.amount, fact.previous, fact.unit) == (2, 1, "hội")
    assert fact.period == "ngày 30/06/2026"
    assert sentence(fact) == "tăng 1 hội (100 %) so với ngày 30/06/2025"
    figures["key"] = "tat-ca"
    assert told(report, Source.REGISTER, "all", **figures).amount == 3


def test_a_day_that_has_not_come_has_no_count(report):
    with pytest.raises(sources.SourceMissing, match="Chưa tới ngày"):
        told(report, Source.REGISTER, "member", as_of=dt.date(2199, 1, 1))


def test_seats_are_those_of_the_term_in_office(report):
    for ordinal, year, people in ((5, 2021, 3), (6, 2026, 2)):
        term = Term.objects.create(
            ordinal=ordinal,
            starts_on=dt.date(year, 3, 1),
            planned_end_on=dt.date(year + 5, 3, 1),
        )
        board = Committee.objects.create(term=term, kind=CommitteeKind.EXECUTIVE)
        for n in range(people):
            board.seats.create(person=members.person(f"Người {ordinal} {n}"))
    board.seats.filter(person__full_name="Người 6 0").update(
        ends_on=dt.date(2026, 4, 1)
    )
    day = {"as_of": dt.date(2026, 6, 30)}

    fact = told(report, Source.REGISTER, CommitteeKind.EXECUTIVE, **day)

    assert (fact.amount, fact.previous, fact.unit) == (1, 3, "ủy viên")
    with pytest.raises(sources.SourceMissing, match="chưa ghi ban"):
        told(report, Source.REGISTER, CommitteeKind.INSPECTION, key="b", **day)


# --- Contests and honours -------------------------------------------------------


@pytest.fixture
def edition():
    """45 entries, 25 prizes of the province, 2 of the nation: one Nhì, one KK."""
    made = here.contest_edition(entries=45, decision="Quyết định số 1/QĐ-UBND")
    here.contest_edition(ordinal=10, year=2024, contest=made.contest, entries=40)
    for level, rank, count in (
        ("province", "", 25),
        ("national", "Nhì", 1),
        ("national", "Khuyến khích", 1),
    ):
        PrizeCount.objects.create(edition=made, level=level, rank=rank, count=count)
    return made


@pytest.mark.parametrize(
    ("measure", "amount", "unit"),
    [
        ("entries", 45, "giải pháp"),
        ("province", 25, "giải"),
        ("national", 2, "giải"),
        ("national:nhi", 1, "giải"),
        ("national:khuyen-khich", 1, "giải"),
        ("national:nhat", 0, "giải"),
    ],
)
def test_a_contest_is_counted_from_entries_to_prizes(
    report, edition, measure, amount, unit
):
    fact = told(report, Source.CONTEST, measure, edition=edition)

    assert (fact.amount, fact.unit) == (amount, unit)
    assert fact.origin.endswith("lần thứ 11; Quyết định số 1/QĐ-UBND")


def test_an_edition_is_compared_with_the_one_before(report, edition):
    fact = told(report, Source.CONTEST, "entries", edition=edition)

    assert sentence(fact) == "tăng 5 giải pháp (12,5 %) so với lần thứ 10 (năm 2024)"


def test_what_an_edition_has_not_written_down_is_no_figure(report, edition):
    with pytest.raises(sources.SourceMissing, match="chưa ghi"):
        told(report, Source.CONTEST, "authors", edition=edition)
    with pytest.raises(sources.SourceMissing, match="Hãy chọn kỳ thi"):
        told(report, Source.CONTEST, "entries", key="khac")


def test_honours_are_counted_by_recipient_and_label(report):
    found = here.honour_round(decided_by="Ban Thường vụ")
    for label, kind, proposed, granted in (
        ("Giấy khen", "team", 6, 4),
        ("Giấy khen", "person", 20, 14),
        ("Bằng khen", "person", None, 2),
    ):
        HonourCount.objects.create(
            round=found,
            label=label,
            recipient_kind=kind,
            proposed=proposed,
            granted=granted,
        )

    def count(measure, key):
        return told(report, Source.HONOURS, measure, round=found, key=key)

    assert count("granted:team:giay-khen", "tap-the").amount == 4
    assert count("granted:person", "ca-nhan").amount == 16
    assert count("granted", "tat-ca").amount == 20
    assert count("proposed:person:giay-khen", "de-nghi").amount == 20
    assert count("granted:team", "mot").unit == "tập thể"
    with pytest.raises(sources.SourceMissing):
        count("proposed:person", "thieu")


# --- The books of the office ----------------------------------------------------


def test_reviews_count_where_their_result_went_out(report):
    for day in (dt.date(2025, 5, 5), dt.date(2026, 5, 5), dt.date(2026, 12, 31)):
        here.review(
            f"Việc {day}",
            received_on=dt.date(2025, 1, 1),
            delivered_on=day,
            status=ReviewStatus.DELIVERED,
            result_number="1/LHH",
        )
    here.review("Đang làm", status=ReviewStatus.UNDER_WAY)

    fact = told(report, Source.REVIEWS, "critique")

    assert (fact.amount, fact.previous, fact.period) == (2, 1, "năm 2026")
    assert told(report, Source.REVIEWS, "advice", key="tu-van").amount == 0


def test_before_a_book_begins_there_is_nothing_to_compare_with(report):
    here.conference(
        "Tọa đàm", kind="discussion", starts_on=dt.date(2026, 4, 1), status="held"
    )

    fact = told(report, Source.CONFERENCES, "discussion")

    assert (fact.amount, fact.previous) == (1, None)
    assert sentence(fact) == ""


def test_only_conferences_that_were_held_count(report):
    for status in ("planned", "held", "reported", "cancelled"):
        here.conference(
            f"Hội thảo {status}",
            kind="workshop",
            starts_on=dt.date(2026, 4, 1),
            status=status,
        )

    assert told(report, Source.CONFERENCES, "workshop").amount == 2


def test_agreements_in_force_are_not_those_signed(report):
    here.agreement("Cũ", signed_on=dt.date(2024, 1, 1), ends_on=dt.date(2026, 6, 1))
    here.agreement("Lâu dài", signed_on=dt.date(2024, 1, 1))
    here.agreement("Mới", signed_on=dt.date(2026, 2, 1), kind="pact")

    assert told(report, Source.AGREEMENTS, "in_force", key="a").amount == 2
    assert told(report, Source.AGREEMENTS, "in_force", key="b").previous == 2
    assert told(report, Source.AGREEMENTS, "signed", key="c").amount == 1
    assert told(report, Source.AGREEMENTS, "signed:pact", key="d").amount == 1


def test_agreements_lead_to_the_public_list(report):
    here.agreement("Kín", signed_on=dt.date(2026, 2, 1), kind="pact", is_public=False)
    here.agreement("Mở", signed_on=dt.date(2026, 2, 1), kind="programme")

    def url(measure, key):
        return told(report, Source.AGREEMENTS, measure, key=key).url

    assert url("in_force:programme", "a") == "/chuong-trinh-phoi-hop/?loai=programme"
    assert url("signed", "b") == "/chuong-trinh-phoi-hop/?nam=2026"
    assert url("in_force:pact", "c") == ""


@pytest.mark.parametrize(
    ("source", "measure", "url"),
    [
        (Source.REVIEWS, "all", "/tu-van-phan-bien/?nam=2026"),
        (Source.REVIEWS, "critique", "/tu-van-phan-bien/?nam=2026&loai=critique"),
        (Source.REVIEWS, "advice", ""),
        (Source.CONFERENCES, "workshop", "/hoi-nghi/?nam=2026&loai=workshop"),
        (Source.CONFERENCES, "cluster", ""),
    ],
)
def test_counts_of_public_books_lead_to_their_lines(
    client, report, source, measure, url
):
    for kind, is_public in (("critique", True), ("advice", False)):
        here.review(
            f"Đề án {kind}",
            kind=kind,
            is_public=is_public,
            status=ReviewStatus.DELIVERED,
            delivered_on=dt.date(2026, 5, 1),
            result_number="1",
        )
    for kind, is_public in (("workshop", True), ("cluster", False)):
        here.conference(
            f"Cuộc họp {kind}",
            kind=kind,
            is_public=is_public,
            starts_on=dt.date(2026, 5, 2),
            status=ConferenceStatus.HELD,
        )

    fact = told(report, source, measure)

    assert (fact.amount > 0, fact.url) == (True, url)
    if url:
        page = client.get(url).content.decode()
        assert "Đề án critique" in page or "Cuộc họp workshop" in page


# --- Tasks ----------------------------------------------------------------------


def at(*day):
    return dt.datetime(*day, 9, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def last(report):
    """The conference of the year before, with a task done in May and one not yet."""
    series = here.series()
    report.conference.series = series
    report.conference.save()
    last = here.conference(
        "Tổng kết 2025",
        series=series,
        starts_on=dt.date(2025, 12, 18),
        status=ConferenceStatus.REPORTED,
    )
    body = members.association()
    for title in ("Việc xong", "Việc dở"):
        task = here.task(last, title, association=body, due_on=dt.date(2026, 8, 31))
        TASKS.apply(task, "give", by=None, at=at(2025, 12, 20))
    TASKS.apply(
        last.tasks.get(title="Việc xong"), "confirm", by=None, at=at(2026, 5, 4)
    )
    return last


def test_tasks_of_this_conference_and_of_the_last(report, last):
    body = members.association()
    here.task(report.conference, association=body, status=TaskStatus.OPEN)
    here.task(report.conference, "Chưa giao")

    assert told(report, Source.TASKS, "given", key="a").amount == 1
    assert told(report, Source.TASKS, "last:given", key="b").amount == 2
    assert told(report, Source.TASKS, "last:done", key="c").amount == 1


@pytest.mark.parametrize(
    ("day", "done", "overdue"),
    [
        (dt.date(2025, 12, 19), 0, 0),
        (dt.date(2026, 5, 3), 0, 0),
        (dt.date(2026, 5, 4), 1, 0),
        (dt.date(2026, 8, 31), 1, 0),
        (dt.date(2026, 9, 1), 1, 1),
    ],
)
def test_tasks_are_told_as_they_stood_on_a_day(report, last, day, done, overdue):
    def amount(code):
        fact = told(report, Source.TASKS, f"last:{code}", key=code, as_of=day)
        assert fact.period == f"ngày {day:%d/%m/%Y}"
        return fact.amount

    assert amount("given") == 2
    assert amount("done") == done
    assert amount("unfinished") == 2 - done
    assert amount("overdue") == overdue


def test_tasks_are_told_on_the_day_of_the_report_not_on_that_of_reading(report, last):
    report.issued_on = dt.date(2026, 3, 2)
    report.save()

    fact = told(report, Source.TASKS, "last:done")

    assert (fact.amount, fact.period) == (0, "ngày 02/03/2026")


def test_a_typed_figure_has_its_source_and_what_it_is_compared_with(report):
    fact = told(
        report,
        Source.TYPED,
        amount=Decimal("12.5"),
        unit="tỷ đồng",
        source_text="Sở Tài chính, 12/2026",
        compared_amount=Decimal(10),
    )

    assert (fact.text, fact.origin) == ("12,5", "Sở Tài chính, 12/2026")
    assert sentence(fact) == "tăng 2,5 tỷ đồng (25 %) so với năm 2025"


# --- All together ---------------------------------------------------------------


def test_more_figures_of_a_source_cost_no_more(
    report, edition, django_assert_max_num_queries
):
    now = two_years([500], [520])
    bindings = [
        sources.bound(
            here.figure(report, f"so-{n}", source=source, measure=measure, **fields)
        )
        for n, (source, measure, fields) in enumerate(
            [
                (Source.ROLLUP, "hoi_vien", {"period": now}),
                (Source.CONTEST, "entries", {"edition": edition}),
                (Source.REVIEWS, "all", {}),
                (Source.CONFERENCES, "all", {}),
            ]
            * 5
        )
    ]

    with django_assert_max_num_queries(9):
        assert all(e.amount is not None for e in sources.resolve_all(bindings))


@pytest.mark.parametrize("kind", sources.kinds(), ids=lambda kind: kind.name)
def test_every_offered_measure_is_one_the_source_knows(report, edition, kind):
    """It tells a figure, or says what is missing; it never fails."""
    here.honour_round()
    codes = [code for code, label in kind.measures(report)]

    fields = (
        {"amount": Decimal(1), "source_text": "Sở"} if kind.name == Source.TYPED else {}
    )
    figures = [
        here.figure(
            report,
            f"so-{n}",
            source=kind.name,
            measure=code,
            edition=edition,
            **fields,
        )
        for n, code in enumerate(codes)
    ]
    found = sources.resolve_all(map(sources.bound, figures))

    assert len(codes) == len(set(codes)) == len(found)
    assert not [each for each in found if "Hãy chọn số đếm" in str(each)]


def test_an_app_may_add_a_kind_of_its_own(report, monkeypatch):
    monkeypatch.setattr(registry, "_KINDS", dict(registry._KINDS))
    sources.register(
        sources.SourceKind(
            "stars",
            "Sao",
            lambda _bindings: lambda each: sources.Fact(Decimal(len(each.measure))),
            lambda _report: [("abc", "Ba")],
        )
    )

    assert told(report, "stars", "abc").amount == 3
    with pytest.raises(sources.SourceMissing, match="không còn"):
        told(report, "gone", "abc", key="x")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words", "before"),
    [
        ("2026-01-01", "2026-12-31", "năm 2026", "năm 2025"),
        ("2026-01-01", "2026-06-30", "6 tháng đầu năm 2026", "6 tháng đầu năm 2025"),
        ("2024-10-01", "2024-12-31", "quý IV năm 2024", "quý IV năm 2023"),
        (
            "2024-02-01",
            "2024-02-29",
            "từ 01/02/2024 đến 29/02/2024",
            "từ 01/02/2023 đến 28/02/2023",
        ),
        (
            "2022-01-01",
            "2025-12-31",
            "từ 01/01/2022 đến 31/12/2025",
            "từ 01/01/2018 đến 31/12/2021",
        ),
    ],
)
def test_times_are_named_as_reports_name_them(starts_on, ends_on, words, before):
    span = dt.date.fromisoformat(starts_on), dt.date.fromisoformat(ends_on)

    assert times.span_text(*span) == words
    assert times.span_text(*times.span_before(*span)) == before


def test_a_state_is_told_as_of_the_meeting_where_the_time_ends_later(report):
    report.conference.starts_on = dt.date(2026, 6, 18)
    report.conference.save()
    members.association()

    fact = told(report, Source.REGISTER, "member")

    assert fact.origin == "Sổ hội, tính đến ngày 18/06/2026"


def test_before_the_meeting_a_state_is_told_as_of_today(report):
    report.conference.starts_on = report.ends_on = dt.date(2999, 12, 18)
    members.association()

    assert told(report, Source.REGISTER, "member").amount == 1
