"""The parts of a Word file and their relationships (ECMA-376 part 2), to which entries are added."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from citecheck.errors import UnreadableError
from citecheck.reporter.zipped import Parts, parsed

_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Relationship:
    """An entry of a part's relationships; `target` is the name of a part, or a URL when `external`."""

    id: str
    type: str
    target: str
    external: bool = False


class Package(Parts):
    """A Word file's parts. Raises `UnreadableError` for what must not be opened or is no Word file."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.main = self._main()

    def _main(self) -> str:
        for relationship in self.relationships(""):
            if relationship.type.endswith("/officeDocument") and relationship.target in self:
                return relationship.target
        raise UnreadableError("not a Word file: it has no main document")

    def relationships(self, part: str) -> list[Relationship]:
        """The relationships of a part, of the package itself for ""."""
        name = _rels_name(part)
        if name not in self:
            return []
        folder = posixpath.dirname(part)
        found = []
        for each in parsed(self[name]):
            target = each.get("Target", "")
            external = each.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.append(Relationship(each.get("Id", ""), each.get("Type", ""), target, external))
        return found

    def relate(self, part: str, type: str, targets: Sequence[str], *, external: bool = False) -> list[str]:
        """Adds relationships of one type and gives their ids. The targets are as they shall be written."""
        if not targets:
            return []
        taken = {relationship.id for relationship in self.relationships(part)}
        free = (f"rIdCite{number}" for number in count(1))
        ids = list(islice((id for id in free if id not in taken), len(targets)))
        mode = ' TargetMode="External"' if external else ""
        entries = [
            f"Relationship Id={quoteattr(id)} Type={quoteattr(type)} Target={quoteattr(target)}{mode}/>"
            for id, target in zip(ids, targets, strict=True)
        ]
        name = _rels_name(part)
        before = self.get(name, _EMPTY_RELATIONSHIPS)
        self[name] = appended(before, lambda prefix: "".join(f"<{prefix}{each}" for each in entries))
        return ids

    def declare(self, part: str, content_type: str) -> None:
        """Says of a new part what it holds."""
        if _CONTENT_TYPES not in self:
            raise UnreadableError("not a Word file: it does not say what its parts hold")
        self[_CONTENT_TYPES] = appended(
            self[_CONTENT_TYPES],
            lambda prefix: (
                f"<{prefix}Override PartName={quoteattr('/' + part)} ContentType={quoteattr(content_type)}/>"
            ),
        )


_EMPTY_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


def _rels_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


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
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError("a part is not in UTF-8; save it again with Word")
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
        raise UnreadableError("a part is not well-formed XML; save the file again") from None
    return found
