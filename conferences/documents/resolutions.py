"""Nghị quyết: the text that was adopted, as the official document (NĐ 30/2020, 1.1)."""

import re

from conferences.models import Resolution
from lienhiephoi.office import docx, pdf
from lienhiephoi.office.official import Look, OfficialDocument
from members.documents import letterheads

CODE = "NQ-LHH"
_RECIPIENTS = ("Các hội thành viên", "Lưu: VT, VP")
_NUMBER = re.compile(r"(?P<number>\d{1,4})/(?P<code>\S+)")
# "Điều 1.", as an article of a resolution begins.
_ARTICLE = re.compile(r"(?P<lead>Điều \d+[.:])\s*(?P<rest>.*)", re.IGNORECASE)
_BASES = ("căn cứ", "theo đề nghị", "xét đề nghị")
_RESOLVES = "QUYẾT NGHỊ:"


def resolution_docx(resolution: Resolution) -> bytes:
    return docx.write(resolution_document(resolution))


def resolution_pdf(resolution: Resolution) -> bytes:
    return pdf.write(resolution_document(resolution))


def resolution_document(resolution: Resolution) -> OfficialDocument:
    """Lines that begin with "Căn cứ" are its bases, wherever they were typed."""
    conference = resolution.conference
    day = resolution.adopted_on or conference.last_day
    number, code = _reference(resolution.number)
    document = OfficialDocument(
        letterheads.union(),
        kind="Nghị quyết",
        subject=resolution.title,
        number=number,
        code=code,
        date=resolution.adopted_on,
        recipients=_RECIPIENTS,
        signature=letterheads.chair_of_union(day),
    )
    bases, articles = _parted(resolution.text)
    for line in bases:
        document.paragraph(line, Look.BASIS)
    document.heading(_RESOLVES)
    for line in articles:
        article = _ARTICLE.fullmatch(line)
        if article:
            document.paragraph(article["rest"], lead=article["lead"])
        else:
            document.paragraph(line)
    return document


def _reference(text: str) -> tuple[int | None, str]:
    """ "05/NQ-LHH" is number 5 of that code; without a number there is room for it."""
    found = _NUMBER.fullmatch(text)
    return (int(found["number"]), found["code"]) if found else (None, text or CODE)


def _parted(text: str) -> tuple[list[str], list[str]]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    lines = [line for line in lines if line.upper().rstrip(":") != _RESOLVES[:-1]]
    bases = [line for line in lines if line.lower().startswith(_BASES)]
    return bases, [line for line in lines if line not in bases]
