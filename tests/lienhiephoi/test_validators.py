"""Addresses that staff may type in."""

import pytest
from django.core.exceptions import ValidationError

from lienhiephoi.validators import validate_local_or_web_address, validate_web_address


@pytest.mark.parametrize(
    "address",
    ["/", "/tin-tuc/", "/tin-tức/?a=1#b", "https://vusta.vn", "http://a.vn/b"],
)
def test_addresses_of_the_site_and_of_the_web_are_taken(address):
    validate_local_or_web_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "tin-tuc", "//la.example", "/\\la.example", "javascript:alert(1)"),
        *("/\x01/la.example", "/\t/la.example", "/a\x7f", "/\x85", "\x01/tin-tuc/"),
        *("ftp://a.vn/", "https://a.vn/\x01", "https://a@b.vn/", "https://a.vn\x00/"),
    ],
)
def test_anything_else_is_refused(address):
    with pytest.raises(ValidationError):
        validate_local_or_web_address(address)


@pytest.mark.parametrize("address", ["ftp://a.vn/", "ftps://a.vn/", "/tin-tuc/"])
def test_a_link_to_the_web_is_http(address):
    validate_web_address("https://a.vn/x")
    with pytest.raises(ValidationError):
        validate_web_address(address)
