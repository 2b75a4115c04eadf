"""Reads plain text into a Document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from citecheck.errors import UnreadableError
from citecheck.model.document import BlockKind, Document, NoteBody, NoteKind, Position, Segment
from citecheck.parser.readers.decoding import decode
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.prose.joining import Cut, Joiner, Vocabulary
from citecheck.parser.readers.text.kinds import kinds
from citecheck.parser.readers.text.lines import full_width, pages_of
from citecheck.parser.readers.text.notes import Lifted, LiftedNote, lift_notes
from citecheck.parser.readers.text.orphans import orphans
from citecheck.parser.readers.text.paragraphs import Paragraph, paragraphs

_BINARY_SHARE = 0.02


class TextReader:
    """Plain text: as typed, or as it was pulled out of a PDF."""

    formats = ("text",)
    extensions: ClassVar[dict[str, str]] = {".txt": "text", ".text": "text", "": "text"}

    def sniff(self, data: bytes) -> str | None:
        """None: nothing in a plain text shows beyond doubt that it is one."""
        del data
        return None

    def read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        """Reads a plain text. Raises `UnreadableError` for an empty or a binary file."""
        try:
            text = decode(data, options.encoding)
        except UnreadableError as error:
            raise UnreadableError(f"{path}: {error}") from None
        if _looks_binary(text):
            raise UnreadableError(f"{path}: is not a text; if it is a manuscript, name its format with --from")
        return document(str(path), format, text)


def document(path: str, format: str, text: str) -> Document:
    """The Document of a plain text."""
    pages = pages_of(text)
    width = full_width(pages)
    lifted = lift_notes(pages)
    joiner = Joiner(Vocabulary(line for page in pages for line in page), _cuts(lifted))
    blocks = paragraphs(lifted.main, width)
    _tell_markers(blocks, joiner)
    for block, kind in zip(blocks, kinds(blocks, width), strict=True):
        joiner.add(block.lines, kind, level=1 if kind is BlockKind.HEADING else 0)
    body_end = joiner.length
    bodies = [_body(index, note, lifted.notes, joiner) for index, note in enumerate(lifted.notes, 1)]
    return Document(
        path,
        format,
        joiner.finish(),
        body_end,
        tuple(joiner.blocks),
        tuple(sorted(joiner.marks, key=lambda mark: (mark.start, -mark.end))),
        tuple(bodies),
        tuple(
            Segment(run.start, Position(line=run.line.number, column=run.line.column + run.begin))
            for run in joiner.runs
        ),
    )


def _cuts(lifted: Lifted) -> dict[int, list[Cut]]:
    """The markers by line number, those that no note answers included."""
    cuts: dict[int, list[Cut]] = defaultdict(list)
    for index, note in enumerate(lifted.notes, 1):
        if note.marker:
            cuts[note.marker.line].append(Cut(note.marker.start, note.marker.end, f"n{index}", note.label))
    for marker in orphans(lifted):
        cuts[marker.line].append(Cut(marker.start, marker.end, "", marker.label))
    return cuts


def _tell_markers(blocks: Sequence[Paragraph], joiner: Joiner) -> None:
    for block in blocks:
        last = block.lines[-1]
        ends = [cut.end for cut in joiner.cuts.get(last.number, ())]
        block.ends_with_marker = bool(ends) and not last.text[max(ends) :].strip(".,;”’\"' ")
        count = sum(len(joiner.cuts.get(line.number, ())) for line in block.lines)
        block.holds_marker = count > block.ends_with_marker


def _body(index: int, note: LiftedNote, notes: Sequence[LiftedNote], joiner: Joiner) -> NoteBody:
    start = joiner.length + 2
    for lines in note.paragraphs:
        joiner.add(lines, BlockKind.NOTE_BODY, note=f"n{index}")
    restarts = len({each.label for each in notes}) < len(notes)
    kind = NoteKind.ENDNOTE if notes[0].section == notes[-1].section and len(notes) > 2 else NoteKind.FOOTNOTE
    return NoteBody(f"n{index}", note.label, kind, start, joiner.length, str(note.section + 1) if restarts else "")


def _looks_binary(text: str) -> bool:
    sample = text[:100_000]
    odd = sum(
        char == "\ufffd" or (char < " " and char not in "\t\n\f\r\x1b") or "\x7f" <= char < "\xa0" for char in sample
    )
    return odd > len(sample) * _BINARY_SHARE
