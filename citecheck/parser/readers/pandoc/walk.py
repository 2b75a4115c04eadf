"""Walks pandoc's tree and builds the reading text: main text first, then the notes in the order of their markers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from citecheck.model.document import BlockKind
from citecheck.parser.readers.pandoc.builder import DISPLAYED, Builder, Built, Place
from citecheck.parser.readers.pandoc.docxstyles import printed
from citecheck.parser.readers.pandoc.inlines import InlineReader, Node
from citecheck.parser.readers.pandoc.notebook import Notebook, Pending, detach, first_text
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.runs import Run
from citecheck.parser.readers.pandoc.tags import ORPHANS, TAG, CiteTag, PlaceTag

_KINDS_BY_CLASS = {
    "epigraph": BlockKind.EPIGRAPH,
    "verse": BlockKind.VERSE,
    "poem": BlockKind.VERSE,
    "poetry": BlockKind.VERSE,
    "stanza": BlockKind.VERSE,
    "blockquote": BlockKind.BLOCK_QUOTATION,
    "citations": BlockKind.BIBLIOGRAPHY_ENTRY,
    "refs": BlockKind.BIBLIOGRAPHY_ENTRY,
    "references": BlockKind.BIBLIOGRAPHY_ENTRY,
    "csl-bib-body": BlockKind.BIBLIOGRAPHY_ENTRY,
    "thebibliography": BlockKind.BIBLIOGRAPHY_ENTRY,
    "bibliography": BlockKind.BIBLIOGRAPHY_ENTRY,
    "attribution": BlockKind.ATTRIBUTION,
}
_NUMBERS = {
    "UpperAlpha": "upperLetter", "LowerAlpha": "lowerLetter", "UpperRoman": "upperRoman", "LowerRoman": "lowerRoman",
}  # fmt: skip
_STRUCTURAL = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.HEADING, BlockKind.CAPTION)


@dataclass(frozen=True, slots=True)
class _Context:
    kind: BlockKind = BlockKind.PARAGRAPH
    note: str | None = None
    style: str = ""


class Walk:
    """One walk over one tree."""

    def __init__(self, prepared: Prepared) -> None:
        self._places = prepared.places
        self._tags = prepared.notes
        self._cites = prepared.cites
        self._trusts_quotes = prepared.quotes
        self._builder = Builder()
        self._inlines = InlineReader(self)
        self._notebook = Notebook((), {})
        self._place = Place(paragraph=0)
        self._tagged: PlaceTag | None = None
        self._in_note = False
        self._repeated = ""
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
            "OrderedList": self._numbered,
            "DefinitionList": self._definitions,
            "Table": self._table,
            "Figure": self._figure,
            "Div": self._div,
        }

    def read(self, blocks: list[Node], front: list[list[Node]]) -> Built:
        """Walks a document. `front` holds its title and the like, each as inline nodes."""
        text, detached = detach(blocks)
        self._notebook = Notebook(self._tags, detached)
        for inlines in front:
            self._header([1, ["", [], []], inlines], _Context())
        self._walk(text, _Context())
        self._builder.end_body()
        self._in_note = True
        while self._notebook.pending:
            self._read_note(self._notebook.pending.popleft())
        self._notebook.end_text()
        while self._notebook.pending:
            self._read_note(self._notebook.pending.popleft())
        return self._builder.finish()

    def note(self, blocks: list[Node]) -> tuple[str, str]:
        """A note is met."""
        return self._notebook.meet(blocks, self._place)

    def refer(self, index: int) -> tuple[str, str]:
        """The marker of a detached note is met."""
        return self._notebook.refer(index, self._place)

    def lone(self, index: int) -> tuple[str, str]:
        """A marker without a note is met."""
        return self._notebook.lone(index)

    def place(self, index: int) -> None:
        """The block that is being read stands at a prepared place."""
        self._tagged = self._places[index]
        if not self._in_note:
            part = self._tagged.part or None
            heading = self._place.heading if part == self._place.part else None
            self._place = Place(self._tagged.paragraph, part, heading)

    def cite(self, index: int) -> CiteTag:
        """A prepared citation is met."""
        return self._cites[index]

    def _walk(self, blocks: list[Node], context: _Context) -> None:
        for block in blocks:
            way = self._ways.get(block["t"])
            if way is not None:
                quoted = self._raw_quotes and context.kind is BlockKind.PARAGRAPH
                way(block.get("c"), replace(context, kind=BlockKind.BLOCK_QUOTATION) if quoted else context)

    def _read_note(self, note: Pending) -> None:
        self._place = replace(note.place, note=note.label)
        start = self._builder.begin_note()
        self._repeated = note.label if note.repeats_mark else ""
        self._walk(note.blocks, _Context(note=note.id))
        self._builder.end_note(note.id, note.label, note.kind, note.scope, start)

    def _paragraph(self, nodes: list[Node], context: _Context) -> None:
        if first_text(nodes).startswith(ORPHANS):
            for node in nodes:
                if node["t"] == "Note":
                    self._notebook.meet_unmarked(node["c"])
            return
        self._add(self._read(nodes), context)

    def _read(self, nodes: list[Node]) -> Run:
        self._tagged = None
        if not self._places and not self._in_note:
            self._place = replace(self._place, paragraph=(self._place.paragraph or 0) + 1)
        run = self._inlines.read(nodes)
        run.tidy()
        if self._repeated and run.text:
            _drop_mark(run, self._repeated)
            self._repeated = ""
        return run

    def _add(self, run: Run, context: _Context, level: int = 0) -> None:
        if self._tagged and self._tagged.repeats:
            return
        kind = context.kind
        told = self._tagged.kind if self._tagged else None
        if told and (told is BlockKind.ATTRIBUTION or kind in _STRUCTURAL or kind is BlockKind.BLOCK_QUOTATION):
            kind = told
        if kind is BlockKind.BLOCK_QUOTATION and _is_verse(run.text):
            kind = BlockKind.VERSE
        if context.note and kind in _STRUCTURAL:
            kind = BlockKind.NOTE_BODY
        if kind is BlockKind.HEADING and run.text and not context.note:
            self._place = replace(self._place, heading=run.text)
        style = self._tagged.style if self._tagged else ""
        self._builder.add(run, kind, self._place, note=context.note, level=level, style=style or context.style)

    def _header(self, content: list[Any], context: _Context) -> None:
        level, _, nodes = content
        self._add(self._read(nodes), replace(context, kind=BlockKind.HEADING), level)

    def _quote(self, blocks: list[Node], context: _Context) -> None:
        if not self._trusts_quotes:
            self._walk(blocks, context)
            return
        kind = context.kind if context.kind in DISPLAYED else BlockKind.BLOCK_QUOTATION
        self._displayed(blocks, replace(context, kind=kind))

    def _displayed(self, blocks: list[Node], context: _Context) -> None:
        first = self._builder.count
        self._walk(blocks, context)
        self._builder.end_displayed(first)

    def _code(self, content: list[Any], context: _Context) -> None:
        text = TAG.sub("", content[1].partition(ORPHANS)[0]).strip("\n")
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

    def _numbered(self, content: list[Any], context: _Context) -> None:
        sentence = _sentence(content)
        if sentence is None:
            self._list(content[1], context)
        else:
            self._walk(sentence, context)

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
        quoted = any(block["t"] == "BlockQuote" for block in blocks)
        self._walk(caption, replace(context, kind=BlockKind.ATTRIBUTION if quoted else BlockKind.CAPTION))

    def _div(self, content: list[Any], context: _Context) -> None:
        (id, classes, pairs), blocks = content
        style = dict(pairs).get("custom-style", "") or context.style
        kind = next((_KINDS_BY_CLASS[name] for name in [id, *classes] if name in _KINDS_BY_CLASS), context.kind)
        inner = replace(context, kind=kind, style=style)
        if kind in DISPLAYED and kind is not context.kind:
            self._displayed(blocks, inner)
        else:
            self._walk(blocks, inner)


def _sentence(content: list[Any]) -> list[Node] | None:
    """The blocks of a list of one, its number before them: mostly a sentence that begins with a year or initials."""
    (start, style, delimiter), items = content
    if len(items) != 1 or delimiter["t"] not in ("Period", "DefaultDelim") or not items[0]:
        return None
    first, *others = items[0]
    if first["t"] == "OrderedList":
        inner = _sentence(first["c"])  # the second initial of a name
        if inner is None:
            return None
        first, others = inner[0], [*inner[1:], *others]
    elif first["t"] not in ("Para", "Plain"):
        return None
    number = {"t": "Str", "c": printed(start, _NUMBERS.get(style["t"], "decimal")) + "."}
    return [{"t": first["t"], "c": [number, {"t": "Space"}, *first["c"]]}, *others]


def _drop_mark(run: Run, label: str) -> None:
    """Takes the marker off the start of a note's body ("3", "3.", "[3]", "(3)")."""
    start = run.text.lstrip("[(")
    if start.startswith(label) and not start[len(label) : len(label) + 1].isalnum():
        rest = start[len(label) :].lstrip("])").removeprefix(".").lstrip("\u00a0 ")
        run.replace([(0, len(run.text) - len(rest), "")])
        run.tidy()


def _is_verse(text: str) -> bool:
    """Whether a displayed quotation is set line by line, in short lines."""
    lines = text.split("\n")
    return len(lines) > 1 and len(text) < 60 * len(lines)
