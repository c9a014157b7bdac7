"""QR codes: what a page shows is a whole code, however small its box."""

import segno

from lienhiephoi import qr
from tests import reading

ADDRESS = "https://lhh.example/moi-hop/218-IV9tiFZscqA-x-9sc-QLcGBhAkOSJDGVYM/"


def test_a_code_in_a_page_shrinks_with_its_box_and_is_not_cut():
    drawing = reading.tree(qr.svg(ADDRESS))
    modules, _ = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=2)
    assert drawing.get("viewbox") == f"0 0 {modules} {modules}"
    assert (drawing.get("width"), drawing.get("height")) == (None, None)
