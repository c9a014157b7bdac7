"""Accounts: names, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lienhiephoi import roles
from members.models import User
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "constraint", "words"),
    [
        (
            {"username": "BINH"},
            "members_user_username_once",
            "Tên đăng nhập này đã có người dùng.",
        ),
        (
            {"username": "khac", "email": "Binh@HOI.example"},
            "members_user_email_once",
            "Thư điện tử này đã thuộc tài khoản khác.",
        ),
    ],
)
def test_a_name_and_an_address_belong_to_one_account(fields, constraint, words):
    makers.user("binh", email="binh@hoi.example")
    other = User(password="x", **fields)
    with pytest.raises(ValidationError) as refusal:
        other.full_clean()
    assert words in refusal.value.messages
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        other.save()


def test_many_accounts_may_have_no_e_mail():
    assert makers.user("mot").email == makers.user("hai").email == ""
    User(username="ba", password="x").full_clean()


@pytest.mark.parametrize(
    ("full_name", "whole", "given"),
    [
        ("Trần Thị Bình", "Trần Thị Bình", "Bình"),
        ("  Trần   Thị\tBình ", "Trần Thị Bình", "Bình"),
        ("Tra\u0302\u0300n Bi\u0300nh", "Trần Bình", "Bình"),
        ("", "binh", "binh"),
    ],
)
def test_a_vietnamese_name_is_one_string_family_name_first(full_name, whole, given):
    user = makers.user("binh", full_name=full_name)
    assert (user.get_full_name(), user.get_short_name(), str(user)) == (
        *(whole, given, whole),
    )


@pytest.mark.parametrize("name", ["", "   "])
def test_nobody_is_found_by_an_empty_name(name):
    makers.user("binh")
    assert not User.objects.with_sign_in_name(name).exists()


def test_one_persons_name_may_be_anothers_address(client):
    """Both get in, each with the own password."""
    for name, email, password in [
        ("binh@hoi.example", "an@hoi.example", "mat-khau-cua-an-2026"),
        ("binh", "binh@hoi.example", "mat-khau-cua-binh-2026"),
    ]:
        User.objects.create_user(name, email, password)
    for password, name in [
        ("mat-khau-cua-an-2026", "binh@hoi.example"),
        ("mat-khau-cua-binh-2026", "binh"),
    ]:
        client.post(
            "/tai-khoan/dang-nhap/",
            {"username": "binh@hoi.example", "password": password},
        )
        assert User.objects.get(pk=client.session["_auth_user_id"]).username == name
        client.logout()


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_role_of_the_house_is_a_group(role):
    assert makers.user("binh", role).groups.get().name == role
