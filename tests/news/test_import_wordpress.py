"""What WordPress keeps in a post, as HTML that may be stored."""

import time

import pytest

from news.imports.bodies import read_body
from news.imports.pictures import LostPictureError, NoPictures
from news.imports.wordpress import to_html
from news.models import Picture


def shown(content):
    return read_body(content, "wordpress", NoPictures()).html


def test_blank_lines_part_paragraphs_and_line_ends_break_lines():
    assert shown("Một,\r\nhai.\r\n\r\n \r\nBa.") == "<p>Một,<br>hai.</p>\n<p>Ba.</p>"


def test_blocks_are_not_wrapped_in_paragraphs():
    content = (
        "<h2>Kết quả</h2>\nĐoạn đầu.\n<ul>\n<li>một</li>\n\n<li>hai</li>\n</ul>\nCuối."
    )
    html = shown(content)
    assert "<h2>Kết quả</h2>" in html
    assert "<p>Đoạn đầu.</p>" in html
    assert "<p>Cuối.</p>" in html
    assert "<p><" not in html
    assert html.count("<li>") == 2


def test_marks_of_the_block_editor_leave_nothing():
    content = "<!-- wp:paragraph -->\n<p>Một.</p>\n<!-- /wp:paragraph -->"
    assert shown(content) == "<p>Một.</p>"


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("Trước [gallery ids='1,2'] sau", "<p>Trước  sau</p>"),
        ("[su_box title='x']Chữ bên trong[/su_box]", "<p>Chữ bên trong</p>"),
        ("[dropcap]H[/dropcap]ội thi", "<p>Hội thi</p>"),
        ("Ông nói [sic] và [1] và [...]", "<p>Ông nói [sic] và [1] và [...]</p>"),
        ("[ô vuông] giữ lại", "<p>[ô vuông] giữ lại</p>"),
    ],
)
def test_shortcodes_go_and_words_stay(content, left):
    assert shown(content) == left


def test_a_dropped_gallery_is_told():
    _, remarks = to_html("[gallery ids='1,2']\n\nChữ.")
    assert remarks == ["bỏ [gallery]: hãy thêm ảnh vào bài bằng tay"]
    assert to_html("[video src='x']Chữ.[/video]")[1] == []


def test_a_video_address_on_its_own_becomes_a_video():
    html = shown("Mời xem:\n\nhttps://www.youtube.com/watch?v=abcdefghijk\n\nHết.")
    assert (
        '<figure class="media"><oembed url="https://www.youtube.com/watch?v=abcdefghijk">'
        in html
    )


def find_picture(address, alt):
    if "mat" in address:
        raise LostPictureError(f"không tìm thấy {address}")
    return Picture(name="pictures/imported/ab/ab", width=1200, height=800)


PLACED = 'src="/media/pictures/imported/ab/ab-960.webp"'


@pytest.mark.parametrize(
    "content",
    [
        '[caption id="x" width="300"]<img src="/a.jpg" alt="Sân khấu" /> Lễ khai mạc[/caption]',
        '[caption width="300"]<a href="/a.jpg"><img alt="Sân khấu" src="/a.jpg"></a> Lễ khai mạc[/caption]',
        '[caption width="300" caption="Lễ khai mạc"]<img src=/a.jpg alt="Sân khấu">[/caption]',
        '<figure class="wp-block-image size-large"><img src="/a.jpg" alt="Sân khấu"/><figcaption>Lễ khai mạc</figcaption></figure>',
    ],
)
def test_a_captioned_picture_becomes_a_figure(content):
    body = read_body(f"Trước.\n\n{content}\n\nSau.", "wordpress", find_picture)
    figure = body.html[body.html.index("<figure") : body.html.index("</figure>")]
    assert figure.startswith('<figure class="image"><img ')
    assert PLACED in figure
    assert 'alt="Sân khấu"' in figure
    assert 'width="960" height="640"' in figure
    assert figure.endswith("<figcaption>Lễ khai mạc</figcaption>")
    assert "<a " not in body.html
    assert "<p>Sau.</p>" in body.html


def test_a_lost_picture_takes_its_caption_along():
    content = '[caption]<img src="/mat.jpg"> Chú thích[/caption]\n\nChữ còn lại.'
    body = read_body(content, "wordpress", find_picture)
    assert body.html == "<p>Chữ còn lại.</p>"
    assert body.lost == ("không tìm thấy /mat.jpg",)


def test_a_picture_below_our_own_media_is_not_taken_on_trust():
    """An old portal may have had a /media/ folder, too."""
    body = read_body("<p>A</p><img src=/media/cu/a.jpg", "html", find_picture)
    assert "/media/cu/" not in body.html


def test_a_picture_that_a_script_was_to_load_is_found():
    content = '<img src="data:image/gif;base64,R0" data-src="/a.jpg" alt="A">'
    assert PLACED in read_body(content, "html", find_picture).html


@pytest.mark.parametrize(
    "piece",
    [
        *("[caption", "[caption]<img ", "[/x]", "[a ", "<!--", "\n \n", "\n\n<p>"),
        *("<img '", '<img "', "<img a=", "<img '\"", "a" * 10, "<figure><figcaption>"),
    ],
)
def test_no_content_takes_long(piece):
    # One hundred times what time in the square of the length would leave possible.
    content = (piece * (300_000 // len(piece)))[:300_000]
    started = time.monotonic()
    html, _ = to_html(content)
    assert isinstance(html, str)
    assert time.monotonic() - started < 5
