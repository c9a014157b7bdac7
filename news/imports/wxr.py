"""WXR, what WordPress exports: an RSS file in which a post is an item.

Only the vocabulary is here; what stands inside a post is read by
news.imports.wordpress.
"""

from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from news.imports.records import BrokenFileError, Fault, Record, Skipped

MAX_ITEM = 32 * 1024 * 1024
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_STATUSES = {"publish": "published", "draft": "draft"}
_KINDS = {
    "page": "trang",
    "attachment": "tệp đính kèm",
    "nav_menu_item": "mục trình đơn",
}
# XML forbids these, WordPress writes them all the same.
_FORBIDDEN = bytes(set(range(32)) - set(b"\t\n\r"))


def records(opened, *, with_pictures: bool) -> Iterator[Record | Fault | Skipped]:
    """Posts. With pictures the file is read twice: a post may come before its picture."""
    files = _attached_files(opened) if with_pictures else {}
    site = _Site()
    number = 0
    for element in _elements(opened):
        if _local(element) != "item":
            site.learn(element)
            continue
        number += 1
        yield _read_item(number, element, site, files)


def _elements(opened) -> Iterator[Element]:
    """The channel's own children, each forgotten once the next is asked for."""
    with opened() as stream:
        source = _Source(stream)
        try:
            yield from _channel_children(source)
        except DefusedXmlException as error:
            raise BrokenFileError(
                "Tệp XML khai báo DTD hoặc thực thể (entity); không đọc tiếp vì "
                "không an toàn. Tệp WordPress xuất ra không có khai báo ấy."
            ) from error
        except ParseError as error:
            line, column = error.position
            raise BrokenFileError(
                f"Tệp XML hỏng ở dòng {line}, cột {column + 1}: "
                "phần sau chỗ ấy không đọc được."
            ) from error


def _channel_children(source) -> Iterator[Element]:
    path: list[Element] = []
    for event, element in iterparse(source, ("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            _check_outline(path)
            continue
        path.pop()
        if len(path) == 2:
            yield element
            path[-1].clear()
            source.start_over()


def _check_outline(path: list[Element]) -> None:
    if len(path) <= 2 and _local(path[-1]) != ("rss", "channel")[len(path) - 1]:
        raise BrokenFileError("Tệp XML này không phải bản xuất của WordPress (WXR).")


class _Source:
    """Bytes for the parser; no item may fill the memory."""

    def __init__(self, stream) -> None:
        self._stream = stream
        self._since_item = 0

    def start_over(self) -> None:
        self._since_item = 0

    def read(self, size: int) -> bytes:
        chunk = self._stream.read1(size)
        self._since_item += len(chunk)
        if self._since_item > MAX_ITEM:
            raise BrokenFileError("Tệp XML có một mục dài quá 32 MB; không đọc tiếp.")
        kept = chunk.translate(None, _FORBIDDEN)
        # Nothing would say that the file has ended.
        return kept or (b" " if chunk else b"")


class _Site:
    """What stands before the items: names of authors, parents of categories."""

    def __init__(self) -> None:
        self._authors: dict[str, str] = {}
        self._categories: dict[str, tuple[str, str]] = {}

    def learn(self, element: Element) -> None:
        if _local(element) == "author":
            self._authors[_text(element, "author_login")] = _text(
                element, "author_display_name"
            )
        elif _local(element) == "category" and element.tag != "category":
            self._categories[_text(element, "category_nicename")] = (
                unescape(_text(element, "cat_name")),
                _text(element, "category_parent"),
            )

    def author(self, login: str) -> str:
        return self._authors.get(login) or login

    def top_of(self, slug: str) -> str:
        """Name of the uppermost category above, "" for one that is itself on top."""
        above, seen = "", {slug}
        while (slug := self._categories.get(slug, ("", ""))[1]) and slug not in seen:
            seen.add(slug)
            above = self._categories.get(slug, (slug, ""))[0]
        return above


def _attached_files(opened) -> dict[str, str]:
    """Where the file of each attachment lies, by the number of the attachment."""
    found = {}
    for element in _elements(opened):
        if _text(element, "post_type") == "attachment":
            file = _meta(element, "_wp_attached_file")
            file = file or _text(element, "attachment_url")
            found[_text(element, "post_id")] = file
    return found


def _read_item(number, item, site, files) -> Record | Skipped:
    kind = _text(item, "post_type") or "post"
    if kind != "post":
        return Skipped(number, _KINDS.get(kind, f"loại «{kind[:30]}»"))
    status = _text(item, "status")
    if status not in _STATUSES:
        return Skipped(number, f"bài ở trạng thái «{status[:30]}»")
    if _text(item, "post_password"):
        return Skipped(number, "bài có mật khẩu")
    is_published = status == "publish"
    return Record(
        number,
        {
            "id": _text(item, "guid") or _text(item, "post_id"),
            "title": unescape(_text(item, "title")),
            "body": item.findtext(_CONTENT) or "",
            "format": "wordpress",
            "summary": _excerpt(item),
            "author": site.author(_text(item, "creator")),
            **_category(item, site),
            # A draft has neither been public nor had an address of its own.
            "published_at": _text(item, "post_date") if is_published else "",
            "url": _text(item, "link") if is_published else "",
            "picture": files.get(_meta(item, "_thumbnail_id"), ""),
            "status": _STATUSES[status],
        },
    )


def _category(item: Element, site: _Site) -> dict[str, str]:
    """Of several categories, the first that lies below another, else the first."""
    found = [
        (unescape(each.text or ""), site.top_of(each.get("nicename", "")))
        for each in item.findall("category")
        if each.get("domain") == "category"
    ]
    if not found:
        return {}
    name, parent = next((pair for pair in found if pair[1]), found[0])
    return {"category": name, "parent_category": parent}


def _excerpt(item: Element) -> str:
    found = (each for each in item if each.tag.endswith("/excerpt/}encoded"))
    return next((each.text or "" for each in found), "")


def _meta(item: Element, key: str) -> str:
    for meta in item.findall("{*}postmeta"):
        if _text(meta, "meta_key") == key:
            return _text(meta, "meta_value")
    return ""


def _text(element: Element, name: str) -> str:
    """Text of a child, whatever version of the namespace it is in."""
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
