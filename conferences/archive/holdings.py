"""All that is kept of a conference, as far as a scope lets it be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from conferences import promises
from conferences.archive.package import Package
from conferences.archive.scope import Scope
from conferences.models import (
    Audience,
    Conference,
    Invitee,
    Minutes,
    Paper,
    ReportEdition,
    Task,
)
from conferences.programme import HANDED_OUT
from lienhiephoi import images
from news.models import Picture


@dataclass(frozen=True)
class Held:
    """A record with its file in the archive; `href` is "" where there is none."""

    record: object
    href: str = ""
    is_lost: bool = False


@dataclass(frozen=True)
class HeldDocument:
    record: object
    role: str
    files: list[Held]


@dataclass
class Holdings:
    """`handed_out`: by the key of an agenda item, None for the conference itself.

    What was decided is for the public only once the conference was held: before it
    these are drafts.
    """

    conference: Conference
    scope: Scope
    minutes: Minutes | None = None
    invitees: list[Invitee] = field(default_factory=list)
    handed_out: dict[int | None, list[Held]] = field(default_factory=dict)
    photographs: list[Held] = field(default_factory=list)
    documents: list[HeldDocument] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    editions: list[ReportEdition] = field(default_factory=list)

    @cached_property
    def agenda(self) -> list:
        return list(self.conference.agenda.select_related("person", "minute"))

    @cached_property
    def bodies(self) -> list:
        found = self.conference.bodies.select_related("association")
        return list(found.prefetch_related("association__names"))

    @cached_property
    def presiders(self) -> list:
        return list(self.conference.presiders.select_related("person"))

    @cached_property
    def resolutions(self) -> list:
        if not self._shows_decisions:
            return []
        return list(_open(self.conference.resolutions.all(), self.scope))

    @cached_property
    def agreements(self) -> list:
        return list(_open(self.conference.agreements.all(), self.scope))

    @cached_property
    def elections(self) -> list:
        if not self._shows_decisions:
            return []
        found = self.conference.elections.select_related("person", "association")
        return list(found)

    @cached_property
    def reviews(self) -> list:
        found = self.conference.reviews.all()
        return list(found if self.scope.is_office else found.public())

    @cached_property
    def articles(self) -> list:
        return list(self.conference.articles.published().newest_first())

    @property
    def _shows_decisions(self) -> bool:
        return self.scope.is_office or self.conference.is_over

    @cached_property
    def promises(self) -> promises.Promises:
        return promises.left_by(self.conference, in_office=self.scope.is_office)


def gather(conference: Conference, scope: Scope, package: Package) -> Holdings:
    """Read the records, and copy their files into the package."""
    found = Holdings(conference, scope)
    found.minutes = _minutes(conference, scope)
    if scope.is_office:
        found.invitees = list(
            conference.invitees.in_order().prefetch_related("association__names")
        )
    found.tasks = promises.given_at(conference, in_office=scope.is_office)
    found.editions = list(
        ReportEdition.objects.filter(report__conference=conference)
        .select_related("report")
        .order_by("report", "number")
    )
    for each in _handed_out(conference, scope):
        held = _store(package, each, each.title)
        found.handed_out.setdefault(each.item_id, []).append(held)
    for each in conference.photographs.select_related("picture"):
        found.photographs.append(_photograph(package, each))
    for each in _documents(conference, scope):
        files = [
            _store(package, one, one.name.rpartition(".")[0])
            for one in each.document.attachments.all()
        ]
        found.documents.append(
            HeldDocument(each.document, each.get_role_display(), files)
        )
    return found


def _open(rows, scope: Scope):
    return rows if scope.is_office else rows.filter(is_public=True)


def _minutes(conference: Conference, scope: Scope) -> Minutes | None:
    return _open(Minutes.objects.filter(conference=conference), scope).first()


def _handed_out(conference: Conference, scope: Scope) -> Iterable:
    for model in HANDED_OUT.values():
        rows = model.objects.filter(conference=conference)
        if not scope.is_office:
            rows = rows.filter(audience=Audience.PUBLIC)
        if model is Paper:
            rows = rows.select_related("person", "association").prefetch_related(
                "association__names"
            )
        yield from rows


def _documents(conference: Conference, scope: Scope) -> Iterable:
    for each in conference.document_roles.select_related("document").prefetch_related(
        "document__attachments"
    ):
        if scope.is_office or each.document.is_public():
            yield each


def _store(package: Package, record, title: str) -> Held:
    if not record.file:
        return Held(record)
    href = package.store("tep", record.file.name, record.file.storage, title)
    return Held(record, href, is_lost=not href)


def _photograph(package: Package, record) -> Held:
    picture: Picture = record.picture
    largest = images.available_widths(picture.width)[-1]
    stored = images.rendition_name(picture.name, largest)
    title = record.caption or picture.alt or "anh"
    href = package.store("anh", stored, images.default_storage, title)
    return Held(record, href, is_lost=not href)
