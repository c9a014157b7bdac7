"""QR codes, drawn here: what they say goes to no other host.

The same text is the same drawing.
"""

import io

import segno
from django.utils.safestring import SafeString, mark_safe

# Some of it may be smudged or folded and it is still read.
_ERROR = "m"
# Any of the eight is read as well; to try them all is most of the work of a drawing,
# and a congress has a thousand.
_MASK = 3


def svg(text: str) -> SafeString:
    """To stand inside a page, as large as the box around it.

    It has a viewBox and no size of its own: one with a size is cut off by a box that
    is smaller, and no phone reads it then.
    """
    drawn = _drawn(text, "svg", 1, xmldecl=False, omitsize=True)
    return mark_safe(drawn.decode())  # noqa: S308 -- drawn by segno


def svg_file(text: str) -> str:
    """A whole drawing, for a document."""
    return _drawn(text, "svg", 10).decode()


def png(text: str) -> bytes:
    return _drawn(text, "png", 6)


def _drawn(text: str, kind: str, scale: int, **options) -> bytes:
    drawing = io.BytesIO()
    code = segno.make(text, error=_ERROR, micro=False, mask=_MASK)
    if kind == "svg":
        options["svgns"] = True
    code.save(drawing, kind=kind, scale=scale, border=2, **options)
    return drawing.getvalue()
