"""What a WordPress post holds, made into ordinary HTML: blank lines and shortcodes.

Each step takes time in proportion to the text, however the text is made up.
"""

import re
from html import escape

from lienhiephoi import video
from lienhiephoi.vietnamese import normalise

_BLOCKS = (
    "p|h[1-6]|ul|ol|dl|table|blockquote|figure|pre|hr|div|section|article|aside|"
    "header|footer|form|iframe"
)
_PARTS = "li|dt|dd|thead|tbody|tfoot|tr|td|th|figcaption|caption"
_OPENING = re.compile(rf"<(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_CLOSING = re.compile(rf"</(?:{_BLOCKS})>|<hr[^<>]*>", re.IGNORECASE)
_STARTS_WITH_BLOCK = re.compile(rf"</?(?:{_BLOCKS}|{_PARTS})(?=[\s/>])", re.I)
_SHORTCODE = re.compile(r"\[(/?)([a-zA-Z][\w-]*+)([^\[\]]*+)\]")
_CAPTIONED = re.compile(r"\s*(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?", re.I)
_CAPTION_ATTRIBUTE = re.compile(r'\bcaption="([^"]*)"')
# Without attributes and without an end, these are not just words in brackets.
_BARE_SHORTCODES = {"gallery", "video", "audio", "playlist", "embed", "more", "caption"}


def to_html(content: str) -> tuple[str, list[str]]:
    """HTML, and remarks in Vietnamese on what could not be kept."""
    content = _without_comments(normalise(content))
    content, has_gallery = _without_shortcodes(_with_figures(content))
    remarks = ["bỏ [gallery]: hãy thêm ảnh vào bài bằng tay"] if has_gallery else []
    return _with_paragraphs(content), remarks


def _without_comments(text: str) -> str:
    """The editor of WordPress marks its blocks by comments."""
    head, *parts = text.split("<!--")
    found = (part.partition("-->") for part in parts)
    return head + "".join(
        rest if closing else inside for inside, closing, rest in found
    )


def _with_figures(text: str) -> str:
    """[caption …]<img …> words[/caption] is a figure with its caption."""
    *pieces, rest = text.split("[/caption]")
    return "".join(map(_with_figure, pieces)) + rest


def _with_figure(piece: str) -> str:
    before, opening, inside = piece.rpartition("[caption")
    attributes, bracket, content = inside.partition("]")
    picture = _CAPTIONED.match(content)
    if not (opening and bracket and picture):
        return piece
    words = content[picture.end() :].strip()
    if not words and (attribute := _CAPTION_ATTRIBUTE.search(attributes)):
        words = escape(attribute[1])
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    figure = f'<figure class="image">{picture[0].strip()}{caption}</figure>'
    return f"{before}\n\n{figure}\n\n"


def _without_shortcodes(text: str) -> tuple[str, bool]:
    """Shortcodes go, the text between them stays; so do other words in brackets."""
    closed = {name for slash, name, _ in _SHORTCODE.findall(text) if slash}
    dropped = set()

    def drop(match: re.Match) -> str:
        slash, name, attributes = match.groups()
        known = name in closed | _BARE_SHORTCODES
        if slash or "=" in attributes or (known and not attributes.strip(" /")):
            dropped.add(name)
            return ""
        return match[0]

    return _SHORTCODE.sub(drop, text), "gallery" in dropped


def _with_paragraphs(text: str) -> str:
    """A blank line ends a paragraph, a line end breaks the line; so does WordPress."""
    text = _OPENING.sub(r"\n\n\g<0>", _CLOSING.sub(r"\g<0>\n\n", text))
    return "\n".join(map(_paragraph, re.split(r"\n\s*\n", text.strip())))


def _paragraph(text: str) -> str:
    text = text.strip()
    if _STARTS_WITH_BLOCK.match(text):
        return text
    if video.parse(text):
        return f'<oembed url="{escape(text)}"></oembed>'
    return f"<p>{text.replace(chr(10), '<br>')}</p>"
