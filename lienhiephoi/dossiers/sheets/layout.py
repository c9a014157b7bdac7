"""What stands where in the spreadsheet of a form: the one truth of writer and reader.

Two pages, one for figures and one for narratives. Two hidden columns name the field of
a row and the state in which it was written; the hidden cell A1 names the form.
"""

import hashlib
import json
from dataclasses import dataclass

from lienhiephoi.dossiers import entries
from lienhiephoi.dossiers.fields import FieldKind, Form
from lienhiephoi.dossiers.models import Qualifier

KEY, STAMP = "A", "B"
FORM_CELL = "A1"
YES = "x"
# In words, for people; "đúng" is what an empty cell says.
QUALIFIERS = {each.label: each.value for each in Qualifier if each.value}


@dataclass(frozen=True)
class Page:
    """`inputs`: the columns that are filled in, by the part of the field they hold."""

    title: str
    kind: FieldKind
    headings: dict[str, str]
    widths: dict[str, float]
    inputs: dict[str, str]

    def column(self, part: str) -> str:
        """The column of a part; the field's own, where the part has none."""
        columns = {part: column for column, part in self.inputs.items()}
        return columns.get(part, columns[""])


FIGURES = Page(
    title="Số liệu",
    kind=FieldKind.FIGURE,
    headings={
        "C": "TT",
        "D": "Chỉ tiêu",
        "E": "Đơn vị tính",
        "F": "Kỳ trước",
        "G": "Kỳ này",
        "H": "Mức chính xác",
        "I": "Số ước (ghi x)",
        "J": "Giải thích",
    },
    widths={"C": 7, "D": 52, "E": 13, "F": 14, "G": 16, "H": 13, "I": 11, "J": 42},
    inputs={
        "G": "",
        "H": entries.QUALIFIER,
        "I": entries.ESTIMATE,
        "J": entries.NOTE,
    },
)
NARRATIVES = Page(
    title="Lời văn",
    kind=FieldKind.TEXT,
    headings={"C": "Mục", "D": "Yêu cầu", "E": "Nội dung", "F": "Ghi chú"},
    widths={"C": 7, "D": 44, "E": 96, "F": 26},
    inputs={"E": "", "F": entries.NOTE},
)
PAGES = (FIGURES, NARRATIVES)


def form_text(form: Form, mark: str, name: str) -> str:
    """What A1 holds: whose form it is, and a digest of the form itself."""
    return json.dumps(
        {"cua": mark, "ten": name, "mau": form_digest(form)}, ensure_ascii=False
    )


def form_digest(form: Form) -> str:
    """Another one where a key, a kind or the exactness of a figure is another."""
    shape = [(each.key, each.kind.value, each.decimals) for each in form.fields]
    return hashlib.sha256(repr(shape).encode()).hexdigest()[:16]


def read_form_text(text: object) -> dict | None:
    """None for a cell that is not A1 of such a spreadsheet."""
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(said, dict) and {"cua", "ten", "mau"} <= said.keys()
    return said if is_ours else None
