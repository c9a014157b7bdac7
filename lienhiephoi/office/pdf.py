"""An official document as PDF, set by typst from the templates beside this file.

Data reach a template as JSON and are set as text: nothing a user wrote is ever read
as a command of the typesetter.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path

import typst

from lienhiephoi.office.official import Block, OfficialDocument

MIME = "application/pdf"
_TEMPLATES = Path(__file__).parent
# Tagged, with language and title, so that a screen reader can read it.
_STANDARDS = ["ua-1"]


@cache
def _fonts() -> typst.Fonts:
    """Those of the machine and typst's own; looking for them takes a while."""
    return typst.Fonts()


def compile_template(name: str, data: dict) -> bytes:
    """A template of this folder with its data; the same data are the same bytes."""
    compiler = typst.Compiler(root=_TEMPLATES, font_paths=_fonts())
    return compiler.compile(
        input=_TEMPLATES / name,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
        timestamp=0,
    )


def write(document: OfficialDocument) -> bytes:
    """The same document is the same bytes."""
    return compile_template("official.typ", _plain(document))


def _plain(document: OfficialDocument) -> dict:
    return {
        **asdict(document),
        "date": None,
        "date_line": document.date_line,
        "reference": document.reference,
        "body": [_block(each) for each in document.body],
        "appendices": [_block(each) for each in document.appendices],
    }


def _block(block: Block) -> dict:
    return {"type": type(block).__name__, **asdict(block)}
