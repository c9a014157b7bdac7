"""Reading an answer of the portal as a browser would, and strictly.

HTML is read into a tree in which every tag that was opened must be closed in turn.
"""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from lienhiephoi import caching

_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
    *("source", "track", "wbr"),
}


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> says {names}"
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.builder.end(self.open.pop())

    def handle_data(self, data):
        self.builder.data(data)


def tree(html: str) -> Element:
    reader = _Tree()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return reader.builder.close()


def answer(client, path: str, status: int = 200, **headers):
    """A fresh answer, as after a commit: nothing kept from an earlier one."""
    caching.version.bump()
    found = client.get(path, headers=headers)
    assert found.status_code == status, f"{path}: {found.status_code}"
    return found


def page(client, path: str, status: int = 200) -> Element:
    return tree(answer(client, path, status).content.decode())


def words(element: Element | None) -> str:
    """The text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def main(client, path: str, status: int = 200) -> Element:
    """What the page is about, without header and footer."""
    return page(client, path, status).find(".//main")


def texts(element: Element, path: str) -> list[str]:
    return [words(each) for each in element.findall(path)]


def links(element: Element) -> dict[str, str]:
    """Address by the words of the link."""
    return {words(a): a.get("href", "") for a in element.iter("a")}


def by_class(element: Element, name: str) -> list[Element]:
    return [e for e in element.iter() if name in e.get("class", "").split()]


def download(client, path: str) -> tuple[dict, bytes]:
    """Headers and content of a file that is handed out open."""
    found = answer(client, path)
    return found.headers, b"".join(found)
