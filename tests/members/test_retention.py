"""What the daily clean-up removes of people who left and of files taken off."""

import datetime as dt

import pytest
from axes.models import AccessLog
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from lienhiephoi import consents, roles
from lienhiephoi.models import Consent, ConsentText
from members import reporting
from members.models import Invitation, ReportFile
from tests import makers as ground
from tests.members import makers

pytestmark = pytest.mark.django_db

LIST = "tep.danh_sach"
FIGURES = {"hoi_vien": 5, "hoi_thao": 1}


def years_ago(years: float) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=round(years * 365.25))


def former(name="an", left_on=None, *held_roles, **fields):
    """Who once signed for an association, and agreed to the text of then."""
    fields = {"full_name": "Nguyễn Văn An", "position": "Chủ tịch", **fields}
    user = ground.user(name, *held_roles, email=f"{name}@hoi.example", **fields)
    makers.representative(user, ends_on=left_on or years_ago(5.1))
    consents.give(user, ConsentText.objects.newest("account"))
    return user


def clean_up(capsys, *options) -> str:
    call_command("clean_up", *options)
    return capsys.readouterr().out


# --- People ---------------------------------------------------------------------


def test_after_sixty_months_only_the_name_on_the_work_is_left(
    capsys,
):
    an = former(last_login=timezone.now())
    acting = makers.representative(an)
    report = makers.sent(makers.report(acting.association), by=an, **FIGURES)
    acting.ends_on = years_ago(5.1)
    acting.save()
    AccessLog.objects.create(username="an", ip_address="203.0.113.7", path_info="/")
    Invitation.objects.create(
        association=report.association,
        role="signs",
        position="Chủ tịch",
        full_name="Nguyễn Văn An",
        email="an@hoi.example",
        token_hash="x" * 64,
        created_by=ground.staff(),
        accepted_by=an,
        accepted_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    assert "tài khoản thôi đại diện 1" in clean_up(capsys)
    an.refresh_from_db()
    assert (an.email, an.position, an.last_login) == ("", "", None)
    assert (an.is_active, an.has_usable_password()) == (False, False)
    assert an.username == f"đã-xóa-{an.pk}"
    assert not AccessLog.objects.exists()
    assert Invitation.objects.values_list("email", "position").get() == ("", "")
    # Facts of the record.
    assert str(report.versions.get().sent_by) == "Nguyễn Văn An"
    assert an.representations.count() == 2
    assert Consent.objects.get().user == an
    assert "tài khoản thôi đại diện 0" in clean_up(capsys)


def test_a_dry_run_only_counts(capsys):
    an = former()
    assert "tài khoản thôi đại diện 1" in clean_up(capsys, "--dry-run")
    an.refresh_from_db()
    assert an.email == "an@hoi.example"


@pytest.mark.parametrize(
    "who",
    [
        lambda: former(left_on=years_ago(4.9)),
        lambda: former("an", None, roles.REPORTER),
        lambda: former(is_staff=True),
        lambda: makers.representative(former()).user,
        lambda: makers.representative(former(), starts_on=years_ago(-1)).user,
        lambda: makers.representative(former(), ends_on=years_ago(1)).user,
        lambda: ground.user("an", email="an@hoi.example"),
    ],
    ids=[
        *("left lately", "holds a role", "works in the office", "acts elsewhere"),
        *("begins next year", "left another lately", "never acted"),
    ],
)
def test_who_is_not_long_gone_is_kept(capsys, who):
    user = who()
    assert "tài khoản thôi đại diện 0" in clean_up(capsys)
    user.refresh_from_db()
    assert user.email == "an@hoi.example"


def test_the_text_a_person_agreed_to_says_how_long(capsys):
    cu = former("cu", years_ago(1.2))
    binh = ground.user("binh", email="binh@hoi.example")
    makers.representative(binh, ends_on=years_ago(1.2))
    shorter = ConsentText.objects.create(
        purpose="account", text="Một năm.", retention_months=12
    )
    consents.give(binh, shorter)
    clean_up(capsys)
    for user in (binh, cu):
        user.refresh_from_db()
    assert (binh.email, cu.email) == ("", "cu@hoi.example")


# --- Files ----------------------------------------------------------------------


@pytest.fixture
def acting():
    return makers.representative()


@pytest.fixture
def report(acting):
    made = makers.report(acting.association)
    made.period.wanted_files.create(code="danh_sach", label="Danh sách")
    return made


def attach(report, acting) -> ReportFile:
    upload = SimpleUploadedFile("danh-sach.pdf", ground.PDF)
    return reporting.attach(report, LIST, upload, by=acting.user)


def take_off(file, days: int) -> None:
    file.removed_at = timezone.now() - dt.timedelta(days=days)
    file.save()


def test_files_taken_off_a_month_ago_that_no_version_names_are_deleted(
    capsys, report, acting, django_capture_on_commit_callbacks
):
    named, gone, lately, there = (attach(report, acting) for _ in range(4))
    take_off(gone, 31)
    makers.sent(report, by=acting.user, **FIGURES)
    take_off(named, 31)
    take_off(lately, 29)
    with django_capture_on_commit_callbacks(execute=True):
        assert "tệp đã gỡ 1" in clean_up(capsys, "--dry-run")
        assert ReportFile.objects.count() == 4
        assert "tệp đã gỡ 1" in clean_up(capsys)
    assert set(ReportFile.objects.all()) == {named, lately, there}
    storage = named.file.storage
    kept = [storage.exists(each.file.name) for each in (named, lately, there, gone)]
    assert kept == [True, True, True, False]


def test_attaching_and_taking_off_in_a_loop_comes_to_an_end(
    report, acting, monkeypatch
):
    monkeypatch.setattr(reporting, "UPLOADS_PER_HOUR", 3)
    for _ in range(3):
        file = attach(report, acting)
        reporting.remove_file(report, file.pk, by=acting.user)
    with pytest.raises(ValidationError, match="đã nhận 3 tệp trong giờ này"):
        attach(report, acting)
    assert report.files.count() == 3
    # Another report has an hour of its own.
    other = makers.report(acting.association, makers.period(2025))
    other.period.wanted_files.create(code="danh_sach", label="Danh sách")
    assert attach(other, acting)
