"""What an attacker may send, and what may survive of it."""

import time
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings, strategies as st

from lienhiephoi.display import render_body
from lienhiephoi.html import (
    MAX_DEPTH,
    MAX_HTML,
    MAX_TAGS,
    HtmlTooLong,
    clean_html,
)
from lienhiephoi.vietnamese import normalise

# Stated anew, not imported: the test must not widen when the code does.
ALLOWED = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "scope", "class"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "ol": {"start"},
    "oembed": {"url"},
}
for tag in ("p", "h2", "h3", "h4", "li", "blockquote", "figure", "figcaption"):
    ALLOWED[tag] = {"class"}
for tag in (
    *("br", "ul", "cite", "strong", "em", "u", "s", "sub", "sup", "hr", "code", "pre"),
    *("table", "thead", "tbody", "tfoot", "tr", "caption"),
):
    ALLOWED[tag] = set()
CLASSES = {
    *("image", "table", "media", "ta-center", "ta-right", "ta-justify"),
    *("image-style-side", "image-style-align-left", "image-style-align-right"),
}


class Outline(HTMLParser):
    """Every element and attribute that a reader's browser would meet."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.oddities: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.oddities.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html: str) -> None:
    outline = Outline(html)
    assert outline.oddities == []
    for tag, attributes in outline.elements:
        assert tag in ALLOWED
        assert set(attributes) <= ALLOWED[tag]
        assert set(attributes.get("class", "").split()) <= CLASSES
        if tag == "a":
            assert_safe_link(attributes)
        if tag == "img":
            assert attributes["src"].startswith("/media/")
            assert ".." not in unquote(attributes["src"])
            assert not set("\\ \t\n?#") & set(attributes["src"])
        if tag == "oembed":
            url = urlsplit(attributes["url"])
            assert (url.scheme, url.netloc) in {
                ("https", "www.youtube.com"),
                ("https", "vimeo.com"),
            }


def assert_safe_link(attributes: dict[str, str]) -> None:
    href = attributes["href"]
    link = urlsplit(href)
    if link.scheme in {"http", "https"}:
        assert link.netloc
        assert attributes["rel"] == "noopener"
    elif link.scheme not in {"mailto", "tel"}:
        assert link.scheme == ""
        assert href.startswith("/")
        assert not href.startswith(("//", "/\\"))


# --- Attacks ------------------------------------------------------------------

ATTACKS = [
    # Script in every shape
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<script\x00>alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<scr\u200bipt>alert(1)</scr\u200bipt>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/xss src=//evil.example/x.js></script>",
    "<<script>alert(1)//<</script>",
    "<script>alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<script type=module>import('//evil.example')</script >",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    '<xmp><p title="</xmp><svg/onload=alert(1)>"></xmp>',
    "<textarea><script>alert(1)</script></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>alert(1)</script>",
    # Event handlers
    "<img src=/media/a.webp onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img/src=/media/a.webp/onerror=alert(1)>",
    "<img src='/media/a.webp' onerror&#61;alert(1)>",
    '<img src="/media/a.webp"onload="alert(1)">',
    "<p onclick=alert(1) onmouseover='alert(2)'>x</p>",
    "<body onload=alert(1)><p>x</p>",
    "<a href=/x onfocus=alert(1) autofocus tabindex=1>x</a>",
    "<details open ontoggle=alert(1)>x</details>",
    '<p title="><img src=x onerror=alert(1)>">x</p>',
    '<img alt="`><script>alert(1)</script>" src=/media/a.webp>',
    "<img src=/media/a.webp alt='<img src=x onerror=alert(1)>'>",
    "<b title='x onmouseover=alert(1) > <img src=x onerror=alert(1)>'>x</b>",
    "<audio src=x onerror=alert(1)><video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    # Schemes
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript&colon;alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61script:alert(1)'>x</a>",
    "<a href='\\u006aavascript:alert(1)'>x</a>",
    "<a href='javascript\x00:alert(1)'>x</a>",
    "<a href='java\xadscript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='\n//evil.example'>x</a>",
    "<a href='https:evil.example'>x</a>",
    "<a href='https:///evil.example'>x</a>",
    "<a href>x</a><a name=top id=top>y</a>",
    "<a href=/x target=_blank rel=opener ping=https://evil.example download>x</a>",
    # Pictures
    "<img src=https://evil.example/pixel.gif>",
    "<img src=//evil.example/pixel.gif>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src=/media/../tai-khoan/dang-xuat/>",
    "<img src=/media/%2e%2E/tai-khoan/dang-xuat/>",
    "<img src=/media/.%2e/tai-khoan/dang-xuat/>",
    "<img src=/media\\..\\x>",
    "<img src='/media/.&#10;./tai-khoan/dang-xuat/'>",
    "<img src='/media/a.webp?next=//evil.example'>",
    "<img src=/quan-tri/>",
    "<img src=/media/a.webp srcset='https://evil.example/x 2x' sizes=100vw>",
    "<img src=/media/a.webp style='background:url(//evil.example)' usemap=#m>",
    "<picture><source srcset=//evil.example/x><img src=/media/a.webp></picture>",
    "<img src=/media/a.webp width='1\" onload=alert(1)' height=100%>",
    "<img>",
    # Mutation and foreign content
    (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">'
    ),
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>",
    "<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) />",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<table><td><a href=/x><table><td><a href='javascript:alert(1)'>x",
    "<p><object><p>x</p></object></p><object data=//evil.example></object>",
    "<p>\u0338 onclick=alert(1) <b>x</b></p>",
    "<p>&#x338; onclick=alert(1) <b>x</b></p>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><!DOCTYPE x><!-- <script>alert(1)</script> --><p>x</p>",
    "<!--[if gte mso 9]><xml><w:WordDocument>Normal 0</w:WordDocument></xml><![endif]-->",
    # Pages taken over without a script
    "<style>*{background:url(//evil.example)}</style>",
    "<p style='position:fixed;inset:0;background:url(javascript:alert(1))'>x</p>",
    "<p class='video table-scroll ta-center'>x</p>",
    "<div id=main data-video=https://evil.example hidden>x</div>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<base href=//evil.example/><a href=/x>x</a>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<iframe src=https://evil.example srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<form action=//evil.example><input name=password><button formaction=x>OK</button>",
    "<input type=image src=x onerror=alert(1)>",
    "<embed src=//evil.example/x.swf><applet code=x></applet>",
    "<isindex action=javascript:alert(1) type=image>",
    # Videos
    "<oembed url='javascript:alert(1)'></oembed>",
    "<oembed url='https://evil.example/watch?v=dQw4w9WgXcQ'></oembed>",
    "<oembed url='https://youtu.be/dQw4w9WgXcQ\" onload=\"alert(1)'></oembed>",
    "<oembed url='https://youtu.be/dQw4w9WgXcQ?\"><script>alert(1)</script>'></oembed>",
    "<oembed><script>alert(1)</script></oembed>",
    "<figure class=media><oembed url=//evil.example></oembed></figure>",
    # Unclosed
    "<p",
    "<img src=/media/a.webp onerror=alert(1)",
    '<a href="javascript:alert(1)',
    "<p><b><i><a href='https://evil.example'>x",
    "</p></div></body></html><script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_nothing_but_plain_markup(attack):
    for html in (attack, f"<p>Trước {attack} sau</p>", f"<table><td>{attack}</table>"):
        cleaned = clean_html(html)
        assert_harmless(cleaned)
        assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_gains_nothing_from_display(attack):
    for tag, attributes in Outline(render_body(clean_html(attack))).elements:
        assert tag in ALLOWED.keys() | {"div", "span"}
        assert not {name for name in attributes if name.startswith("on")}
        assert "style" not in attributes
        for name in ("src", "href", "data-video"):
            assert "script:" not in attributes.get(name, "").lower()


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
        ("<p>a<style>p{}</style><svg><p>c</p></svg>b</p>", "<p>a</p><p>c</p>b"),
        ("<p>a<svg><text>b</text></svg><math><mi>c</mi></math>d</p>", "<p>ad</p>"),
        ("<iframe>x</iframe><noscript>y</noscript>z", "z"),
        ("<a href='javascript:alert(1)'>liên kết</a>", "liên kết"),
        ("<a href='//evil.example' title='x'>liên kết</a>", "liên kết"),
        ("<p>a <img src='https://evil.example/x.gif'>b</p>", "<p>a b</p>"),
        ("<p class='ta-center lead'>x</p>", '<p class="ta-center">x</p>'),
        ("<p class='lead' id='x' style='color:red' data-x='1'>x</p>", "<p>x</p>"),
        ("<oembed url='https://evil.example/'></oembed>", ""),
    ],
)
def test_what_is_refused_goes_and_its_words_stay(html, cleaned):
    assert clean_html(html) == cleaned


VIDEO = "<figure class=media><oembed url=https://vimeo.com/76979871></oembed></figure>"
FRAGMENTS = st.sampled_from(
    [attack for attack in ATTACKS if len(attack) < 80]
    + [
        f"<{tag}>"
        for tag in [*ALLOWED, "div", "b", "h1", "object", "dt", "font", "nobr"]
    ]
    + [f"</{tag}>" for tag in [*ALLOWED, "div", "b", "h1", "object", "dt", "br"]]
    + ["<a href=/x>", "<b id=1>", "<b id=2>", "<figure class=media>", VIDEO]
    + [
        '"',
        "'",
        ">",
        "<",
        "&",
        "&nbsp;",
        "&#x338;",
        "\u0338",
        "\u0301",
        "\n",
        " ",
        "chữ",
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=5), max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_soup_becomes_harmless_and_settled(soup):
    cleaned = clean_html(soup)
    assert clean_html(cleaned) == cleaned
    assert normalise(cleaned) == cleaned
    assert_harmless(cleaned)


def test_markup_in_a_description_stays_a_description():
    stored = clean_html('<img src="/media/a.webp" alt="<table><img src=x onerror=y>">')
    [(tag, attributes)] = Outline(render_body(stored)).elements
    assert tag == "img"
    assert attributes["alt"] == "<table><img src=x onerror=y>"
    assert set(attributes) == {"src", "alt", "loading", "decoding"}


def test_too_long_is_refused_in_vietnamese():
    assert clean_html("x" * MAX_HTML)
    with pytest.raises(HtmlTooLong, match=r"dài quá 1\.000\.000 ký tự"):
        clean_html("x" * (MAX_HTML + 1))
    with pytest.raises(HtmlTooLong, match="dài quá"):
        clean_html("&" * (MAX_HTML // 2))


@pytest.mark.parametrize(
    "tangle",
    [
        "<p>x" * (MAX_TAGS + 1),
        "<blockquote>" * (MAX_DEPTH + 1) + "x",
        "<div>" * MAX_TAGS,
        "<p>" + "".join(f"<b id={i}>" for i in range(9000)) + "<p>x" * 9000,
        "<p>" + "<b><i><u><s><em><strong><code>" * 3 + "<p>x" * 20_000,
        "<figure>" * 14_000 + "</figure>" * 14_000,
    ],
    ids=["many", "deep", "deeper", "formats", "allowed formats", "empties"],
)
def test_tangle_is_refused_before_it_hurts(tangle):
    began = time.process_time()
    with pytest.raises(HtmlTooLong, match=r"xin dán lại|xin rút gọn"):
        clean_html(tangle)
    assert time.process_time() - began < 20


def test_depth_of_an_article_is_accepted():
    nested = "<ul><li>x" * (MAX_DEPTH // 2) + "</li></ul>" * (MAX_DEPTH // 2)
    assert clean_html(nested) == nested


@pytest.mark.parametrize("unclosed", ["<b ", "<", "<a href='", "<!--", "&#"])
def test_unclosed_markup_costs_little(unclosed):
    began = time.process_time()
    clean_html(unclosed * 10_000)
    assert time.process_time() - began < 5
