"""What the desk ("Bàn làm việc") shows: apps register what waits for a person there.

The ground floor imports no app; an app hands over a function, and the desk asks it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Window

from lienhiephoi.vietnamese import number

# Headings of the list of models, in their order; a ModelAdmin names one of them.
CONTENT = "Nội dung"
REGISTER = "Sổ hội"
REPORTS = "Báo cáo của hội"
CONFERENCES = "Hội nghị"
REGISTERS = "Sổ công tác"
LIBRARY = "Kho và phân loại"
READERS = "Bạn đọc"
SITE = "Thiết lập trang"
PEOPLE = "Tài khoản và quyền"
FIGURES = "Số liệu và nhật ký"
GROUPS = (
    CONTENT,
    REGISTER,
    REPORTS,
    CONFERENCES,
    REGISTERS,
    LIBRARY,
    READERS,
    SITE,
    PEOPLE,
    FIGURES,
)

ROWS = 6


@dataclass(frozen=True)
class DeskRow:
    """One thing that waits: where it is, and the next thing to do about it."""

    title: str
    url: str
    action: str
    kind: str = ""
    detail: str = ""
    note: str = ""


@dataclass(frozen=True)
class DeskCount:
    """How many wait in one list, and the address of just that list.

    `label` says of what, as it stands after a number: «báo cáo», «bài viết»; `within`
    narrows it: «Báo cáo năm 2026».
    """

    label: str
    count: int
    url: str
    within: str = ""

    @property
    def link(self) -> str:
        all_of_them = f"{number(self.count)} {self.label}"
        words = f"Xem cả {all_of_them}" if self.count > 1 else f"Xem {all_of_them}"
        return f"{self.within}: {words[0].lower()}{words[1:]}" if self.within else words


@dataclass(frozen=True)
class DeskSection:
    """A kind of waiting work: the first rows, and a count for each list it fills."""

    key: str
    title: str
    rows: list[DeskRow] = field(default_factory=list)
    counts: list[DeskCount] = field(default_factory=list)
    is_urgent: bool = False
    # Where all of this work is seen at once: its label and address.
    overview: tuple[str, str] | None = None

    @property
    def total(self) -> int:
        return sum(each.count for each in self.counts)


def with_total(waiting: QuerySet) -> tuple[list, int]:
    """The first rows of a list, and how many there are in all: one query."""
    rows = list(waiting.annotate(waiting_in_all=Window(Count("pk")))[:ROWS])
    return rows, rows[0].waiting_in_all if rows else 0


Source = Callable[[object], Iterable[DeskSection]]
_sources: list[Source] = []


def register_sections(source: Source) -> None:
    """`source(user)` gives the sections of this user; asked each time the desk opens.

    A source gives several sections at once, so that it can count them together: the
    whole desk has a budget of 20 queries, whatever waits.
    """
    if source not in _sources:
        _sources.append(source)


def sections(user) -> list[DeskSection]:
    """Sections that hold something, the urgent ones first."""
    found = [
        section for source in _sources for section in source(user) if section.total
    ]
    return sorted(found, key=lambda section: not section.is_urgent)
