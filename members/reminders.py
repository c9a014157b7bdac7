"""Reminding associations of the reports they owe, before and after the deadline.

The days are each period's own. A letter names every report that its reader still
owes, and one address gets one such letter a day at the most, whoever asks for it: the
command, or an officer for one association.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Q
from django.utils import timezone

from lienhiephoi import letters
from lienhiephoi.models import Letter, LetterStatus
from members.models import PeriodStatus, Report, ReportStatus
from members.notifications import Addressee, addressees

KIND = "Nhắc báo cáo"


@dataclass(frozen=True)
class Reminder:
    """One letter: to whom, about which reports; `is_repeat` where it was written."""

    to: Addressee
    key: str
    reports: tuple[Report, ...]
    is_repeat: bool = False

    @property
    def is_held(self) -> bool:
        return any(report.period.holds_reminders for report in self.reports)


@dataclass
class Plan:
    """The letters of a day; `unreachable` are reports nobody can be written about."""

    day: dt.date
    reminders: list[Reminder] = field(default_factory=list)
    unreachable: list[Report] = field(default_factory=list)

    @property
    def fresh(self) -> list[Reminder]:
        return [each for each in self.reminders if not each.is_repeat]


def owed():
    """What associations may still send, with the day each last came back."""
    return (
        Report.objects.awaited()
        .filter(period__status=PeriodStatus.OPEN, is_from_paper=False)
        .select_related("period", "association")
        .prefetch_related("association__names")
        .annotate(
            returned_at=Max(
                "status_changes__at",
                filter=Q(status_changes__to_status=ReportStatus.RETURNED),
            )
        )
        .order_by("period__deadline_on", "association__name")
    )


def is_due(report: Report, day: dt.date) -> bool:
    """Whether the period's days ask for a reminder on this one.

    Days after the deadline count from the day a report came back, where that is
    later. Needs `returned_at`, as `owed()` gives it.
    """
    period = report.period
    left = (report.due_on - day).days
    if left >= 0:
        return day >= period.opens_on and left in period.remind_before
    start = report.due_on
    if report.status == ReportStatus.RETURNED and report.returned_at:
        start = max(start, timezone.localdate(report.returned_at))
    return (day - start).days in period.remind_after


def plan(day: dt.date | None = None) -> Plan:
    """What the days of the periods ask for."""
    day = day or timezone.localdate()
    every = list(owed())
    return _plan(day, every, [each for each in every if is_due(each, day)])


def plan_for(reports: Iterable[Report], day: dt.date | None = None) -> Plan:
    """Letters about certain reports, whatever the day; those not owed are left out."""
    asked = {each.pk for each in reports}
    every = list(owed())
    day = day or timezone.localdate()
    return _plan(day, every, [each for each in every if each.pk in asked])


def _plan(day: dt.date, every: list[Report], asked: list[Report]) -> Plan:
    people = addressees({each.association for each in every})
    made = Plan(day)
    wanted: dict[str, Addressee] = {}
    for report in asked:
        found = people.get(report.association_id, [])
        wanted |= {each.email.lower(): each for each in found}
        if not found:
            made.unreachable.append(report)
    keys = {email: f"remind:{day}:{letters.short_key(email)}" for email in wanted}
    known = set(
        Letter.objects.filter(key__in=keys.values()).values_list("key", flat=True)
    )
    for email, person in wanted.items():
        theirs = tuple(
            report
            for report in every
            if email in {p.email.lower() for p in people.get(report.association_id, [])}
        )
        made.reminders.append(
            Reminder(person, keys[email], theirs, is_repeat=keys[email] in known)
        )
    return made


def write(made: Plan, *, by=None) -> list[Letter]:
    """Put the letters of a plan into the queue.

    An officer who asks has decided: nothing is held then. Two who write the same plan
    at once write each letter once, for its key is unique.
    """
    written = []
    for each in made.fresh:
        subject, body = letters.render(
            "members/letters/reminder.txt",
            {
                "name": each.to.name,
                "lines": [_line(report, made.day) for report in each.reports],
                "reports": each.reports,
                "is_late": any(r.due_on < made.day for r in each.reports),
            },
        )
        letter = letters.write_letter(
            each.key,
            kind=KIND,
            to=each.to.email,
            recipient=each.to.name,
            subject=subject,
            body=body,
            about=each.reports[0],
            by=by,
            held=by is None and each.is_held,
        )
        if letter:
            written.append(letter)
    return written


@dataclass(frozen=True)
class Line:
    """A report as the letter tells of it."""

    report: Report
    state: str
    link: str


def _line(report: Report, day: dt.date) -> Line:
    return Line(report, _state(report, day), letters.link(report.get_absolute_url()))


def _state(report: Report, day: dt.date) -> str:
    left = (report.due_on - day).days
    if report.status == ReportStatus.RETURNED:
        return "đã được trả lại để bổ sung, đang chờ hội sửa và gửi lại"
    if left > 0:
        return f"còn {left} ngày"
    if left == 0:
        return "hôm nay là hạn cuối"
    if day > report.last_day:
        return f"đã quá hạn {-left} ngày, xin liên hệ văn phòng để được gia hạn"
    return f"đã quá hạn {-left} ngày, vẫn còn nhận"


# --- What officers ask ----------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What became of an officer's wish to remind, to be told in one sentence."""

    written: int
    released: int
    repeated: int
    unreachable: int

    def __str__(self) -> str:
        parts = []
        if self.written:
            parts.append(f"Đã lập {self.written} thư nhắc.")
        if self.released:
            parts.append(f"Đã cho gửi {self.released} thư nhắc lập từ trước.")
        if self.repeated:
            parts.append(f"{self.repeated} người đã được nhắc trong hôm nay.")
        if self.unreachable:
            parts.append(
                f"{self.unreachable} hội chưa có thư điện tử, hãy gọi điện thoại."
            )
        return " ".join(parts) or "Không có báo cáo nào cần nhắc."


def remind(reports: Iterable[Report], *, by) -> Outcome:
    """Remind of certain reports now, at an officer's wish.

    A letter of today that was held for checking is let go; nobody gets a second one.
    """
    made = plan_for(reports)
    written = len(write(made, by=by))
    held = Letter.objects.filter(
        key__in=[each.key for each in made.reminders if each.is_repeat],
        status=LetterStatus.HELD,
    )
    released = len([letters.release(letter, by=by) for letter in held])
    repeated = len(made.reminders) - written - released
    return Outcome(written, released, repeated, len(made.unreachable))
