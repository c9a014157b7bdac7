"""Figures in the text of a report."""

import pytest
from hypothesis import given, strategies as st

from conferences.tokens import BadToken, Text, Token, bad_tokens, split, tokens_in


def test_text_is_split_at_its_tokens():
    assert split("Có [[hoi-vien]] hội viên, [[hoi-vien:so-sanh]].") == [
        Text("Có "),
        Token("hoi-vien"),
        Text(" hội viên, "),
        Token("hoi-vien", "so-sanh"),
        Text("."),
    ]
    assert split("[[a:2]][[b:ky-truoc]]") == [Token("a", "2"), Token("b", "ky-truoc")]
    assert split("") == []


@pytest.mark.parametrize(
    "written",
    [
        *("[[Hoi-vien]]", "[[hội-viên]]", "[[ hoi-vien ]]", "[[hoi-vien", "hoi-vien]]"),
        *("[[hoi-vien:1]]", "[[hoi-vien:lon]]", "[[]]", "[[a--b]]", "[[a]", "[[[a]"),
    ],
)
def test_what_is_no_token_stays_text_and_is_pointed_out(written):
    body = f"Dòng đầu.\nCó {written} hội viên."

    assert tokens_in(body) == []
    [found] = bad_tokens(body, {"hoi-vien", "a"})
    assert (found.line, bool(found.reason)) == (2, True)


def test_an_unknown_key_is_pointed_out_with_its_line():
    assert bad_tokens("[[a]]\n[[b:2]] và [[a]]", {"a"}) == [
        BadToken("[[b:2]]", 2, "Báo cáo không có số liệu mang mã «b».")
    ]


def test_plain_brackets_are_text():
    assert bad_tokens("Theo [1] và (a[0]), ghi «[…]».", set()) == []


@given(st.text(alphabet="[]:a-2 \nđ"))
def test_the_pieces_together_are_the_text(body):
    pieces = [e.text if isinstance(e, Text) else str(e) for e in split(body)]

    assert "".join(pieces) == body
