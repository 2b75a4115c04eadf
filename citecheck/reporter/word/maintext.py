"""The text of a Word document's main part, character by character with the bytes that each stands at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from citecheck.errors import UnreadableError
from citecheck.reporter.anchoring import FileText

READINGS = ("accept", "reject", "all")
"""Which tracked changes count, as in `ReadOptions.changes`; the default first."""

_CHANGED = {"ins": "ins", "moveTo": "ins", "del": "del", "moveFrom": "del"}
_LEFT_OUT = {"accept": "del", "reject": "ins", "all": "-"}
_REFERENCES = ("footnoteReference", "endnoteReference")
_BETWEEN = {"p": "\n\n", "br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
_COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_TAG = re.compile(rb"""[^"'>]*+(?:"[^"]*+(?:"|\Z)[^"'>]*+|'[^']*+(?:'|\Z)[^"'>]*+)*+(?:>|\Z)""")
_SPACE = "http://www.w3.org/XML/1998/namespace space"


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
    """A `w:t` (or `w:delText`) of a run: its start tag at `start`, its text from `opened` to `closed`, as bytes.

    `outer` is the run that holds the text box in which the node stands, None in the main flow.
    """

    run: Run
    start: int
    opened: int
    closed: int
    end: int = 0
    preserves: bool = False
    change: str = ""
    outer: Run | None = None


NOWHERE = TextNode(Run(0, b"", 0), 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Marker:
    run: Run
    change: str


@dataclass(frozen=True)
class Reading(FileText):
    """The text under one way to take tracked changes, with the runs of its markers.

    `nodes` and their `starts` in the text go together; what stands between nodes belongs to `NOWHERE`.
    """

    runs: Sequence[Run]
    nodes: Sequence[TextNode]
    starts: Sequence[int]

    def letter(self, at: int) -> tuple[TextNode, int] | None:
        """The node that holds a character, and the character's number in it; None between nodes."""
        index = bisect_right(self.starts, at) - 1
        if index < 0 or self.nodes[index] is NOWHERE or at >= len(self.text):
            return None
        return self.nodes[index], at - self.starts[index]


class MainText:
    """A main document part: its text nodes and note markers in their order, and the ids that its comments have.

    Raises `UnreadableError` for XML that is broken, has a document type or is not in UTF-8.
    """

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.namespace = ""
        self.prefix = ""
        self.comment_ids: list[str] = []
        self.paragraph = 0
        """The byte behind the content of the first paragraph, where a comment goes that no word can take."""
        self._flow: list[TextNode | _Marker | str] = []
        self._boxes: list[TextNode | _Marker | str] = []
        self._stack: list[str] = []
        self._runs: list[Run] = []
        self._properties = -1
        self._node: TextNode | None = None
        self._parse()

    def reading(self, changes: str) -> Reading:
        """The text with tracked changes accepted, rejected or all shown; text boxes stand behind the main flow."""
        left_out = _LEFT_OUT[changes]
        pieces: list[str] = []
        nodes: list[TextNode] = []
        starts: list[int] = []
        markers: list[int] = []
        runs: list[Run] = []
        at = 0
        for each in [*self._flow, "\n\n", *self._boxes]:
            if isinstance(each, str):
                pieces.append(each)
            elif each.change == left_out:
                continue
            elif isinstance(each, _Marker):
                markers.append(at)
                runs.append(each.run)
                continue
            else:
                pieces.append(self.spelt(each))
            nodes.append(NOWHERE if isinstance(each, str) else each)
            starts.append(at)
            at += len(pieces[-1])
        return Reading("".join(pieces), markers, runs, nodes, starts)

    def spelt(self, node: TextNode) -> str:
        """A node's characters. "" for one with a comment or CDATA section inside, which Word does not write."""
        raw = self.xml[node.opened : node.closed]
        return "" if b"<" in raw else "".join(char for char, _ in _characters(raw))

    def byte_of(self, node: TextNode, index: int) -> int:
        """The byte at which a node's character begins; the one behind its text for the number of its characters."""
        for number, (_, offset) in enumerate(_characters(self.xml[node.opened : node.closed])):
            if number == index:
                return node.opened + offset
        return node.closed

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

    @property
    def _change(self) -> str:
        return next((_CHANGED[each] for each in reversed(self._stack) if each in _CHANGED), "")

    def _put(self, piece: TextNode | _Marker | str) -> None:
        (self._boxes if "txbxContent" in self._stack else self._flow).append(piece)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        at = self._parser.CurrentByteIndex
        if not self._stack:
            self.namespace = namespace
            raw = self.xml[at + 1 : at + 100].split(maxsplit=1)[0].rstrip(b"/>").decode("ascii", "replace")
            self.prefix = raw.rpartition(":")[0]
        own = namespace == self.namespace
        self._stack.append(local if own or local == "Fallback" else "")
        if not own or "Fallback" in self._stack:
            return
        if local == "r":
            opened = self._behind_tag(at)
            self._runs.append(Run(at, self.xml[at:opened], opened))
        elif local == "rPr" and self._runs and self._stack[-2:-1] == ["r"]:
            self._properties = at
        elif local in ("t", "delText") and self._runs:
            opened = self._behind_tag(at)
            outer = self._runs[0] if "txbxContent" in self._stack and len(self._runs) > 1 else None
            preserves = attributes.get(_SPACE) == "preserve"
            self._node = TextNode(self._runs[-1], at, opened, opened, 0, preserves, self._change, outer)
        elif local in _REFERENCES and self._runs:
            self._put(_Marker(self._runs[0], self._change))
        elif local in _BETWEEN and (local == "p" or self._stack[-2:-1] == ["r"]):
            self._put(_BETWEEN[local])
        elif local in _COMMENTS:
            self.comment_ids.append(attributes.get(f"{namespace} id", ""))

    def _ended(self, _name: str) -> None:
        local = self._stack.pop()
        if not local or "Fallback" in self._stack or local == "Fallback":
            return
        at = self._parser.CurrentByteIndex
        behind = self.xml.index(b">", at) + 1 if self.xml.startswith(b"</", at) else at  # an empty tag ends there
        if local in ("t", "delText") and self._node is not None:
            node, self._node = self._node, None
            node.closed = max(at, node.opened) if behind > at else node.opened
            node.end = behind
            self._put(node)
        elif local == "rPr" and self._properties >= 0 and self._stack[-1:] == ["r"]:
            run = self._runs[-1]
            run.content = behind
            run.properties = self.xml[self._properties : run.content]
            self._properties = -1
        elif local == "r" and self._runs:
            self._runs.pop().end = behind
        elif local == "p" and not self.paragraph and behind > at:
            self.paragraph = at

    def _behind_tag(self, at: int) -> int:
        """The byte behind the tag that begins at a byte; a ">" inside an attribute does not end it."""
        found = _TAG.match(self.xml, at + 1)
        return found.end() if found else len(self.xml)


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
