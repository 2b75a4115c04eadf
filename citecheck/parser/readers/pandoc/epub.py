"""E-books before pandoc: the files of the spine as one page, each paragraph tagged with its file and number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from citecheck.errors import UnreadableError
from citecheck.parser.readers.container import Container
from citecheck.parser.readers.decoding import decode
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc import html
from citecheck.parser.readers.pandoc.css import Sheet
from citecheck.parser.readers.pandoc.htmltree import parse
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import without_tags
from citecheck.parser.readers.pandoc.xmlparts import XmlPart, refuse_entities

_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "ocf",
    "http://www.idpf.org/2007/opf": "opf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/2001/04/xmlenc#": "enc",
}
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def prepare(data: bytes, _: str, __: Path, ___: ReadOptions) -> Prepared:
    """Prepares an e-book. Raises `UnreadableError`, without a file name, for one damaged, or locked by DRM."""
    container = Container(data)
    book = _Book(container)
    pages = []
    for name in book.spine:
        text = without_tags(decode(container.read(name)))
        refuse_entities(text)
        pages.append(parse(text, name, xhtml=True))
    notes, places, source = html.join(pages, Sheet(book.sheets()), number=True)
    return Prepared(
        source.encode(), "html", None, tuple(notes), tuple(places), language=book.language, title=book.title
    )


class _Book:
    """What a book's package document says (EPUB 3.3, section 5): title, language, and the files in reading order."""

    def __init__(self, container: Container) -> None:
        self.title: str | None = None
        self.language: str | None = None
        self._container = container
        self._package = ""
        self._items: dict[str, tuple[str, str, str]] = {}
        self._order: list[str] = []
        self._aside: list[str] = []
        self._heard = ""
        _part(container, "META-INF/container.xml").walk(self._find_package)
        if not self._package:
            raise UnreadableError("its package document is missing; save the book again")
        _part(container, self._package).walk(self._learn, self._end, self._text)
        self.spine = [
            name
            for id in dict.fromkeys([*self._order, *self._aside])
            if id in self._items
            for name, type, properties in [self._items[id]]
            if type in _PAGES and "nav" not in properties.split() and name in container
        ]
        if not self.spine:
            raise UnreadableError("it holds no text; save the book again")
        self._refuse_locked()

    def sheets(self) -> Iterator[str]:
        """The book's style sheets."""
        for name, type, _ in self._items.values():
            if type == "text/css" and name in self._container:
                yield decode(self._container.read(name))

    def _find_package(self, name: str, attributes: dict[str, str], _: int) -> None:
        if name.endswith("rootfile") and not self._package:
            self._package = normpath(attributes.get("full-path", ""))

    def _learn(self, name: str, attributes: dict[str, str], _: int) -> None:
        self._heard = name
        if name == "opf:item":
            file = normpath(join(dirname(self._package), unquote(attributes.get("href", ""))))
            kind, properties = attributes.get("media-type", ""), attributes.get("properties", "")
            self._items[attributes.get("id", "")] = (file, kind, properties)
        elif name == "opf:itemref":
            into = self._aside if attributes.get("linear") == "no" else self._order
            into.append(attributes.get("idref", ""))

    def _end(self, _: str, __: int) -> None:
        self._heard = ""

    def _text(self, text: str) -> None:
        if self._heard == "dc:title" and self.title is None:
            self.title = text.strip() or None
        elif self._heard == "dc:language" and self.language is None:
            self.language = text.strip() or None

    def _refuse_locked(self) -> None:
        """Fonts may be scrambled (EPUB 3.3, section 4.2.6.3.1); text that is encrypted is locked."""
        if "META-INF/encryption.xml" not in self._container:
            return
        locked: set[str] = set()

        def start(name: str, attributes: dict[str, str], _: int) -> None:
            if name == "enc:CipherReference":
                locked.add(normpath(unquote(attributes.get("URI", ""))))

        _part(self._container, "META-INF/encryption.xml").walk(start)
        if locked.intersection(self.spine):
            raise UnreadableError("its text is locked by DRM; use a copy without")


def _part(container: Container, name: str) -> XmlPart:
    return XmlPart(name, container.read(name), _PREFIXES)
