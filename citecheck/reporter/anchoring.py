"""Leads what a report speaks of to its place in the manuscript's own file, where comments on it are put."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from citecheck.model.document import Document, MarkKind
from citecheck.model.report import Finding
from citecheck.parser.readers.pandoc.positions import Stretch, align
from citecheck.reporter.entries import Entry

WHOLE = 0.98
"""Of the document's main text: a reading of the file that has as much of it is taken without trying another."""

NEAR = 2
"""Characters between a marker and where the document has it, when all else is found."""


@dataclass(frozen=True)
class FileText:
    """The text that a file holds, and where in it the markers of its notes stand, in their order."""

    text: str
    markers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment goes: `text[start:end]` of the file's text, or on the marker of a number.

    `sure` is False when the words themselves were not found in the file and the place is one nearby.
    """

    start: int
    end: int
    marker: int | None = None
    sure: bool = True


def span_of(entry: Entry, finding: Finding) -> tuple[int, int]:
    """The characters of the document's text that a finding is about; an empty span where it is about a place."""
    if entry.quotation is not None:
        return entry.quotation.quotation.start, entry.quotation.quotation.end
    if entry.link is not None:
        return entry.link.link.start, entry.link.link.end
    return finding.start, finding.start


class Anchoring:
    """Leads offsets of a document's main text to those of its file's text; the two are aligned word by word.

    `readings` are the ways to read the file (tracked changes accepted, rejected, shown), the likeliest first; the
    one that fits the document best is `chosen`.
    """

    def __init__(self, document: Document, readings: Sequence[Callable[[], FileText]]) -> None:
        self._document = document
        self.chosen = 0
        self.file = FileText("", ())
        self._stretches: list[Stretch] = []
        most = -1
        for index, read in enumerate(readings):
            file = read()
            stretches = _aligned(document, file.text)
            found = sum(each.length for each in stretches)
            if found > most:
                most, self.chosen, self.file, self._stretches = found, index, file, stretches
            if most >= WHOLE * document.body_end:
                break
        self._starts = [each.text for each in self._stretches]
        self._markers = self._led_markers()

    def place(self, entry: Entry, finding: Finding) -> Place:
        """Where the comment on a finding goes: on its words, on its note's marker, or as near as can be."""
        start, end = span_of(entry, finding)
        # What is told of a note itself has no words of the text: it has the place of its marker.
        of_note = start == end or start >= self._document.body_end
        note = self._note_at(start) or (finding.note if of_note else None)
        if note in self._markers:
            marker = self._markers[note]
            return Place(self.file.markers[marker], self.file.markers[marker], marker)
        if start == end:
            end = start + len(self._word_at(start))
        found = self.found(start, end)
        if found is not None:
            return Place(*found)
        near = self._before(start)
        return Place(near, near, sure=False)

    def _note_at(self, offset: int) -> str | None:
        return next((body.id for body in self._document.note_bodies if body.start <= offset <= body.end), None)

    def _word_at(self, start: int) -> str:
        text = self._document.text
        begin = start + len(text[start : start + 50]) - len(text[start : start + 50].lstrip())
        word = text[begin : begin + 100].split(maxsplit=1)
        return text[start:begin] + word[0] if word else ""

    def found(self, start: int, end: int) -> tuple[int, int] | None:
        """The file's characters from the first to the last of those that answer a span; None when none do."""
        first = max(0, bisect_right(self._starts, start) - 1)
        spans = [
            (each.source + at - each.text, each.source + until - each.text, until)
            for each in self._stretches[first : bisect_left(self._starts, end)]
            if (at := max(start, each.text)) < (until := min(end, each.text + each.length))
            and not self._document.text[at:until].isspace()
        ]
        if not spans:
            return None
        begin, (_, close, last) = spans[0][0], max(spans, key=lambda span: span[1])
        # Words that stand out of their order in the file: a comment over all between them would say nothing.
        if any(span[0] < begin for span in spans) or close - begin > 3 * (end - start) + 200:
            return spans[0][:2]
        return begin, self._with_marks(close, last, end)

    def _with_marks(self, at: int, offset: int, end: int) -> int:
        """The end of a place moved over the marks that close it, which the alignment by words may leave out."""
        while offset < end and self._document.text[offset] == self.file.text[at : at + 1]:
            at, offset = at + 1, offset + 1
        return at

    def _before(self, offset: int) -> int:
        """The file's character that answers the last one found before an offset; its first one where there is none."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return self._stretches[0].source if self._stretches else 0
        each = self._stretches[index]
        return each.source + min(offset - each.text, each.length - 1)

    def _led_markers(self) -> dict[str, int]:
        """For each note the number of its first marker in the file: the one nearest to where the document has it."""
        led: dict[str, int] = {}
        taken: set[int] = set()
        for mark in self._document.marks:
            if mark.kind is not MarkKind.NOTE_MARKER or mark.start > self._document.body_end or not self.file.markers:
                continue
            number = self._nearest(self._before(mark.start - 1) + 1 if mark.start else 0, taken)
            taken.add(number)
            if mark.target:
                led.setdefault(mark.target, number)
        return led

    def _nearest(self, at: int, taken: set[int]) -> int:
        """The marker nearest to a character; of several in one place the first that is not taken."""
        markers = self.file.markers
        first, behind = bisect_left(markers, at - NEAR), bisect_right(markers, at + NEAR)
        free = next((each for each in range(first, behind) if each not in taken), None)
        if free is not None:
            return free
        candidates = [each for each in (first - 1, behind) if 0 <= each < len(markers)]
        return min(candidates or [first], key=lambda each: abs(markers[each] - at))


def _aligned(document: Document, text: str) -> list[Stretch]:
    blocks = [(block.start, block.end) for block in document.blocks if block.start < document.body_end]
    return align(document.text[: document.body_end], [(0, document.body_end)], blocks, text)
