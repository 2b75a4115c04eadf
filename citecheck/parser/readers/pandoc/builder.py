"""Puts blocks and note bodies together into one text with marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from citecheck.model.document import Block, BlockKind, Mark, MarkKind, NoteBody, NoteKind
from citecheck.parser.readers.pandoc.runs import Run
from citecheck.parser.sourcelines import authors, ends_sentence, has_place, names_source, opens_letter

BETWEEN = "\n\n"
DISPLAYED = (BlockKind.BLOCK_QUOTATION, BlockKind.EPIGRAPH, BlockKind.VERSE)
LONGEST_ATTRIBUTION = 200
"""Characters: a last paragraph of a quotation that begins with a dash and is longer is speech, not a name."""
_DASHES = ("—", "–", "―", "--")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands in a file that has no lines: `paragraph` counts from 1, `part` is the file inside."""

    paragraph: int | None = None
    part: str | None = None
    heading: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Built:
    """What a walk gives: everything of a Document but its name and the places in the file's lines."""

    text: str = ""
    body_end: int = 0
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    note_bodies: list[NoteBody] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    """One for each block."""


class Builder:
    """Grows the text block by block, first the main text, then the notes."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._built = Built()
        self._runs: list[Run] = []

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self._built.blocks)

    def add(
        self, run: Run, kind: BlockKind, place: Place, *, note: str | None = None, level: int = 0, style: str = ""
    ) -> None:
        """Adds a block. An empty run adds none, but its marks (a paragraph of nothing but a note marker) are kept."""
        if not run.text:
            self._add_marks(run, max(0, self._length))
            return
        if self._length:
            self._append(BETWEEN)
        start = self._length
        self._append(run.text)
        self._runs.append(run)
        continues = self._continues(run.text, kind, note)
        self._built.blocks.append(Block(kind, start, self._length, note, level, continues, style))
        self._built.places.append(place)
        self._add_marks(run, start)

    def end_body(self) -> None:
        """The main text is complete."""
        self._built.body_end = self._length

    def begin_note(self) -> int:
        """The offset at which a note's body will start."""
        return self._length + (len(BETWEEN) if self._length else 0)

    def end_note(self, id: str, label: str, kind: NoteKind, scope: str, start: int) -> None:
        """Closes a note's body, which may have stayed empty."""
        self._built.note_bodies.append(NoteBody(id, label, kind, min(start, self._length), self._length, scope))

    def finish(self) -> Built:
        """The whole."""
        built = self._built
        built.text = "".join(self._pieces)
        self._tell_attributions()
        built.marks.sort(key=lambda mark: (mark.start, -mark.end))
        return built

    def end_displayed(self, first: int) -> None:
        """A displayed quotation whose blocks are those from the index `first` on is complete."""
        if self.count - first > 1:
            self._tell_attribution(self.count - 1)

    def _tell_attributions(self) -> None:
        """The same for quotations that only styles and indents tell: each run of displayed paragraphs is one."""
        blocks = self._built.blocks
        named = (BlockKind.NOTE_BODY, BlockKind.BIBLIOGRAPHY_ENTRY)
        known = authors(self._runs[index].text for index, block in enumerate(blocks) if block.kind in named)
        first = 0
        for index in range(1, len(blocks)):
            before, block = blocks[index - 1], blocks[index]
            if not _is_one(before, block):
                first = index
                continue
            ends = index + 1 == len(blocks) or not _is_one(block, blocks[index + 1])
            if ends and before.kind is block.kind:
                self._tell_attribution(index)
            if self._names_source(first, index, known, ends=ends):
                blocks[index] = replace(blocks[index], kind=BlockKind.ATTRIBUTION)

    def _names_source(self, first: int, index: int, known: frozenset[str], *, ends: bool) -> bool:
        """Whether a block names the source of those before it, though no dash says so.

        Inside a quotation a name may be that of a speaker, so there a page or year must stand with it.
        """
        run, kind = self._runs[index], self._built.blocks[index].kind
        if kind not in DISPLAYED or not ends_sentence(self._runs[index - 1].text):
            return False
        if not (ends or kind is BlockKind.EPIGRAPH or has_place(run.text)):
            return False
        italics = [(span.start, span.end) for span in run.spans if span.kind is MarkKind.EMPHASIS]
        if kind is BlockKind.VERSE or opens_letter(self._runs[first].text):
            return has_place(run.text) and names_source(run.text, italics, known)
        return names_source(run.text, italics, known)

    def _tell_attribution(self, index: int) -> None:
        """A short displayed block that begins with a dash names the author of those before it."""
        block, text = self._built.blocks[index], self._runs[index].text
        if block.kind in DISPLAYED and len(text) < LONGEST_ATTRIBUTION and text.startswith(_DASHES):
            self._built.blocks[index] = replace(block, kind=BlockKind.ATTRIBUTION)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _add_marks(self, run: Run, at: int) -> None:
        for span in run.spans:
            if span.end > span.start or span.kind in (MarkKind.NOTE_MARKER, MarkKind.CITATION):
                self._built.marks.append(Mark(span.kind, at + span.start, at + span.end, span.target, span.label))

    def _continues(self, text: str, kind: BlockKind, note: str | None) -> bool:
        """A paragraph after a displayed quotation that begins in lower case goes on with the sentence before."""
        last = self._built.blocks[-1] if self._built.blocks else None
        return (
            last is not None
            and last.kind in DISPLAYED
            and last.note == note
            and kind in (BlockKind.PARAGRAPH, BlockKind.NOTE_BODY)
            and text[0].islower()
        )


def _is_one(before: Block, block: Block) -> bool:
    """Whether two blocks are of one displayed quotation; verse may stand in the style of prose."""
    if before.note != block.note or before.kind not in DISPLAYED or block.kind not in DISPLAYED:
        return False
    return before.kind is block.kind or (before.style == block.style and before.kind is BlockKind.VERSE)
