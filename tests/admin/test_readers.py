"""Messages of the public, exported tables, settings, accounts and roles."""

import csv
import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from lienhiephoi import roles
from lienhiephoi.csv_files import cell
from lienhiephoi.models import ConsentText
from members.models import User
from news.models import Article, ContactMessage
from tests import makers
from tests.admin.posting import admin_url, change_url, filled_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    return ContactMessage.objects.create(
        name='=HYPERLINK("http://x.example","Bấm")',
        email="a@example.org",
        subject="Hỏi, đáp",
        message="+84 912 345 678",
        consent=ConsentText.objects.newest("contact"),
    )


# --- Messages ---------------------------------------------------------------------


def test_answering_a_message_writes_down_who_and_when(client, approver, message):
    client.force_login(approver)
    data = filled_in(
        client.get(change_url(message)), is_answered="on", answer_note="Đã gọi lại."
    )

    client.post(change_url(message), {**data, "message": "Sửa lời người gửi"})

    message.refresh_from_db()
    assert message.answered_by == approver
    assert message.answered_at <= timezone.now()
    assert message.answer_note == "Đã gọi lại."
    assert message.message == "+84 912 345 678"


def test_a_message_is_for_those_with_the_right(client, reporter, message):
    client.force_login(reporter)

    assert client.get(change_url(message)).status_code == 403


def test_a_consent_text_is_added_and_never_edited(client, superuser):
    client.force_login(superuser)
    text = ConsentText.objects.newest("contact")

    assert client.get(admin_url(ConsentText, "add")).status_code == 200
    assert client.get(change_url(text)).status_code == 200
    assert client.post(change_url(text), {"text": "Khác"}).status_code == 403
    address = admin_url(ConsentText, "delete", text.pk)
    assert client.post(address, {"post": "yes"}).status_code == 403


# --- Tables -----------------------------------------------------------------------


def exported(client, model, records) -> list[dict]:
    response = client.post(
        admin_url(model, "changelist"),
        {"action": "export_csv", "_selected_action": [r.pk for r in records]},
    )
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_what_the_public_typed_cannot_become_a_formula(client, approver, message):
    client.force_login(approver)

    (row,) = exported(client, ContactMessage, [message])

    assert row["Họ và tên"].startswith("'=HYPERLINK")
    assert row["Nội dung"] == "'+84 912 345 678"
    assert row["Chủ đề"] == "Hỏi, đáp"
    assert row["Người trả lời"] == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("-2", "'-2"),
        ("\tx", "'\tx"),
        (-2, "-2"),
        ("Hội nghị – 2026", "Hội nghị – 2026"),
        (None, ""),
        (True, "Có"),
    ],
)
def test_a_cell_is_text_or_a_number_and_no_formula(value, text):
    assert cell(value) == text


def test_a_list_of_articles_is_exported_in_words(client, reporter):
    article = makers.article("Tin một", event_on="2026-11-20")
    client.force_login(reporter)

    (row,) = exported(client, Article, [article])

    assert row["Tiêu đề"] == "Tin một"
    assert row["Trạng thái"] == "Đã đăng"
    assert row["Ngày diễn ra sự kiện"] == "20/11/2026"
    assert row["Địa chỉ"] == article.get_absolute_url()


# --- Settings ---------------------------------------------------------------------


def test_a_logo_is_made_anew(client, administrator):
    settings = makers.union(name="Liên hiệp Hội", short_name="LHH")
    client.force_login(administrator)
    data = filled_in(
        client.get(change_url(settings)), managing_body="LHH", logo=makers.image_file()
    )

    client.post(change_url(settings), data)

    settings.refresh_from_db()
    assert settings.logo.name.endswith(".webp")
    with settings.logo.open() as file:
        assert file.read(4) == b"RIFF"


def test_a_false_logo_is_refused(client, administrator):
    settings = makers.union(name="Liên hiệp Hội", short_name="LHH")
    client.force_login(administrator)
    file = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")
    data = filled_in(client.get(change_url(settings)), managing_body="LHH", logo=file)

    refused = client.post(change_url(settings), data)

    assert "logo" in refused.context["adminform"].form.errors


# --- Accounts ---------------------------------------------------------------------


def test_an_administrator_opens_an_account_with_a_role(client, administrator):
    client.force_login(administrator)
    role = Group.objects.get(name=roles.REPORTER)
    address = admin_url(User, "add")
    data = filled_in(
        client.get(address),
        username="thutrang",
        full_name="Lê Thu Trang",
        usable_password="true",
        password1="mot-mat-khau-dai",
        password2="mot-mat-khau-dai",
        is_staff="on",
        groups=[role.pk],
    )

    client.post(address, data)

    made = User.objects.get(username="thutrang")
    assert (made.full_name, made.is_staff, made.is_superuser) == (
        "Lê Thu Trang",
        True,
        False,
    )
    assert list(made.groups.all()) == [role]
    assert made.check_password("mot-mat-khau-dai")


def test_an_administrator_makes_nobody_a_superuser(client, administrator, reporter):
    client.force_login(administrator)
    data = filled_in(client.get(change_url(reporter)), is_superuser="on")

    client.post(change_url(reporter), data)

    reporter.refresh_from_db()
    assert not reporter.is_superuser


@pytest.mark.parametrize(
    "name",
    [
        "admin:members_user_change",
        "admin:auth_user_password_change",
        "admin:members_user_second_factor",
    ],
)
def test_an_administrator_does_not_touch_a_superuser(
    client, administrator, superuser, name
):
    client.force_login(administrator)

    response = client.post(reverse(name, args=[superuser.pk]), {"full_name": "X"})

    assert response.status_code == 403


def test_an_account_is_closed_and_not_deleted(client, superuser, reporter):
    client.force_login(superuser)

    address = admin_url(reporter, "delete", reporter.pk)
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_a_lost_second_factor_is_taken_off(client, administrator, reporter):
    TOTPDevice.objects.create(user=reporter, confirmed=True)
    client.force_login(administrator)
    address = reverse("admin:members_user_second_factor", args=[reporter.pk])

    assert client.get(address).status_code == 200
    assert reporter.has_second_factor
    client.post(address)

    assert not reporter.has_second_factor


def test_the_second_factor_of_a_colleague_is_not_for_a_writer(
    client, reporter, approver
):
    client.force_login(reporter)
    address = reverse("admin:members_user_second_factor", args=[approver.pk])

    assert client.post(address).status_code == 403


def test_rights_are_named_in_vietnamese(client, superuser):
    client.force_login(superuser)
    role = Group.objects.get(name=roles.REPORTER)

    page = client.get(change_url(role)).content.decode()

    assert "bài viết: Duyệt và đăng" in page
    assert "Can add" not in page


def test_the_keys_of_second_factors_have_no_page(client, superuser):
    client.force_login(superuser)

    assert client.get("/quan-tri/otp_totp/totpdevice/").status_code == 404


def test_a_role_keeps_the_rights_the_picker_shows(client, superuser):
    client.force_login(superuser)
    role = Group.objects.get(name=roles.NEWS_APPROVER)
    before = set(role.permissions.all())
    assert before

    client.post(change_url(role), filled_in(client.get(change_url(role))))

    assert set(Permission.objects.filter(group=role)) == before


def test_signing_out_leads_to_the_public_site(client, reporter):
    client.force_login(reporter)

    client.post(reverse("admin:logout"))

    assert client.get(reverse("admin:index")).status_code == 302
