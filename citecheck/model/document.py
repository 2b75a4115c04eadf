"""A manuscript as reading text with marks: what every reader gives, whatever the file was."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    BLOCK_QUOTATION = "block-quotation"
    EPIGRAPH = "epigraph"
    ATTRIBUTION = "attribution"  # the line under an epigraph or block quotation that names its author
    VERSE = "verse"
    LIST_ITEM = "list-item"
    TABLE_CELL = "table-cell"
    CAPTION = "caption"
    CODE = "code"
    BIBLIOGRAPHY_ENTRY = "bibliography-entry"
    NOTE_BODY = "note-body"


class MarkKind(StrEnum):
    """What a mark says of its span."""

    NOTE_MARKER = "note-marker"
    LINK = "link"
    EMPHASIS = "emphasis"
    CITATION = "citation"
    ANCHOR = "anchor"


class NoteKind(StrEnum):
    """Where a note's body stands."""

    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"


@dataclass(frozen=True, slots=True)
class Position:
    """Where a span stands in the file that its user opens.

    Lines, columns, pages and paragraphs count from 1; columns count characters. Text formats fill the lines and
    columns, PDF the page and rectangle (points, origin at the page's lower left: left, bottom, right, top), Word
    and its like the paragraph or note number with the nearest heading. What does not apply is None.
    """

    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    page: int | None = None
    rect: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    note: str | None = None
    heading: str | None = None
    part: str | None = None  # the file inside an EPUB or the like


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of `Document.text` from `start` up to the next segment's start, and where it stands in the file.

    In text formats the run lies in one line of the file and advances column by column with it; elsewhere the
    whole run has one position (in PDF a word's). `width` is the run's length in the file where it is not that of
    the text (an escape, an entity): then every character of the run has the run's columns.
    """

    start: int
    position: Position
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """`text[start:end]` of a document, of one kind. `note` is the id of the note body it belongs to.

    `level` is a heading's depth from 1. `continues` says that a sentence runs on from the block before, as in a
    paragraph that goes on after a displayed quotation.
    """

    kind: BlockKind
    start: int
    end: int
    note: str | None = None
    level: int = 0
    continues: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on `text[start:end]`.

    A note marker is taken out of the text and has no width; `target` is its note's id ("" when the reader found
    no body for it) and `label` the marker as printed. A link's target is its URL, a citation's its key.
    """

    kind: MarkKind
    start: int
    end: int
    target: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class NoteBody:
    """A note's body: `text[start:end]` of the document, which may hold several blocks. `id` is unique, `label` not.

    `scope` names the run of the text in which labels do not repeat (a page, a chapter; "" the whole document).
    """

    id: str
    label: str
    kind: NoteKind
    start: int
    end: int
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment in the manuscript that speaks to citecheck: `citecheck: ignore Q203 as the author wants it`.

    `codes` are codes or their first letters and digits ("Q2"); none when the comment is not understood. `alone` says
    that nothing else stands in its lines.
    """

    position: Position
    text: str
    codes: tuple[str, ...] = ()
    reason: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Document:
    """A manuscript after its reader: everything later works on this alone.

    `text` is one string in reading order: line ends and their hyphens undone, note markers, running heads and
    page numbers taken out, blocks apart by a blank line. The note bodies follow the main text, which ends at
    `body_end`. `blocks`, `marks` and `segments` are in the order of their start; the blocks do not overlap.
    `dropped` lists what the reader left out and told nobody else (deleted runs, an image without text).
    """

    path: str
    format: str
    text: str
    body_end: int
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()
    note_bodies: tuple[NoteBody, ...] = ()
    segments: tuple[Segment, ...] = ()
    language: str | None = None
    title: str | None = None
    bibliography: tuple[str, ...] = ()  # CSL-JSON items, one string each, of the document's own list of works
    warnings: tuple[str, ...] = field(default=())
    directives: tuple[Directive, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds a character, or None between blocks."""
        index = bisect_right(self._block_starts, offset) - 1
        if index < 0 or offset > self.blocks[index].end:
            return None
        return self.blocks[index]

    def block_from(self, offset: int) -> Block | None:
        """The first block that begins at or after an offset."""
        index = bisect_left(self._block_starts, offset)
        return self.blocks[index] if index < len(self.blocks) else None

    def blocks_from(self, start: int, end: int) -> tuple[Block, ...]:
        """The blocks that begin at or after `start`, before `end`."""
        return self.blocks[bisect_left(self._block_starts, start) : bisect_left(self._block_starts, end)]

    def block_before(self, offset: int) -> Block | None:
        """The last block of the main text that ends at or before an offset."""
        index = bisect_right(self._block_starts, offset) - 1
        while index >= 0 and (self.blocks[index].end > offset or self.blocks[index].note is not None):
            index -= 1
        return self.blocks[index] if index >= 0 else None

    def locate(self, start: int, end: int) -> Position:
        """The position of `text[start:end]` in the file; an empty Position where the reader kept none."""
        if not self.segments:
            return Position()
        first = self._point(start)
        last = self._point(max(start, end - 1), after=end > start)
        rect = first.rect and self._around(start, end, first.page)
        return Position(
            line=first.line,
            column=first.column,
            end_line=last.end_line or last.line,
            end_column=last.end_column or last.column,
            page=first.page,
            rect=rect,
            paragraph=first.paragraph,
            note=first.note,
            heading=first.heading,
            part=first.part,
        )

    def _around(self, start: int, end: int, page: int | None) -> tuple[float, float, float, float] | None:
        """The rectangle around all of `text[start:end]` that stands on a page."""
        begin = max(0, bisect_right(self._starts, start) - 1)
        stop = max(begin + 1, bisect_left(self._starts, end))
        places = (segment.position for segment in self.segments[begin:stop])
        boxes = [at.rect for at in places if at.rect is not None and at.page == page]
        if not boxes:
            return None
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return round(min(lefts), 2), round(min(bottoms), 2), round(max(rights), 2), round(max(tops), 2)

    def _point(self, offset: int, *, after: bool = False) -> Position:
        index = max(0, bisect_right(self._starts, offset) - 1)
        segment = self.segments[index]
        at = segment.position
        if at.column is None:
            return at
        if segment.width is not None:
            column = at.column
            end = at.column + segment.width
        else:
            column = at.column + offset - segment.start
            end = column + (1 if after else 0)
        return Position(
            line=at.line,
            column=column,
            end_line=at.line,
            end_column=end,
            page=at.page,
            rect=at.rect,
            paragraph=at.paragraph,
            note=at.note,
            heading=at.heading,
            part=at.part,
        )
