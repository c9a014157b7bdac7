"""The standard form, its copies, and the form of a period that has opened."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import period_forms
from members.models import PeriodKind
from members.models.report_forms import CODE
from members.report_forms import form_of
from members.workflow import PERIODS
from tests.members.makers import planned_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    made = planned_period()
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
    copy = planned_period(2027)
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
        period_forms.copy_form(planned_period(2025), planned_period(2026))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_presses_at_once_make_one_form():
    period = planned_period()
    outcomes = []

    def press():
        try:
            period_forms.load_standard(period)
            outcomes.append("made")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
    assert period.indicators.count() == 60


def test_a_form_is_asked_for_in_four_queries_and_written_in_a_few(period):
    copy = planned_period(2027)
    with CaptureQueriesContext(connection) as queries:
        period_forms.copy_form(period, copy)
    assert len(queries) <= 18


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Số hội thảo khoa học", "so_hoi_thao_khoa_hoc"),
        ("Tọa đàm", "toa_dam_2"),
        ("Đề tài đang làm", "de_tai_dang_lam"),
        ("30 năm thành lập", "muc_30_nam_thanh_lap"),
        ("…", "muc"),
        (
            "Tên dài đến mức không thể viết hết trong một mã bốn mươi ký tự",
            "ten_dai_den_muc_khong_the_viet_het",
        ),
    ],
)
def test_a_code_is_made_of_the_label(period, label, code):
    made = period_forms.free_code(period.indicators.all(), label)
    assert made == code
    CODE(made)


def test_rows_with_the_same_number_keep_their_order(period):
    rows = period.wanted_files.all()
    before = [each.pk for each in rows]
    period_forms.reorder(rows, {before[3]: 10, before[0]: 10})
    assert [each.pk for each in period.wanted_files.all()] == [
        before[0],
        before[3],
        *before[1:3],
    ]


def test_the_form_to_copy_is_that_of_the_period_compared_with(period):
    half = planned_period(2026, name="6 tháng 2026", kind=PeriodKind.HALF_YEAR)
    period_forms.copy_form(period, half)
    other_half = planned_period(2027, name="6 tháng 2027", kind=PeriodKind.HALF_YEAR)
    assert period_forms.previous_form(other_half) == half
    other_half.previous = period
    assert period_forms.previous_form(other_half) == period


def test_a_planned_period_is_emptied_and_an_open_one_is_not(period):
    other = planned_period(2027)
    period_forms.copy_form(period, other)
    PERIODS.apply(other, "open", by=None)

    with pytest.raises(ValidationError, match="Kỳ đã mở"):
        period_forms.clear_form(other)
    period_forms.clear_form(period)

    assert other.indicators.count() == 60
    assert not period_forms.has_form(period)


def test_the_command_loads_the_standard_form(capsys):
    period = planned_period()
    call_command("load_standard_form", period.slug, dry_run=True)
    assert not period_forms.has_form(period)

    call_command("load_standard_form", period.slug)

    assert period.indicators.count() == 60
    assert "12 mục, 60 chỉ tiêu" in capsys.readouterr().out
    with pytest.raises(CommandError, match="đã có mẫu"):
        call_command("load_standard_form", period.slug)
    with pytest.raises(CommandError, match=period.slug):
        call_command("load_standard_form", "khong-co")
