"""Biên bản: what a conference was, said and decided (NĐ 30/2020, template 1.9)."""

import datetime as dt

from django.utils import timezone

from conferences import attendance, promises
from conferences.documents.wording import moment_in_words, share_text, votes_text
from conferences.models import (
    AgendaItem,
    Conference,
    InviteeGroup,
    Minutes,
    Presider,
    PresiderRole,
)
from conferences.wording import full_title
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.letterhead import Signature
from lienhiephoi.office.official import Align, Column, OfficialDocument, Row
from lienhiephoi.vietnamese import date_text, number
from members.documents import letterheads

CODE = "BB-LHH"
_RECIPIENTS = ("Thành phần dự họp", "Lưu: VT, hồ sơ")
_CHAIR, _SECRETARY = Signature("Chủ tọa"), Signature("Thư ký")
NOTICE = "DỰ THẢO"


def minutes_docx(minutes: Minutes, *, in_public: bool = False) -> bytes:
    return docx.write(minutes_document(minutes, in_public=in_public))


def minutes_pdf(minutes: Minutes, *, in_public: bool = False) -> bytes:
    return pdf.write(minutes_document(minutes, in_public=in_public))


def minutes_document(minutes: Minutes, *, in_public: bool = False) -> OfficialDocument:
    """In public without the resolutions, tasks that are kept inside.

    Until the conference is marked as held it is a draft, and says so.
    """
    conference = minutes.conference
    presiders = list(conference.presiders.select_related("person"))
    document = OfficialDocument(
        letterheads.union(),
        kind="Biên bản",
        subject=full_title(conference),
        code=CODE,
        date=_day(minutes),
        recipients=_RECIPIENTS,
        signature=_signed(presiders, PresiderRole.CHAIR, _CHAIR),
        countersignature=_signed(presiders, PresiderRole.SECRETARY, _SECRETARY),
        notice="" if conference.is_over else NOTICE,
    )
    _add_frame(document, minutes)
    _add_people(document, conference, presiders)
    document.heading("Nội dung", number="III")
    document.prose(minutes.opening)
    for place, item in enumerate(_items(conference), start=1):
        _add_item(document, item, place)
    _add_decisions(document, conference, in_public=in_public)
    document.prose(minutes.closing)
    document.paragraph(_end(minutes))
    return document


def _day(minutes: Minutes) -> dt.date:
    if minutes.closed_at:
        return timezone.localdate(minutes.closed_at)
    return minutes.conference.last_day


def _signed(presiders: list[Presider], role: PresiderRole, blank: Signature):
    """Whoever comes first in that role, without academic titles."""
    found = next((each for each in presiders if each.role == role), None)
    if found is None:
        return blank
    name = found.person.full_name if found.person_id else found.name
    return Signature(blank.position, name)


# --- When, where, who -------------------------------------------------------------


def _add_frame(document: OfficialDocument, minutes: Minutes) -> None:
    conference = minutes.conference
    document.heading("Thời gian, địa điểm", number="I")
    begins = minutes.opened_at or conference.starts_at
    when = moment_in_words(begins) if begins else date_text(conference.starts_on)
    document.paragraph(f"Thời gian bắt đầu: {when}.")
    document.paragraph(f"Địa điểm: {_place(conference)}.")


def _place(conference: Conference) -> str:
    """The address of an online meeting is for those who were invited."""
    if conference.place and conference.online_address:
        return f"{conference.place}, kết hợp trực tuyến"
    return conference.place or ("họp trực tuyến" if conference.online_address else "……")


def _add_people(
    document: OfficialDocument, conference: Conference, presiders: list[Presider]
) -> None:
    document.heading("Thành phần tham dự", number="II")
    labels = {
        PresiderRole.CHAIR: "Chủ tọa",
        PresiderRole.CO_CHAIR: "Đồng chủ trì",
        PresiderRole.SECRETARY: "Thư ký",
    }
    for role, label in labels.items():
        names = [str(each) for each in presiders if each.role == role]
        if names:
            document.paragraph(f"{label}: {'; '.join(names)}.")
    _add_attendance(document, conference)


def _add_attendance(document: OfficialDocument, conference: Conference) -> None:
    counted = attendance.count(conference)
    total = counted.total
    if total.present:
        groups = "; ".join(
            f"{_group_label(group.label)} {number(group.present)}"
            for group in counted.groups
            if group.present
        )
        document.paragraph(
            f"Có mặt: {number(total.present)} người, gồm: {groups}. "
            f"Số được mời: {number(total.invited)}{_absent_text(total.absent)}."
        )
    quorum = attendance.quorum(conference)
    if quorum is None:
        return
    verdict = "đủ" if quorum.is_met else "chưa đủ"
    document.paragraph(
        f"Ủy viên {conference.committee} có mặt: "
        f"{share_text(quorum.present, quorum.total)}; cần ít nhất "
        f"{number(quorum.needed)}. Cuộc họp {verdict} số ủy viên theo quy định."
    )


def _absent_text(absent: int) -> str:
    return f"; báo vắng có lý do: {number(absent)}" if absent else ""


def _group_label(label: str) -> str:
    return "ban tổ chức" if label == InviteeGroup.STAFF.label else label.lower()


# --- What was said ----------------------------------------------------------------


def _items(conference: Conference):
    return conference.agenda.select_related("minute", "person")


def _add_item(document: OfficialDocument, item: AgendaItem, place: int) -> None:
    document.heading(item.title, level=2, number=str(place))
    if item.who:
        document.paragraph(f"Trình bày, điều hành: {item.who}.")
    entry = getattr(item, "minute", None)
    if entry is None:
        return
    document.prose(entry.discussion)
    document.prose(entry.conclusion, lead="Kết luận:")
    votes = votes_text(entry)
    if votes:
        document.paragraph(f"{votes}.", lead="Biểu quyết:")


# --- What was decided -------------------------------------------------------------


def _add_decisions(
    document: OfficialDocument, conference: Conference, *, in_public: bool
) -> None:
    resolutions = conference.resolutions.all()
    if in_public:
        resolutions = resolutions.filter(is_public=True)
    elections = list(conference.elections.select_related("person", "association"))
    tasks = promises.given_at(conference, in_office=not in_public)
    numbers = iter(("IV", "V", "VI"))
    if resolutions:
        document.heading("Nghị quyết được thông qua", number=next(numbers))
        document.numbered(map(_resolution_text, resolutions))
    if elections:
        document.heading("Kết quả bầu", number=next(numbers))
        document.numbered(map(_election_text, elections))
    if tasks:
        document.heading("Nhiệm vụ được giao", number=next(numbers))
        document.table(
            (
                Column("TT", 10, Align.CENTRE),
                Column("Nhiệm vụ", 75),
                Column("Chủ trì", 50),
                Column("Hạn hoàn thành", 30, Align.CENTRE),
            ),
            [
                Row(
                    (
                        str(place),
                        task.title,
                        task.owner,
                        date_text(task.due_on) if task.due_on else "",
                    )
                )
                for place, task in enumerate(tasks, start=1)
            ],
        )


def _resolution_text(resolution) -> str:
    title = str(resolution)
    if resolution.votes_for is None:
        return f"{title}."
    votes = share_text(resolution.votes_for, resolution.votes_total)
    return f"{title}; tán thành {votes}."


def _election_text(election) -> str:
    if election.votes_for is None:
        return f"{election}."
    return (
        f"{election}; số phiếu {share_text(election.votes_for, election.votes_total)}."
    )


def _end(minutes: Minutes) -> str:
    ends = minutes.closed_at or minutes.conference.ends_at
    if ends is None:
        ends_at = f"…… giờ ……, ngày {date_text(minutes.conference.last_day)}"
    else:
        ends_at = moment_in_words(ends)
    return f"Cuộc họp kết thúc vào {ends_at}./."
