"""Citations in OpenDocument texts: reference marks of Zotero's and Mendeley's, and LibreOffice's own entries."""

from __future__ import annotations

from citecheck.parser.readers.pandoc.citations import Item, Works, cited, person, with_fields
from citecheck.parser.readers.pandoc.tags import CITED, UNCITED, CiteTag, tag
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_PROGRAMS = ("ZOTERO_ITEM CSL_CITATION", "CSL_CITATION")
_TYPES = {"article": "article-journal", "book": "book", "incollection": "chapter", "inbook": "chapter",
    "inproceedings": "paper-conference", "phdthesis": "thesis", "techreport": "report", "www": "webpage"}  # fmt: skip
_FIELDS = {"title": "title", "booktitle": "container-title", "journal": "container-title", "publisher": "publisher",
    "address": "publisher-place", "volume": "volume", "number": "issue", "pages": "page", "url": "URL",
    "isbn": "ISBN"}  # fmt: skip


class Citations:
    """Tags what is printed for the citations of a part; `cites` is what the tags name, `works` what is cited."""

    def __init__(self, part: XmlPart) -> None:
        self.works = Works()
        self.cites: list[CiteTag] = []
        self._part = part
        self._path: list[str] = []
        if b"reference-mark-start" in part.data or b"bibliography-mark" in part.data:
            part.walk(self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        self._path.append(name)
        mark = attributes.get("text:name", "")
        if name == "text:reference-mark-start" and mark.startswith(_PROGRAMS):
            self._open(at, cited(mark, "", {}, self.works))
        elif name == "text:reference-mark-end" and mark.startswith(_PROGRAMS):
            self._part.insert(at, UNCITED)
        elif name == "text:bibliography-mark":
            item = _entry({key.removeprefix("text:"): value for key, value in attributes.items()})
            self._open(at, [self.works.cite(item, "", attributes.get("text:identifier", ""))])

    def _open(self, at: int, works: list[CiteTag]) -> None:
        """Puts tags in place of a mark; what it holds is kept."""
        tags = "".join(tag(CITED, len(self.cites) + index) for index in range(len(works)))
        self.cites += works
        self._part.replace(at, self._part.end_of_tag(at), tags.encode())

    def _end(self, name: str, at: int) -> None:
        self._path.pop()
        if name == "text:bibliography-mark" and self._part.data.startswith(b"</", at):
            self._part.replace(at, self._part.end_of_tag(at), UNCITED.encode())
        elif name == "text:reference-mark-start" and self._part.data.startswith(b"</", at):
            self._part.replace(at, self._part.end_of_tag(at))


def _entry(said: dict[str, str]) -> Item:
    """An entry of LibreOffice's bibliography (OpenDocument 1.3 part 3, 7.5.9), whose fields are its attributes."""
    item: Item = {"type": _TYPES.get(said.get("bibliography-type", ""), "document")}
    for role in ("author", "editor"):
        names = [person(name) for name in said.get(role, "").split(";") if name.strip()]
        if names:
            item[role] = names
    fields = {key: said[name] for name, key in _FIELDS.items() if said.get(name)}
    return with_fields(item, fields, said.get("year", ""))
