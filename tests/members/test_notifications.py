"""Letters that follow a move: to whom, and with what in them."""

import datetime as dt

import pytest
from django.utils import timezone

from lienhiephoi import roles
from lienhiephoi.models import Letter
from lienhiephoi.workflow import TransitionError
from members.models import PeriodStatus, RepresentativeRole
from members.notifications import Addressee, addressees
from members.workflow import PERIODS, REPORTS
from tests import makers as ground
from tests.members import makers

pytestmark = pytest.mark.django_db

SIGNS, PREPARES = RepresentativeRole.SIGNS, RepresentativeRole.PREPARES


@pytest.fixture(autouse=True)
def union():
    return ground.union(
        short_name="Liên hiệp Hội Lam Giang", email="vanphong@lamgiang.example"
    )


@pytest.fixture
def association():
    return makers.association("Hội Cơ học")


@pytest.fixture
def signer(association):
    user = ground.user(email="an@hoi.example", full_name="Nguyễn Văn An")
    makers.representative(user, association, SIGNS)
    return user


@pytest.fixture
def officer():
    return ground.staff(roles.MEMBERS_OFFICER, full_name="Lê Văn Phòng")


@pytest.fixture
def after(django_capture_on_commit_callbacks):
    """Do something, and what follows its commit."""

    def do(deed, *args, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            return deed(*args, **kwargs)

    return do


def letters(**fields) -> list[str]:
    return sorted(Letter.objects.filter(**fields).values_list("to", flat=True))


# --- Who is written to ----------------------------------------------------------


def test_letters_go_to_the_representatives_of_today(association, signer):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    former = ground.user(email="cu@hoi.example")
    makers.representative(former, association, ends_on=yesterday)
    makers.representative(ground.user(email=""), association, PREPARES)
    closed = ground.user(email="dong@hoi.example", is_active=False)
    makers.representative(closed, association, PREPARES)
    other = makers.association("Hội Đông y")
    makers.representative(ground.user(email="khac@hoi.example"), other)
    found = addressees([association])
    assert found == {association.pk: [Addressee("Nguyễn Văn An", "an@hoi.example")]}


def test_where_no_representative_has_an_address_the_association_is_written_to():
    named = makers.association("Hội Làm vườn", email="lamvuon@hoi.example")
    silent = makers.association("Hội Đông y")
    makers.representative(ground.user(email=""), named)
    assert addressees([named, silent]) == {
        named.pk: [Addressee("Hội Làm vườn", "lamvuon@hoi.example")]
    }


@pytest.mark.parametrize("count", [1, 8])
def test_addresses_cost_the_same_for_any_number(django_assert_num_queries, count):
    made = [makers.association(f"Hội {n}", email="a@b.example") for n in range(count)]
    makers.representative(ground.user(email="an@hoi.example"), made[0])
    with django_assert_num_queries(2):
        assert len(addressees(made)) == count


# --- Periods --------------------------------------------------------------------


def test_opening_a_period_tells_every_association_that_owes(
    association, signer, officer, after
):
    makers.association("Hội Đông y", email="dongy@hoi.example")
    makers.association("Hội cũ", email="cu@hoi.example", until=dt.date(2020, 1, 1))
    period = makers.period(status=PeriodStatus.PLANNED, call_letter="128/KH-LHH")
    after(PERIODS.apply, period, "open", by=officer)
    assert letters() == ["an@hoi.example", "dongy@hoi.example"]
    letter = Letter.objects.get(to="an@hoi.example")
    report = period.reports.get(association=association)
    for words in (
        *("Kính gửi Nguyễn Văn An,", "Báo cáo năm 2026", "Hội Cơ học", "128/KH-LHH"),
        *(f"{period.deadline_on:%d/%m/%Y}", report.get_absolute_url()),
    ):
        assert words in letter.body
    assert letter.about == report
    assert letter.status == "ready"


def test_reopening_a_period_sends_nothing_again(association, signer, officer, after):
    period = makers.period(status=PeriodStatus.PLANNED)
    after(PERIODS.apply, period, "open", by=officer)
    after(PERIODS.apply, period, "close", by=officer)
    after(PERIODS.apply, period, "reopen", by=officer, note="Còn hội chưa gửi")
    assert len(letters()) == 1


# --- Reports --------------------------------------------------------------------


@pytest.fixture
def sent(association, signer, after):
    report = makers.report(association)
    makers.answered(report, hoi_vien=120, hoi_thao=3)
    return after(REPORTS.apply, report, "submit", by=signer)


def test_sending_brings_a_receipt_and_a_word_to_the_office(sent):
    version = sent.versions.get()
    receipt = Letter.objects.get(to="an@hoi.example")
    assert version.receipt in receipt.subject
    assert version.checksum in receipt.body
    assert "Người gửi: Nguyễn Văn An" in receipt.body
    office = Letter.objects.get(to="vanphong@lamgiang.example")
    assert version.receipt in office.body
    assert office.subject == "Hội Cơ học đã gửi Báo cáo năm 2026"


def test_what_is_returned_names_each_field_with_the_reason(sent, officer, after):
    sent.marks.create(key="hoi_vien", reason="Tăng gấp đôi, xin xem lại.", by=officer)
    sent.marks.create(key=makers.NARRATIVE, reason="Viết rõ hơn.", by=officer)
    sent.marks.create(key="*", reason="Thiếu phụ lục.", by=officer)
    Letter.objects.all().delete()
    after(REPORTS.apply, sent, "return", by=officer)
    letter = Letter.objects.get()
    assert letter.to == "an@hoi.example"
    body = " ".join(letter.body.split())
    for words in (
        "Hoi vien Tăng gấp đôi, xin xem lại.",
        "I. Tình hình tổ chức Viết rõ hơn.",
        "Toàn báo cáo Thiếu phụ lục.",
    ):
        assert words in body


def test_every_return_is_told(sent, officer, signer, after):
    Letter.objects.all().delete()
    report = sent
    for count in (1, 2):
        report.marks.create(key="hoi_vien", reason="Xem lại.", by=officer)
        report = after(REPORTS.apply, report, "return", by=officer)
        assert len(letters(kind="Trả lại báo cáo")) == count
        report = after(REPORTS.apply, report, "submit", by=signer)
    assert len(letters(kind="Biên nhận báo cáo")) == 2


def test_acceptance_is_told_with_the_note(sent, officer, after):
    Letter.objects.all().delete()
    after(REPORTS.apply, sent, "accept", by=officer, note="Báo cáo rất đầy đủ.")
    letter = Letter.objects.get()
    assert letter.subject == "Đã chấp nhận Báo cáo năm 2026"
    assert "Báo cáo rất đầy đủ." in letter.body


def test_letters_hold_what_was_typed_as_it_was_typed(association, signer, after):
    """Plain text: an ampersand is an ampersand."""
    signer.full_name = "Vũ KH&KT <An>"
    signer.save()
    report = makers.answered(makers.report(association), hoi_vien=1)
    after(REPORTS.apply, report, "submit", by=signer)
    letter = Letter.objects.get(to="an@hoi.example")
    assert "Kính gửi Vũ KH&KT <An>," in letter.body


def test_a_refused_move_writes_to_nobody(association, signer, officer, after):
    report = makers.report(association)
    with pytest.raises(TransitionError):
        after(REPORTS.apply, report, "return", by=officer)
    assert letters() == []
