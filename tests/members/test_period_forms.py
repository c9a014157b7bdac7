"""The standard form, its copies, and the form of a period that has opened."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from members import period_forms
from members.models import PeriodKind, ReportingPeriod
from members.report_forms import form_of

pytestmark = pytest.mark.django_db


def make_period(year=2026, kind=PeriodKind.YEAR, **fields) -> ReportingPeriod:
    fields.setdefault("name", f"Báo cáo {kind.label.lower()} {year}")
    return ReportingPeriod.objects.create(
        kind=kind,
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        opens_on=dt.date(year, 10, 1),
        deadline_on=dt.date(year, 11, 20),
        **fields,
    )


@pytest.fixture
def period():
    made = make_period()
    period_forms.load_standard(made)
    return made


def test_the_standard_form_has_the_five_parts_of_a_report(period):
    numbers = [section.number for section in form_of(period).sections if section.number]
    assert numbers == [
        *("I", "II", "II.1", "II.2", "II.3", "II.4", "II.5", "II.6", "II.7"),
        *("III", "IV", "V"),
    ]


def test_the_standard_form_is_sound(period):
    """What the model checks of a form typed by hand holds for the one that ships."""
    for rows in (period.sections, period.indicators, period.checks):
        for each in rows.all():
            each.full_clean()


def test_a_part_counts_what_its_whole_counts(period):
    parts = period.indicators.exclude(part_of=None).select_related("part_of")
    assert parts
    assert [p.code for p in parts if p.measure != p.part_of.measure] == []
    assert [p.code for p in parts if p.section_id != p.part_of.section_id] == []


def test_a_sum_of_members_is_marked_as_no_head_count(period):
    caution = period.indicators.get(code="hoi_vien").caution
    assert "không phải số người" in caution


def test_a_copy_asks_the_same_and_is_its_own(period):
    copy = make_period(2027)
    period_forms.copy_form(period, copy)
    assert period_forms.describe_form(copy) == period_forms.describe_form(period)
    copy.indicators.filter(code="toa_dam").update(label="Tọa đàm khoa học")
    assert period.indicators.get(code="toa_dam").label == "Tọa đàm, hội nghị chuyên đề"


def test_describing_gives_what_was_loaded(period):
    shipped = period_forms.standard_form()
    told = period_forms.describe_form(period)
    codes = [
        [(s["code"], [i["code"] for i in s["indicators"]]) for s in form["sections"]]
        for form in (told, shipped)
    ]
    assert codes[0] == codes[1]
    assert told["checks"] == shipped["checks"]
    assert told["wanted_files"] == shipped["wanted_files"]


def test_a_second_form_is_refused(period):
    with pytest.raises(ValidationError, match="đã có mẫu"):
        period_forms.load_standard(period)


def test_a_period_without_a_form_cannot_be_copied():
    with pytest.raises(ValidationError, match="chưa có mẫu"):
        period_forms.copy_form(make_period(2025), make_period(2026))
