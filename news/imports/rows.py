"""A record made into the values of an article, or all the reasons why it cannot be.

Touches neither database nor files, but for what `find_picture` does; that is asked
last, once nothing else stands against the row.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.encoding import escape_uri_path, iri_to_uri

from lienhiephoi.html import HtmlTooLong
from lienhiephoi.models import OldAddress
from lienhiephoi.vietnamese import clean_line, normalise, number, slugify
from news.imports.bodies import FORMATS, FindPicture, is_empty, read_body, read_lead
from news.imports.dates import parse_day, parse_moment
from news.imports.pictures import LostPictureError
from news.imports.records import Record
from news.models import Article, Category, Picture, PublishingStatus, Thread

FIELDS = frozenset(
    {
        *("id", "title", "body", "format", "summary", "lead"),
        *("category", "topic", "parent_category", "threads"),
        *("event_on", "published_at", "status", "views"),
        *("byline", "author", "source_name", "source_url", "url"),
        *("picture", "picture_caption", "picture_alt"),
    }
)
STATUSES = (PublishingStatus.PUBLISHED, PublishingStatus.DRAFT)
_MAX_BODY = 4_000_000
_MAX_THREADS = 20
_MAX_VIEWS = 2_147_483_647
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_is_web_address = URLValidator(schemes=["http", "https"])


class RowError(Exception):
    """`reasons`: everything against a row at once, in Vietnamese."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Row:
    """An article to be, as far as the file speaks of it.

    `values` holds the attributes of Article that the file gives, and no others: a
    later file changes only what it comes with.
    """

    number: int
    key: str
    values: Mapping[str, object]
    category: str = ""
    parent_category: str = ""
    threads: tuple[str, ...] = ()
    old_address: str = ""
    lost_pictures: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    unknown: frozenset[str] = field(default_factory=frozenset)

    @property
    def title(self) -> str:
        return self.values["title"]

    @property
    def size(self) -> int:
        """Characters, roughly: what the row weighs in memory."""
        return len(self.values["body"])


def prepare(record: Record, key_prefix: str, find_picture: FindPicture) -> Row:
    """Raises RowError."""
    fields = _Fields(record.fields)
    title = fields.line("title", limit=_limit("title"))
    if not title:
        fields.wrong("title", "không có: thiếu tiêu đề")
    elif not slugify(title):
        fields.wrong("title", "phải có chữ hoặc số")
    given = {
        "title": title,
        "lead": fields.lead(),
        "event_on": fields.date("event_on", parse_day),
        "published_at": fields.date("published_at", parse_moment),
        "byline": fields.line("byline", "author", limit=_limit("byline")),
        "source_name": fields.line("source_name", limit=_limit("source_name")),
        "source_url": fields.web_address("source_url"),
        "view_baseline": fields.count("views"),
        "status": fields.choice("status", STATUSES),
        "picture_caption": fields.line(
            "picture_caption", limit=_limit("picture_caption")
        ),
    }
    old_address = fields.old_address("url")
    row = {
        "number": record.number,
        "key": _key(key_prefix, fields.identity(), given, old_address),
        "category": fields.line("category", "topic", limit=_CATEGORY_NAME) or "",
        "parent_category": fields.line("parent_category", limit=_CATEGORY_NAME) or "",
        "threads": fields.lines("threads", limit=_THREAD_TITLE),
        "old_address": old_address,
        "unknown": frozenset(record.fields) - FIELDS,
    }
    picture = _Cover(fields)
    body = _read_body(fields, find_picture)
    given |= {"body": body.html, "picture_id": picture.find(find_picture)}
    return Row(
        values={name: value for name, value in given.items() if value is not None},
        lost_pictures=(*picture.lost, *body.lost),
        remarks=body.remarks,
        **row,
    )


def _limit(name: str) -> int:
    return Article._meta.get_field(name).max_length


_CATEGORY_NAME = Category._meta.get_field("name").max_length
_THREAD_TITLE = Thread._meta.get_field("title").max_length
_ALT = Picture._meta.get_field("alt").max_length
_ADDRESS = OldAddress._meta.get_field("path").max_length


def _key(prefix: str, identity: str, given: dict, old_address: str) -> str:
    """The id of the file where it has one, else a digest of what does not change."""
    if identity and len(identity) <= 150:
        return f"{prefix}:{identity}"
    moment = given["published_at"]
    about = old_address or (str(moment.astimezone(dt.UTC)) if moment else "")
    text = identity or f"{(given['title'] or '').casefold()}\n{about}"
    return f"{prefix}:#{hashlib.sha256(text.encode()).hexdigest()[:40]}"


def _read_body(fields: "_Fields", find_picture: FindPicture):
    text = fields.prose("body", limit=_MAX_BODY)
    if not text:
        fields.wrong("body", "không có: thiếu nội dung")
    written_as = fields.choice("format", FORMATS) or ""
    fields.check()
    try:
        body = read_body(text, written_as, find_picture)
    except HtmlTooLong as error:
        raise RowError([str(error)]) from error
    if is_empty(body.html):
        raise RowError(["nội dung không còn gì sau khi bỏ các thẻ không an toàn"])
    return body


class _Cover:
    """The picture of the article, looked for after everything else is in order."""

    def __init__(self, fields: "_Fields") -> None:
        self.address = fields.line("picture", limit=2000)
        self.alt = fields.line("picture_alt", limit=_ALT) or ""
        self.lost: tuple[str, ...] = ()

    def find(self, find_picture: FindPicture) -> int | None:
        if not self.address:
            return None
        try:
            return find_picture(self.address, self.alt).pk
        except LostPictureError as error:
            self.lost = (str(error),)
            return None


class _Fields:
    """Reads fields one by one and gathers what is wrong with them.

    None stands for a field that is absent, empty or wrong.
    """

    def __init__(self, fields: Mapping[str, object]) -> None:
        self._fields = fields
        self._reasons: dict[str, str] = {}

    def wrong(self, name: str, reason: str) -> None:
        # Of a field that is wrong nobody needs to hear that it is missing, too.
        self._reasons.setdefault(name, f"«{name}» {reason}")

    def check(self) -> None:
        if self._reasons:
            raise RowError(list(self._reasons.values()))

    def line(self, *names: str, limit: int) -> str | None:
        return self._text(names, clean_line, limit)

    def prose(self, *names: str, limit: int) -> str | None:
        return self._text(names, lambda text: normalise(text).strip(), limit)

    def lead(self) -> str | None:
        return self._text(("summary", "lead"), _clean_lead, _limit("lead"))

    def _text(self, names, clean, limit: int) -> str | None:
        for name in names:
            value = self._fields.get(name)
            if value is not None and (text := self._checked(name, value, clean, limit)):
                return text
        return None

    def _checked(self, name: str, value: object, clean, limit: int) -> str | None:
        if not isinstance(value, str):
            return self.wrong(name, "phải là chuỗi chữ")
        if "\0" in value:
            return self.wrong(name, "có ký tự NUL")
        try:
            text = clean(value)
        except HtmlTooLong as error:
            return self.wrong(name, str(error))
        if len(text) > limit:
            size = f"dài {number(len(text))} ký tự, quá {number(limit)}"
            return self.wrong(name, size)
        return text or None

    def identity(self) -> str:
        value = self._fields.get("id")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.line("id", limit=2000) or ""

    def date(self, name: str, parse):
        text = self.line(name, limit=100)
        try:
            return parse(text) if text else None
        except ValueError as error:
            return self.wrong(name, str(error))

    def count(self, name: str) -> int | None:
        value = self._fields.get(name)
        if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
            value = value.replace(".", "").replace(",", "")
        if value in (None, ""):
            return None
        try:
            count = int(value) if isinstance(value, int | str) else -1
        except ValueError:
            count = -1
        if not 0 <= count <= _MAX_VIEWS:
            return self.wrong(name, "phải là số nguyên không âm")
        return count

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        text = self.line(name, limit=100)
        if text and text not in choices:
            return self.wrong(name, f"phải là một trong: {', '.join(choices)}")
        return text

    def web_address(self, name: str) -> str | None:
        text = self.line(name, limit=_limit("source_url"))
        try:
            if text:
                _is_web_address(text)
        except ValidationError:
            return self.wrong(name, "phải là địa chỉ http:// hoặc https://")
        return text

    def old_address(self, name: str) -> str:
        try:
            return local_address(self.line(name, limit=2000) or "")
        except ValueError:
            self.wrong(name, "không phải địa chỉ một trang")
            return ""

    def lines(self, name: str, limit: int) -> tuple[str, ...]:
        values = self._fields.get(name) or []
        if isinstance(values, str):
            values = [values]
        if not isinstance(values, list) or len(values) > _MAX_THREADS:
            self.wrong(name, f"phải là danh sách không quá {_MAX_THREADS} tên")
            return ()
        found = (self._checked(name, each, clean_line, limit) for each in values)
        return tuple(dict.fromkeys(filter(None, found)))


def _clean_lead(text: str) -> str:
    return normalise(read_lead(text)).strip()


def local_address(address: str) -> str:
    """Path and query of an old address, as a browser asks for them; "" for a home page.

    Raises ValueError for what is no address of a page.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("", "http", "https"):
        raise ValueError(address)
    path = "/" + escape_uri_path(unquote(parts.path)).lstrip("/")
    query = f"?{iri_to_uri(parts.query)}" if parts.query else ""
    return "" if path + query == "/" else (path + query)[:_ADDRESS]
