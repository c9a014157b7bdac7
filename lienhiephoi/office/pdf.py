"""An official document as PDF, set by typst from the templates beside this file.

Data reach a template as JSON and are set as text: nothing a user wrote is ever read
as a command of the typesetter.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from lienhiephoi import qr
from lienhiephoi.office.official import (
    Appendix,
    Block,
    Code,
    Heading,
    OfficialDocument,
)

_TEMPLATES = Path(__file__).parent
# Tagged, with language and title, so that a screen reader can read it.
_STANDARDS = ["ua-1"]


@cache
def _fonts() -> typst.Fonts:
    """Those of the machine and typst's own; looking for them takes a while."""
    return typst.Fonts()


def compile_template(
    name: str,
    data: dict,
    fonts: typst.Fonts | None = None,
    folder: Path = _TEMPLATES,
) -> bytes:
    """A template with its data; the same data are the same bytes."""
    compiler = typst.Compiler(root=folder, font_paths=fonts or _fonts())
    what = {
        "input": folder / name,
        "format": "pdf",
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "timestamp": 0,
    }
    try:
        return compiler.compile(**what, pdf_standards=_STANDARDS)
    except typst.TypstError:
        # A sign that no font of this machine has (an emoji) breaks the standard; a
        # document with a blank in its place is better than none.
        return compiler.compile(**what)


def write(document: OfficialDocument, fonts: typst.Fonts | None = None) -> bytes:
    """The same document is the same bytes, on machines with the same fonts."""
    return write_all([document], fonts)


def write_all(
    documents: Sequence[OfficialDocument], fonts: typst.Fonts | None = None
) -> bytes:
    """Several documents of one kind in one file, each from a page 1 of its own."""
    data = {"documents": [_plain(each) for each in documents]}
    return compile_template("official.typ", data, fonts)


def _plain(document: OfficialDocument) -> dict:
    return {
        **asdict(document),
        "date": None,
        "date_line": document.date_line,
        "reference": document.reference,
        "body": _blocks(document.body),
        "appendices": _blocks(document.appendices),
    }


def _blocks(blocks: list[Block]) -> list[dict]:
    """A tagged PDF leaves no level of headings out: `depth` is one deeper at most."""
    plain, depth = [], 0
    for block in blocks:
        entry = {"type": type(block).__name__, **asdict(block)}
        if isinstance(block, Appendix):
            depth = 1
        elif isinstance(block, Code):
            entry["drawing"] = qr.svg_file(block.address)
        elif isinstance(block, Heading):
            depth = entry["depth"] = min(block.level, depth + 1)
        plain.append(entry)
    return plain
