"""Where the letters and note markers of a Word document's main text stand in its XML, byte by byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from citecheck.errors import UnreadableError

_UNREAD = frozenset(("del", "moveFrom", "txbxContent", "Fallback", "pict"))
"""What is left out: struck text, text boxes (in which Word takes no comments), second renderings."""


@dataclass(slots=True)
class Run:
    """A run (`w:r`): its bytes from `start` to `end`, its start tag, its properties, and where its content begins."""

    start: int
    tag: bytes
    content: int
    properties: bytes = b""
    end: int = 0


@dataclass(slots=True)
class TextNode:
    """A `w:t` of a run: its start tag at `start`, its text from `opened` to `closed`, all as bytes of the part."""

    run: Run
    start: int
    opened: int
    closed: int
    end: int = 0
    preserves: bool = False
    offsets: list[int] = field(default_factory=list)  # the byte at which each character begins


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or digit: the node it stands in and the number of its character there."""

    node: TextNode
    index: int


class MainText:
    """The letters of a main document part in their order, and the runs of its note markers in theirs.

    Raises `UnreadableError` for XML that is broken, has a document type or is not in UTF-8.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.letters: list[Letter] = []
        self.markers: list[Run] = []
        self.namespace = ""
        self.prefix = ""
        self._chars: list[str] = []
        self._nodes: list[TextNode] = []
        self._stack: list[str] = []
        self._runs: list[Run] = []
        self._properties = -1
        self._parse()
        for node in self._nodes:
            self._spell(node)
        self.folded = "".join(self._chars)

    def _parse(self) -> None:
        head = self.xml[:200].lower()
        if self.xml[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"encoding=" in head and b"utf-8" not in head):
            raise UnreadableError("its main text is not in UTF-8; save it again with Word")
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(self.xml, True)
        except expat.ExpatError:
            raise UnreadableError("its main text is not well-formed XML") from None

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        at = self._parser.CurrentByteIndex
        if not self._stack:
            self.namespace = namespace
            raw = self.xml[at + 1 : at + 100].split(maxsplit=1)[0].rstrip(b"/>").decode("ascii", "replace")
            self.prefix = raw.rpartition(":")[0]
        own = namespace == self.namespace
        self._stack.append(local if own or local == "Fallback" else "")
        if not own or not _UNREAD.isdisjoint(self._stack):
            return
        if local == "r":
            opened = self._behind_tag(at)
            self._runs.append(Run(at, self.xml[at:opened], opened))
        elif local == "rPr" and self._runs and self._stack[-2:-1] == ["r"]:
            self._properties = at
        elif local == "t" and self._runs:
            opened = self._behind_tag(at)
            preserves = attributes.get("http://www.w3.org/XML/1998/namespace space") == "preserve"
            self._nodes.append(TextNode(self._runs[-1], at, opened, opened, preserves=preserves))
        elif local in ("footnoteReference", "endnoteReference") and self._runs:
            self.markers.append(self._runs[-1])

    def _ended(self, _name: str) -> None:
        local = self._stack.pop()
        if not local or not _UNREAD.isdisjoint(self._stack) or local in _UNREAD:
            return
        at = self._parser.CurrentByteIndex
        behind = self.xml.index(b">", at) + 1 if self.xml.startswith(b"</", at) else at  # an empty tag ends there
        if local == "t" and self._nodes and self._nodes[-1].end == 0:
            self._nodes[-1].closed = max(at, self._nodes[-1].opened) if behind > at else self._nodes[-1].opened
            self._nodes[-1].end = behind
        elif local == "rPr" and self._properties >= 0 and self._stack[-1:] == ["r"]:
            run = self._runs[-1]
            run.content = behind
            run.properties = self.xml[self._properties : run.content]
            self._properties = -1
        elif local == "r" and self._runs:
            self._runs.pop().end = behind

    def _behind_tag(self, at: int) -> int:
        """The byte behind the tag that begins at a byte; a ">" inside an attribute does not end it."""
        quote = 0
        for index in range(at, len(self.xml)):
            byte = self.xml[index]
            if quote:
                quote = 0 if byte == quote else quote
            elif byte in b"\"'":
                quote = byte
            elif byte == 0x3E:
                return index + 1
        return len(self.xml)

    def _spell(self, node: TextNode) -> None:
        raw = self.xml[node.opened : node.closed]
        if b"<" in raw:  # a comment or CDATA section inside a text, which Word does not write
            return
        for char, offset in _characters(raw):
            if char.isalnum():
                self.letters.append(Letter(node, len(node.offsets)))
                self._chars.append(char)
            node.offsets.append(node.opened + offset)


def _refuse(*_arguments: object) -> None:
    raise UnreadableError("its main text has a document type, which Word files have not")


_NAMED = {b"amp": "&", b"lt": "<", b"gt": ">", b"quot": '"', b"apos": "'"}


def _characters(raw: bytes) -> Iterator[tuple[str, int]]:
    """The characters of well-formed UTF-8 text with the byte each begins at, references read."""
    at = 0
    while at < len(raw):
        if raw[at] == 0x26:  # &
            end = raw.index(b";", at)
            yield _referenced(raw[at + 1 : end]), at
            at = end + 1
            continue
        size = 1 if raw[at] < 0x80 else 2 if raw[at] < 0xE0 else 3 if raw[at] < 0xF0 else 4
        yield raw[at : at + size].decode("utf-8", "replace"), at
        at += size


def _referenced(name: bytes) -> str:
    if name[:1] != b"#":
        return _NAMED.get(name, "\ufffd")
    number = int(name[2:], 16) if name[1:2] in b"xX" else int(name[1:])
    return chr(number)
