"""What an import did, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from lienhiephoi.vietnamese import number

_MAX_NAMES = 50


class Outcome(Enum):
    CREATED = "thêm"
    UPDATED = "cập nhật"
    UNCHANGED = "không đổi"
    KEPT = "giữ nguyên"
    SKIPPED = "bỏ qua"
    FAILED = "lỗi"


_ALWAYS_SAID = {
    Outcome.CREATED,
    Outcome.UPDATED,
    Outcome.UNCHANGED,
    Outcome.FAILED,
}


@dataclass
class Summary:
    """`is_broken`: the file could not be read to its end."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    lost_pictures: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    is_broken: bool = False

    @property
    def read(self) -> int:
        return self.outcomes.total()

    @property
    def has_failed(self) -> bool:
        return self.is_broken or self.outcomes[Outcome.FAILED] > 0

    def note_unknown(self, names) -> None:
        for name in names:
            if name in self.unknown or len(self.unknown) < _MAX_NAMES:
                self.unknown[name] += 1

    def remarks(self) -> list[str]:
        """Sentences that come before the last line."""
        said = []
        if self.unknown:
            said.append(f"Trường không dùng đến: {_listed(self.unknown)}.")
        if self.skipped:
            said.append(f"Không phải bài viết, bỏ qua: {_listed(self.skipped)}.")
        if self.lost_pictures:
            said.append(f"Số ảnh không đưa vào được: {number(self.lost_pictures)}.")
        return said

    def line(self, seconds: float) -> str:
        """Đọc 5.000 · thêm 4.998 · cập nhật 0 · không đổi 0 · lỗi 2 · 95 giây"""
        counts = [
            f"{outcome.value} {number(self.outcomes[outcome])}"
            for outcome in Outcome
            if outcome in _ALWAYS_SAID or self.outcomes[outcome]
        ]
        parts = [f"Đọc {number(self.read)}", *counts, f"{number(round(seconds))} giây"]
        return " · ".join(parts)


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{name[:60]} ({number(n)})" for name, n in counter.most_common())
