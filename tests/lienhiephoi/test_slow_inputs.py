"""What is hostile by its length alone costs no reader and no worker more than a moment.

Measured in processor time of this process, against inputs on which a quadratic rule
needs minutes.
"""

import time

import pytest

from lienhiephoi.display import render_body
from lienhiephoi.html import HtmlTooLong, clean_html
from lienhiephoi.search import parse
from lienhiephoi.search.highlight import snippet
from lienhiephoi.vietnamese import clean_line, normalise

SECONDS = 5


@pytest.fixture(autouse=True)
def _within_a_moment():
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "stored",
    [
        "<td>1" + " " * 900_000 + "x</td>",
        "<p></p>" + "1 " * 400_000,
        "<td>" * 30_000,
        "<p>" + "ngày " * 150_000 + "</p>",
    ],
    ids=["blanks", "digits", "cells", "days"],
)
def test_showing_a_stored_text(stored):
    assert render_body(stored)


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u05b0\u05c1", "\u0e38\u0e48"])
@pytest.mark.parametrize("rule", [normalise, clean_line])
def test_marks_without_end(rule, marks):
    assert len(rule("a" + marks * 200_000)) < 20


def test_html_of_marks_without_end():
    with pytest.raises(HtmlTooLong):
        clean_html("<p>a" + "\u0301\u0323" * 600_000 + "</p>")


def test_a_query_and_a_text_without_end():
    query = parse("a" * 1_000_000)
    assert len(query.text) <= 200
    assert snippet("hội " * 25_000, parse("hội nghị").folded_terms)
