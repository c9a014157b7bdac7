import re

import pytest
from hypothesis import given, strategies as st

from lienhiephoi.display import render_body
from lienhiephoi.html import clean_html, excerpt, plain_text, text_to_html
from lienhiephoi.vietnamese import normalise

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FIGURE = f'<figure class="media"><oembed url="{VIDEO}"></oembed></figure>'


# --- Content ------------------------------------------------------------------

ARTICLE = (
    '<h2 class="ta-center">Hội nghị Ban Chấp hành lần thứ VI</h2>'
    "<p>Sáng ngày&nbsp;28/2, Liên hiệp các Hội KH&amp;KT tỉnh <strong>Quảng Trị</strong>"
    " tổ chức <em>hội nghị</em> <u>tổng kết</u>, H<sub>2</sub>O, 50 m<sup>2</sup>,"
    ' <s>cũ</s>, "mới", 3 &lt; 4 &gt; 2.<br>Dòng sau.</p>'
    '<ul><li>Một</li><li>Hai<ul><li class="ta-right">Ba</li></ul></li></ul>'
    '<ol start="4"><li>Bốn</li></ol>'
    '<p>Xem <a href="/van-ban/ke-hoach/" title="Kế hoạch">kế hoạch</a>, '
    '<a href="https://vusta.vn/a?b=1&amp;c=2" rel="noopener">VUSTA</a>, '
    '<a href="mailto:lhh@example.vn">thư</a>, <a href="tel:+84233123456">gọi</a>.</p>'
    '<figure class="image image-style-align-right"><img src="/media/anh/1.webp"'
    ' alt="Đại biểu &quot;trẻ&quot;" width="1200" height="800">'
    '<figcaption class="ta-center">Ảnh: Văn phòng</figcaption></figure>'
    '<figure class="table"><table><caption>Số liệu</caption><thead><tr>'
    '<th scope="col" colspan="2">Hội</th></tr></thead><tbody><tr>'
    '<th scope="row">Hội Y học</th><td class="ta-right" rowspan="1">1.234,5</td></tr>'
    "</tbody></table></figure>"
    f"{FIGURE}<hr>"
    "<blockquote><p>Học, học nữa.</p><p><cite>V. I. Lê-nin</cite></p></blockquote>"
    "<pre><code>a  =  1\n  b</code></pre>"
)


def test_good_content_stays_as_it_is():
    assert clean_html(ARTICLE) == ARTICLE


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1>Tin</h1><h5>a</h5><h6>b</h6>", "<h2>Tin</h2><h4>a</h4><h4>b</h4>"),
        ('<h1 class="ta-center">Tin</h1>', '<h2 class="ta-center">Tin</h2>'),
        ("<p><b>đậm</b> <i>nghiêng</i> <strike>bỏ</strike></p>",
         "<p><strong>đậm</strong> <em>nghiêng</em> <s>bỏ</s></p>"),
        ("<div>một</div><div>hai</div>", "<p>một</p><p>hai</p>"),
        ("<div><p>một</p><div>hai</div></div>", "<p>một</p><p>hai</p>"),
        ("<p>một <span style='x'>hai</span> <font>ba</font></p>", "<p>một hai ba</p>"),
        ("<p>a</p><p>&nbsp;</p><p> <br> </p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p><strong>&nbsp;</strong></p><h2></h2><p>a<b></b></p>", "<p>a</p>"),
        ("<p class='ta-center'>\u200b</p>", ""),
        ("<a href='https://vusta.vn' rel='nofollow' target='_blank'>x</a>",
         '<a href="https://vusta.vn" rel="noopener">x</a>'),
        ("<a href='HTTP://VUSTA.vn'>x</a>",
         '<a href="HTTP://VUSTA.vn" rel="noopener">x</a>'),
        ("<a href='/tin-tuc/' rel='noopener'>x</a>", '<a href="/tin-tuc/">x</a>'),
        ("<a href=' /van\n-ban/ '>x</a>", '<a href="/van-ban/">x</a>'),
        ("<p>Ho\u0323\u0302i\u200b\x00</p>", "<p>Hội</p>"),
        ("<p>Ho&#x323;&#x302;i&#x200b;&#x202e;</p>", "<p>Hội</p>"),
        ("<pre>\n\n\na\n b</pre>", "<pre>a\n b</pre>"),
        ("<table><tr><td>1<td>2</table>",
         "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("<td rowspan='0'>x</td><table><td rowspan='0' colspan='9999'>x</table>",
         "x<table><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<oembed url='http://youtu.be/dQw4w9WgXcQ?si=x'>chữ</oembed>", f"{FIGURE}chữ"),
        (f"<figure class=media>\n<oembed url='{VIDEO}'></oembed></figure>", FIGURE),
        ("<figure class='media'><oembed url='x:y'></oembed></figure>", ""),
        ("chữ trần", "chữ trần"),
        ("", ""),
    ],
)  # fmt: skip
def test_content_is_put_into_one_shape(html, cleaned):
    assert clean_html(html) == cleaned


def test_pictures_may_live_below_another_prefix():
    picture = '<img src="https://tep.example.vn/lhh/a.webp" alt="">'
    assert clean_html(picture) == ""
    assert clean_html(picture, image_prefix="https://tep.example.vn/lhh/") == picture


# --- Text ---------------------------------------------------------------------


def test_plain_text_has_a_line_for_each_block():
    assert plain_text(ARTICLE).splitlines() == [
        "Hội nghị Ban Chấp hành lần thứ VI",
        (
            "Sáng ngày 28/2, Liên hiệp các Hội KH&KT tỉnh Quảng Trị tổ chức hội nghị"
            ' tổng kết, H2O, 50 m2, cũ, "mới", 3 < 4 > 2.'
        ),
        "Dòng sau.",
        "Một",
        "Hai",
        "Ba",
        "Bốn",
        "Xem kế hoạch, VUSTA, thư, gọi.",
        "Ảnh: Văn phòng",
        "Số liệu",
        "Hội",
        "Hội Y học 1.234,5",
        "Học, học nữa.",
        "V. I. Lê-nin",
        "a = 1",
        "b",
    ]


# U+0338 merges with the > before it, in NFC, and so breaks the tag.
@given(st.text(st.characters(exclude_characters="\u0338", codec="utf-8")))
def test_plain_text_gives_back_what_was_written(text):
    lines = (" ".join(line.split()) for line in normalise(text).split("\n"))
    assert plain_text(text_to_html(text)) == "\n".join(filter(None, lines))


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Hội nghị tổng kết", 20, "Hội nghị tổng kết"),
        ("Hội nghị tổng kết", 17, "Hội nghị tổng kết"),
        ("Hội nghị tổng kết", 16, "Hội nghị tổng…"),
        ("Hội nghị tổng kết", 14, "Hội nghị tổng…"),
        ("Hội nghị tổng kết", 13, "Hội nghị…"),
        ("Hội nghị, tổng kết", 12, "Hội nghị…"),
        ("Hội\nnghị \n tổng kết", 50, "Hội nghị tổng kết"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_excerpt_is_cut_at_a_word(text, length, cut):
    assert excerpt(text, length) == cut


@given(st.text(), st.integers(1, 60))
def test_excerpt_fits(text, length):
    assert len(excerpt(text, length)) <= length


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Một\n\nHai", "<p>Một</p><p>Hai</p>"),
        ("Một\r\n \r\n\r\nHai\r\nBa", "<p>Một</p><p>Hai<br>Ba</p>"),
        ("<b>KH&KT</b> \"x\"", '<p>&lt;b&gt;KH&amp;KT&lt;/b&gt; "x"</p>'),
        ("năm\xa02026", "<p>năm&nbsp;2026</p>"),
        ("  \n ", ""),
    ],
)  # fmt: skip
def test_text_becomes_escaped_paragraphs(text, html):
    assert text_to_html(text) == html


@given(st.text())
def test_text_becomes_clean_html(text):
    html = text_to_html(text)
    assert clean_html(html) == html
    assert set(re.findall(r"<([^<>]*)>", html)) <= {"p", "/p", "br"}


# --- Display ------------------------------------------------------------------


def test_pictures_load_when_they_are_reached():
    assert render_body('<p><img src="/media/a.webp" alt="A"></p>') == (
        '<p><img loading="lazy" decoding="async" src="/media/a.webp" alt="A"></p>'
    )


def test_tables_scroll_by_themselves():
    assert render_body("<p>a</p><table><tbody></tbody></table>") == (
        '<p>a</p><div class="table-scroll" tabindex="0" role="group"'
        ' aria-label="Bảng số liệu, cuộn ngang để xem">'
        "<table><tbody></tbody></table></div>"
    )


def test_video_is_a_link_until_it_is_clicked():
    stored = clean_html("<oembed url='https://youtu.be/dQw4w9WgXcQ?t=1m5s'></oembed>")
    assert render_body(stored) == (
        '<figure class="media"><div class="video" data-video='
        '"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=65">'
        '<a class="video__link" '
        'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=65s" rel="noopener">'
        '<span class="video__play" aria-hidden="true"></span>'
        "<span>Xem video trên YouTube</span></a></div></figure>"
    )


def test_video_names_its_host():
    assert "Xem video trên Vimeo" in render_body(
        clean_html("<oembed url='https://vimeo.com/76979871'></oembed>")
    )
    assert render_body('<oembed url="https://evil.example/"></oembed>') == ""


def test_display_leaves_the_rest_alone():
    text = '<p>a <a href="https://vusta.vn" rel="noopener">b</a> &lt;img &lt;table></p>'
    assert render_body(text) == text


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<td>1.890</td>", '<td class="num">1.890</td>'),
        ('<td rowspan="2">-3,5 %</td>', '<td class="num" rowspan="2">-3,5\xa0%</td>'),
        ("<td>Hội 12</td>", "<td>Hội 12</td>"),
        ("<td></td>", "<td></td>"),
    ],
)
def test_a_number_alone_in_its_cell_stands_to_the_right(stored, shown):
    assert render_body(f"<p></p>{stored}<p></p>") == f"<p></p>{shown}<p></p>"


def test_no_line_breaks_inside_a_date_or_between_number_and_unit():
    stored = "<p>Từ ngày 18/6/2021 có 20.000 hội viên</p>"
    assert render_body(stored) == "<p>Từ ngày\xa018/6/2021 có 20.000\xa0hội viên</p>"
