"""Stored clean HTML as a page shows it."""

import re
from html import escape, unescape

from django.utils.safestring import SafeString, mark_safe

from lienhiephoi.video import parse as parse_video
from lienhiephoi.vietnamese import keep_together

_TABLE_LABEL = "Bảng số liệu, cuộn ngang để xem"
_SHOWN = {
    "<table": (
        '<div class="table-scroll" tabindex="0" role="group"'
        f' aria-label="{_TABLE_LABEL}"><table'
    ),
    "</table>": "</table></div>",
    "<img": '<img loading="lazy" decoding="async"',
}
_ADAPTED = re.compile(
    r'<table(?=[ >])|</table>|<img(?= )|<oembed url="([^"]*)"></oembed>'
)


# Possessive throughout: a stored text of many blanks must not cost every reader.
# A cell that holds a number alone, with its sign, unit or per cent.
_NUMBER_CELL = re.compile(
    r"<td((?: [a-z]+=\"[^\"]*\")*)>(?=\s*+[+–-]?[0-9][0-9.,]*+\s*+%?\s*+</td>)"
)
_TEXT = re.compile(r"(?<=>)[^<>0-9]*+[0-9][^<>]*+(?=<)")


def render_body(html: str) -> SafeString:
    """Clean HTML as a page shows it: lazy pictures, scrolling tables, numbers to the
    right, no line broken inside "ngày 18/6/2021", video links.

    Nothing is asked of a video's host before the reader clicks; without
    JavaScript the click opens the video there.
    """
    html = _TEXT.sub(lambda text: keep_together(text[0]), html)
    html = _NUMBER_CELL.sub(r'<td class="num"\1>', html)
    return mark_safe(_ADAPTED.sub(_adapt, html))  # noqa: S308 -- cleaned when stored


def _adapt(tag: re.Match) -> str:
    if tag[1] is None:
        return _SHOWN[tag[0]]
    video = parse_video(unescape(tag[1]))
    if video is None:
        return ""
    return (
        f'<div class="video" data-video="{escape(video.embed_url)}">'
        f'<a class="video__link" href="{escape(video.watch_url)}" rel="noopener">'
        '<span class="video__play" aria-hidden="true"></span>'
        f"<span>Xem video trên {video.provider_label}</span></a></div>"
    )
