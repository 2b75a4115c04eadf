"""JATS, DocBook and FictionBook before pandoc: tags for their notes and for what its readers do not tell apart."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.document import BlockKind
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import LONE, NOTE, ORPHANS, PLACE, REFER, NoteTag, PlaceTag, tag
from citecheck.parser.readers.pandoc.xmlparts import XmlPart, blank_tags, refuse_entities

_XLINK = "http://www.w3.org/1999/xlink"
_PREFIXES = {_XLINK: "xlink", "http://www.w3.org/XML/1998/namespace": "xml"}


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a format names what matters here. `notes` hold `paragraphs`; `body` is where the text ends."""

    notes: frozenset[str]
    paragraphs: frozenset[str]
    labels: frozenset[str]
    orphan: str
    kinds: dict[str, BlockKind]


_DIALECTS = {
    "jats": _Dialect(
        frozenset({"fn"}),
        frozenset({"p"}),
        frozenset({"label"}),
        '<xref ref-type="fn" rid="{id}">*</xref>',
        {},
    ),
    "docbook": _Dialect(
        frozenset({"footnote"}),
        frozenset({"para", "simpara"}),
        frozenset(),
        "",
        {"epigraph": BlockKind.EPIGRAPH},
    ),
    "fb2": _Dialect(
        frozenset({"section"}),
        frozenset({"p"}),
        frozenset({"title"}),
        '<a {link}href="#{id}" type="note">*</a>',
        {"text-author": BlockKind.ATTRIBUTION},
    ),
}


def prepare(text: str, format: str) -> Prepared:
    """Prepares an XML text. Raises `UnreadableError`, without a file name, when it is not well formed."""
    refuse_entities(text)
    part = XmlPart("text", text.encode(), _PREFIXES)
    found = _Find(part, _DIALECTS[format])
    notes, places = _Write(part, found, format).write()
    return Prepared(part.result(), format, blank_tags(text), tuple(notes), tuple(places), language=found.language)


@dataclass(slots=True)
class _Note:
    id: str
    at: int | None = None
    label: str = ""


class _Find:
    """What stands where: notes, their markers, the paragraphs of a kind, and the ends of things."""

    def __init__(self, part: XmlPart, dialect: _Dialect) -> None:
        self.notes: list[_Note] = []
        self.markers: list[tuple[str, int, int, str]] = []
        """Each marker's note id, the span of its element, and its text."""
        self.kinds: list[tuple[int, BlockKind]] = []
        self.elements: list[tuple[str, int, int]] = []
        """Name and span of each element that is written anew."""
        self.body_end = 0
        self.link = ""
        self.language: str | None = None
        self._part = part
        self._dialect = dialect
        self._path: list[tuple[str, dict[str, str], int]] = []
        self._open: list[_Note] = []
        self._heard = ""
        part.walk(self._start, self._end, self._hear)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        dialect = self._dialect
        if not self._path:
            self.language = attributes.get("xml:lang")
        self._path.append((name, attributes, at))
        self._heard = "" if self._marker_id(name, attributes) is not None or name in dialect.labels else self._heard
        id = attributes.get("id") or attributes.get("xml:id") or ""
        if name in dialect.notes and (name != "section" or (id and self._in_notes())):
            self.notes.append(_Note(id))
            self._open.append(self.notes[-1])
        elif name in dialect.paragraphs:
            inside = {each[0] for each in self._path}
            if self._open and self._open[-1].at is None and not inside & dialect.labels:
                self._open[-1].at = self._part.after_tag(at)
            kind = next((dialect.kinds[each] for each in dialect.kinds if each in inside), None)
            epigraph = any(each[1].get("content-type") == "epigraph" for each in self._path)
            self._mark(at, BlockKind.EPIGRAPH if epigraph else kind)
        elif name == "text-author":
            self._mark(at, BlockKind.ATTRIBUTION)

    def _mark(self, at: int, kind: BlockKind | None) -> None:
        after = self._part.after_tag(at)
        if kind is not None and after is not None:
            self.kinds.append((after, kind))

    def _in_notes(self) -> bool:
        return any(name == "body" and said.get("name") in ("notes", "comments") for name, said, _ in self._path)

    def _marker_id(self, name: str, attributes: dict[str, str]) -> str | None:
        if name == "xref" and attributes.get("ref-type") in ("fn", "table-fn"):
            return attributes.get("rid", "")
        if name == "footnoteref":
            return attributes.get("linkend", "")
        if name == "a" and attributes.get("type") == "note":
            return attributes.get("xlink:href", "").removeprefix("#")
        return None

    def _end(self, name: str, at: int) -> None:
        _, attributes, start = self._path.pop()
        end = self._part.end_of_tag(at) if self._part.data.startswith(b"</", at) else at
        id = self._marker_id(name, attributes)
        if id is not None:
            self.markers.append((id, start, end, self._heard))
        elif name in self._dialect.labels and self._open and not self._open[-1].label:
            self._open[-1].label = self._heard.strip()
        elif name == "body" and attributes.get("name") not in ("notes", "comments"):
            self.body_end = at
        elif name in ("attrib", "verse-group", "verse-line", "mixed-citation"):
            self.elements.append((name, start, end))
        if name in self._dialect.notes and self._open:
            self._open.pop()

    def _hear(self, text: str) -> None:
        self._heard += text
        if self._path and self._path[-1][0] == "lang" and self.language is None:
            self.language = text.strip() or None


class _Write:
    """Puts the tags into the part."""

    def __init__(self, part: XmlPart, found: _Find, format: str) -> None:
        self._part = part
        self._found = found
        self._format = format
        self._notes: list[NoteTag] = []
        self._places: list[PlaceTag] = []

    def write(self) -> tuple[list[NoteTag], list[PlaceTag]]:
        """What the tags name."""
        numbers: dict[str, int] = {}
        printed = {id: text.strip().strip("[]()") for id, _, _, text in self._found.markers}
        for note in self._found.notes:
            if note.at is not None:
                label = printed.get(note.id) or note.label.strip("[]().")
                numbers.setdefault(note.id, len(self._notes))
                self._part.insert(note.at, tag(NOTE, len(self._notes)))
                self._notes.append(NoteTag(note.id or f"xml-{len(self._notes)}", label))
        self._write_markers(numbers)
        for at, kind in self._found.kinds:
            self._part.insert(at, self._placed(kind).decode())
        self._write_elements()
        self._write_orphans(numbers)
        return self._notes, self._places

    def _placed(self, kind: BlockKind) -> bytes:
        self._places.append(PlaceTag(0, kind=kind))
        return tag(PLACE, len(self._places) - 1).encode()

    def _write_markers(self, numbers: dict[str, int]) -> None:
        for id, start, end, text in self._found.markers:
            if id not in numbers:
                self._part.replace(start, end, tag(LONE, len(self._notes)).encode())
                self._notes.append(NoteTag("", text.strip().strip("[]()")))
            elif self._format == "docbook":
                self._part.replace(start, end, tag(REFER, numbers[id]).encode())

    def _write_elements(self) -> None:
        """JATS only: what its reader doubles, runs together or leaves out."""
        part = self._part
        for name, start, end in self._found.elements:
            inside = part.end_of_tag(start)
            close = part.data.rfind(b"</", inside, end)
            if close < 0:
                continue
            if name in ("attrib", "verse-group"):
                kind = BlockKind.ATTRIBUTION if name == "attrib" else BlockKind.VERSE
                part.replace(start, inside, b"<p>" + self._placed(kind))
                part.replace(close, end, b"</p>")
            elif name == "verse-line":
                part.replace(start, inside, b"")
                part.replace(close, end, b"<break/>")
            elif self._found.body_end:
                entry = b"<p>" + self._placed(BlockKind.BIBLIOGRAPHY_ENTRY) + part.data[inside:close] + b"</p>"
                part.replace(self._found.body_end, self._found.body_end, entry)

    def _write_orphans(self, numbers: dict[str, int]) -> None:
        pattern = _DIALECTS[self._format].orphan
        marked = {id for id, _, _, _ in self._found.markers}
        left = [id for id in numbers if id and id not in marked and self._notes[numbers[id]].key == id]
        if self._format == "jats":
            left = [id for id in left if self._in_group(id)]
        if pattern and left and self._found.body_end:
            link = f'xmlns:l="{_XLINK}" l:' if self._format == "fb2" else ""
            markers = "".join(pattern.format(id=id, link=link) for id in left)
            paragraph = f"<p>{ORPHANS} {markers}</p>"
            wrapped = f"<section>{paragraph}</section>" if self._format == "fb2" else paragraph
            self._part.insert(self._found.body_end, wrapped)

    def _in_group(self, id: str) -> bool:
        """Whether a note stands in a list of notes: one inside the text is its own marker."""
        at = next(note.at for note in self._found.notes if note.id == id) or 0
        before = self._part.data
        return before.rfind(b"<fn-group", 0, at) > before.rfind(b"</fn-group", 0, at)
