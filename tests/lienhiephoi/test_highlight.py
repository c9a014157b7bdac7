"""Marks on the original text."""

import pytest

from lienhiephoi import search
from lienhiephoi.search.highlight import highlight, snippet


def terms(query: str) -> frozenset[str]:
    return search.parse(query).folded_terms


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Hội nghị tổng kết", "hoi nghi", "<mark>Hội nghị</mark> tổng kết"),
        ("Kỹ thuật", "kĩ thuật", "<mark>Kỹ thuật</mark>"),
        ("a < b & Đắk Lắk", "dak", "a &lt; b &amp; <mark>Đắk</mark> Lắk"),
        (
            "<script>hội</script>",
            "hội",
            "&lt;script&gt;<mark>hội</mark>&lt;/script&gt;",
        ),
        ("Không có gì", "hội", "Không có gì"),
        ("", "hội", ""),
    ],
)
def test_words_asked_for_are_marked_as_they_stand(text, query, marked):
    assert highlight(text, terms(query)) == marked


def test_a_snippet_shows_the_place_where_the_words_stand_together():
    text = "hội " + "xa lắc xa lơ " * 60 + "toàn thể hội nghị hôm nay " + "nữa " * 90
    piece = snippet(text, terms("hội nghị"))
    assert "<mark>hội nghị</mark>" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 300


def test_a_snippet_without_a_hit_is_the_beginning():
    assert snippet("Mở đầu của bài.", terms("xyz")) == "Mở đầu của bài."


def test_a_text_without_blanks_is_still_cut():
    assert len(snippet("a" * 5000, terms("hội"))) < 300
