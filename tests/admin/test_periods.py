"""Reporting periods in the back office: their forms, and who owes a report."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lienhiephoi import roles
from members import obligations, period_forms
from members.models import (
    Indicator,
    IndicatorCheck,
    MemberKind,
    PeriodStatus,
    ReportingPeriod,
    ReportSection,
    ReportStatus,
    WantedFile,
)
from members.workflow import PERIODS, REPORTS
from tests import makers
from tests.admin.posting import admin_url, change_url, filled_in, messages_of, move_url
from tests.members.makers import association, planned_period

pytestmark = pytest.mark.django_db

BUDGET = 20


@pytest.fixture
def officer(client):
    made = makers.staff(roles.MEMBERS_OFFICER, full_name="Đỗ Thị Hương")
    client.force_login(made)
    return made


@pytest.fixture
def planned():
    made = planned_period(2026)
    period_forms.load_standard(made)
    return made


@pytest.fixture
def opened(planned):
    """Three associations owe; a club does not."""
    for name in ("Hội Y học", "Hội Cơ học", "Hội Làm vườn"):
        association(name)
    association("Câu lạc bộ Trí thức", kind=MemberKind.CLUB)
    return PERIODS.apply(planned, "open", by=None)


def page(name: str, period) -> str:
    return reverse(f"admin:members_reportingperiod_{name}", args=[period.pk])


def add_url(model, period, **more) -> str:
    query = "&".join(f"{k}={v}" for k, v in {"period": period.pk, **more}.items())
    return f"{admin_url(model, 'add')}?{query}"


def report_of(period, name):
    return period.reports.get(association__name=name)


# --- A new period -----------------------------------------------------------------


def test_the_next_year_is_proposed_and_its_form_copied(client, officer, planned):
    address = admin_url(ReportingPeriod, "add")
    proposed = client.get(address)
    fields = proposed.context["adminform"].form.initial
    assert fields["name"] == "Báo cáo năm 2027"
    assert fields["starts_on"] == dt.date(2027, 1, 1)

    client.post(address, filled_in(proposed, _save="1"))

    made = ReportingPeriod.objects.get(name="Báo cáo năm 2027")
    assert made.previous == planned
    assert period_forms.describe_form(made) == period_forms.describe_form(planned)


def test_the_first_period_takes_the_standard_form(client, officer):
    address = admin_url(ReportingPeriod, "add")
    typed = {
        "name": "Báo cáo năm 2026",
        "kind": "year",
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "opens_on": "01/10/2026",
        "deadline_on": "20/11/2026",
    }
    client.post(address, filled_in(client.get(address), **typed, _save="1"))

    assert ReportingPeriod.objects.get().indicators.count() == 60


def test_a_period_is_compared_with_an_earlier_one(client, officer, planned):
    later = planned_period(2027)
    address = change_url(planned)
    answer = client.post(
        address, filled_in(client.get(address), previous=later.pk, _continue="1")
    )
    assert "Kỳ để so sánh phải là một kỳ trước đó." in answer.content.decode()


def test_what_reports_stand_on_is_not_typed_anew_after_the_opening(
    client, officer, opened
):
    address = change_url(opened)
    typed = {"ends_on": "30/06/2026", "kind": "half_year", "name": "Báo cáo 2026"}
    client.post(address, filled_in(client.get(address), **typed, _continue="1"))

    opened.refresh_from_db()
    assert opened.name == "Báo cáo 2026"
    assert (opened.kind, opened.ends_on) == ("year", dt.date(2026, 12, 31))


# --- The form ---------------------------------------------------------------------


def test_a_period_without_a_form_cannot_open(client, officer):
    period = planned_period(2026)
    client.post(move_url(period, "open"), {"note": ""})
    period.refresh_from_db()
    assert period.status == PeriodStatus.PLANNED

    client.post(page("form", period), {"viec": "chuan"})
    client.post(move_url(period, "open"), {"note": ""})
    period.refresh_from_db()
    assert period.status == PeriodStatus.OPEN


def test_the_form_is_copied_from_a_chosen_period(client, officer, planned):
    target = planned_period(2027)
    client.post(page("form", target), {"viec": "chep", "tu": planned.pk})
    assert period_forms.describe_form(target) == period_forms.describe_form(planned)


def test_pressing_twice_makes_one_form(client, officer, planned):
    answer = client.post(page("form", planned), {"viec": "chuan"}, follow=True)
    assert any("đã có mẫu" in message for message in messages_of(answer))
    assert planned.indicators.count() == 60


def test_emptying_a_form_leaves_the_others_alone(client, officer, planned):
    other = planned_period(2027)
    period_forms.copy_form(planned, other)

    client.post(page("clear_form", other))

    assert not period_forms.has_form(other)
    assert planned.indicators.count() == 60


def test_an_open_period_is_not_emptied(client, officer, opened):
    client.post(page("clear_form", opened))
    assert opened.indicators.count() == 60


def test_the_whole_form_shows_every_part_in_order(client, officer, planned):
    shown = client.get(page("form", planned)).content.decode()
    labels = [
        each.label
        for section in planned.sections.all()
        for each in section.indicators.all()
    ]
    places = [shown.index(f">{label}</a>") for label in labels]
    assert len(places) == 60
    assert places == sorted(places)


def test_a_new_indicator_has_a_code_of_its_label_and_comes_last(
    client, officer, planned
):
    section = planned.sections.get(code="tuyen_truyen")
    address = add_url(Indicator, planned, section=section.pk)
    typed = {"label": "Số triển lãm đã mở", "unit": "cuộc", "measure": "flow"}
    answer = client.post(address, filled_in(client.get(address), **typed, _save="1"))

    made = section.indicators.last()
    assert (made.code, made.label) == ("so_trien_lam_da_mo", "Số triển lãm đã mở")
    assert answer.url == f"{page('form', planned)}#indicator-{made.pk}"


@pytest.mark.parametrize(
    ("typed", "stored"), [("1.234,5", "1234.5000"), ("", None), ("20000", "20000.0000")]
)
def test_limits_are_typed_as_numbers_are_written(
    client, officer, planned, typed, stored
):
    indicator = planned.indicators.get(code="hoi_thao")
    address = change_url(indicator)
    client.post(address, filled_in(client.get(address), maximum=typed, _save="1"))
    indicator.refresh_from_db()
    assert (str(indicator.maximum) if indicator.maximum else None) == stored


def test_a_limit_with_a_point_for_a_comma_is_refused(client, officer, planned):
    indicator = planned.indicators.get(code="hoi_thao")
    address = change_url(indicator)
    answer = client.post(
        address, filled_in(client.get(address), maximum="1.5", _save="1")
    )
    assert "Phần thập phân viết sau dấu phẩy" in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "whole", "says"),
    [
        ("hoi_vien", "hoi_vien_tien_si", "đang là phần của chính nó"),
        ("hoi_thao", "hoi_vien", "phải có cùng cách tính"),
    ],
)
def test_a_part_that_cannot_be_one_is_refused(
    client, officer, planned, code, whole, says
):
    indicator = planned.indicators.get(code=code)
    address = change_url(indicator)
    part_of = planned.indicators.get(code=whole).pk
    answer = client.post(
        address, filled_in(client.get(address), part_of=part_of, _save="1")
    )
    assert says in answer.content.decode()
    indicator.refresh_from_db()
    assert indicator.part_of is None


@pytest.mark.parametrize("model", [ReportSection, Indicator, WantedFile])
def test_a_code_stands_once_in_a_form(client, officer, planned, model):
    code = model.objects.filter(period=planned).first().code
    address = add_url(model, planned, section=planned.sections.first().pk)
    typed = {"code": code, "label": "Khác", "title": "Khác", "number": "9"}
    answer = client.post(
        address, filled_in(client.get(address), **typed, measure="flow", _save="1")
    )
    assert "mang mã đó" in answer.content.decode()


def test_what_belongs_to_another_form_cannot_be_chosen(client, officer, planned):
    other = planned_period(2027)
    period_forms.copy_form(planned, other)
    address = add_url(IndicatorCheck, planned)
    left = planned.indicators.get(code="sach").pk
    right = other.indicators.get(code="tin_bai").pk
    typed = {"left": left, "sign": "<=", "right": right}
    client.post(address, filled_in(client.get(address), **typed, _save="1"))
    assert not planned.checks.filter(left=left).exists()


def test_numbers_typed_beside_rows_put_them_in_order(client, officer, planned):
    section = planned.sections.get(code="tuyen_truyen")
    before = list(section.indicators.values_list("code", flat=True))
    last = section.indicators.last()

    client.post(page("form", planned), {"viec": "thu-tu", f"indicator-{last.pk}": "1"})

    after = list(section.indicators.values_list("code", flat=True))
    assert after == [last.code, *before[:-1]]
    numbers = list(section.indicators.values_list("order", flat=True))
    assert numbers == [10 * place for place in range(1, len(after) + 1)]


def test_taking_an_indicator_away_takes_its_checks_too(client, officer, planned):
    indicator = planned.indicators.get(code="hoi_vien_nu")
    client.post(admin_url(indicator, "delete", indicator.pk), {"post": "yes"})
    assert not planned.indicators.filter(code="hoi_vien_nu").exists()
    assert planned.checks.count() == 12


# --- The form of a period that has opened -----------------------------------------


def test_words_may_still_be_corrected_after_the_opening(client, officer, opened):
    indicator = opened.indicators.get(code="toa_dam")
    address = change_url(indicator)
    typed = {"label": "Tọa đàm khoa học", "unit": "buổi", "measure": "stock"}
    client.post(
        address, filled_in(client.get(address), **typed, code="khac", _save="1")
    )
    indicator.refresh_from_db()
    assert indicator.label == "Tọa đàm khoa học"
    assert (indicator.unit, indicator.measure, indicator.code) == (
        *("cuộc", "flow"),
        "toa_dam",
    )


@pytest.mark.parametrize(
    "model", [ReportSection, Indicator, IndicatorCheck, WantedFile]
)
def test_nothing_is_added_or_taken_away_after_the_opening(
    client, officer, opened, model
):
    part = model.objects.filter(period=opened).first()
    count = model.objects.count()
    assert client.get(add_url(model, opened)).status_code == 403
    assert client.post(add_url(model, opened), {}).status_code == 403
    gone = client.post(admin_url(part, "delete", part.pk), {"post": "yes"})
    assert gone.status_code == 403
    assert model.objects.count() == count


def test_a_change_typed_before_the_opening_comes_too_late(client, officer, planned):
    """The page was drawn while the period was planned; it opens meanwhile."""
    indicator = planned.indicators.get(code="toa_dam")
    PERIODS.apply(planned, "open", by=None)
    with pytest.raises(ValidationError, match="Kỳ đã mở"):
        period_forms.refuse_if_fixed(indicator.period, Indicator, ["unit", "label"])
    period_forms.refuse_if_fixed(indicator.period, Indicator, ["label"])


# --- Opening, and who owes ---------------------------------------------------------


def test_opening_says_who_will_owe_and_makes_their_reports(client, officer, planned):
    for name in ("Hội Y học", "Hội Cơ học"):
        association(name)
    told = client.get(move_url(planned, "open")).content.decode()
    assert "Lập báo cáo chờ điền cho 2 hội." in told

    client.post(move_url(planned, "open"), {"note": ""})

    shown = client.get(page("owing", planned))
    assert [row.name for row in shown.context["rows"]] == ["Hội Cơ học", "Hội Y học"]


def test_several_are_given_more_time_with_one_reason(client, officer, opened):
    until = timezone.localdate() + dt.timedelta(days=30)
    chosen = [report_of(opened, name) for name in ("Hội Y học", "Hội Cơ học")]
    client.post(
        page("owing", opened),
        {
            "viec": "gia-han",
            "reports": [each.pk for each in chosen],
            "until": f"{until:%d/%m/%Y}",
            "reason": "Bão lụt",
        },
    )
    extended = opened.reports.exclude(extended_until=None)
    assert {(r.association.name, r.due_on, r.extension_reason) for r in extended} == {
        ("Hội Y học", until, "Bão lụt"),
        ("Hội Cơ học", until, "Bão lụt"),
    }
    assert {r.extended_by for r in extended} == {officer}


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("reason", "Hãy ghi lý do."),
        ("until", "Hãy ghi ngày gia hạn đến."),
        ("reports", "Hãy chọn ít nhất một hội"),
    ],
)
def test_an_extension_says_all_it_needs_and_keeps_what_was_typed(
    client, officer, opened, missing, says
):
    until = timezone.localdate() + dt.timedelta(days=30)
    typed = {
        "viec": "gia-han",
        "reports": report_of(opened, "Hội Y học").pk,
        "until": f"{until:%d/%m/%Y}",
        "reason": "Bão lụt",
    }
    del typed[missing]
    answer = client.post(page("owing", opened), typed)

    assert any(says in message for message in messages_of(answer))
    kept = answer.content.decode()
    for name in {"until", "reason"} - {missing}:
        assert f'value="{typed[name]}"' in kept
    assert not opened.reports.exclude(extended_until=None).exists()


@pytest.mark.parametrize("days", [-1, -400])
def test_a_day_that_is_past_is_no_extension(client, officer, opened, days):
    past = timezone.localdate() + dt.timedelta(days=days)
    client.post(
        page("owing", opened),
        {
            "viec": "gia-han",
            "reports": report_of(opened, "Hội Y học").pk,
            "until": f"{past:%d/%m/%Y}",
            "reason": "Bão lụt",
        },
    )
    assert not opened.reports.exclude(extended_until=None).exists()


def test_an_exemption_has_a_reason_and_is_taken_back_with_one(client, officer, opened):
    report = report_of(opened, "Hội Cơ học")
    act = {"reports": report.pk, "reason": "Đang hợp nhất"}

    client.post(page("owing", opened), {"viec": "mien", **act, "reason": " "})
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT

    client.post(page("owing", opened), {"viec": "mien", **act})
    report.refresh_from_db()
    assert report.status == ReportStatus.EXEMPT
    assert opened.reports.owing().count() == 2
    assert "Đang hợp nhất" in client.get(page("owing", opened)).content.decode()

    client.post(page("owing", opened), {"viec": "bo-mien", **act, "reason": "Nhầm"})
    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT


def test_who_is_no_longer_waited_for_is_not_given_more_time(opened, officer):
    report = report_of(opened, "Hội Cơ học")
    REPORTS.apply(report, "exempt", by=officer, note="Đang hợp nhất")
    until = timezone.localdate() + dt.timedelta(days=30)
    with pytest.raises(ValidationError, match="không còn chờ gửi"):
        obligations.extend(report, until, "Bão lụt", by=officer)


def test_a_member_that_joins_later_is_named_and_added(client, officer, opened):
    association("Hội Khoa học Đất")
    told = client.get(page("owing", opened))
    assert [each.name for each in told.context["missing"]] == ["Hội Khoa học Đất"]

    client.post(page("owing", opened), {"viec": "bo-sung"})

    assert opened.reports.count() == 4


def test_a_body_outside_the_rule_is_added_by_hand(client, officer, opened):
    club = client.get(page("owing", opened)).context["others"][0]
    client.post(page("owing", opened), {"viec": "them", "hoi": club.pk})
    assert report_of(opened, "Câu lạc bộ Trí thức").status == ReportStatus.DRAFT


def test_a_closed_period_takes_no_more_obligations(client, officer, opened):
    PERIODS.apply(opened, "close", by=officer)
    association("Hội Khoa học Đất")
    client.post(page("owing", opened), {"viec": "bo-sung"})
    assert opened.reports.count() == 3


def test_the_views_of_the_list_count_what_they_show(client, officer, opened):
    REPORTS.apply(
        report_of(opened, "Hội Cơ học"), "exempt", by=officer, note="Đang hợp nhất"
    )
    for key, _, count in client.get(page("owing", opened)).context["views"]:
        shown = client.get(page("owing", opened), {"xem": key}).context["rows"]
        assert (key, len(shown)) == (key, count)


# --- Rights and costs --------------------------------------------------------------

FORM_POSTS = [
    ("form", {"viec": "chuan"}),
    ("form", {"viec": "thu-tu"}),
    ("clear_form", {}),
    ("owing", {"viec": "bo-sung"}),
    ("owing", {"viec": "them"}),
]
# Whoever reviews reports may excuse as well.
OFFICER_POSTS = [
    ("owing", {"viec": "gia-han"}),
    ("owing", {"viec": "mien"}),
    ("owing", {"viec": "bo-mien"}),
]


@pytest.mark.parametrize(
    ("role", "name", "data"),
    [
        *((roles.LEADERSHIP, *post) for post in FORM_POSTS),
        *((roles.REPORTER, *post) for post in FORM_POSTS + OFFICER_POSTS),
        (roles.MEMBERS_OFFICER, "form", {"viec": "khac"}),
        (roles.MEMBERS_OFFICER, "owing", {"viec": "khac"}),
    ],
)
def test_who_has_no_right_to_a_deed_does_not_do_it(client, opened, role, name, data):
    client.force_login(makers.staff(role))
    assert client.post(page(name, opened), data).status_code == 403


def test_leadership_sees_all_pages_of_a_period(client, opened):
    client.force_login(makers.staff(roles.LEADERSHIP))
    for name in ("change", "form", "owing", "preview"):
        assert client.get(page(name, opened)).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["form", "owing", "preview", "clear_form"])
def test_other_staff_see_no_period(client, planned, method, name):
    client.force_login(makers.staff(roles.REPORTER))
    assert getattr(client, method)(page(name, planned)).status_code == 403


@pytest.mark.parametrize("name", ["form", "owing", "preview", "change"])
def test_a_page_stays_within_the_budget_whatever_the_size(client, officer, name):
    """Eighty indicators, sixty associations."""
    period = planned_period(2026)
    period_forms.load_standard(period)
    section = period.sections.get(code="hop_tac")
    Indicator.objects.bulk_create(
        Indicator(
            period=period, section=section, code=f"x{n}", label=f"X {n}", measure="flow"
        )
        for n in range(20)
    )
    for number in range(60):
        association(f"Hội {number}", slug=f"hoi-{number}")
    PERIODS.apply(period, "open", by=None)
    client.get(page(name, period))
    with CaptureQueriesContext(connection) as queries:
        client.get(page(name, period))
    assert len(queries) <= BUDGET


def test_the_preview_asks_all_and_sends_nothing(client, officer, planned):
    shown = client.get(page("preview", planned)).content.decode()
    for each in planned.indicators.all():
        assert f'name="{each.code}"' in shown
    assert shown.count("<form") == 1  # signing out


def test_a_new_indicator_takes_no_number_below_nought(client, officer, planned):
    section = planned.sections.first()
    address = add_url(Indicator, planned, section=section.pk)
    typed = {"label": "Số triển lãm", "measure": "flow"}
    client.post(address, filled_in(client.get(address), **typed, _save="1"))
    assert section.indicators.last().minimum == 0
