"""The list of delegates: as a table to work with, and on paper to sign."""

from collections.abc import Iterable

from django.utils import timezone

from conferences.attendance import count_of
from conferences.models import Conference, Invitee, InviteeGroup
from conferences.wording import official_when, short_title
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.official import (
    Align,
    Column,
    OfficialDocument,
    Row,
    RowLook,
)
from lienhiephoi.office.xlsx import (
    Column as SheetColumn,
    Row as SheetRow,
    RowLook as SheetRowLook,
    Sheet,
    Value,
    write as write_sheets,
)
from members.documents import letterheads

# --- .xlsx ------------------------------------------------------------------------

_COLUMNS = (
    SheetColumn("STT", 6, is_centred=True),
    SheetColumn("Họ và tên", 26),
    SheetColumn("Chức vụ", 24),
    SheetColumn("Đơn vị", 34),
    SheetColumn("Thư điện tử", 28),
    SheetColumn("Điện thoại", 14),
    SheetColumn("Trả lời", 16),
    SheetColumn("Người đi thay, lý do vắng", 28),
    SheetColumn("Có mặt lúc", 16, is_centred=True),
    SheetColumn("Người có mặt", 24),
)


def delegates_xlsx(conference: Conference, invitees: Iterable[Invitee]) -> bytes:
    """Everybody with reply and arrival, and the count of each group."""
    issuer = letterheads.union().issuer
    rows = list(invitees)
    headings = [
        f"Danh sách đại biểu: {conference.title}",
        issuer,
        official_when(conference).capitalize(),
    ]
    sheets = [
        Sheet("Đại biểu", headings, _COLUMNS, _rows(rows), frozen=2, is_one_wide=True),
        _counts(rows, headings),
    ]
    return write_sheets(sheets, title=headings[0], author=issuer)


def _rows(invitees: list[Invitee]) -> list[SheetRow]:
    rows, place = [], 0
    for group, members in _by_group(invitees):
        rows.append(SheetRow(["", group], SheetRowLook.GROUP))
        for each in members:
            place += 1
            rows.append(SheetRow([place, *_values(each)]))
    return rows


def _values(each: Invitee) -> Iterable[Value]:
    arrived = each.arrived_at and timezone.localtime(each.arrived_at)
    substitute = (each.substitute_name, each.substitute_position)
    return (
        each.addressed,
        each.position,
        each.body_name,
        each.email,
        each.phone,
        each.get_reply_display() if each.was_invited else "Không có giấy mời",
        each.reply_reason or ", ".join(filter(None, substitute)),
        arrived,
        each.who_came if each.is_present else "",
    )


def _counts(invitees: list[Invitee], headings: list[str]) -> Sheet:
    counted = count_of(invitees)
    labels = ("Được mời", "Sẽ dự", "Cử người thay", "Vắng", "Chưa trả lời", "Có mặt")
    columns = [
        SheetColumn("Nhóm", 28),
        *(SheetColumn(label, 14) for label in labels),
        SheetColumn("Không có giấy mời", 14),
    ]
    rows = [
        SheetRow(
            [
                *(each.label, each.invited, each.going, each.substitutes),
                *(each.absent, each.silent, each.present, each.uninvited),
            ],
            SheetRowLook.TOTAL if each is counted.total else SheetRowLook.PLAIN,
        )
        for each in (*counted.groups, counted.total)
    ]
    notes = ["Có mặt: kể cả người đi thay và người không có giấy mời."]
    return Sheet("Số lượng", headings, columns, rows, notes, frozen=1)


def _by_group(invitees: list[Invitee]) -> list[tuple[str, list[Invitee]]]:
    return [
        (label, members)
        for value, label in InviteeGroup.choices
        if (members := [each for each in invitees if each.group == value])
    ]


# --- To sign ----------------------------------------------------------------------

# Room for those who come without being on the list.
_EMPTY_ROWS = 8


def sign_in_docx(conference: Conference, invitees: Iterable[Invitee]) -> bytes:
    return docx.write(sign_in_sheet(conference, invitees))


def sign_in_pdf(conference: Conference, invitees: Iterable[Invitee]) -> bytes:
    return pdf.write(sign_in_sheet(conference, invitees))


def sign_in_sheet(
    conference: Conference, invitees: Iterable[Invitee]
) -> OfficialDocument:
    """In the order of the page where it is keyed in, with the same numbers."""
    document = OfficialDocument(
        letterheads.union(),
        kind="Danh sách",
        subject=f"Đại biểu ký tên dự {short_title(conference)}",
        code="DS-LHH",
    )
    document.paragraph(f"Thời gian: {official_when(conference)}.")
    if conference.place:
        document.paragraph(f"Địa điểm: {conference.place}.")
    rows, place = [], 0
    invited = [each for each in invitees if each.was_invited]
    for group, members in _by_group(invited):
        rows.append(Row((group,), RowLook.GROUP))
        for each in members:
            place += 1
            rows.append(_row(place, each))
    rows.append(Row(("Đại biểu không có trong danh sách",), RowLook.GROUP))
    rows += [Row(("", "", "", ""), RowLook.BLANK)] * _EMPTY_ROWS
    document.table(
        [
            Column("STT", 12, Align.CENTRE),
            Column("Họ và tên", 55),
            Column("Chức vụ, đơn vị", 63),
            Column("Ký tên", 35),
        ],
        rows,
    )
    return document


def _row(place: int, each: Invitee) -> Row:
    name = each.addressed
    if each.substitute_name:
        name = f"{name}\n{each.substitute_name} đi thay"
    return Row((str(place), name, each.office, ""), RowLook.BLANK)
