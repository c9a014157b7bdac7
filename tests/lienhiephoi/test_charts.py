"""Charts: what is drawn is in proportion, and can be read without seeing it."""

from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.charts import Point, bars, columns, line, shortened
from tests import reading

VALUES = st.lists(
    st.none() | st.decimals(min_value=0, max_value=10**9, places=2),
    min_size=1,
    max_size=12,
)


def drawn(draw, *values, **fields) -> Element:
    points = [
        Point(str(2020 + place), None if each is None else Decimal(str(each)))
        for place, each in enumerate(values)
    ]
    return reading.tree(draw(points, title="Số hội viên", **fields))


def found(svg, tag: str, css: str) -> list[Element]:
    return [e for e in svg.iter(tag) if css in e.get("class", "").split()]


def texts(svg, css: str) -> list[str]:
    return ["".join(e.itertext()).strip() for e in found(svg, "text", css)]


def test_bars_are_as_long_as_their_values():
    widths = [
        e.get("width") for e in found(drawn(bars, 50, 100, 0), "rect", "chart__bar")
    ]
    assert widths == ["50.00%", "100.00%", "0.00%"]


def test_columns_stand_on_zero():
    rects = found(drawn(columns, 50, 100), "rect", "chart__bar")
    low, high = (int(e.get("height")) for e in rects)
    assert high == 2 * low
    assert len({int(e.get("y")) + int(e.get("height")) for e in rects}) == 1


def test_values_are_written_in_vietnamese():
    assert texts(drawn(columns, 20556, "1.5", None), "chart__value") == [
        "20.556",
        "1,5",
        "–",
    ]


def test_a_period_without_a_value_breaks_the_line():
    svg = drawn(line, 10, 12, None, 14, 15)
    assert len(found(svg, "polyline", "chart__line")) == 2
    assert len(found(svg, "circle", "chart__point")) == 4


def test_a_line_rises_with_its_values():
    heights = [
        int(e.get("cy"))
        for e in found(drawn(line, 10, 20, 15), "circle", "chart__point")
    ]
    assert heights[0] > heights[2] > heights[1]


def test_of_many_points_the_ends_and_the_extremes_are_labelled():
    assert texts(drawn(line, 5, 6, 7, 9, 8, 4, 6, 7, 6), "chart__value") == [
        "5",
        "9",
        "4",
        "6",
    ]


def test_those_who_do_not_see_it_are_told_title_and_values():
    svg = drawn(bars, 5, description="Hội A: 5")
    assert svg.get("role") == "img"
    assert svg.find("title").text == "Số hội viên"
    assert svg.find("desc").text == "Hội A: 5"


def test_what_is_not_whole_is_drawn_and_said():
    svg = reading.tree(
        columns([Point("2026", Decimal(4), note="3/5 hội", is_partial=True)], title="")
    )
    assert found(svg, "rect", "chart__bar--partial")
    assert texts(svg, "chart__note") == ["3/5 hội"]


def test_a_label_of_people_is_text_and_nothing_else():
    points = [Point("<script>alert(1)</script>", Decimal(1))]
    assert "<script" not in bars(points, title="<b>")


def test_a_long_name_is_cut_to_what_a_phone_shows():
    cut = shortened("Hội Khoa học kỹ thuật Nông nghiệp và Phát triển nông thôn")
    assert cut == "Hội Khoa học kỹ thuật Nông nghiệp…"
    assert shortened("Hội Y học") == "Hội Y học"


def test_no_style_stands_in_the_markup():
    """The content policy forbids it."""
    for draw in (bars, columns, line):
        svg = drawn(draw, 1, 2)
        assert [e for e in svg.iter() if e.get("style")] == []


@pytest.mark.parametrize("draw", [bars, columns, line])
@given(values=VALUES)
def test_every_value_lies_inside_the_picture(draw, values):
    svg = drawn(draw, *values)
    height = float(svg.get("height"))
    for each in svg.iter():
        for name in ("y", "cy", "y1", "y2"):
            if name in each.attrib:
                assert 0 <= float(each.get(name)) <= height
        for name in ("x", "cx", "width"):
            if (place := each.get(name, "")).endswith("%"):
                assert 0 <= float(place[:-1]) <= 100
    for each in found(svg, "rect", "chart__bar"):
        assert float(each.get("height")) >= 0
