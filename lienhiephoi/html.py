"""The one allow-list for stored HTML, and what is made from HTML that passed it."""

import re
from collections.abc import Callable
from functools import partial
from html import escape, unescape

import nh3

from lienhiephoi.video import parse as parse_video
from lienhiephoi.vietnamese import normalise

MAX_HTML = 1_000_000
# Measured: nh3 takes a second over 30,000 nested tags, and the square of it over more.
MAX_TAGS = 30_000
MAX_DEPTH = 100
_MAX_PASSES = 12


class HtmlTooLong(ValueError):  # noqa: N818 -- named for what is told to the writer
    """The HTML is longer, or more tangled, than any real article."""


# --- What may be stored -------------------------------------------------------

_INLINE = {"strong", "em", "u", "s", "sub", "sup", "code", "cite"}
_BLOCKS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr", "br"),
    *("figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr"),
}
_CELLS = {"td", "th"}
_ALLOWED = _INLINE | _BLOCKS | _CELLS | {"a", "img", "oembed"}
# Unwrapped, the words of neighbouring blocks would run into one another.
_PARAGRAPH_LIKE = {
    *("div", "section", "article", "header", "footer", "main", "aside", "nav"),
    *("address", "center", "details", "summary", "dt", "dd", "fieldset"),
}
_RENAMED = dict.fromkeys(_PARAGRAPH_LIKE, "p") | {
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "b": "strong",
    "i": "em",
    "strike": "s",
    "del": "s",
}
_DROPPED_WITH_CONTENT = {
    *("script", "style", "svg", "math", "iframe", "object", "embed", "applet"),
    *("noscript", "noembed", "noframes", "template", "title", "xml", "xmp"),
    *("textarea", "select", "button", "plaintext", "audio", "video", "canvas"),
}
_ALIGNMENTS = {"ta-center", "ta-right", "ta-justify"}
_FIGURES = {
    *("image", "table", "media"),
    *("image-style-side", "image-style-align-left", "image-style-align-right"),
}
_ALIGNED = {"p", "h2", "h3", "h4", "li", "blockquote", "td", "th", "figcaption"}
_ALIGNED |= {name for name, shown_as in _RENAMED.items() if shown_as in _ALIGNED}
_POLICY = {
    "tags": _ALLOWED | set(_RENAMED),
    "clean_content_tags": _DROPPED_WITH_CONTENT,
    "attributes": {
        # Without this nh3 would keep `title` and `lang` on every tag.
        "*": set(),
        "a": {"href", "title"},
        "img": {"src", "alt", "width", "height"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        "ol": {"start"},
        "oembed": {"url"},
    },
    "tag_attribute_values": {
        "a": {"rel": {"noopener"}},
        "td": {"scope": {"row", "col", "rowgroup", "colgroup"}},
        "th": {"scope": {"row", "col", "rowgroup", "colgroup"}},
    },
    "allowed_classes": {**dict.fromkeys(_ALIGNED, _ALIGNMENTS), "figure": _FIGURES},
    "url_schemes": {"http", "https", "mailto", "tel"},
    "link_rel": None,
}

# --- Addresses and numbers in attributes --------------------------------------

# A browser drops these from an address before it reads the scheme.
_DROPPED_BY_BROWSERS = re.compile(r"[\t\n\r]")
_LINK = re.compile(r"(?:https?://[^/\\]|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
_IMAGE_PATH = re.compile(r"[^\s\\?#\"'<>]+")
_PARENT_FOLDER = re.compile(r"(?:\.|%2e){2}", re.IGNORECASE)
_NUMBERS = {
    "width": re.compile(r"[0-9]{1,5}"),
    "height": re.compile(r"[0-9]{1,5}"),
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "start": re.compile(r"-?[0-9]{1,5}"),
}


def _link(address: str) -> str | None:
    address = _DROPPED_BY_BROWSERS.sub("", address).strip()
    return address if _LINK.match(address) else None


def _image(address: str, prefix: str) -> str | None:
    path = address.removeprefix(prefix)
    is_ours = address.startswith(prefix) and _IMAGE_PATH.fullmatch(path)
    return address if is_ours and not _PARENT_FOLDER.search(path) else None


def _watch_url(address: str) -> str | None:
    video = parse_video(address)
    return video.watch_url if video else None


def _attribute_filter(image_prefix: str) -> Callable[[str, str, str], str | None]:
    addresses = {
        "href": _link,
        "src": partial(_image, prefix=image_prefix),
        "url": _watch_url,
    }

    def keep(_tag: str, name: str, value: str) -> str | None:
        if name in addresses:
            return addresses[name](value)
        if name in _NUMBERS:
            return value if _NUMBERS[name].fullmatch(value) else None
        return value

    return keep


# --- Cleaning -----------------------------------------------------------------

# Tags exactly as nh3 writes them; in its text, < is always an entity.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_VOID = {"br", "hr", "img"}
# A parser repeats unclosed formatting tags in every later paragraph, without limit
# when their attributes differ: 30 kB may grow to a gigabyte.
_FORMATTING = re.compile(
    r"<(b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/])[^>]*>?",
    re.IGNORECASE,
)
_MEDIA = '<figure class="media">'
_BARE_LINK = re.compile(r'<a(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_EMPTY_BLOCK = re.compile(
    r'<(p|h[234]|ul|ol|blockquote|figure|figcaption)(?: [a-z]+="[^"]*")*>'
    rf"(?:\s|&nbsp;|<br>|</?(?:{'|'.join(sorted(_INLINE))})>)*+</\1>"
)
_EMPTY_INLINE = re.compile(
    rf'<({"|".join(sorted(_INLINE))}|a)(?: [a-z]+="[^"]*")*></\1>'
)
_IDLE_SPACE = re.compile(r"(?<=<pre>)\n+|(?<=<figure class=\"media\">)\s+")


def clean_html(html: str, image_prefix: str = "/media/") -> str:
    """The HTML as it may be stored: cleaning it again changes nothing.

    Pictures stay only below `image_prefix`, videos only from the hosts that
    lienhiephoi.video knows. Raises HtmlTooLong, worded for the writer.
    """
    keep = _attribute_filter(image_prefix)
    _refuse_if_long(html)
    html = _FORMATTING.sub(r"<\1>", html)
    # What one pass unwraps or decodes may read differently to the next parser,
    # so only what a whole pass leaves alone is clean.
    for _ in range(_MAX_PASSES):
        before = normalise(html)
        _refuse_if_long(before)
        html = _tidy(nh3.clean(before, attribute_filter=keep, **_POLICY))
        _refuse_if_deep(html)
        if html == before:
            return html
    raise _tangled()


def _refuse_if_long(html: str) -> None:
    if len(html) > MAX_HTML:
        raise HtmlTooLong(
            "Nội dung dài quá 1.000.000 ký tự; xin rút gọn hoặc tách thành nhiều phần."
        )
    if html.count("<") > MAX_TAGS:
        raise _tangled()


def _refuse_if_deep(html: str) -> None:
    depth = 0
    for closing, name, _ in _TAG.findall(html):
        if name not in _VOID:
            depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            raise _tangled()


def _tangled() -> HtmlTooLong:
    return HtmlTooLong(
        "Nội dung có quá nhiều thẻ định dạng; "
        "xin dán lại dưới dạng văn bản thuần hoặc tách thành nhiều phần."
    )


def _tidy(html: str) -> str:
    html = _IDLE_SPACE.sub("", html)
    html = _TAG.sub(_retag, html)
    html = _BARE_LINK.sub(r"\1", html)
    html = _EMPTY_INLINE.sub("", html)
    return _EMPTY_BLOCK.sub("", html)


def _retag(tag: re.Match) -> str:
    closing, name, attributes = tag.groups()
    name = _RENAMED.get(name, name)
    attributes = attributes.replace(' class=""', "")
    if name == "oembed":
        return "" if closing else _embed(tag, attributes)
    if name == "img" and ' src="' not in attributes:
        return ""
    if name == "a" and not closing:
        attributes = attributes.replace(' rel="noopener"', "")
        if re.search(r' href="https?:', attributes, re.IGNORECASE):
            attributes += ' rel="noopener"'
    return f"<{closing}{name}{attributes}>"


def _embed(tag: re.Match, attributes: str) -> str:
    """A video stands in a figure of its own, for it is shown as a block."""
    if not attributes:
        return ""
    embed = f"<oembed{attributes}></oembed>"
    in_figure = tag.string.endswith(_MEDIA, 0, tag.start())
    return embed if in_figure else f"{_MEDIA}{embed}</figure>"


# --- Text ---------------------------------------------------------------------


def plain_text(html: str) -> str:
    """The words of clean HTML, one line for each block, for search and excerpts."""
    text = unescape(_TAG.sub(_blank_for, html))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _blank_for(tag: re.Match) -> str:
    if tag[2] in _BLOCKS:
        return "\n"
    return " " if tag[2] in _CELLS else ""


def excerpt(text: str, length: int = 200) -> str:
    """The first words of a plain text, "…" included in `length` when it is cut."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    head, _, _ = text[:length].rpartition(" ")
    return (head or text[: length - 1]).rstrip(" ,.;:–-") + "…"


def text_to_html(text: str) -> str:
    """Paragraphs are parted by a blank line; a single line end stays a line end."""
    paragraphs = re.split(r"\n\s*\n", normalise(text).strip())
    return clean_html(
        "".join(
            f"<p>{escape(paragraph, quote=False).replace(chr(10), '<br>')}</p>"
            for paragraph in paragraphs
        )
    )
