"""The parts of a Word file: read as bytes, changed by insertions, written back in their order."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from xml.etree import ElementTree as ET
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from citecheck.errors import UnreadableError
from citecheck.sources.ziplimits import fault_of

_CONTENT_TYPES = "[Content_Types].xml"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Relationship:
    """An entry of a part's relationships; `target` is the name of a part, or a URL when `external`."""

    id: str
    type: str
    target: str
    external: bool = False


class Package:
    """A zip file's parts. Raises `UnreadableError` for what must not be opened or is no Word file."""

    def __init__(self, data: bytes) -> None:
        fault = fault_of(data)
        if fault:
            raise UnreadableError(f"not a Word file that can be opened: {fault}")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._entries = archive.infolist()
            self._parts = {entry.filename: archive.read(entry) for entry in self._entries}
        self.main = self._main()

    def _main(self) -> str:
        for relationship in self.relationships(""):
            if relationship.type.endswith("/officeDocument") and relationship.target in self._parts:
                return relationship.target
        raise UnreadableError("not a Word file: it has no main document")

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __getitem__(self, name: str) -> bytes:
        return self._parts[name]

    def __setitem__(self, name: str, content: bytes) -> None:
        self._parts[name] = content

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part, of the package itself for ""."""
        name = _rels_name(part)
        if name not in self._parts:
            return []
        folder = posixpath.dirname(part)
        found = []
        for each in parsed(self._parts[name]):
            target = each.get("Target", "")
            external = each.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(Relationship(each.get("Id", ""), each.get("Type", ""), target, external))
        return found

    def relate(self, part: str, type: str, targets: Sequence[str], *, external: bool = False) -> list[str]:
        """Adds relationships of one type and gives their ids. The targets are as they shall be written."""
        taken = {relationship.id for relationship in self.relationships(part)}
        free = (f"rIdCite{number}" for number in count(1))
        ids = list(islice((id for id in free if id not in taken), len(targets)))
        mode = ' TargetMode="External"' if external else ""
        entries = [
            f"Relationship Id={quoteattr(id)} Type={quoteattr(type)} Target={quoteattr(target)}{mode}/>"
            for id, target in zip(ids, targets, strict=True)
        ]
        name = _rels_name(part)
        self._parts[name] = appended(
            self._parts.get(name, _EMPTY_RELATIONSHIPS), lambda prefix: "".join(f"<{prefix}{each}" for each in entries)
        )
        return ids

    def declare(self, part: str, content_type: str) -> None:
        """Says of a new part what it holds."""
        self._parts[_CONTENT_TYPES] = appended(
            self._parts[_CONTENT_TYPES],
            lambda prefix: (
                f"<{prefix}Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/>"
            ),
        )

    def written(self) -> bytes:
        """The file: the old entries in their order and with their dates, then the new ones."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for entry in self._entries:
                archive.writestr(_like(entry), self._parts[entry.filename], entry.compress_type)
            for name in self._parts.keys() - {entry.filename for entry in self._entries}:
                archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), self._parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.external_attr, made.create_system = entry.external_attr, entry.create_system
    return made


def _rels_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def parsed(xml: bytes) -> ET.Element:
    """The root of a part. Raises `UnreadableError` for broken XML and for any with a document type."""
    if b"<!DOCTYPE" in xml:
        raise UnreadableError("not a Word file: a part has a document type, which Word files have not")
    try:
        return ET.fromstring(xml)
    except ET.ParseError:
        raise UnreadableError("not a sound Word file: a part is not well-formed XML") from None


def appended(xml: bytes, elements: Callable[[str], str]) -> bytes:
    """XML with elements added behind its root's last child. They are made from the root's prefix and its colon."""
    start, end, name = _root_end(xml)
    prefix, colon, _ = name.rpartition(":")
    added = elements(prefix + colon).encode("utf-8")
    if end > start:
        return xml[:start] + added + xml[start:]
    opened = xml[:end].rstrip(b">").rstrip(b"/")
    return opened + b">" + added + f"</{name}>".encode() + xml[end:]


def _root_end(xml: bytes) -> tuple[int, int, str]:
    """Where the root's end tag begins and ends, both behind its only tag when it is empty, and the root's name."""
    parser = expat.ParserCreate()
    depth = 0
    found = (0, 0, "")

    def started(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1

    def ended(name: str) -> None:
        nonlocal depth, found
        depth -= 1
        if depth == 0:
            at = parser.CurrentByteIndex
            # Of an empty tag expat gives the byte behind it.
            found = (at, xml.index(b">", at) + 1 if xml.startswith(b"</", at) else at, name)

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableError("not a sound Word file: a part is not well-formed XML") from None
    return found
