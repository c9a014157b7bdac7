"""Giấy mời (NĐ 30/2020, template 1.7): one for all, or one for each invitee."""

from collections.abc import Iterable

from conferences import links
from conferences.models import Conference, Invitee, PresiderRole
from conferences.wording import full_title, official_when
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.official import OfficialDocument
from members.documents import letterheads

CODE = "GM-LHH"
_RECIPIENTS = ("Như trên", "Lưu: VT, VP")
_BLANK = "…" * 30
_CAPTION = (
    "Quét mã để xem chương trình, tài liệu và trả lời dự họp, hoặc mở địa chỉ dưới "
    "đây. Địa chỉ này là riêng của người được mời."
)


def invitations_docx(
    conference: Conference, invitees: Iterable[Invitee] = (), *, with_links: bool = True
) -> bytes:
    return docx.write_all(_documents(conference, invitees, with_links=with_links))


def invitations_pdf(
    conference: Conference, invitees: Iterable[Invitee] = (), *, with_links: bool = True
) -> bytes:
    return pdf.write_all(_documents(conference, invitees, with_links=with_links))


def _documents(conference, invitees, *, with_links: bool) -> list[OfficialDocument]:
    """Without invitees one letter with room to write a name."""
    letter = _Letter(conference)
    made = [letter.to(each, with_link=with_links) for each in invitees]
    return made or [letter.to(None, with_link=False)]


class _Letter:
    """What all letters of a conference say alike, read once."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.head = letterheads.union()
        self.signature = letterheads.chair_of_union(conference.starts_on)
        self.chairs = [
            str(each)
            for each in conference.presiders.select_related("person")
            if each.role != PresiderRole.SECRETARY
        ]

    def to(self, invitee: Invitee | None, *, with_link: bool) -> OfficialDocument:
        conference = self.conference
        document = OfficialDocument(
            self.head,
            kind="Giấy mời",
            subject=full_title(conference),
            code=CODE,
            recipients=_RECIPIENTS,
            signature=self.signature,
        )
        document.paragraph(
            f"{self.head.issuer} trân trọng kính mời: {_named(invitee)}",
        )
        document.paragraph(f"Tới dự: {full_title(conference)}.")
        if conference.summary:
            document.prose(conference.summary, lead="Nội dung:")
        if self.chairs:
            document.paragraph(f"Chủ trì: {'; '.join(self.chairs)}.")
        document.paragraph(f"Thời gian: {official_when(conference)}.")
        if conference.place:
            document.paragraph(f"Địa điểm: {conference.place}.")
        if conference.online_address and invitee:
            document.paragraph(f"Họp trực tuyến: {conference.online_address}")
        document.paragraph("Rất mong sự có mặt của Ông/Bà./.")
        if with_link and invitee:
            document.qr_code(links.link_of(invitee), _CAPTION)
        return document


def _named(invitee: Invitee | None) -> str:
    if invitee is None:
        return _BLANK
    name = f"{invitee.honorific or 'Ông/Bà'} {invitee.full_name}"
    return ", ".join(filter(None, (name, invitee.office))) + "."
