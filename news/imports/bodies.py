"""The text of an imported article, as it may be stored."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape

from lienhiephoi.html import (
    MAX_HTML,
    MAX_TAGS,
    clean_html,
    plain_text,
    text_to_html,
)
from lienhiephoi.vietnamese import clean_line
from news.imports import wordpress
from news.imports.pictures import LostPictureError, shown_size
from news.models import Picture

FORMATS = ("text", "html", "wordpress")

# (address, alternative text) -> Picture, or LostPictureError.
FindPicture = Callable[[str, str], Picture]

_BEGINS_WITH_TAG = re.compile(r"\s*<(?:!--|/?[a-zA-Z][^<>]*>)")
_IMG = re.compile(r"<img\b((?:[^\"'<>]|\"[^\"]*\"|'[^']*')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])([\w-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]++))"
)

# These read clean HTML, where every tag is closed and every attribute quoted.
_CLEAN_IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
_SRC = re.compile(r' src="([^"]*)"')
_LINK_TO_PICTURE = re.compile(
    r'<a href="[^"]*\.(?:jpe?g|png|gif|webp)"[^<>]*>\s*(<img [^<>]*>)\s*</a>', re.I
)
_LONE_CAPTION = re.compile(
    r'<figure(?: class="[^"]*")?>\s*'
    r"<figcaption(?: [^<>]*)?>(?:(?!</figcaption>).)*+</figcaption>\s*</figure>",
    re.DOTALL,
)
_PLAIN_FIGURE = re.compile(r"<figure>(?=\s*(?:<a [^<>]*>\s*)?<(img|table)\b)")


@dataclass(frozen=True)
class Body:
    """`lost` names the pictures left out, `remarks` what else was."""

    html: str
    lost: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def is_html(text: str) -> bool:
    return _BEGINS_WITH_TAG.match(text) is not None


def read_body(text: str, written_as: str, find_picture: FindPicture) -> Body:
    """`written_as` is one of FORMATS, or "" to tell it from how the text begins.

    Raises HtmlTooLong, worded for the reader of the report.
    """
    if len(text) > MAX_HTML or text.count("<") > MAX_TAGS:
        # It says which of the two; nothing else reads a text of such a size.
        clean_html(text)
    remarks = []
    if written_as == "wordpress":
        text, remarks = wordpress.to_html(text)
    elif written_as == "text" or not (written_as or is_html(text)):
        return Body(text_to_html(text))
    html, lost = _with_pictures(text, find_picture)
    return Body(html, tuple(lost), tuple(remarks))


def read_lead(text: str) -> str:
    """Plain text; leads of old portals are often HTML."""
    return plain_text(clean_html(text)) if is_html(text) else text


def is_empty(html: str) -> bool:
    return not plain_text(html) and "<img" not in html and "<oembed" not in html


def without_pictures(html: str) -> str:
    """For comparing texts one of which has lost its pictures."""
    return clean_html(_LONE_CAPTION.sub("", clean_html(_CLEAN_IMG.sub("", html))))


def _with_pictures(html: str, find_picture: FindPicture) -> tuple[str, list[str]]:
    placed: set[str] = set()
    lost: list[str] = []

    def place(tag: re.Match) -> str:
        address, alt = _source_and_alt(tag[1])
        try:
            source, width, height = shown_size(find_picture(address, alt))
        except LostPictureError as error:
            lost.append(str(error))
            return ""
        placed.add(source)
        size = f'width="{width}" height="{height}"'
        return f'<img src="{escape(source)}" alt="{escape(alt)}" {size}>'

    cleaned = clean_html(_IMG.sub(place, html))
    tidied = _tidied(cleaned, placed)
    html = tidied if tidied == cleaned else clean_html(tidied)
    return html.strip(), lost


def _source_and_alt(attributes: str) -> tuple[str, str]:
    found = {
        name.lower(): unescape(double or single or bare).strip()
        for name, double, single, bare in _ATTRIBUTE.findall(attributes)
    }
    source = found.get("src", "")
    if not source or source.startswith("data:"):
        # A picture that a script was to load later.
        source = found.get("data-src") or found.get("data-lazy-src") or source
    return source, clean_line(found.get("alt", ""))


def _tidied(html: str, placed: set[str]) -> str:
    def keep_ours(tag: re.Match) -> str:
        return tag[0] if unescape(_SRC.search(tag[0])[1]) in placed else ""

    html = _CLEAN_IMG.sub(keep_ours, html)
    html = _LINK_TO_PICTURE.sub(r"\1", html)
    html = _LONE_CAPTION.sub("", html)
    return _PLAIN_FIGURE.sub(_named_figure, html)


def _named_figure(tag: re.Match) -> str:
    return f'<figure class="{"table" if tag[1] == "table" else "image"}">'
