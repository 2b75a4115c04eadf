"""Word files before pandoc: tags for paragraphs and notes, text boxes brought into their order.

What pandoc loses of Word is told by tags: paragraph numbers (every `w:p` of the main text counts, ECMA-376 part
1, 17.3.1), footnotes and endnotes apart, the printed form of their numbers, and which paragraphs are quotations
by style or by indent.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath

from citecheck.errors import UnreadableError
from citecheck.model.document import BlockKind, NoteKind
from citecheck.parser.readers.container import Container, pack
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc.boxes import hoist
from citecheck.parser.readers.pandoc.citations import Item, word_sources
from citecheck.parser.readers.pandoc.docxfields import Citations
from citecheck.parser.readers.pandoc.docxplain import plainer
from citecheck.parser.readers.pandoc.docxstyles import Styles, labels, numberings
from citecheck.parser.readers.pandoc.docxwalk import Reference, TextWalk
from citecheck.parser.readers.pandoc.indents import kind_by_style, kinds
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import LONE, NOTE, PLACE, NoteTag, PlaceTag, tag
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
}
_DRAWN = ("mc:AlternateContent", "w:drawing", "w:pict", "w:object")
_CHANGES = ("accept", "reject", "all")


def prepare(data: bytes, _: str, __: Path, options: ReadOptions) -> Prepared:
    """Tags a Word file. Raises `UnreadableError`, without a file name, for one that is damaged or not Word's."""
    package = _Package(Container(data))
    changes = options.changes if options.changes in _CHANGES else "accept"
    body = package.hoist()
    text = TextWalk(body, changes)
    styles = Styles(package.part("styles"))
    settings = [styles.setting(paragraph) for paragraph in text.paragraphs]
    places = [
        PlaceTag(number, style=setting.styles[0] if setting.styles else "", kind=kind, repeats=setting.repeats)
        for number, (setting, kind) in enumerate(zip(settings, kinds(settings), strict=True), 1)
    ]
    citations = Citations(package.sources())
    lists = citations.tag(body)
    for index, paragraph in enumerate(text.paragraphs):
        paragraph.insert(body, tag(PLACE, index))
        if paragraph.at is not None and any(start <= paragraph.at < end for start, end in lists):
            places[index] = replace(places[index], kind=BlockKind.BIBLIOGRAPHY_ENTRY)
    printed = labels(text.references, numberings(package.part("settings"), body))
    notes = _tag_notes(package, text.references, printed, styles, places)
    for kind in NoteKind:
        part = package.part(f"{kind}s")
        if part is not None:
            citations.tag(part)
    for reference in text.references:
        key = f"{reference.kind}-{reference.id}"
        if reference.id and not any(note.key == key for note in notes):
            lone = tag(LONE, len(notes))
            notes.append(NoteTag("", printed[reference.kind, reference.id], reference.kind))
            prefix = body.prefix_at(reference.at)
            body.replace(reference.at, body.end_of_tag(reference.at), f"<{prefix}t>{lone}</{prefix}t>".encode())
    return Prepared(
        package.packed(),
        "docx",
        notes=tuple(notes),
        places=tuple(places),
        cites=tuple(citations.cites),
        works=tuple(citations.works.items),
        quotes=False,
        language=styles.language,
        arguments=(f"--track-changes={changes}",),
    )


def _tag_notes(
    package: _Package,
    references: list[Reference],
    printed: dict[tuple[NoteKind, str], str],
    styles: Styles,
    places: list[PlaceTag],
) -> list[NoteTag]:
    """Tags the notes' bodies, and those of their paragraphs whose style says what they are."""
    marks = {(reference.kind, reference.id) for reference in references if reference.mark.strip()}
    notes: list[NoteTag] = []
    for kind in NoteKind:
        part = package.part(f"{kind}s")
        if part is None:
            if any(reference.id and reference.kind is kind for reference in references):
                raise UnreadableError(f"the part that holds its {kind}s is missing; save the file again")
            continue
        walk = TextWalk(part, "all")
        for reference in walk.references:  # no note can stand in a note; one that refers to itself would never end
            if reference.id:
                part.replace(reference.at, part.end_of_tag(reference.at))
        for id, type, first in walk.notes:
            if type in ("", "normal") and first < len(walk.paragraphs):
                walk.paragraphs[first].insert(part, tag(NOTE, len(notes)))
                label = printed.get((kind, id), "")
                notes.append(NoteTag(f"{kind}-{id}", label, kind, repeats_mark=(kind, id) in marks))
        for paragraph in walk.paragraphs:
            names = styles.setting(paragraph).styles
            quoted = kind_by_style(names)
            if quoted:
                paragraph.insert(part, tag(PLACE, len(places)))
                places.append(PlaceTag(0, style=names[0], kind=quoted))
    return notes


class _Package:
    """The parts of a Word file that hold XML."""

    def __init__(self, container: Container) -> None:
        names = [name for name in container.names if name.endswith((".xml", ".rels"))]
        self._parts = {name: plainer(XmlPart(name, container.read(name), _PREFIXES)) for name in names}
        for name, part in self._parts.items():
            if b"<!DOCTYPE" in part.data:
                raise UnreadableError(f"the part {name} declares a document type, as no honest program writes")
        self._main = self._related("", "officeDocument")
        if self._main not in self._parts:
            raise UnreadableError("it is no Word file, or its main part is missing; save it again")

    def hoist(self) -> XmlPart:
        """The main part, its text boxes in their order."""
        self._parts[self._main] = hoist(self._parts[self._main], "w:txbxContent", _DRAWN, ("w:p",), "mc:Fallback")
        return self._parts[self._main]

    def part(self, kind: str) -> XmlPart | None:
        """The part that the main part names as its styles, settings, footnotes or endnotes."""
        name = self._related(self._main, kind)
        if name and name not in self._parts:
            raise UnreadableError(f"the part {name} is missing; save the file again")
        return self._parts.get(name)

    def sources(self) -> dict[str, Item]:
        """The works that Word keeps in the file, by their tags."""
        found: dict[str, Item] = {}
        for name, part in self._parts.items():
            if name.startswith("customXml/item"):
                found.update(word_sources(part.data))
        return found

    def packed(self) -> bytes:
        """The file for pandoc, without pictures."""
        return pack((name, part.result()) for name, part in self._parts.items())

    def _related(self, name: str, kind: str) -> str:
        folder = dirname(name)
        relations = self._parts.get(normpath(join(folder, "_rels", f"{name.rpartition('/')[2]}.rels")))
        targets: list[str] = []

        def start(element: str, attributes: dict[str, str], _: int) -> None:
            if element == "Relationship" and attributes.get("Type", "").endswith("/" + kind):
                targets.append(attributes.get("Target", ""))

        if relations is not None:
            relations.walk(start)
        if not targets:
            return ""
        return normpath(targets[0].lstrip("/") if targets[0].startswith("/") else join(folder, targets[0]))
