"""Walks pandoc's tree and builds the reading text: main text first, then the notes in the order of their markers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from citecheck.model.document import BlockKind, MarkKind, NoteKind
from citecheck.parser.readers.pandoc.builder import Builder, Built, Place
from citecheck.parser.readers.pandoc.inlines import InlineReader, Node
from citecheck.parser.readers.pandoc.runs import Run, Span
from citecheck.parser.readers.pandoc.tags import LONE, NOTE, ORPHANS, PLACE, TAG, NoteTag, PlaceTag

_KINDS_BY_CLASS = {
    "epigraph": BlockKind.EPIGRAPH,
    "verse": BlockKind.VERSE,
    "poem": BlockKind.VERSE,
    "poetry": BlockKind.VERSE,
    "stanza": BlockKind.VERSE,
    "refs": BlockKind.BIBLIOGRAPHY_ENTRY,
    "references": BlockKind.BIBLIOGRAPHY_ENTRY,
    "csl-bib-body": BlockKind.BIBLIOGRAPHY_ENTRY,
    "thebibliography": BlockKind.BIBLIOGRAPHY_ENTRY,
    "bibliography": BlockKind.BIBLIOGRAPHY_ENTRY,
    "attribution": BlockKind.ATTRIBUTION,
}
_DISPLAYED = (BlockKind.BLOCK_QUOTATION, BlockKind.EPIGRAPH, BlockKind.VERSE)
_DASHES = ("—", "–", "―", "--")
LONGEST_ATTRIBUTION = 200
"""Characters: a last paragraph of a quotation that begins with a dash and is longer is speech, not a name."""


@dataclass(frozen=True, slots=True)
class _Context:
    kind: BlockKind = BlockKind.PARAGRAPH
    note: str | None = None
    style: str = ""


@dataclass(slots=True)
class _Pending:
    id: str
    label: str
    kind: NoteKind
    blocks: list[Node]
    place: Place
    scope: str = ""


class Walk:
    """One walk over one tree. `notes` and `places` are what the tags in it name."""

    def __init__(self, notes: tuple[NoteTag, ...] = (), places: tuple[PlaceTag, ...] = ()) -> None:
        self._notes = notes
        self._places = places
        self._builder = Builder()
        self._inlines = InlineReader(self._take_note, self._enter)
        self._pending: deque[_Pending] = deque()
        self._known: dict[str, tuple[str, str]] = {}
        self._counts = {NoteKind.FOOTNOTE: 0, NoteKind.ENDNOTE: 0}
        self._place = Place()
        self._raw_quotes = 0
        self._ways: dict[str, Callable[[Any, _Context], None]] = {
            "Para": self._paragraph,
            "Plain": self._paragraph,
            "Header": self._header,
            "BlockQuote": self._quote,
            "CodeBlock": self._code,
            "RawBlock": self._raw,
            "LineBlock": self._lines,
            "BulletList": self._list,
            "OrderedList": lambda content, context: self._list(content[1], context),
            "DefinitionList": self._definitions,
            "Table": self._table,
            "Figure": self._figure,
            "Div": self._div,
        }

    def read(self, blocks: list[Node], front: list[list[Node]]) -> Built:
        """Walks a document. `front` holds its title and the like, each as inline nodes."""
        for inlines in front:
            self._header([1, ["", [], []], inlines], _Context())
        self._walk(blocks, _Context())
        self._builder.end_body()
        while self._pending:
            self._read_note(self._pending.popleft())
        return self._builder.finish()

    def _walk(self, blocks: list[Node], context: _Context) -> None:
        for block in blocks:
            way = self._ways.get(block["t"])
            if way is not None:
                inner = context
                if self._raw_quotes and context.kind is BlockKind.PARAGRAPH:
                    inner = replace(context, kind=BlockKind.BLOCK_QUOTATION)
                way(block.get("c"), inner)

    def _read_note(self, note: _Pending) -> None:
        self._place = replace(note.place, note=note.label)
        start = self._builder.begin_note()
        self._walk(note.blocks, _Context(note=note.id))
        self._builder.end_note(note.id, note.label, note.kind, note.scope, start)

    def _take_note(self, blocks: list[Node]) -> tuple[str, str]:
        tag = self._tag_of(blocks) or NoteTag("")
        if tag.key in self._known:
            return self._known[tag.key]
        self._counts[tag.kind] += 1
        count = self._counts[tag.kind]
        label = tag.label or str(count)
        id = f"{tag.kind}-{count}"
        if tag.key:
            self._known[tag.key] = (id, label)
        self._pending.append(_Pending(id, label, tag.kind, blocks, self._place, tag.scope))
        return id, label

    def _tag_of(self, blocks: list[Node]) -> NoteTag | None:
        found = TAG.match(_first_text(blocks))
        return self._notes[int(found[2])] if found and found[1] == NOTE else None

    def _enter(self, id: str) -> None:
        if id.lower().endswith((".xhtml", ".html", ".htm", ".xml")):
            self._place = Place(part=id, paragraph=0)

    def _paragraph(self, nodes: list[Node], context: _Context) -> None:
        if _first_text([{"t": "Para", "c": nodes}]).startswith(ORPHANS):
            self._orphans(nodes)
            return
        run = self._inlines.read(nodes)
        kind = context.kind
        place = self._resolve_tags(run)
        if place is not None and place.quoted and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.BLOCK_QUOTATION
        self._add(run, replace(context, kind=kind, style=(place.style if place else "") or context.style))

    def _add(self, run: Run, context: _Context, level: int = 0) -> None:
        run.tidy()
        kind = context.kind
        if context.note and kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.HEADING):
            kind = BlockKind.NOTE_BODY
        self._builder.add(run, kind, self._place, note=context.note, level=level, style=context.style)

    def _orphans(self, nodes: list[Node]) -> None:
        """Takes in notes that the text does not mention: they keep the label of the source and have no marker."""
        for node in nodes:
            tag = self._tag_of(node["c"]) if node["t"] == "Note" else None
            if tag is None or tag.key in self._known:
                continue
            label = tag.label or tag.key
            id = f"{tag.kind}-unmarked-{len(self._known)}"
            self._known[tag.key] = (id, label)
            self._pending.append(_Pending(id, label, tag.kind, node["c"], Place(), tag.scope))

    def _resolve_tags(self, run: Run) -> PlaceTag | None:
        """Takes the tags out of a run and does what they say."""
        place = None
        edits = []
        lone = []
        for found in TAG.finditer(run.text):
            edits.append((found.start(), found.end(), ""))
            if found[1] == PLACE:
                place = self._places[int(found[2])]
            elif found[1] == LONE:
                lone.append(
                    Span(MarkKind.NOTE_MARKER, found.start(), found.start(), "", self._notes[int(found[2])].label)
                )
        run.spans += lone
        run.replace(edits)
        if place is not None:
            self._place = replace(self._place, paragraph=place.paragraph, part=place.part or self._place.part)
        return place

    def _header(self, content: list[Any], context: _Context) -> None:
        level, (id, _, _), nodes = content
        self._enter(id)
        run = self._inlines.read(nodes)
        self._resolve_tags(run)
        run.tidy()
        if run.text and not context.note:
            self._place = replace(self._place, heading=run.text)
        self._add(run, replace(context, kind=BlockKind.HEADING), level)

    def _quote(self, blocks: list[Node], context: _Context) -> None:
        kind = context.kind if context.kind in _DISPLAYED else BlockKind.BLOCK_QUOTATION
        before = self._builder.last
        self._walk(blocks, replace(context, kind=kind))
        last = self._builder.last
        if last is not None and last is not before and len(blocks) > 1 and last.kind is kind:
            text = self._builder.last_text
            if text.startswith(_DASHES) and len(text) < LONGEST_ATTRIBUTION:
                self._builder.change_last(BlockKind.ATTRIBUTION)

    def _code(self, content: list[Any], context: _Context) -> None:
        text = content[1].partition(ORPHANS)[0].strip("\n")
        self._builder.add(Run(text), BlockKind.CODE, self._place, note=context.note)

    def _raw(self, content: list[str], _: _Context) -> None:
        format, source = content
        if format.startswith("html"):
            lowered = source.lower()
            depth = self._raw_quotes + lowered.count("<blockquote") - lowered.count("</blockquote")
            self._raw_quotes = max(0, depth)

    def _lines(self, lines: list[list[Node]], context: _Context) -> None:
        nodes: list[Node] = []
        for line in lines:
            nodes += [*line, {"t": "LineBreak"}]
        self._paragraph(nodes[:-1], replace(context, kind=BlockKind.VERSE))

    def _list(self, items: list[list[Node]], context: _Context) -> None:
        kind = BlockKind.LIST_ITEM if context.kind is BlockKind.PARAGRAPH else context.kind
        for item in items:
            self._walk(item, replace(context, kind=kind))

    def _definitions(self, items: list[Any], context: _Context) -> None:
        for term, definitions in items:
            self._paragraph(term, context)
            self._list(definitions, context)

    def _table(self, content: list[Any], context: _Context) -> None:
        _, (_, caption), _, (_, head), bodies, (_, foot) = content
        self._walk(caption, replace(context, kind=BlockKind.CAPTION))
        rows = [*head, *(row for body in bodies for part in body[2:] for row in part), *foot]
        for _, cells in rows:
            for cell in cells:
                self._walk(cell[-1], replace(context, kind=BlockKind.TABLE_CELL))

    def _figure(self, content: list[Any], context: _Context) -> None:
        _, (_, caption), blocks = content
        self._walk(blocks, context)
        self._walk(caption, replace(context, kind=BlockKind.CAPTION))

    def _div(self, content: list[Any], context: _Context) -> None:
        (id, classes, pairs), blocks = content
        self._enter(id)
        style = dict(pairs).get("custom-style", "")
        kind = next((_KINDS_BY_CLASS[name] for name in [id, *classes] if name in _KINDS_BY_CLASS), context.kind)
        self._walk(blocks, replace(context, kind=kind, style=style or context.style))


def _first_text(blocks: list[Node]) -> str:
    """The first word of blocks, wherever it is nested; "" when they do not begin with text."""
    node: Any = blocks
    while node:
        if isinstance(node, list):
            node = node[0]
        elif not isinstance(node, dict):
            return ""
        elif node["t"] == "Str":
            return str(node["c"])
        else:
            content = node.get("c")
            attributed = node["t"] in ("Div", "Span", "Link")
            node = content[1] if attributed and content else content
    return ""
