"""EPUB → plain text with the pages of the printed edition that it declares (EPUB 3.3; OPF 2.0.1 for older books).

Runs in a worker process. Nothing outside the archive is read, and no entity of its XML is resolved from elsewhere.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote
from xml.etree import ElementTree

from citecheck.model.source import PageBreak
from citecheck.sources.charset import decode
from citecheck.sources.html import Page, read_page
from citecheck.sources.paging import are_rising
from citecheck.sources.ziplimits import fault_of

_SELF_CLOSED = re.compile(r"<([a-zA-Z][\w:.-]{0,40})((?:\s[^<>]*)?)/>")
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr", re.I)
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_MOST_TEXT = 40_000_000
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")

PageList = dict[str, dict[str, str]]
"""Labels of page breaks by the part's path and the element's id; the id "" is the part's beginning."""


class DamagedEpub(Exception):
    """An EPUB that cannot be read; the message goes on from "the EPUB file cannot be read:"."""


@dataclass(frozen=True, slots=True)
class EpubText:
    """`pages` are those of the printed edition, none where the book declares none."""

    text: str
    title: str
    author: str
    year: str
    identifiers: tuple[str, ...]
    pages: tuple[PageBreak, ...]
    anchors: frozenset[str]


def read_epub(data: bytes) -> EpubText:
    """Reads a book's parts in the order of its spine. Raises `DamagedEpub`."""
    if fault := fault_of(data):
        raise DamagedEpub(fault)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Book(archive).read()
    except (zipfile.BadZipFile, ElementTree.ParseError, LookupError, ValueError, OSError, NotImplementedError):
        raise DamagedEpub("its contents are damaged") from None


class _Book:
    """An open book."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._refuse_locked()
        container = self._xml("META-INF/container.xml")
        paths = [node.get("full-path", "") for node in container.iter() if _name(node) == "rootfile"]
        if not paths or paths[0] not in self._names:
            raise DamagedEpub("it does not say where its contents are")
        self._folder = posixpath.dirname(paths[0])
        self._package = self._xml(paths[0])
        self._items = {node.get("id", ""): node for node in self._package.iter() if _name(node) == "item"}

    def read(self) -> EpubText:
        listed = self._page_list()
        parts: list[str] = []
        pages: list[PageBreak] = []
        anchors: set[str] = set()
        size = 0
        for path in self._spine():
            page = self._part(path, listed.get(path, {}))
            anchors |= page.anchors
            if not page.text.strip() and not page.breaks:
                continue
            begins = listed.get(path, {}).get("")
            if begins and not (page.breaks and page.breaks[0].start == 0):
                pages.append(PageBreak(size, begins))
            pages += [PageBreak(size + each.start, each.label) for each in page.breaks]
            parts.append(page.text)
            size += len(page.text) + 2
            if size > _MOST_TEXT:
                raise DamagedEpub("its text is longer than that of any book")
        if not are_rising([page.label for page in pages]):
            pages = []
        return EpubText(
            "\n\n".join(parts), self._said("title")[:500], "; ".join(self._all("creator"))[:500], self._year(),
            tuple(self._all("identifier"))[:5], tuple(pages), frozenset(anchors),
        )  # fmt: skip

    def _part(self, path: str, ids: dict[str, str]) -> Page:
        markup = decode(self._archive.read(path), "", markup=True).text
        return read_page(_SELF_CLOSED.sub(_opened, markup), {id: label for id, label in ids.items() if id})

    def _spine(self) -> Iterator[str]:
        seen = set()
        for node in self._package.iter():
            item = self._items.get(node.get("idref", "")) if _name(node) == "itemref" else None
            if item is None or item.get("media-type", "") not in _PAGES:
                continue
            path = self._path(self._folder, item.get("href", ""))
            if path in self._names and path not in seen:
                seen.add(path)
                yield path

    def _page_list(self) -> PageList:
        """The page list of the navigation document, or of the NCX of an older book."""
        for item in self._items.values():
            if "nav" in item.get("properties", "").split() and (found := self._listed(item, self._nav_entries)):
                return found
        for item in self._items.values():
            if item.get("media-type") == "application/x-dtbncx+xml" and (found := self._listed(item, _ncx_entries)):
                return found
        return {}

    def _listed(self, item: ElementTree.Element, entries: object) -> PageList:
        path = self._path(self._folder, item.get("href", ""))
        if path not in self._names:
            return {}
        try:
            pairs = list(entries(self._xml(path)))  # type: ignore[operator]
        except ElementTree.ParseError:
            return {}
        found: PageList = {}
        for href, label in pairs:
            name, _, id = href.partition("#")
            target = self._path(posixpath.dirname(path), name) if name else path
            found.setdefault(target, {}).setdefault(unquote(id), label)
        return found

    @staticmethod
    def _nav_entries(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
        for nav in root.iter():
            kinds = [value for key, value in nav.attrib.items() if key.endswith(("}type", "role"))]
            if _name(nav) == "nav" and any("page-list" in kind or "doc-pagelist" in kind for kind in kinds):
                for link in nav.iter():
                    if _name(link) == "a":
                        yield link.get("href", ""), " ".join("".join(link.itertext()).split())

    def _path(self, folder: str, href: str) -> str:
        return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))

    def _xml(self, path: str) -> ElementTree.Element:
        data = self._archive.read(path)
        if b"<!ENTITY" in data:
            raise DamagedEpub("its contents declare entities")
        return ElementTree.fromstring(data)

    def _refuse_locked(self) -> None:
        if "META-INF/encryption.xml" in self._names:
            root = self._xml("META-INF/encryption.xml")
            methods = [node.get("Algorithm", "") for node in root.iter() if _name(node) == "EncryptionMethod"]
            if any(method not in _FONT_LOCKS for method in methods):
                raise DamagedEpub("it is locked (DRM)")

    def _all(self, name: str) -> list[str]:
        nodes = (node for node in self._package.iter() if _name(node) == name)
        return [words for node in nodes if (words := " ".join("".join(node.itertext()).split()))]

    def _said(self, name: str) -> str:
        return next(iter(self._all(name)), "")

    def _year(self) -> str:
        year = _YEAR.search(self._said("date"))
        return year[1] if year else ""


def _ncx_entries(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for target in root.iter():
        if _name(target) == "pageTarget":
            href = next((node.get("src", "") for node in target.iter() if _name(node) == "content"), "")
            label = next((" ".join((node.text or "").split()) for node in target.iter() if _name(node) == "text"), "")
            yield href, label or target.get("value", "")


def _name(node: ElementTree.Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _opened(found: re.Match[str]) -> str:
    """An element closed in its own tag, as HTML knows it: `<a id="p12"/>` would stay open to the end of the page."""
    if _VOID.fullmatch(found[1]):
        return found[0]
    return f"<{found[1]}{found[2]}></{found[1]}>"
