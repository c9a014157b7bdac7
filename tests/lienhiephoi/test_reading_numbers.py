"""Numbers as people here type them."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.vietnamese import number, read_number

MEANT_COMMA = "sau dấu phẩy: "
NOT_A_NUMBER = "chỉ ghi số"


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [
        ("0", 0, "0"),
        ("007", 0, "7"),
        ("20556", 0, "20556"),
        ("20.556", 0, "20556"),
        ("1.234.567", 0, "1234567"),
        ("1.234,5", 1, "1234.5"),
        ("1,5", 4, "1.5"),
        ("0,125", 3, "0.125"),
        ("1,50", 2, "1.5"),
        ("-12", 0, "-12"),
        ("\N{MINUS SIGN}12,5", 1, "-12.5"),
        ("-0", 0, "0"),
        # Blanks around, and between the thousands: as a phone or a table gives them.
        (" 1.234 ", 0, "1234"),
        ("1 234 567", 0, "1234567"),
        ("1\N{NO-BREAK SPACE}234", 0, "1234"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", 1, "1234.5"),
        # Digits of other keyboards.
        ("\N{FULLWIDTH DIGIT ONE}\N{FULLWIDTH DIGIT TWO}", 0, "12"),
        ("\N{ARABIC-INDIC DIGIT NINE}", 0, "9"),
    ],
)
def test_a_number_is_read_as_it_is_written_here(text, decimals, amount):
    assert str(read_number(text, decimals).normalize()) == str(
        Decimal(amount).normalize()
    )


@pytest.mark.parametrize(
    ("text", "decimals", "told"),
    [
        ("1.5", 1, MEANT_COMMA + "1,5"),
        ("1234.5", 1, MEANT_COMMA + "1234,5"),
        ("0.125", 3, MEANT_COMMA + "0,125"),
        ("-2.75", 2, MEANT_COMMA + "-2,75"),
        # In English a thousand: read as one, it would be wrong by three noughts.
        ("1,000", 0, "một nghìn viết là 1.000"),
        ("1,234", 2, "nhiều nhất 2 chữ số"),
        ("12,0", 0, "số nguyên"),
        ("1,234.5", 1, NOT_A_NUMBER),
        ("1.234.5", 1, NOT_A_NUMBER),
        ("1.234 567", 0, NOT_A_NUMBER),
        ("12.34.567", 0, NOT_A_NUMBER),
        ("1 2", 0, NOT_A_NUMBER),
        (",5", 1, NOT_A_NUMBER),
        ("12,", 1, NOT_A_NUMBER),
        ("", 0, NOT_A_NUMBER),
        ("khoảng 100", 0, NOT_A_NUMBER),
        ("100 người", 0, NOT_A_NUMBER),
        ("1e5", 0, NOT_A_NUMBER),
        ("NaN", 0, NOT_A_NUMBER),
        ("10²", 0, NOT_A_NUMBER),
        ("½", 1, NOT_A_NUMBER),
        ("=1+1", 0, NOT_A_NUMBER),
        ("20/11/2026", 0, NOT_A_NUMBER),
        ("1" * 41, 0, NOT_A_NUMBER),
    ],
)
def test_what_might_be_misread_is_refused_with_what_to_write(text, decimals, told):
    with pytest.raises(ValueError, match=told):
        read_number(text, decimals)


@given(st.decimals(-(10**14), 10**14, places=4), st.booleans())
def test_reading_is_the_other_half_of_writing(amount, is_grouped):
    text = number(amount)
    assert read_number(text if is_grouped else text.replace(".", ""), 4) == amount


@given(st.text(max_size=60) | st.text("0123456789.,- ", max_size=12), st.integers(0, 4))
def test_any_text_is_refused_or_a_number_that_fits(text, decimals):
    amount = Decimal(0)
    with contextlib.suppress(ValueError):
        amount = read_number(text, decimals)
    assert amount == round(amount, decimals)
