"""Everything into the zip, in the order in which pages can know what is there."""

from collections.abc import Iterator
from typing import BinaryIO

from django.template.loader import render_to_string

from conferences.archive import data, pages
from conferences.archive.holdings import Held, Holdings, gather
from conferences.archive.package import Package
from conferences.archive.scope import Scope
from conferences.documents.minutes import minutes_docx, minutes_pdf
from conferences.documents.reports import report_docx, report_pdf
from conferences.documents.resolutions import resolution_docx, resolution_pdf
from conferences.documents.slides import report_pptx
from conferences.models import Conference


def write(conference: Conference, scope: Scope, target: BinaryIO) -> None:
    """Into a file that is open for writing; its place is left at the end."""
    package = Package(target, f"ho-so-{conference.slug}")
    holdings = gather(conference, scope, package)
    made = [
        pages.Made(
            title,
            tuple(
                package.add(f"van-ban/{stem}.{extension}", content)
                for extension, content in contents.items()
            ),
        )
        for title, stem, contents in _documents(holdings)
    ]
    for name, content in data.files(holdings):
        package.add(f"du-lieu/{name}", content)
    package.add(pages.STYLES, pages.styles())
    for name, content in pages.rendered(holdings, made):
        package.add(name, content)
    readme = {"conference": conference, "scope": scope, "lost": _lost(holdings)}
    package.add(
        "DOC-TRUOC.txt", render_to_string("conferences/archive/readme.txt", readme)
    )
    package.close()


def _documents(holdings: Holdings) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """(title, stem of the names, contents by extension)."""
    if minutes := holdings.minutes:
        in_public = not holdings.scope.is_office
        contents = {
            "docx": minutes_docx(minutes, in_public=in_public),
            "pdf": minutes_pdf(minutes, in_public=in_public),
        }
        yield "Biên bản", "bien-ban", contents
    for place, each in enumerate(holdings.resolutions, 1):
        contents = {"docx": resolution_docx(each), "pdf": resolution_pdf(each)}
        yield f"Nghị quyết: {each}", f"nghi-quyet-{place}", contents
    for place, each in enumerate(pages.newest(holdings), 1):
        contents = {
            "docx": report_docx(each),
            "pdf": report_pdf(each),
            "pptx": report_pptx(each),
        }
        yield str(each.report), f"bao-cao-{place}", contents


def _lost(holdings: Holdings) -> list[str]:
    held: list[Held] = [
        *(each for found in holdings.handed_out.values() for each in found),
        *holdings.photographs,
        *(each for document in holdings.documents for each in document.files),
    ]
    return [str(each.record) for each in held if each.is_lost]
