"""Keeps the notes that a walk meets: their ids, their printed numbers, and the bodies still to be read."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.builder import Place
from citecheck.parser.readers.pandoc.inlines import Node
from citecheck.parser.readers.pandoc.tags import BODY, NOTE, TAG, NoteTag


@dataclass(frozen=True, slots=True)
class Pending:
    """A note whose body waits until the main text ends. `place` is that of its marker."""

    id: str
    label: str
    kind: NoteKind
    scope: str
    blocks: list[Node]
    place: Place
    repeats_mark: bool = False


class Notebook:
    """The notes of one document. `tags` are what the tags name, `detached` the bodies that stand after the text."""

    def __init__(self, tags: tuple[NoteTag, ...], detached: dict[int, list[Node]]) -> None:
        self._tags = tags
        self._detached = detached
        self._known: dict[str, tuple[str, str]] = {}
        self._counts = dict.fromkeys(NoteKind, 0)
        self._made = 0
        self.pending: deque[Pending] = deque()

    def meet(self, blocks: list[Node], place: Place) -> tuple[str, str]:
        """A marker with its body: gives id and label. A note met again keeps them."""
        if not blocks:
            return "", self._next_number(NoteKind.FOOTNOTE)
        found = TAG.match(first_text(blocks))
        return self._take(self._tag(found[2]) if found and found[1] == NOTE else NoteTag(""), blocks, place)

    def refer(self, index: int, place: Place) -> tuple[str, str]:
        """The marker of a detached note."""
        tag = self._tag(index)
        if tag.key in self._known:
            return self._known[tag.key]
        if index in self._detached:
            return self._take(tag, self._detached[index], place)
        return "", tag.label or self._next_number(tag.kind)

    def lone(self, index: int) -> tuple[str, str]:
        """A marker whose note is missing."""
        return "", self._tag(index).label

    def meet_unmarked(self, blocks: list[Node]) -> None:
        """A note that may have no marker in the text: it keeps the label of the source."""
        found = TAG.match(first_text(blocks))
        if found and found[1] == NOTE:
            self._take_unmarked(self._tag(found[2]), blocks)

    def end_text(self) -> None:
        """The text has ended: detached notes that it has not mentioned are taken in without a marker."""
        for index, blocks in self._detached.items():
            self._take_unmarked(self._tag(index), blocks)

    def _tag(self, index: int | str) -> NoteTag:
        return self._tags[int(index)]

    def _take(self, tag: NoteTag, blocks: list[Node], place: Place) -> tuple[str, str]:
        if tag.key in self._known:
            return self._known[tag.key]
        self._made += 1
        given = (f"{tag.kind}-{self._made}", tag.label or self._next_number(tag.kind))
        if tag.key:
            self._known[tag.key] = given
        self.pending.append(Pending(*given, tag.kind, tag.scope, blocks, place, tag.repeats_mark))
        return given

    def _next_number(self, kind: NoteKind) -> str:
        self._counts[kind] += 1
        return str(self._counts[kind])

    def _take_unmarked(self, tag: NoteTag, blocks: list[Node]) -> None:
        if tag.key in self._known:
            return
        given = (f"{tag.kind}-unmarked-{len(self._known)}", tag.label or tag.key)
        self._known[tag.key] = given
        self.pending.append(Pending(*given, tag.kind, tag.scope, blocks, Place(), tag.repeats_mark))


def detach(blocks: list[Node]) -> tuple[list[Node], dict[int, list[Node]]]:
    """The blocks before the first detached note, and the detached notes' blocks by their numbers."""
    text: list[Node] = []
    detached: dict[int, list[Node]] = {}
    current = text
    for block in blocks:
        found = TAG.match(first_text([block]))
        if found and found[1] == BODY:
            current = detached.setdefault(int(found[2]), [])
        current.append(block)
    return text, detached


def first_text(blocks: list[Node]) -> str:
    """The first word of blocks, wherever it is nested; "" when they do not begin with text."""
    node: object = blocks
    while node:
        if isinstance(node, list):
            node = node[0]
        elif not isinstance(node, dict):
            return ""
        elif node.get("t") == "Str":
            return str(node["c"])
        else:
            content = node.get("c")
            node = (
                content[1] if node.get("t") in ("Div", "Span", "Link", "Cite", "OrderedList") and content else content
            )
    return ""
