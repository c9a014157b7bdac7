"""Marks of reviewers, and what they open."""

import pytest
from django.core.exceptions import ValidationError

from lienhiephoi.dossiers.fields import WHOLE_DOSSIER
from lienhiephoi.dossiers.marks import editable_keys, open_marks, put_marks
from members.report_forms import form_of
from tests import makers as people
from tests.members import makers
from tests.members.makers import NARRATIVE

pytestmark = pytest.mark.django_db
ALL = {NARRATIVE, "hoi_vien", "hoi_thao"}


@pytest.fixture
def report():
    return makers.report()


@pytest.fixture
def officer():
    return people.staff()


def reasons(marks) -> dict[str, str]:
    return {key: each.reason for key, each in marks.items()}


def test_marks_are_replaced_as_a_whole(report, officer):
    put_marks(report, {"hoi_vien": "Lệch", "hoi_thao": "Thiếu"}, by=officer)
    first = open_marks(report)["hoi_vien"].pk
    now = put_marks(
        report, {"hoi_vien": " Lệch năm trước ", "*": "Sửa lại"}, by=officer
    )
    assert reasons(now) == {"hoi_vien": "Lệch năm trước", "*": "Sửa lại"}
    assert now["hoi_vien"].pk == first
    assert put_marks(report, {}, by=officer) == {}


def test_another_reviewers_marks_stay(report, officer):
    other = people.staff()
    put_marks(report, {"hoi_vien": "Của đồng nghiệp"}, by=other)
    now = put_marks(report, {"hoi_vien": "Của tôi", "hoi_thao": "Thiếu"}, by=officer)
    assert reasons(now) == {"hoi_vien": "Của đồng nghiệp", "hoi_thao": "Thiếu"}
    assert reasons(put_marks(report, {}, by=officer)) == {"hoi_vien": "Của đồng nghiệp"}


def test_a_mark_without_a_reason_is_refused_and_nothing_is_changed(report, officer):
    put_marks(report, {"hoi_vien": "Lệch"}, by=officer)
    with pytest.raises(ValidationError) as refusal:
        put_marks(report, {"hoi_thao": "Thiếu", NARRATIVE: " \n"}, by=officer)
    assert list(refusal.value.message_dict) == [NARRATIVE]
    assert reasons(open_marks(report)) == {"hoi_vien": "Lệch"}


def test_closed_marks_are_history(report, officer):
    put_marks(report, {"hoi_vien": "Lệch"}, by=officer)
    report.marks.update(closed_by_version=2)
    assert open_marks(report) == {}
    assert reasons(put_marks(report, {"hoi_vien": "Vẫn lệch"}, by=officer)) == {
        "hoi_vien": "Vẫn lệch"
    }
    assert report.marks.count() == 2


@pytest.mark.parametrize(
    ("marked", "open_fields"),
    [
        ([], set()),
        (["hoi_vien"], {"hoi_vien"}),
        ([NARRATIVE, "hoi_thao"], {NARRATIVE, "hoi_thao"}),
        ([WHOLE_DOSSIER], ALL),
        (["hoi_vien", WHOLE_DOSSIER], ALL),
        (["khong_co"], set()),
    ],
)
def test_a_returned_dossier_opens_what_is_marked(report, officer, marked, open_fields):
    put_marks(report, dict.fromkeys(marked, "Sửa"), by=officer)
    form = form_of(report.period)
    assert editable_keys(report, form, is_returned=True) == open_fields
    assert editable_keys(report, form, is_returned=False) == ALL
