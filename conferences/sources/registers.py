"""Counts of the register of associations on a day."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from conferences.facts import Fact, SourceMissing
from conferences.models import ConferenceReport, Source
from conferences.sources.registry import Binding, SourceKind
from conferences.sources.times import day_text, year_before
from lienhiephoi.vietnamese import date_text
from members.models import (
    CommitteeKind,
    CommitteeSeat,
    MemberKind,
    Membership,
    Term,
)

ALL = "all"
_UNITS = {
    MemberKind.MEMBER: "hội",
    MemberKind.AFFILIATE: "thành viên",
    MemberKind.SUBORDINATE: "đơn vị",
    MemberKind.CLUB: "câu lạc bộ",
}
_SEATS = "ủy viên"


def measures(_report: ConferenceReport | None = None) -> list[tuple[str, str]]:
    return [
        (ALL, "Tổng số hội, đơn vị trong sổ"),
        *MemberKind.choices,
        *((kind, f"Ủy viên {label}") for kind, label in CommitteeKind.choices),
    ]


def read(bindings: Sequence[Binding]) -> Callable[[Binding], Fact]:
    wanted = {each.measure for each in bindings}
    seats = _Seats() if wanted & set(CommitteeKind.values) else None
    bodies = _Bodies() if wanted - set(CommitteeKind.values) else None
    labels = dict(measures())

    def tell(binding: Binding) -> Fact:
        if binding.measure not in labels:
            raise SourceMissing("Hãy chọn số đếm của sổ hội.")
        if binding.as_of > timezone.localdate():
            raise SourceMissing(
                f"Chưa tới ngày {date_text(binding.as_of)}; hãy chọn ngày tính khác."
            )
        is_seat = binding.measure in CommitteeKind.values
        book = seats if is_seat else bodies
        amount = book.count(binding.measure, binding.as_of)
        if amount is None:
            raise SourceMissing("Sổ chưa ghi ban, ủy ban này của nhiệm kỳ.")
        day = year_before(binding.as_of)
        return Fact(
            amount=amount,
            label=labels[binding.measure],
            unit=_SEATS if is_seat else _UNITS.get(binding.measure, "hội, đơn vị"),
            definition=(
                "Số ủy viên đương nhiệm của nhiệm kỳ vào ngày tính."
                if is_seat
                else "Số hội, đơn vị đang là thành viên vào ngày tính, "
                "kể cả đang tạm ngừng hoạt động."
            ),
            period=day_text(binding.as_of),
            origin=f"Sổ hội, tính đến ngày {date_text(binding.as_of)}",
            url=reverse(
                "members:committees" if is_seat else "members:association_list"
            ),
            previous=book.count(binding.measure, day),
            previous_period=day_text(day),
        )

    return tell


class _Bodies:
    """All memberships, read once; a body has one at a time."""

    def __init__(self) -> None:
        self.rows = list(Membership.objects.only("kind", "starts_on", "ends_on"))

    def count(self, measure: str, day: dt.date) -> Decimal | None:
        """None before the book's first row: it is not nought, nobody wrote it down."""
        on = [each for each in self.rows if each.holds_on(day)]
        if not on:
            return None
        return Decimal(sum(measure in {ALL, each.kind} for each in on))


class _Seats:
    def __init__(self) -> None:
        self.terms = list(Term.objects.order_by("starts_on"))
        self.rows = list(
            CommitteeSeat.objects.select_related("committee").only(
                *("starts_on", "ends_on", "committee__kind", "committee__term")
            )
        )

    def count(self, measure: str, day: dt.date) -> Decimal | None:
        # A term lasts until the next one begins (Term.objects.on).
        begun = [each for each in self.terms if each.starts_on <= day]
        own = [
            each
            for each in self.rows
            if begun
            and each.committee.kind == measure
            and each.committee.term_id == begun[-1].pk
        ]
        return Decimal(sum(each.holds_on(day) for each in own)) if own else None


KIND = SourceKind(Source.REGISTER, Source.REGISTER.label, read, measures)
